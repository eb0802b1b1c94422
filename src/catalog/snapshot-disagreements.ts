import type { Catalog, Constraint, Expression, Index } from '../facts/catalog.ts';
import type { History, Migration } from '../facts/history.ts';
import { keyOf, memberKey, sameName, type ObjectName } from '../facts/names.ts';
import type { SqlFile } from '../facts/statement.ts';
import { afterMigrations } from './after-migrations.ts';
import { difference, isAboutSame, type Difference } from './difference.ts';
import { newestSnapshot } from './newest-snapshot.ts';
import { sameMeaning, sameNumber } from './same-meaning.ts';

/** One thing of which the newest snapshot and the migrations' SQL say different things. */
export interface Disagreement {
  /** From the snapshot, `before`, to what the SQL comes to, `after`. */
  readonly difference: Difference;
  /**
   * `kept`: the snapshot has lost it and no SQL drops it. `named`: both have it, under different names. `other`: the SQL has not
   * made it, or has made it otherwise.
   */
  readonly kind: 'other' | 'named' | 'kept';
  /** What the SQL calls it, of something named otherwise. */
  readonly namedInSql: string | null;
  /** The first snapshot with which they part. */
  readonly migration: Migration;
  /** The migrations whose SQL came between that snapshot and the one before it, that of `migration` last. */
  readonly since: readonly Migration[];
}

/** One spelling of the text of an expression; see parse/sql. */
export type Spell = (text: string) => Expression;

/** What the newest snapshot and the SQL differ in. */
export type SnapshotDifference = Pick<Disagreement, 'difference' | 'kind' | 'namedInSql'>;

const known = new WeakMap<History, readonly SnapshotDifference[]>();

/**
 * In what the newest snapshot and the SQL, replayed up to the last migration that has a snapshot, differ, and still do at the end. What only the SQL has
 * was mostly written by hand: whether it was is told by `partingOf`. What a snapshot cannot hold is no difference.
 */
export function snapshotDifferences(history: History, spell: Spell): readonly SnapshotDifference[] {
  const before = known.get(history);
  if (before !== undefined) return before;
  const newest = newestSnapshot(history);
  const found = newest === null ? [] : lasting(differencesOf(newest.catalog, afterMigrations(upToLastSnapshot(history)), spell), newest.catalog, history, spell);
  known.set(history, found);
  return found;
}

/** What a later migration, without a snapshot of its own, has not made up for. */
function lasting(
  found: readonly SnapshotDifference[], snapshot: Catalog, history: History, spell: Spell,
): readonly SnapshotDifference[] {
  if (found.length === 0 || history.migrations.at(-1)?.hasSnapshotFile !== false) return found;
  const atTheEnd = differencesOf(snapshot, afterMigrations(history.migrations), spell);
  return found.filter(({ difference: one }) => atTheEnd.some((other) => isAboutSame(other.difference, one)));
}

/**
 * The migration where snapshot and SQL part over a difference. Null where there is nothing to tell: it was written by hand, and
 * no snapshot ever had it; or statements that were not analysed, or a migration that is not there, may have made up for it. It is
 * searched by halves of the chain of snapshots: at one end they agree about it, at the other they do not. So it may be an earlier
 * parting than the last, where they met again in between, never a migration after which they agree.
 */
export function partingOf(found: SnapshotDifference, history: History, spell: Spell): Disagreement | null {
  const chain = snapshotChain(history);
  if (found.kind === 'kept' && !wasInSnapshot(found.difference, chain, history)) return null;
  let [agreed, apart] = [-1, chain.length - 1];
  while (apart - agreed > 1) {
    const middle = (agreed + apart) >> 1;
    const migration = chain[middle];
    const there = migration === undefined ? [] : stateAt(migration, history, spell);
    if (there.some(({ difference: one }) => isAboutSame(one, found.difference))) apart = middle;
    else agreed = middle;
  }
  const [start, migration] = [chain[agreed], chain[apart]];
  if (migration === undefined) return null;
  const since = history.migrations.slice(start === undefined ? 0 : start.position + 1, migration.position + 1);
  return since.every(isKnown) && !hasLostParent(migration, history) ? { ...found, migration, since } : null;
}

interface State {
  readonly replayed: Catalog;
  readonly differences: readonly SnapshotDifference[];
}

/** An editor asks again with every key stroke, and few migrations are other ones then. */
const states = new WeakMap<Migration, State>();

/** The differences after an older migration that has a snapshot. */
function stateAt(migration: Migration, history: History, spell: Spell): readonly SnapshotDifference[] {
  const replayed = afterMigrations(before(migration, history));
  const knownState = states.get(migration);
  if (knownState?.replayed === replayed) return knownState.differences;
  const snapshot = migration.snapshot?.catalog;
  const differences = snapshot === undefined ? [] : differencesOf(snapshot, replayed, spell);
  states.set(migration, { replayed, differences });
  return differences;
}

/** Did the snapshot have it that was written with the SQL which made it, or the first one after that? */
function wasInSnapshot(one: Difference, chain: readonly Migration[], history: History): boolean {
  const file = originFile(one, afterMigrations(upToLastSnapshot(history)));
  const made = history.migrations.find((migration) => migration.file === file);
  const first = made === undefined ? undefined : chain.find(({ position }) => position >= made.position);
  if (first === undefined) return false;
  const answers = inSnapshot.get(first) ?? new Map<string, boolean>();
  inSnapshot.set(first, answers);
  const answer = answers.get(one.key) ?? (first.snapshot !== null && holds(first.snapshot.catalog, one));
  answers.set(one.key, answer);
  return answer;
}

const inSnapshot = new WeakMap<Migration, Map<string, boolean>>();

function originFile(one: Difference, replayed: Catalog): string | null {
  const there = one.table === null ? undefined : replayed.tables.get(keyOf(one.table));
  switch (one.object) {
    case 'table': return replayed.tables.get(one.key)?.origin?.file ?? null;
    case 'column': return there?.columns.find(({ name }) => memberKey(there, name) === one.key)?.origin?.file ?? null;
    case 'constraint': return constraintOf(replayed, one)?.origin?.file ?? null;
    case 'index': return replayed.indexes.get(one.key)?.origin?.file ?? null;
    case 'policy': return replayed.policies.get(one.key)?.origin?.file ?? null;
    default: return null;
  }
}

/** In the folder layout the way from the newest back along first parents; with a journal all that have a snapshot of their own. */
function snapshotChain({ layout, migrations }: History): readonly Migration[] {
  const written = migrations.filter(({ hasSnapshotFile }) => hasSnapshotFile);
  if (layout !== 'folders') return written.filter(({ snapshotFile }, place) => written[place + 1]?.snapshotFile !== snapshotFile);
  const byId = new Map(written.flatMap((one) => (one.link === null ? [] : [[one.link.id, one] as const])));
  const chain: Migration[] = [];
  for (let one = written.at(-1); one !== undefined && !chain.includes(one); one = byId.get(one.link?.parents[0] ?? '')) chain.unshift(one);
  return chain;
}

function upToLastSnapshot({ migrations }: History): readonly Migration[] {
  return migrations.slice(0, migrations.findLastIndex(({ hasSnapshotFile }) => hasSnapshotFile) + 1);
}

/** What a snapshot goes on from, with the migration itself; those without a snapshot belong to everything behind them. */
function before(migration: Migration, { layout, migrations }: History): readonly Migration[] {
  const earlier = migrations.slice(0, migration.position + 1);
  if (layout !== 'folders') return earlier;
  const byId = new Map(earlier.flatMap((one) => (one.link === null ? [] : [[one.link.id, one] as const])));
  const kept = new Set<Migration>();
  const wanted = [migration];
  for (let one = wanted.pop(); one !== undefined; one = wanted.pop()) {
    if (kept.has(one)) continue;
    kept.add(one);
    wanted.push(...(one.link?.parents ?? []).flatMap((id) => byId.get(id) ?? []));
  }
  return earlier.filter((one) => kept.has(one) || !one.hasSnapshotFile);
}

/** Then a migration was taken out before it: it is missed in the SQL, and that is told by history/snapshot-chain. */
function hasLostParent({ link }: Migration, { migrations }: History): boolean {
  return (link?.parents ?? []).some((id) => migrations.every((one) => one.link?.id !== id));
}

function isKnown({ sql }: Migration): boolean {
  return sql !== null && !isPulled(sql) && sql.statements.every(({ reading }) => reading !== 'unparsable' && reading !== 'unanalysed');
}

/** As drizzle-kit pull leaves it (0.31 and 1.0, `writeResult`): the statements, in a comment, of what the database had already. */
function isPulled({ text, statements }: SqlFile): boolean {
  return statements.length === 0 && text.includes('-- Current sql file was generated after introspecting the database');
}

function holds(catalog: Catalog, { object, key, table }: Difference): boolean {
  const there = table === null ? undefined : catalog.tables.get(keyOf(table));
  switch (object) {
    case 'table': return catalog.tables.has(key);
    case 'column': return there?.columns.some(({ name }) => memberKey(there, name) === key) === true;
    case 'constraint': return there?.constraints.some(({ name }) => memberKey(there, name) === key) === true;
    case 'index': return catalog.indexes.has(key);
    case 'policy': return catalog.policies.has(key);
    default: return false;
  }
}

function differencesOf(snapshot: Catalog, replayed: Catalog, spell: Spell): readonly SnapshotDifference[] {
  const all = difference(snapshot, replayed);
  return all.filter((one) => !isOutside(one, snapshot, replayed)).flatMap((one): readonly SnapshotDifference[] => {
    switch (one.what) {
      case 'removed': return missing(one, all, snapshot, replayed);
      case 'changed': return isReallyOther(one, snapshot, replayed, spell) ? [{ difference: one, kind: 'other', namedInSql: null }] : [];
      case 'added': return extra(one, all, snapshot, replayed);
      default: return one.what satisfies never;
    }
  });
}

/** In a schema that no migration makes everything is somebody else's, such as `auth` of Supabase; of a partial table not all is known. */
function isOutside({ object, key, table }: Difference, snapshot: Catalog, replayed: Catalog): boolean {
  if (object === 'schema') return true;
  const schema = object === 'table' ? snapshot.tables.get(key)?.schema : table?.schema;
  if (schema !== undefined && !replayed.schemas.has(schema)) return true;
  return replayed.tables.get(table === null ? key : keyOf(table))?.partial === true;
}

/** The snapshot has it; the SQL has it under another name, or not at all. */
function missing(one: Difference, all: readonly Difference[], snapshot: Catalog, replayed: Catalog): readonly SnapshotDifference[] {
  const twin = twinOf(one, all, snapshot, replayed);
  if (twin === null) return [{ difference: one, kind: 'other', namedInSql: null }];
  return twin.isPrimaryKey ? [] : [{ difference: one, kind: 'named', namedInSql: twin.name }];
}

interface Twin {
  readonly name: string;
  /** The name of one is nobody's choice: after a renaming of its table it stays in the database, and changes in the snapshot. */
  readonly isPrimaryKey: boolean;
}

/** Among what only the SQL has: the same but for the name. */
function twinOf(one: Difference, all: readonly Difference[], snapshot: Catalog, replayed: Catalog): Twin | null {
  const rivals = all.filter(({ what, object, table }) => what === 'added' && object === one.object && sameTable(table, one.table));
  if (one.object === 'constraint' && one.table !== null) {
    const mine = constraintOf(snapshot, one);
    const its = rivals.map((rival) => constraintOf(replayed, rival))
      .find((other) => mine !== null && other !== null && isAlike(mine, other));
    return its === undefined || its === null ? null : { name: its.name, isPrimaryKey: its.kind === 'primaryKey' };
  }
  if (one.object !== 'index') return null;
  const mine = snapshot.indexes.get(one.key);
  const its = rivals.map(({ key }) => replayed.indexes.get(key))
    .find((other) => mine !== undefined && other !== undefined && isAlikeIndex(mine, other));
  return its === undefined ? null : { name: its.name, isPrimaryKey: false };
}

function sameTable(left: ObjectName | null, right: ObjectName | null): boolean {
  return left === null || right === null ? left === right : sameName(left, right);
}

function constraintOf(catalog: Catalog, { table, key }: Difference): Constraint | null {
  const there = table === null ? undefined : catalog.tables.get(keyOf(table));
  return there?.constraints.find(({ name }) => memberKey(there, name) === key) ?? null;
}

function isAlike(mine: Constraint, its: Constraint): boolean {
  if (mine.kind !== its.kind || mine.kind === 'check' || mine.kind === 'exclusion') return false;
  if (its.kind === 'check' || its.kind === 'exclusion') return false;
  if (mine.columns.join() !== its.columns.join()) return false;
  return mine.kind !== 'foreignKey' || (its.kind === 'foreignKey' && sameName(mine.references, its.references));
}

function isAlikeIndex(mine: Index, its: Index): boolean {
  const keys = (index: Index): string => index.keys.map(({ column, order }) => `${column ?? '?'} ${order}`).join();
  return mine.unique === its.unique && keys(mine) === keys(its) && !keys(mine).includes('?')
    && (mine.where === null) === (its.where === null);
}

/** Only the SQL has it: of use are only kinds of which snapshots have told since long, and what is no twin of something missing. */
function extra(one: Difference, all: readonly Difference[], snapshot: Catalog, replayed: Catalog): readonly SnapshotDifference[] {
  const kinds: readonly Difference['object'][] = ['table', 'column', 'constraint', 'index', 'policy'];
  if (!kinds.includes(one.object)) return [];
  const isTwin = all.some((other) => other.what === 'removed' && other.object === one.object
    && twinOf(other, [one], snapshot, replayed) !== null);
  return isTwin ? [] : [{ difference: one, kind: refusesRows(one, replayed) ? 'other' : 'kept', namedInSql: null }];
}

/** A column that wants a value, of which drizzle knows nothing: every row that it inserts fails, unless a trigger fills it. */
function refusesRows({ object, table, key }: Difference, replayed: Catalog): boolean {
  const there = table === null ? undefined : replayed.tables.get(keyOf(table));
  if (there === undefined || object !== 'column') return false;
  const column = there.columns.find(({ name }) => memberKey(there, name) === key);
  if (column === undefined || [...replayed.triggers.values()].some((trigger) => sameName(trigger.table, there))) return false;
  return column.notNull && column.default === null && column.identity === null && column.generated === null;
}

/** Properties that a snapshot has no word for, and that are written by hand. */
const unheld: ReadonlySet<string> = new Set(['collation', 'include', 'validated', 'definition', 'owner']);
/** Expressions, of which the snapshot has the text; that there is one at all is told a second time, as "given". */
const expressions: ReadonlySet<string> = new Set(['default', 'generated as', 'expression', 'where', 'using', 'check']);

function isReallyOther(one: Difference, snapshot: Catalog, replayed: Catalog, spell: Spell): boolean {
  const { object, property, before: mine, after: its } = one;
  if (property === null || unheld.has(property)) return false;
  if (object === 'table') return property === 'row security' && its === 'off';
  if (object === 'enum') return lacksValues(snapshot.enums.get(one.key)?.values ?? [], replayed.enums.get(one.key)?.values ?? []);
  if (object === 'constraint' && hasNamesake(one, snapshot)) return false;
  if (object === 'index' && property === 'expressions') {
    return !sameKeyExpressions(snapshot.indexes.get(one.key), replayed.indexes.get(one.key), spell);
  }
  if (object === 'index' && property === 'keys') return !sameHeldKeys(snapshot.indexes.get(one.key), replayed.indexes.get(one.key));
  if (object === 'index' && property === 'nulls not distinct') return false;
  if (!expressions.has(property) || mine === null || its === null) return true;
  if (mine === 'given' || its === 'given') return false;
  if (property === 'default' && isOfNumbers(one, snapshot) && sameNumber(spellingOf(mine, spell) ?? '', spellingOf(its, spell) ?? '')) return false;
  return mine === 'none' || its === 'none' || differs(mine, its, spell);
}

/** Keys as a snapshot holds them: it has no collation of its own, only what stands in the text of an expression. */
function sameHeldKeys(mine: Index | undefined, its: Index | undefined): boolean {
  if (mine === undefined || its === undefined) return true;
  return mine.keys.length === its.keys.length && mine.keys.every((key, place) => {
    const other = its.keys[place];
    return other !== undefined && key.column === other.column && key.order === other.order && key.nulls === other.nulls
      && key.operatorClass === other.operatorClass && (key.collation === null || key.collation === other.collation);
  });
}

function isOfNumbers({ key, table }: Difference, snapshot: Catalog): boolean {
  const there = table === null ? undefined : snapshot.tables.get(keyOf(table));
  const type = there?.columns.find(({ name }) => memberKey(there, name) === key)?.type ?? '';
  return /^(?:smallint|integer|bigint|numeric|real|double precision)\b/.test(type) && !type.endsWith(']');
}

/** A value that the database does not have fails; one that only the database has cannot be taken away, and the order is seldom meant. */
function lacksValues(mine: readonly string[], its: readonly string[]): boolean {
  return mine.some((value) => !its.includes(value));
}

/** Names that Postgres cuts to 63 bytes may come out as one: then the snapshot's map holds only one of the two. */
function hasNamesake({ table, key }: Difference, snapshot: Catalog): boolean {
  const there = table === null ? undefined : snapshot.tables.get(keyOf(table));
  return (there?.constraints.filter(({ name }) => memberKey(there, name) === key).length ?? 0) > 1;
}

/** Only what both can be spelled by. The name of a sequence is quoted by one and not by the other. */
function differs(mine: string, its: string, spell: Spell): boolean {
  if (/^nextval\(/i.test(mine) && /^nextval\(/i.test(its)) return false;
  const [left, right] = [spellingOf(mine, spell), spellingOf(its, spell)];
  return left !== null && right !== null && !sameMeaning(left, right);
}

/** The same few expressions are in every snapshot. */
const spellings = new Map<string, string | null>();

function spellingOf(text: string, spell: Spell): string | null {
  const before = spellings.get(text);
  if (before !== undefined) return before;
  if (spellings.size >= 4_096) spellings.clear();
  const { spelling } = spell(text);
  spellings.set(text, spelling);
  return spelling;
}

function sameKeyExpressions(mine: Index | undefined, its: Index | undefined, spell: Spell): boolean {
  return mine === undefined || its === undefined || mine.keys.every(({ expression }, place) => {
    const other = its.keys[place]?.expression ?? null;
    return expression === null || other === null || !differs(expression.text, other.text, spell);
  });
}
