import { lockModes, type LockMode } from '../facts/effects.ts';
import { type Database, failureOf } from './database.ts';

/** A relation by its oid, which stays when it is renamed. */
interface Relation {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'index';
  /** The table of an index. */
  readonly table: string | null;
  /** Changes when the file is written anew. A partitioned table has none. */
  readonly file: string;
}

interface State {
  readonly relations: ReadonlyMap<string, Relation>;
  readonly locks: ReadonlyMap<string, LockMode>;
  /** Sequential scans, and rows read by them, in this transaction. */
  readonly scans: ReadonlyMap<string, number>;
}

/** Locks by `schema.name`, the strongest of each. */
export interface HeldLocks {
  readonly locks: Readonly<Record<string, LockMode>>;
  readonly indexLocks: Readonly<Record<string, LockMode>>;
}

/** What a statement did to what was there before it. Names as `schema.name`, sorted. */
export interface Trace {
  /** What the transaction held before: a lock that is no stronger is not seen when it is taken again. */
  readonly held: HeldLocks;
  /** By table: the strongest lock that the statement took. */
  readonly locks: Readonly<Record<string, LockMode>>;
  /** Without those of indexes that the statement drops: whoever does holds ACCESS EXCLUSIVE on their table. */
  readonly indexLocks: Readonly<Record<string, LockMode>>;
  /** Tables whose file was written anew. */
  readonly rewrites: readonly string[];
  /** Tables that were read from end to end. */
  readonly scans: readonly string[];
  /** Indexes built or built anew, of tables that were there before; one that keeps its file is not. */
  readonly builds: readonly string[];
  /** SQLSTATE of the error, or null. */
  readonly fails: string | null;
}

/**
 * Runs a statement and says what it did, by `pg_locks`, `pg_class` and the statistics of the transaction. It must run
 * inside a transaction, which is left open, or aborted where the statement failed. What a statement that refuses a
 * transaction does cannot be seen this way.
 */
export async function traced(database: Database, run: () => Promise<void>): Promise<Trace> {
  const before = await stateOf(database);
  try {
    await run();
  } catch (thrown) {
    return { held: heldIn(before), locks: {}, indexLocks: {}, rewrites: [], scans: [], builds: [], fails: failureOf(thrown).sqlstate ?? 'none' };
  }
  return between(before, await stateOf(database));
}

interface RelationRow {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly table: string | null;
  readonly file: string;
  readonly scans: string;
}

interface LockRow {
  readonly oid: string;
  readonly mode: string;
}

/** Oids below 16384 are Postgres's own: FirstNormalObjectId in access/transam.h. TOAST tables follow their owners. */
const relationsQuery = `
select c.oid::text as oid, regexp_replace(n.nspname::text, '^pg_temp_\\d+$', 'pg_temp') as schema, c.relname::text as name, c.relkind::text as kind,
  (select nt.nspname::text || '.' || t.relname::text from pg_index i join pg_class t on t.oid = i.indrelid
    join pg_namespace nt on nt.oid = t.relnamespace where i.indexrelid = c.oid) as table,
  c.relfilenode::text as file,
  coalesce(pg_stat_get_xact_numscans(c.oid), 0)::text as scans
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.oid >= 16384 and c.relkind in ('r', 'p', 'm', 'i', 'I') and n.nspname !~ '^pg_toast'`;

/** A table that was dropped keeps its lock, but is not to be found in `pg_class`. */
const locksQuery = `
select relation::text as oid, string_agg(mode, ',') as mode from pg_locks
where pid = pg_backend_pid() and locktype = 'relation' and relation >= 16384 group by relation`;

async function stateOf(database: Database): Promise<State> {
  const rows = await database.query<RelationRow>(relationsQuery);
  const locks = await database.query<LockRow>(locksQuery);
  return {
    relations: new Map(rows.map(({ oid, schema, name, kind, table, file }) =>
      [oid, { schema, name, table, file, kind: kind === 'i' || kind === 'I' ? 'index' : 'table' }])),
    locks: new Map(locks.flatMap(({ oid, mode }): [string, LockMode][] => {
      const strongest = strongestOf(mode.split(','));
      return strongest === undefined ? [] : [[oid, strongest]];
    })),
    scans: new Map(rows.map(({ oid, scans }) => [oid, Number(scans)])),
  };
}

function strongestOf(modes: readonly string[]): LockMode | undefined {
  return lockModes.findLast((mode) => modes.includes(`${mode}Lock`));
}

function between(before: State, after: State): Trace {
  const there = [...before.relations];
  const indexes = new Set([...after.relations.values()].filter(({ kind }) => kind === 'index').map(shown));
  const taken = there.flatMap(([oid, relation]) => {
    // One that ALTER COLUMN … TYPE drops and makes again is the same to everyone; one that is gone for good is not missed.
    const isGone = relation.kind === 'index' && !after.relations.has(oid) && !indexes.has(shown(relation));
    const mode = isGone ? undefined : after.locks.get(oid);
    return mode === undefined || mode === before.locks.get(oid) ? [] : [{ relation, mode }];
  });
  const rewritten = there.flatMap(([oid, relation]) => {
    const file = after.relations.get(oid)?.file;
    return file === undefined || file === relation.file || relation.file === '0' ? [] : [relation];
  });
  return {
    held: heldIn(before),
    ...byKind(taken),
    rewrites: rewritten.filter(({ kind }) => kind === 'table').map(shown).sort(),
    scans: there.flatMap(([oid, relation]) =>
      (relation.kind === 'table' && (after.scans.get(oid) ?? 0) > (before.scans.get(oid) ?? 0) ? [shown(relation)] : [])).sort(),
    builds: [...rewritten.filter(({ kind }) => kind === 'index'), ...newIndexes(before, after)].map(shown).sort(),
    fails: null,
  };
}

interface RelationLock {
  readonly relation: Relation;
  readonly mode: LockMode;
}

function heldIn({ relations, locks }: State): HeldLocks {
  return byKind([...relations].flatMap(([oid, relation]) => {
    const mode = locks.get(oid);
    return mode === undefined ? [] : [{ relation, mode }];
  }));
}

function byKind(locks: readonly RelationLock[]): HeldLocks {
  const on = (kind: Relation['kind']): Readonly<Record<string, LockMode>> => Object.fromEntries(
    locks.filter(({ relation }) => relation.kind === kind).map(({ relation, mode }) => [shown(relation), mode] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)));
  return { locks: on('table'), indexLocks: on('index') };
}

/** An index that Postgres makes again with the file of the old one costs nothing. */
function newIndexes(before: State, after: State): readonly Relation[] {
  const files = new Set([...before.relations.values()].map(({ file }) => file));
  const tables = new Set([...before.relations.keys()]);
  const tableOid = new Map([...after.relations].map(([oid, relation]) => [shown(relation), oid]));
  return [...after.relations].flatMap(([oid, relation]) => {
    const isNew = relation.kind === 'index' && !before.relations.has(oid) && (relation.file === '0' || !files.has(relation.file));
    return isNew && tables.has(tableOid.get(relation.table ?? '') ?? '') ? [relation] : [];
  });
}

function shown({ schema, name }: Relation): string {
  return `${schema}.${name}`;
}
