import type { Catalog } from '../facts/catalog.ts';
import type { Change } from '../facts/change.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf, temporarySchema } from '../facts/names.ts';

/** Whether something was made in the deploy that is being judged, so that nobody can be using it yet. */
export type Answer = 'yes' | 'no' | 'unknown';

/**
 * What a deploy has made so far, by the names things have now. `filled`: made here, but rows were written to it, which
 * makes a lock or a scan count. `partOf` is the partitioned table a new table belongs to: its rows are reached through
 * that one. `live` keeps the objects that were there before and were only renamed.
 */
export interface Newborns {
  /** The catalog before the deploy. */
  readonly before: Catalog;
  readonly tables: ReadonlyMap<string, Origin>;
  /** Columns added to tables, as `table key` then column. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  /** Enums, domains and composite types. */
  readonly types: ReadonlyMap<string, 'born' | 'live'>;
  readonly schemas: ReadonlyMap<string, 'born' | 'live'>;
}

type Origin = { readonly kind: 'born' | 'filled' | 'live' | 'perhaps'; readonly partOf: ObjectName | null };

/** The start of a deploy on a database as it was before. */
export function beforeDeploy(before: Catalog): Newborns {
  const none = new Map<string, never>();
  return { before, tables: none, columns: none, types: none, schemas: none };
}

/**
 * Whether a table (or view) was made in this deploy and not written to since. Temporary tables always count as made
 * here; a partition only if its parent was; a table that nobody has seen is `unknown`.
 */
export function bornHere(newborns: Newborns, table: ObjectName): Answer {
  if (table.schema === temporarySchema) return 'yes';
  const origin = newborns.tables.get(keyOf(table));
  if (origin === undefined) return wasThere(newborns.before, table) ? 'no' : 'unknown';
  if (origin.kind === 'perhaps') return 'unknown';
  if (origin.kind !== 'born') return 'no';
  return origin.partOf === null ? 'yes' : bornHere(newborns, origin.partOf);
}

/**
 * Whether a table was made in the transaction that runs, rows or not: nobody else sees it before the COMMIT. `atStart`
 * is what the deploy had made when the transaction began.
 */
export function madeInTransaction(now: Newborns, atStart: Newborns, table: ObjectName): boolean {
  const origin = now.tables.get(keyOf(table));
  if (origin?.kind !== 'born' && origin?.kind !== 'filled') return false;
  if (tableMadeHere(atStart, table) === 'yes') return false;
  return origin.partOf === null || madeInTransaction(now, atStart, origin.partOf);
}

/** Whether a column was added in this deploy, be it with its table, rows or not. */
export function columnBornHere(newborns: Newborns, table: ObjectName, column: string): Answer {
  const origin = newborns.tables.get(keyOf(table));
  if (origin?.kind === 'born' || origin?.kind === 'filled' || table.schema === temporarySchema) return 'yes';
  if (newborns.columns.get(keyOf(table))?.has(column) === true) return 'yes';
  return origin === undefined && !wasThere(newborns.before, table) ? 'unknown' : 'no';
}

/** Whether a table was made in this deploy, rows or not. */
export function tableMadeHere(newborns: Newborns, table: ObjectName): Answer {
  const kind = newborns.tables.get(keyOf(table))?.kind;
  return kind === 'born' || kind === 'filled' ? 'yes' : bornHere(newborns, table);
}

/** Whether a CREATE of this deploy names the table, under a condition or not, rows or not. */
export function tableNamedHere({ tables }: Newborns, table: ObjectName): boolean {
  const kind = tables.get(keyOf(table))?.kind;
  return kind !== undefined && kind !== 'live';
}

/** Whether a type was made in this deploy. */
export function typeBornHere({ types, before }: Newborns, type: ObjectName): Answer {
  const origin = types.get(keyOf(type));
  if (origin !== undefined) return origin === 'born' ? 'yes' : 'no';
  const key = keyOf(type);
  return before.enums.has(key) || before.domains.has(key) || before.compositeTypes.has(key) ? 'no' : 'unknown';
}

/** Whether a schema was made in this deploy. */
export function schemaBornHere({ schemas, before }: Newborns, schema: string): Answer {
  const origin = schemas.get(schema);
  if (origin !== undefined) return origin === 'born' ? 'yes' : 'no';
  return before.schemas.has(schema) ? 'no' : 'unknown';
}

/** The newborns after one more change of the deploy. */
export function afterChange(newborns: Newborns, change: Change): Newborns {
  switch (change.kind) {
    case 'createTable': return born(newborns, change.table, change, {
      kind: change.asQuery ? 'filled' : 'born', partOf: change.table.partitionOf,
    });
    case 'createView':
      return change.replace ? newborns : born(newborns, change.view, change, { kind: 'born', partOf: null });
    case 'attachPartition': return attached(newborns, change.partition, change.table);
    case 'detachPartition': return attached(newborns, change.partition, null);
    case 'dropRelation': return forgotten(newborns, change.name);
    case 'renameRelation': return moved(newborns, change.name, { ...change.to, schema: change.name.schema });
    case 'setRelationSchema': return moved(newborns, change.name, { ...change.name, schema: change.to });
    case 'renameSchema': return schemaMoved(newborns, change.schema, change.to.name);
    case 'createSchema': return schemaBorn(newborns, change.schema.name);
    case 'changeRows': return written(newborns, change.command, change.tables);
    case 'addColumn': return columnBorn(newborns, change.table, change.column.name, change);
    case 'renameColumn': return columnMoved(newborns, change.table, change.column.name, change.to.name);
    case 'createEnum': return typeBorn(newborns, change.enum);
    case 'createDomain': return typeBorn(newborns, change.domain);
    case 'createCompositeType': return typeBorn(newborns, change.type);
    case 'renameOther': return change.object === 'routine' ? newborns
      : typeMoved(newborns, change.name, { ...change.to, schema: change.name.schema });
    case 'setOtherSchema': return change.object === 'routine' || change.object === 'extension' ? newborns
      : typeMoved(newborns, change.name, { ...change.name, schema: change.to });
    default: return newborns;
  }
}

/** IF NOT EXISTS makes nothing where the catalog knows the table; under a condition nobody knows. */
function born(newborns: Newborns, name: ObjectName, change: Change, origin: Origin): Newborns {
  const key = keyOf(name);
  const mayBeSkipped = change.conditional || change.tolerates === 'duplicate';
  if (newborns.tables.has(key) || (mayBeSkipped && wasThere(newborns.before, name))) return newborns;
  const kind = change.conditional ? 'perhaps' : origin.kind;
  return withTable(newborns, key, { ...origin, kind });
}

function attached(newborns: Newborns, partition: ObjectName, parent: ObjectName | null): Newborns {
  const origin = newborns.tables.get(keyOf(partition));
  return origin === undefined ? newborns : withTable(newborns, keyOf(partition), { ...origin, partOf: parent });
}

/** What is made again under the name of something dropped is new. */
function forgotten(newborns: Newborns, name: ObjectName): Newborns {
  const tables = new Map(newborns.tables);
  tables.delete(keyOf(name));
  const columns = new Map(newborns.columns);
  columns.delete(keyOf(name));
  return { ...newborns, tables, columns, before: withoutTable(newborns.before, name) };
}

/** Only the question whether it is there is asked of this catalog. */
function withoutTable(before: Catalog, name: ObjectName): Catalog {
  if (!wasThere(before, name)) return before;
  const tables = new Map(before.tables);
  tables.delete(keyOf(name));
  const views = new Map(before.views);
  views.delete(keyOf(name));
  return { ...before, tables, views };
}

function moved(newborns: Newborns, from: ObjectName, to: ObjectName): Newborns {
  const known = newborns.tables.get(keyOf(from));
  const origin: Origin | undefined = known ?? (wasThere(newborns.before, from) ? { kind: 'live', partOf: null }
    : undefined);
  const columns = newborns.columns.get(keyOf(from));
  const left = forgotten(newborns, from);
  const named = origin === undefined ? left : withTable(left, keyOf(to), origin);
  return columns === undefined ? named : { ...named, columns: new Map(named.columns).set(keyOf(to), columns) };
}

function schemaMoved(newborns: Newborns, from: string, to: string): Newborns {
  const inside = [...newborns.before.tables.values(), ...newborns.before.views.values()].filter((one) =>
    one.schema === from);
  const prefix = keyOf({ schema: from, name: '' });
  const rekey = (key: string): string => (key.startsWith(prefix)
    ? keyOf({ schema: to, name: '' }) + key.slice(prefix.length) : key);
  const rekeyed = <Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map([...map].map(([key, value]) => [rekey(key), value]));
  const live = inside.filter((one) => !newborns.tables.has(keyOf(one)))
    .map((one): [string, Origin] => [keyOf({ ...one, schema: to }), { kind: 'live', partOf: null }]);
  const schemas = new Map(newborns.schemas).set(to, schemaBornHere(newborns, from) === 'yes' ? 'born' : 'live');
  return {
    ...newborns, schemas, columns: rekeyed(newborns.columns), types: rekeyed(newborns.types),
    tables: new Map([...live, ...rekeyed(newborns.tables)]),
  };
}

function schemaBorn(newborns: Newborns, schema: string): Newborns {
  if (newborns.before.schemas.has(schema) || newborns.schemas.has(schema)) return newborns;
  return { ...newborns, schemas: new Map(newborns.schemas).set(schema, 'born') };
}

/** DELETE and TRUNCATE leave an empty table empty. */
function written(newborns: Newborns, command: string, tables: readonly ObjectName[]): Newborns {
  if (command === 'delete' || command === 'truncate') return newborns;
  return tables.reduce((now, table) => {
    const origin = now.tables.get(keyOf(table));
    return origin?.kind === 'born' ? withTable(now, keyOf(table), { ...origin, kind: 'filled' }) : now;
  }, newborns);
}

function columnBorn(newborns: Newborns, table: ObjectName, column: string, change: Change): Newborns {
  const there = newborns.before.tables.get(keyOf(table))?.columns.some((one) => one.name === column) === true;
  if (there && (change.conditional || change.tolerates === 'duplicate')) return newborns;
  return withColumns(newborns, table, new Set([...columnsOf(newborns, table), column]));
}

function columnMoved(newborns: Newborns, table: ObjectName, from: string, to: string): Newborns {
  const columns = columnsOf(newborns, table);
  if (!columns.has(from)) return newborns;
  return withColumns(newborns, table, new Set([...columns].map((column) => (column === from ? to : column))));
}

function columnsOf(newborns: Newborns, table: ObjectName): ReadonlySet<string> {
  return newborns.columns.get(keyOf(table)) ?? new Set();
}

function withColumns(newborns: Newborns, table: ObjectName, columns: ReadonlySet<string>): Newborns {
  return { ...newborns, columns: new Map(newborns.columns).set(keyOf(table), columns) };
}

/** A type that was there before the deploy and is made again is the same type to those who use it. */
function typeBorn(newborns: Newborns, name: ObjectName): Newborns {
  if (typeBornHere(newborns, name) !== 'unknown') return newborns;
  return { ...newborns, types: new Map(newborns.types).set(keyOf(name), 'born') };
}

function typeMoved(newborns: Newborns, from: ObjectName, to: ObjectName): Newborns {
  const answer = typeBornHere(newborns, from);
  if (answer === 'unknown') return newborns;
  return { ...newborns, types: new Map(newborns.types).set(keyOf(to), answer === 'yes' ? 'born' : 'live') };
}

function withTable(newborns: Newborns, key: string, origin: Origin): Newborns {
  return { ...newborns, tables: new Map(newborns.tables).set(key, origin) };
}

function wasThere(before: Catalog, name: ObjectName): boolean {
  return before.tables.has(keyOf(name)) || before.views.has(keyOf(name));
}
