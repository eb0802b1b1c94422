import type { Catalog } from '../facts/catalog.ts';
import type { Change } from '../facts/change.ts';
import type { Migration } from '../facts/history.ts';
import { keyOf, showName, type ObjectName } from '../facts/names.ts';
import type { Statement } from '../facts/statement.ts';
import type { Origin } from '../text/span.ts';
import { difference, showDifference, type Difference, type DifferingObject } from './difference.ts';
import { effects } from './effects.ts';
import { changedObject } from './conflicts/changed-object.ts';
import { missingUses } from './conflicts/missing-uses.ts';
import { applyChange, endOfSession, type Named, type NamedKind } from './replay.ts';
import { tableOf } from './replay/table-of.ts';

/** What stands against what on one side of a conflict. */
export interface ConflictSide {
  readonly migration: Migration;
  readonly statement: Statement;
  /** The words of the change. */
  readonly origin: Origin;
}

export type ConflictingSide = 'ours' | 'theirs';

/** One thing on which two branches do not agree. */
export interface Conflict {
  readonly kind:
    /** Both make something of the name; alike or not, the second fails. */
    | 'bothMake'
    /** Both change the same column, enum, policy, sequence or function. */
    | 'bothChange'
    /** Both drop or rename the same. */
    | 'bothRemove'
    /** One drops or renames what the other uses. */
    | 'removed'
    /** After one of them Postgres refuses the other, for another reason. */
    | 'refused'
    /** Both run, but which goes first decides what comes out. */
    | 'order';
  /** What it is about; of a refusal what the refused change works on. */
  readonly object: { readonly kind: NamedKind | DifferingObject; readonly name: string; readonly owner: ObjectName | null };
  /** Of `removed`: who removes it; of `refused`: who is refused. Null: both do the same. */
  readonly by: ConflictingSide | null;
  /** Of `refused`: why Postgres refuses it. */
  readonly reason: string | null;
  /** Of `order`: `before` if ours goes first, `after` if theirs does. */
  readonly outcome: Difference | null;
  readonly ours: ConflictSide;
  readonly theirs: ConflictSide;
}

/**
 * What of two branches' migrations cannot follow one another in either order, given the catalog of their common ancestor:
 * both orders are replayed, and a change that fails for certain behind the other side, and not on its own, is a conflict with
 * the change that made it fail. So is an object that comes out differently, and a column, enum, policy, sequence or function
 * that both change. Two columns, indexes or constraints of one table are none; neither are changes of rows, of which nobody
 * can tell, and comments and privileges. What follows from a conflict (the columns of a table that both make) is not told.
 */
export function conflictsBetween(base: Catalog, ours: readonly Migration[], theirs: readonly Migration[]): readonly Conflict[] {
  const sides: Sides = { ours: stepsOf(ours), theirs: stepsOf(theirs) };
  const clashes = [...clashesOf(base, sides, 'ours'), ...clashesOf(base, sides, 'theirs')];
  const met = distinctObjects([...fromClashes(clashes), ...bothChanged(base, sides)]).map((one) => withItsKind(one, base));
  const failing = new Set(clashes.map(({ step }) => step));
  const kept: Sides = { ours: sides.ours.filter((step) => !failing.has(step)), theirs: sides.theirs.filter((step) => !failing.has(step)) };
  return withoutConsequences([...met, ...differing(base, kept).filter((one) => !isToldBy(one, met))]);
}

/** A conflict in one sentence; `names` says what the sides are called: `this branch`, `origin/main`. */
export function showConflict({ kind, object, by, reason, outcome }: Conflict, names: Readonly<Record<ConflictingSide, string>>): string {
  const thing = showObject(object);
  const [one, other] = by === 'theirs' ? [names.theirs, names.ours] : [names.ours, names.theirs];
  switch (kind) {
    case 'bothMake': return `both make ${thing}`;
    case 'bothChange': return `both change ${thing}`;
    case 'bothRemove': return `both drop or rename ${thing}`;
    case 'removed': return `${one} drops or renames ${thing}, which ${other} uses`;
    case 'refused': return `after ${other} Postgres refuses what ${one} does to ${thing}: ${reason ?? ''}`;
    case 'order': {
      const sides = { before: `if ${names.ours} goes first`, after: `if ${names.theirs} goes first` };
      return `which goes first decides: ${outcome === null ? thing : showDifference(outcome, sides)}`;
    }
    default: return kind satisfies never;
  }
}

function showObject({ kind, name, owner }: Conflict['object']): string {
  const word = words[kind];
  if (owner === null) return `${word} ${name}`;
  if (kind === 'column') return `${word} ${showName(owner)}.${name}`;
  return kind === 'enumValue' ? `${word} '${name}' of ${showName(owner)}` : `${word} ${name} of ${showName(owner)}`;
}

const words: Readonly<Record<Conflict['object']['kind'], string>> = {
  schema: 'schema', relation: 'relation', column: 'column', constraint: 'constraint', type: 'type', enumValue: 'the value',
  routine: 'function', trigger: 'trigger', policy: 'policy', extension: 'extension', table: 'table', index: 'index', enum: 'enum',
  domain: 'domain', compositeType: 'composite type', sequence: 'sequence', view: 'view',
};

/** One change with where it stands. */
interface Step extends ConflictSide {
  readonly change: Change;
  /** The session ends with it. */
  readonly isLast: boolean;
}

type Sides = Readonly<Record<ConflictingSide, readonly Step[]>>;

function stepsOf(migrations: readonly Migration[]): readonly Step[] {
  return migrations.flatMap((migration) => {
    const steps = (migration.sql?.statements ?? []).flatMap((statement) =>
      statement.changes.map((change): Step => ({ migration, statement, origin: change.origin, change, isLast: false })));
    return steps.map((step, place): Step => (place === steps.length - 1 ? { ...step, isLast: true } : step));
  });
}

/** What is certain to stop a change. */
type Trouble =
  | { readonly kind: 'there' | 'missing'; readonly what: Named }
  | { readonly kind: 'refused'; readonly sqlstate: string; readonly reason: string };

/** What a change meets on a catalog; nothing where it runs under a condition. */
function troublesOf(catalog: Catalog, { change }: Step): readonly Trouble[] {
  if (change.conditional) return [];
  const { unknown, duplicate } = applyChange(catalog, change);
  const unmet = change.tolerates === 'missing' ? [] : [...unknown, ...missingUses(catalog, change)];
  const there = duplicate.map((what): Trouble => ({ kind: 'there', what }));
  const missing = unmet.map((what): Trouble => ({ kind: 'missing', what }));
  if (there.length + missing.length > 0 || isSkipped(catalog, change)) return [...there, ...missing];
  return effects(change, catalog, anyServer).fails.filter(({ certain }) => certain === 'always')
    .map(({ sqlstate, reason }): Trouble => ({ kind: 'refused', sqlstate, reason }));
}

/** IF EXISTS and IF NOT EXISTS that have nothing to do. What DROP IF EXISTS meets of another kind, `effects` tells. */
function isSkipped(catalog: Catalog, change: Change): boolean {
  return change.kind !== 'dropRelation' && change.tolerates !== null && applyChange(catalog, { ...change, tolerates: null }).catalog === catalog;
}

/** What is asked about here fails alike on 14 to 18. */
const anyServer = { major: 18, inTransaction: false } as const;

function after(catalog: Catalog, step: Step): Catalog {
  const { catalog: next } = applyChange(catalog, step.change);
  return step.isLast ? endOfSession(next) : next;
}

function afterAll(catalog: Catalog, steps: readonly Step[]): Catalog {
  return steps.reduce(after, catalog);
}

/** A change that fails behind the other side, and the first of the other side's changes that makes it fail. */
interface Clash {
  readonly side: ConflictingSide;
  readonly step: Step;
  readonly against: Step;
  readonly trouble: Trouble;
}

/** Of one side, behind the other. */
function clashesOf(base: Catalog, sides: Sides, side: ConflictingSide): readonly Clash[] {
  const [mine, others] = [sides[side], sides[side === 'ours' ? 'theirs' : 'ours']];
  let [alone, behind] = [base, afterAll(base, others)];
  const clashes: Clash[] = [];
  mine.forEach((step, place) => {
    const own = new Set(troublesOf(alone, step).map(keyOfTrouble));
    for (const trouble of troublesOf(behind, step)) {
      if (own.has(keyOfTrouble(trouble))) continue;
      const against = causeOf(base, others, mine.slice(0, place), step, keyOfTrouble(trouble));
      if (against !== null) clashes.push({ side, step, against, trouble });
    }
    [alone, behind] = [after(alone, step), after(behind, step)];
  });
  return clashes;
}

function keyOfTrouble(trouble: Trouble): string {
  if (trouble.kind === 'refused') return `refused ${trouble.sqlstate}`;
  return `${trouble.kind} ${keyOfObject(trouble.what)}`;
}

function keyOfObject({ kind, name, owner }: Conflict['object']): string {
  return `${kind} ${owner === null ? '' : keyOf(owner)} ${name}`;
}

/** The change of the others from which on the step has the trouble, by halves: what one change took, the next rarely gives back. */
function causeOf(base: Catalog, others: readonly Step[], before: readonly Step[], step: Step, trouble: string): Step | null {
  const has = (count: number): boolean =>
    troublesOf(afterAll(afterAll(base, others.slice(0, count)), before), step).some((one) => keyOfTrouble(one) === trouble);
  let [without, withIt] = [0, others.length];
  while (withIt - without > 1) {
    const middle = Math.floor((without + withIt) / 2);
    if (has(middle)) withIt = middle;
    else without = middle;
  }
  return others[withIt - 1] ?? null;
}

/** Clashes of the same two changes are one conflict; that both make the same says more than what is missing then. */
function fromClashes(clashes: readonly Clash[]): readonly Conflict[] {
  const pairs = new Map<Step, Map<Step, Clash[]>>();
  for (const clash of clashes) {
    const [ours, theirs] = clash.side === 'ours' ? [clash.step, clash.against] : [clash.against, clash.step];
    const row = pairs.get(ours) ?? new Map<Step, Clash[]>();
    pairs.set(ours, row.set(theirs, [...row.get(theirs) ?? [], clash]));
  }
  return [...pairs].flatMap(([ours, row]) => [...row].map(([theirs, found]) => ({ ...verdict(found), ours: sideOf(ours), theirs: sideOf(theirs) })));
}

function verdict(clashes: readonly Clash[]): Omit<Conflict, 'ours' | 'theirs'> {
  for (const { trouble } of clashes) {
    if (trouble.kind === 'there') return { ...bare, kind: 'bothMake', object: trouble.what };
  }
  for (const { side, step, trouble } of clashes) {
    if (trouble.kind !== 'missing') continue;
    if (removes(step.change, trouble.what)) return { ...bare, kind: 'bothRemove', object: trouble.what };
    return { ...bare, kind: 'removed', object: trouble.what, by: side === 'ours' ? 'theirs' : 'ours' };
  }
  const [refused] = clashes;
  const reason = refused?.trouble.kind === 'refused' ? refused.trouble.reason : null;
  return { ...bare, kind: 'refused', object: workedOn(refused?.step.change), by: refused?.side ?? null, reason };
}

const bare = { by: null, reason: null, outcome: null } as const;

/** Is what is missing the very thing that the change drops or renames? */
function removes(change: Change, { kind }: Named): boolean {
  switch (change.kind) {
    case 'dropRelation':
    case 'renameRelation':
    case 'setRelationSchema': return kind === 'relation';
    case 'dropColumn':
    case 'renameColumn': return kind === 'column';
    case 'dropConstraint':
    case 'renameConstraint': return kind === 'constraint';
    case 'dropPolicy':
    case 'renamePolicy': return kind === 'policy';
    case 'dropTrigger':
    case 'renameTrigger': return kind === 'trigger';
    case 'dropSchema':
    case 'renameSchema': return kind === 'schema';
    case 'renameEnumValue': return kind === 'enumValue';
    case 'dropOther':
    case 'renameOther':
    case 'setOtherSchema': return kind === (change.object === 'domain' ? 'type' : change.object);
    default: return false;
  }
}

/** What a change works on, as far as one name says it. */
function workedOn(change: Change | undefined): Conflict['object'] {
  if (change === undefined) return { kind: 'relation', name: '', owner: null };
  if ('table' in change && change.table !== null) {
    if ('column' in change) return { kind: 'column', name: change.column.name, owner: change.table };
    return { kind: 'table', name: showName(change.table), owner: null };
  }
  if (change.kind === 'createIndex') return { kind: 'table', name: showName(change.index.table), owner: null };
  if (change.kind === 'dropOther') return { kind: change.object === 'domain' ? 'type' : change.object, name: showNameOf(change.name), owner: null };
  if ('name' in change) return { kind: 'relation', name: showNameOf(change.name), owner: null };
  return change.kind === 'dropSchema' ? { kind: 'schema', name: change.schema, owner: null } : { kind: 'relation', name: '', owner: null };
}

/** Schemas and extensions are in no schema. */
function showNameOf(name: ObjectName): string {
  return name.schema === '' ? name.name : showName(name);
}

function sideOf({ migration, statement, origin }: Step): ConflictSide {
  return { migration, statement, origin };
}

function bothChanged(base: Catalog, { ours, theirs }: Sides): readonly Conflict[] {
  const changedByThem = new Map(changes(base, theirs).map(({ object, step }) => [keyOfObject(object), step]));
  return changes(base, ours).flatMap(({ object, step }): readonly Conflict[] => {
    const other = changedByThem.get(keyOfObject(object));
    return other === undefined ? []
      : [{ ...bare, kind: 'bothChange', object, ours: sideOf(step), theirs: sideOf(other) }];
  });
}

function changes(base: Catalog, steps: readonly Step[]): readonly { readonly object: Named; readonly step: Step }[] {
  return steps.flatMap((step) => {
    const object = changedObject(base, step.change);
    return object === null || isBornLater(base, object) ? [] : [{ object, step }];
  });
}

/** What both branches make is told by their making it. */
function isBornLater(base: Catalog, { kind, name, owner }: Named): boolean {
  if (kind === 'column' && owner !== null) {
    const table = tableOf(base, owner);
    return table === null || (!table.partial && table.columns.every((column) => column.name !== name));
  }
  return false;
}

/** What comes out differently, up to the order of columns; with the last change on each side that has to do with it. */
function differing(base: Catalog, { ours, theirs }: Sides): readonly Conflict[] {
  const [theirsLast, oursLast] = [afterAll(afterAll(base, ours), theirs), afterAll(afterAll(base, theirs), ours)];
  return difference(theirsLast, oursLast).filter(({ property }) => property !== 'order of columns').flatMap((one): readonly Conflict[] => {
    const [mine, other] = [lastTouching(base, ours, one), lastTouching(base, theirs, one)];
    if (mine === null || other === null) return [];
    const object = { kind: one.object, name: one.name, owner: null };
    return [{ ...bare, kind: 'order', object, outcome: one, ours: sideOf(mine), theirs: sideOf(other) }];
  });
}

function lastTouching(base: Catalog, steps: readonly Step[], about: Difference): Step | null {
  let [catalog, last] = [base, steps.at(-1) ?? null];
  for (const step of steps) {
    const next = after(catalog, step);
    const touches = next !== catalog && difference(catalog, next).some(({ object, key }) => object === about.object && key === about.key);
    [catalog, last] = [next, touches ? step : last];
  }
  return last;
}

function distinctObjects(conflicts: readonly Conflict[]): readonly Conflict[] {
  const told = new Set<string>();
  return conflicts.filter(({ object }) => {
    const key = keyOfObject(object);
    const isNew = !told.has(key);
    told.add(key);
    return isNew;
  });
}

/** Is the object, or its table, the one of another conflict? */
function isToldBy({ object }: Conflict, others: readonly Conflict[]): boolean {
  return others.some(({ object: { name, owner } }) => {
    const shown = owner === null ? name : `${showName(owner)}.${name}`;
    return object.name === shown || object.name.startsWith(`${shown}.`) || object.name.endsWith(` of ${shown}`);
  });
}

/** What two changes do to a table that is in conflict itself, by being made or removed, follows from that. */
function withoutConsequences(conflicts: readonly Conflict[]): readonly Conflict[] {
  const whole = conflicts.filter(({ kind, object }) => wholeKinds.has(kind) && object.kind === 'table');
  return conflicts.filter((one) => whole.includes(one) || !whole.some(({ object }) => isAbout(one, object.name)));
}

const wholeKinds: ReadonlySet<Conflict['kind']> = new Set(['bothMake', 'bothRemove', 'removed']);

/** A relation or type by the word for what it is: as the base has it, or as both sides make it. */
function withItsKind(conflict: Conflict, base: Catalog): Conflict {
  const { object, ours, theirs } = conflict;
  if (object.kind !== 'relation' && object.kind !== 'type') return conflict;
  const [one, other] = [ours, theirs].map(({ statement, origin }) =>
    statement.changes.map((change) => (change.origin === origin ? kindMade(base, change) : null)).find((kind) => kind !== null));
  const kind = conflict.kind === 'bothMake' ? (one === other ? one : undefined) : kindInBase(base, object.name);
  return kind == null ? conflict : { ...conflict, object: { ...object, kind } };
}

function kindInBase(base: Catalog, name: string): DifferingObject | null {
  const maps: readonly (readonly [DifferingObject, ReadonlyMap<string, ObjectName>])[] = [
    ['table', base.tables], ['view', base.views], ['index', base.indexes], ['sequence', base.sequences], ['enum', base.enums],
    ['domain', base.domains], ['compositeType', base.compositeTypes],
  ];
  return maps.find(([, map]) => [...map.values()].some((one) => showName(one) === name))?.[0] ?? null;
}

function kindMade(base: Catalog, change: Change): DifferingObject | null {
  switch (change.kind) {
    case 'createTable': return 'table';
    case 'createView': return 'view';
    case 'createIndex': return 'index';
    case 'createSequence': return 'sequence';
    case 'createEnum': return 'enum';
    case 'createDomain': return 'domain';
    case 'createCompositeType': return 'compositeType';
    case 'renameRelation':
    case 'setRelationSchema':
    case 'renameOther':
    case 'setOtherSchema': return kindInBase(base, showName(change.name));
    default: return null;
  }
}

function isAbout({ object, ours, theirs }: Conflict, table: string): boolean {
  if (object.owner !== null) return showName(object.owner) === table;
  return [ours, theirs].every(({ statement, origin }) => statement.changes.some((change) => change.origin === origin && tableOfChange(change) === table));
}

function tableOfChange(change: Change): string | null {
  if (change.kind === 'createIndex') return showName(change.index.table);
  return 'table' in change && change.table !== null ? showName(change.table) : null;
}
