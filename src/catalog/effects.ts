import type { Catalog, Expression, ForeignKey, Table } from '../facts/catalog.ts';
import type { Change, ChangeOf, NewColumn, NewConstraint } from '../facts/change.ts';
import type { Effects, Failure, LockMode, TableLock } from '../facts/effects.ts';
import { lockModes, noEffects } from '../facts/effects.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf, sameName } from '../facts/names.ts';
import { refusesTransaction } from './deploys.ts';
import { indexesOf } from './indexes-of.ts';
import { provenNotNull } from './not-null-terms.ts';
import { applyChange } from './replay.ts';
import { tableOfConstraintIndex } from './replay/generated-names.ts';
import { partitionsOf, tableOf } from './replay/table-of.ts';
import { typeNameIn } from './replay/types-in-columns.ts';

export interface EffectsContext {
  /** The major version of Postgres. */
  readonly major: number;
  readonly inTransaction: boolean;
}

/**
 * What a change does to a database that is as `catalog` says, besides changing it. Locks are those on tables (and
 * materialized views), as measured on PostgreSQL 11 to 18. A change of type has its locks here, but not whether it
 * rewrites the table; a function of the project's own in a default counts as not volatile.
 */
export function effects(change: Change, catalog: Catalog, context: EffectsContext): Effects {
  const predicted = predict(change, catalog, context);
  const refused = context.inTransaction && refuses(change, catalog, context.major);
  const fails = refused ? [inTransactionFailure, ...predicted.fails] : predicted.fails;
  return { ...predicted, locks: strongest(predicted.locks), fails };
}

const inTransactionFailure: Failure = {
  sqlstate: '25001', certain: 'always', reason: 'it cannot run inside a transaction block',
};

/** REINDEX of a partitioned table or index commits after each part. */
function refuses(change: Change, catalog: Catalog, major: number): boolean {
  if (refusesTransaction(change, major)) return true;
  if (change.kind !== 'reindex' || !('name' in change.target)) return false;
  const table = change.target.kind === 'table' ? change.target.name
    : catalog.indexes.get(keyOf(change.target.name))?.table;
  return major >= 14 && table !== undefined && tableOf(catalog, table)?.kind === 'partitioned';
}

function predict(change: Change, catalog: Catalog, context: EffectsContext): Effects {
  switch (change.kind) {
    case 'createIndex': return createIndex(change, catalog);
    case 'dropRelation': return dropRelation(change, catalog);
    case 'reindex': return reindex(change, catalog);
    case 'renameRelation':
    case 'setRelationSchema': return isTable(catalog, change.name) ? locked(change.name, 'AccessExclusive') : noEffects;
    case 'createTable': return createTable(change, catalog);
    case 'addColumn': return addColumn(change, catalog);
    case 'dropColumn': return dropColumn(change, catalog);
    case 'setColumnType': return setColumnType(change, catalog);
    case 'setNotNull': return setNotNull(change.table, change.column.name, catalog, context);
    case 'addConstraint': return addConstraint(change.table, change.constraint, catalog, context);
    case 'dropConstraint': return dropConstraint(change, catalog);
    case 'validateConstraint': return validateConstraint(change, catalog);
    case 'setPersistence': return { ...locked(change.table, 'AccessExclusive'), ...rewriting(catalog, change.table) };
    case 'attachPartition': return both(
      locked(change.table, context.major < 12 ? 'AccessExclusive'
        : 'ShareUpdateExclusive'), locked(change.partition, 'AccessExclusive'));
    case 'detachPartition': return detachPartition(change, context);
    case 'createTrigger':
    case 'enableTrigger': return locked(change.table, 'ShareRowExclusive');
    case 'changeRows': return change.tables
      .map((table) => locked(table, change.command === 'truncate' ? 'AccessExclusive'
        : 'RowExclusive')).reduce(both, noEffects);
    case 'refreshView': return locked(change.view, change.concurrently ? 'Exclusive' : 'AccessExclusive');
    case 'vacuum': return vacuum(change, catalog);
    case 'renameColumn': case 'setDefault': case 'dropDefault': case 'dropNotNull': case 'addIdentity':
    case 'setIdentity':
    case 'dropIdentity': case 'dropExpression': case 'renameConstraint': case 'setRowSecurity': case 'createPolicy':
    case 'alterPolicy': case 'dropPolicy': case 'renamePolicy': case 'dropTrigger': case 'renameTrigger':
      return locked(change.table, 'AccessExclusive');
    case 'setExpression': return { ...locked(change.table, 'AccessExclusive'), ...rewriting(catalog, change.table) };
    default: return noEffects;
  }
}

function locked(table: ObjectName, mode: LockMode): Effects {
  return { ...noEffects, locks: [{ table, mode }] };
}

function both(left: Effects, right: Effects): Effects {
  return {
    locks: [...left.locks, ...right.locks], rewrites: [...left.rewrites, ...right.rewrites],
    scans: [...left.scans, ...right.scans], builds: [...left.builds, ...right.builds], fails: [...left.fails,
      ...right.fails],
  };
}

/** One lock a table, the strongest. */
function strongest(locks: readonly TableLock[]): readonly TableLock[] {
  const kept = new Map<string, TableLock>();
  for (const lock of locks) {
    const held = kept.get(keyOf(lock.table));
    if (held === undefined || lockModes.indexOf(lock.mode) > lockModes.indexOf(held.mode)) {
      kept.set(keyOf(lock.table), lock);
    }
  }
  return [...kept.values()];
}

/** A rewrite reads the table once and builds every index anew. */
function rewriting(catalog: Catalog, table: ObjectName): Pick<Effects, 'rewrites' | 'scans' | 'builds'> {
  return { rewrites: [table], scans: [table], builds: indexesOf(catalog, table).map(nameOf) };
}

function nameOf({ schema, name, written }: ObjectName): ObjectName {
  return { schema, name, written };
}

function withRows(sqlstate: string, reason: string): Failure {
  return { sqlstate, certain: 'withRows', reason };
}

function isTable(catalog: Catalog, name: ObjectName): boolean {
  return !catalog.indexes.has(keyOf(name)) && !catalog.sequences.has(keyOf(name))
    && tableOfConstraintIndex(catalog, name.schema, name.name) === null;
}

/** The table and all its partitions, if it is known. */
function familyOf(catalog: Catalog, name: ObjectName): readonly ObjectName[] {
  const table = tableOf(catalog, name);
  if (table === null) return [name];
  return [nameOf(table), ...partitionsOf(catalog, table).flatMap((partition) => familyOf(catalog, partition))];
}

function createIndex(change: ChangeOf<'createIndex'>, catalog: Catalog): Effects {
  const { index, concurrently } = change;
  const partitioned = tableOf(catalog, index.table)?.kind === 'partitioned';
  if (partitioned && concurrently) {
    const reason = 'an index on a partitioned table cannot be built concurrently';
    return {
      ...locked(index.table, 'ShareUpdateExclusive'), fails: [{ sqlstate: '0A000', certain: 'always', reason }],
    };
  }
  const after = applyChange(catalog, { ...change, tolerates: null, conditional: false }).catalog;
  const builds = [...after.indexes].filter(([key]) => !catalog.indexes.has(key)).map(([, made]) => made);
  const reached = change.only === true ? [index.table] : familyOf(catalog, index.table);
  return {
    ...noEffects,
    locks: reached.map((table) => ({ table, mode: concurrently ? 'ShareUpdateExclusive' : 'Share' })),
    scans: builds.map(({ table }) => table).filter((table) => tableOf(catalog, table)?.kind !== 'partitioned'),
    builds: builds.map(nameOf),
    fails: index.unique && builds.length > 0 ? [withRows('23505', 'rows with the same values stop a unique index')]
      : [],
  };
}

function dropRelation(change: ChangeOf<'dropRelation'>, catalog: Catalog): Effects {
  switch (change.relation) {
    case 'table': return dropTable(change.name, catalog);
    case 'index': return dropIndex(change, catalog);
    case 'sequence': return noEffects;
    case 'view':
    case 'materializedView': return locked(change.name, 'AccessExclusive');
    default: return change.relation satisfies never;
  }
}

/** The tables a foreign key leads to or comes from lose triggers, for which they are locked as hard. */
function dropTable(name: ObjectName, catalog: Catalog): Effects {
  const related = familyOf(catalog, name).flatMap((table) => relatedTo(catalog, table, () => true));
  return [...familyOf(catalog, name), ...related].map((table) =>
    locked(table, 'AccessExclusive')).reduce(both, noEffects);
}

/** Tables at the other end of the foreign keys that `counts`, from and to the table. */
function relatedTo(
  catalog: Catalog, name: ObjectName, counts: (key: ForeignKey, side: 'from' | 'to') => boolean,
): readonly ObjectName[] {
  const own = foreignKeysOf(tableOf(catalog, name)).filter((key) => counts(key, 'from')).map((key) => key.references);
  const others = [...catalog.tables.values()].filter((table) =>
    foreignKeysOf(table).some((key) => sameName(key.references, name) && counts(key, 'to'))).map(nameOf);
  return [...own, ...others];
}

function foreignKeysOf(table: Table | null): readonly ForeignKey[] {
  return table?.constraints.filter((one) => one.kind === 'foreignKey') ?? [];
}

function dropIndex({ name, concurrently }: ChangeOf<'dropRelation'>, catalog: Catalog): Effects {
  const index = catalog.indexes.get(keyOf(name));
  if (index !== undefined) {
    const reached = concurrently ? [index.table] : familyOf(catalog, index.table);
    return reached.map((table) => locked(table, concurrently ? 'ShareUpdateExclusive'
      : 'AccessExclusive')).reduce(both, noEffects);
  }
  const table = tableOfConstraintIndex(catalog, name.schema, name.name);
  if (table === null) return noEffects;
  return { ...noEffects, fails: [{ sqlstate: '2BP01', certain: 'always', reason: 'a constraint needs the index' }] };
}

function reindex({ target, concurrently }: ChangeOf<'reindex'>, catalog: Catalog): Effects {
  if (!('name' in target)) return noEffects;
  const mode = concurrently ? 'ShareUpdateExclusive' : 'Share';
  if (target.kind === 'table') {
    const builds = indexesOf(catalog, target.name).map(nameOf);
    return { ...locked(target.name, mode), scans: [target.name], builds };
  }
  const table = catalog.indexes.get(keyOf(target.name))?.table
    ?? tableOfConstraintIndex(catalog, target.name.schema, target.name.name);
  const builds = [target.name];
  return table === null ? { ...noEffects, builds } : { ...locked(nameOf(table), mode), scans: [nameOf(table)], builds };
}

/** A new table is nobody's business but that of the tables it refers to, and of the parent it is a partition of. */
function createTable({ table, columns, constraints }: ChangeOf<'createTable'>, catalog: Catalog): Effects {
  if (catalog.tables.has(keyOf(table))) return noEffects;
  const references = [...columns.flatMap((column) => column.constraints), ...constraints]
    .flatMap((one) => (one.kind === 'foreignKey' && !sameName(one.references, table) ? [one.references] : []));
  const parent = table.partitionOf === null ? noEffects : locked(table.partitionOf, 'AccessExclusive');
  return references.map((name) => locked(name, 'ShareRowExclusive')).reduce(both, parent);
}

function addColumn({ table, column }: ChangeOf<'addColumn'>, catalog: Catalog): Effects {
  const lock = locked(table, 'AccessExclusive');
  if (tableOf(catalog, table)?.columns.some((one) => one.name === column.name) === true) return lock;
  const rewritten = rewritesAs(column, catalog) ? { ...lock, ...rewriting(catalog, table) } : lock;
  const filled = column.constraints.reduce((sum, one) =>
    both(sum, columnConstraint(table, column, one, catalog)), rewritten);
  if (!column.notNull || isFilled(column, catalog)) return filled;
  return { ...filled, fails: [...filled.fails, withRows('23502', 'rows that are there have no value for the column')] };
}

/** Unlike ADD CONSTRAINT: without a default every row is null, so a reference needs no scan. */
function columnConstraint(table: ObjectName, column: NewColumn, constraint: NewConstraint, catalog: Catalog): Effects {
  switch (constraint.kind) {
    case 'foreignKey': {
      const parent = locked(constraint.references, 'ShareRowExclusive');
      return column.default === null ? parent : { ...parent, scans: [table] };
    }
    case 'check': return { ...noEffects, scans: [table] };
    case 'unique':
    case 'primaryKey': {
      const add = { ...noEffects, scans: [table] };
      const repeats = column.default !== null && !column.serial && !isVolatile(column.default);
      const builds = newIndexes(catalog, { table, constraint });
      return { ...add, builds, fails: repeats ? [withRows('23505', 'every row gets the same value')] : [] };
    }
    default: return noEffects;
  }
}

/** The index a key brings along, under the name Postgres will give it. */
function newIndexes(
  catalog: Catalog, { table, constraint }: { table: ObjectName; constraint: NewConstraint },
): readonly ObjectName[] {
  const known = new Set(indexesOf(catalog, table).map(keyOf));
  const origin = constraint.origin ?? { file: '', span: { start: 0, end: 0 } };
  const add: Change = { kind: 'addConstraint', table, constraint, origin, tolerates: null, conditional: false };
  return indexesOf(applyChange(catalog, add).catalog, table).filter((index) => !known.has(keyOf(index))).map(nameOf);
}

/** Where Postgres cannot keep one value for all old rows, it writes them anew. */
function rewritesAs(column: NewColumn, catalog: Catalog): boolean {
  if (column.serial || column.identity !== null || column.generated?.stored === true) return true;
  return (column.default !== null && isVolatile(column.default)) || hasCheckedDomain(column.type, catalog);
}

function hasCheckedDomain(type: string, catalog: Catalog): boolean {
  const name = typeNameIn(type);
  return name !== null && (catalog.domains.get(keyOf(name))?.checks.length ?? 0) > 0;
}

function isFilled(column: NewColumn, catalog: Catalog): boolean {
  const domain = typeNameIn(column.type);
  const domainDefault = domain === null ? null : catalog.domains.get(keyOf(domain))?.default ?? null;
  return column.serial || column.identity !== null || column.generated !== null
    || column.default !== null || domainDefault !== null;
}

/**
 * Postgres's own volatile functions that defaults use. https://www.postgresql.org/docs/current/xfunc-volatility.html
 */
function isVolatile({ spelling, text }: Expression): boolean {
  const calls = (spelling ?? text).replace(/'(?:[^']|'')*'/g, "''").matchAll(/([\w]+)"?\s*\(/g);
  return [...calls].some(([, name]) => name !== undefined && volatileFunctions.has(name.toLowerCase()));
}

const volatileFunctions: ReadonlySet<string> = new Set([
  'gen_random_uuid', 'uuidv4', 'uuidv7', 'uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'random',
  'random_normal', 'gen_random_bytes', 'clock_timestamp', 'timeofday', 'nextval',
]);

function dropColumn({ table, column }: ChangeOf<'dropColumn'>, catalog: Catalog): Effects {
  const related = relatedTo(catalog, table, (key, side) =>
    (side === 'from' ? key.columns : key.referencedColumns).includes(column.name));
  return [...familyOf(catalog, table), ...related].map((name) =>
    locked(name, 'AccessExclusive')).reduce(both, noEffects);
}

/** Foreign keys on the column are made again, which locks the tables at their other end. */
function setColumnType({ table, column }: ChangeOf<'setColumnType'>, catalog: Catalog): Effects {
  const related = relatedTo(catalog, table, (key, side) =>
    (side === 'from' ? key.columns : key.referencedColumns).includes(column.name));
  return [...familyOf(catalog, table), ...related].map((name) =>
    locked(name, 'AccessExclusive')).reduce(both, noEffects);
}

function setNotNull(table: ObjectName, column: string, catalog: Catalog, { major }: EffectsContext): Effects {
  const lock = locked(table, 'AccessExclusive');
  const known = tableOf(catalog, table);
  if (known?.columns.some((one) => one.name === column && one.notNull) === true) return lock;
  if (known !== null && major >= 12 && isProvenNotNull(known, column)) return lock;
  return { ...lock, scans: [table], fails: [withRows('23502', 'rows that are there hold null')] };
}

/** A validated check says that it is not null, alone or joined by AND. */
function isProvenNotNull(table: Table, column: string): boolean {
  return table.constraints.some((one) => one.kind === 'check' && one.validated
    && provenNotNull(one.expression.spelling ?? one.expression.text).includes(column));
}

function addConstraint(
  table: ObjectName, constraint: NewConstraint, catalog: Catalog, context: EffectsContext,
): Effects {
  const lock = locked(table, 'AccessExclusive');
  switch (constraint.kind) {
    case 'foreignKey': {
      const pair = both(locked(table, 'ShareRowExclusive'), locked(constraint.references, 'ShareRowExclusive'));
      if (!constraint.validated) return pair;
      return { ...pair, scans: [table], fails: [withRows('23503', 'rows that refer to nothing stop a foreign key')] };
    }
    case 'check': {
      if (!constraint.validated) return lock;
      return { ...lock, scans: [table], fails: [withRows('23514', 'rows that break the check stop it')] };
    }
    case 'notNull': return constraint.validated ? setNotNull(table, constraint.column, catalog, context) : lock;
    case 'usingIndex': return usingIndex(table, constraint.index, constraint.makes, catalog, context);
    case 'unique':
    case 'primaryKey':
    case 'exclusion': return key(table, constraint, catalog);
    default: return constraint satisfies never;
  }
}

function key(
  table: ObjectName,
  constraint: Extract<NewConstraint, { kind: 'unique' | 'primaryKey' | 'exclusion' }>,
  catalog: Catalog,
): Effects {
  const fails = [constraint.kind === 'exclusion'
    ? withRows('23P01', 'rows that exclude each other stop the constraint')
    : withRows('23505', 'rows with the same values stop the key')];
  const nulls = constraint.kind === 'primaryKey' && !areNotNull(tableOf(catalog, table), constraint.columns)
    ? [withRows('23502', 'rows that hold null stop a primary key')] : [];
  const builds = newIndexes(catalog, { table, constraint });
  return { ...locked(table, 'AccessExclusive'), scans: [table], builds, fails: [...fails, ...nulls] };
}

function areNotNull(table: Table | null, columns: readonly string[]): boolean {
  return columns.every((column) => table?.columns.some((one) => one.name === column && one.notNull) === true);
}

/** A primary key makes its columns NOT NULL first. */
function usingIndex(
  table: ObjectName, name: string, makes: 'unique' | 'primaryKey', catalog: Catalog, context: EffectsContext,
): Effects {
  const lock = locked(table, 'AccessExclusive');
  if (makes === 'unique') return lock;
  const index = catalog.indexes.get(keyOf({ schema: tableOf(catalog, table)?.schema ?? table.schema, name }));
  const columns = index?.keys.flatMap(({ column }) => column ?? []) ?? [];
  const scanning = columns.map((column) => setNotNull(table, column, catalog, context)).find(({ scans }) =>
    scans.length > 0);
  return scanning ?? lock;
}

function dropConstraint({ table, constraint, cascade }: ChangeOf<'dropConstraint'>, catalog: Catalog): Effects {
  const dropped = tableOf(catalog, table)?.constraints.find((one) => one.name === constraint.name);
  const lock = locked(table, 'AccessExclusive');
  if (dropped?.kind === 'foreignKey') return both(lock, locked(dropped.references, 'AccessExclusive'));
  if (!cascade || (dropped?.kind !== 'primaryKey' && dropped?.kind !== 'unique')) return lock;
  const related = relatedTo(catalog, table, (one, side) =>
    side === 'to' && one.referencedColumns.every((column) => dropped.columns.includes(column)));
  return related.map((name) => locked(name, 'AccessExclusive')).reduce(both, lock);
}

function validateConstraint({ table, constraint }: ChangeOf<'validateConstraint'>, catalog: Catalog): Effects {
  const found = tableOf(catalog, table)?.constraints.find((one) => one.name === constraint.name);
  const lock = locked(table, 'ShareUpdateExclusive');
  if (found !== undefined && 'validated' in found && found.validated) return lock;
  const reading: Effects = { ...lock, scans: [table] };
  if (found?.kind === 'foreignKey') {
    const fails = [withRows('23503', 'rows that refer to nothing stop the validation')];
    return both({ ...reading, fails }, locked(found.references, 'RowShare'));
  }
  return found?.kind === 'check' ? { ...reading, fails: [withRows('23514',
    'rows that break the check stop the validation')] } : reading;
}

/** https://www.postgresql.org/docs/current/sql-altertable.html, DETACH PARTITION. */
function detachPartition(
  { table, partition, concurrently }: ChangeOf<'detachPartition'>, { major }: EffectsContext,
): Effects {
  const parent: LockMode = concurrently ? 'ShareUpdateExclusive' : 'AccessExclusive';
  const child: LockMode = major < 14 ? 'ShareUpdateExclusive' : 'AccessExclusive';
  return both(locked(table, parent), locked(partition, child));
}

function vacuum({ tables, full, analyzeOnly }: ChangeOf<'vacuum'>, catalog: Catalog): Effects {
  const each = tables.map((table): Effects => (full && !analyzeOnly
    ? { ...locked(table, 'AccessExclusive'), ...rewriting(catalog, table) }
    : locked(table, 'ShareUpdateExclusive')));
  return each.reduce(both, noEffects);
}
