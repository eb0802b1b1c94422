import type { Catalog } from '../../facts/catalog.ts';
import type { Change } from '../../facts/change.ts';
import { showName, type ObjectName } from '../../facts/names.ts';
import type { DifferingObject } from '../difference.ts';
import { keyOfObject } from './clashes.ts';
import type { Conflict } from './conflict.ts';

/** The first of those about an object. */
export function distinctObjects(conflicts: readonly Conflict[]): readonly Conflict[] {
  const told = new Set<string>();
  return conflicts.filter(({ object }) => {
    const key = keyOfObject(object);
    const isNew = !told.has(key);
    told.add(key);
    return isNew;
  });
}

/** Is the object, or its table, the one of another conflict? */
export function isToldBy({ object }: Conflict, others: readonly Conflict[]): boolean {
  return others.some(({ object: { name, owner } }) => {
    const shown = owner === null ? name : `${showName(owner)}.${name}`;
    return object.name === shown || object.name.startsWith(`${shown}.`) || object.name.endsWith(` of ${shown}`);
  });
}

/** What two changes do to a table that is in conflict itself, by being made or removed, follows from that. */
export function withoutConsequences(conflicts: readonly Conflict[]): readonly Conflict[] {
  const whole = conflicts.filter(({ kind, object }) => wholeKinds.has(kind) && object.kind === 'table');
  return conflicts.filter((one) => whole.includes(one) || !whole.some(({ object }) => isAbout(one, object.name)));
}

const wholeKinds: ReadonlySet<Conflict['kind']> = new Set(['bothMake', 'bothRemove', 'removed']);

/** A relation or type by the word for what it is: as the base has it, or as both sides make it. */
export function withItsKind(conflict: Conflict, base: Catalog): Conflict {
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
