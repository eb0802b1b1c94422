import {
  type Catalog, type Column, type Constraint, type Domain, type Expression, everyAspect, type Index, type IndexKey,
  type Policy, type Routine, routineKey, type Sequence, type Table, type Trigger, type View,
} from '../facts/catalog.ts';
import { keyOf, memberKey, type ObjectName } from '../facts/names.ts';
import * as ask from './catalog-queries.ts';
import type * as row from './catalog-rows.ts';
import type { Database } from './database.ts';
import { actions, commands, expressionOf, nameOf, orNull, type Spell, tableKind } from './row-facts.ts';

export interface ObserveOptions {
  /** The canonical reading of an expression that Postgres printed: `readExpressionText` of parse/sql/expression.ts. */
  readonly spell: Spell;
  /** Tables to leave out with what belongs to them, and their schema if nothing else is in it: the migrations' ledger. */
  readonly without?: readonly { readonly schema: string; readonly name: string }[];
}

/** Everything the questions answered. */
interface Rows {
  readonly schemas: readonly row.SchemaRow[];
  readonly extensions: readonly row.ExtensionRow[];
  readonly tables: readonly row.TableRow[];
  readonly columns: readonly row.ColumnRow[];
  readonly constraints: readonly row.ConstraintRow[];
  readonly indexes: readonly row.IndexRow[];
  readonly enums: readonly row.EnumRow[];
  readonly domains: readonly row.DomainRow[];
  readonly compositeTypes: readonly row.CompositeTypeRow[];
  readonly sequences: readonly row.SequenceRow[];
  readonly views: readonly row.ViewRow[];
  readonly policies: readonly row.PolicyRow[];
  readonly routines: readonly row.RoutineRow[];
  readonly triggers: readonly row.TriggerRow[];
}

/**
 * The catalog of a real Postgres, 11 to 18, as `pg_catalog` has it. Left out: what belongs to an extension, Postgres's
 * own schemas, temporary tables, indexes behind a constraint. A sequence of an identity column is owned by the column, as
 * a serial's is. Ask it outside an aborted transaction; the session's search_path is put back.
 */
export async function observe(database: Database, options: ObserveOptions): Promise<Catalog> {
  return withoutTables(catalogOf(await rowsOf(database), options.spell), options.without ?? []);
}

async function rowsOf(database: Database): Promise<Rows> {
  const [before] = await database.query<{ path: string }>(`select current_setting('search_path') as path`);
  await setSearchPath(database, 'public');
  try {
    return {
      schemas: await answers(database, ask.schemasQuery),
      extensions: await answers(database, ask.extensionsQuery),
      tables: await answers(database, ask.tablesQuery),
      columns: await answers(database, ask.columnsQuery),
      constraints: await answers(database, ask.constraintsQuery),
      indexes: await answers(database, ask.indexesQuery),
      enums: await answers(database, ask.enumsQuery),
      domains: await answers(database, ask.domainsQuery),
      compositeTypes: await answers(database, ask.compositeTypesQuery),
      sequences: await answers(database, ask.sequencesQuery),
      views: await answers(database, ask.viewsQuery),
      policies: await answers(database, ask.policiesQuery),
      routines: await answers(database, ask.routinesQuery),
      triggers: await answers(database, ask.triggersQuery),
    };
  } finally {
    await setSearchPath(database, before?.path ?? 'public');
  }
}

/** As one JSON text: drivers differ in how they read `name`, arrays and `"char"`. */
async function answers<Row>(database: Database, query: string): Promise<readonly Row[]> {
  const [answer] = await database.query<{ rows: string }>(
    `select coalesce(json_agg(to_json(q)), '[]')::text as rows from (${query}) q`,
  );
  return JSON.parse(answer?.rows ?? '[]') as readonly Row[];
}

async function setSearchPath(database: Database, path: string): Promise<void> {
  await database.query(`select pg_catalog.set_config('search_path', $1, false)`, [path]);
}

function catalogOf(rows: Rows, spell: Spell): Catalog {
  return {
    sees: everyAspect,
    schemas: keyed(rows.schemas.map(({ name }) => ({ name, origin: null })), (one) => one.name),
    extensions: keyed(rows.extensions.map((one) => ({ ...one, origin: null })), (one) => one.name),
    tables: keyed(tablesOf(rows, spell), keyOf),
    indexes: keyed(rows.indexes.map((one) => indexOf(one, spell)), keyOf),
    enums: keyed(rows.enums.map((one) => ({ ...nameOf(one), values: one.values, partial: false, origin: null })), keyOf),
    domains: keyed(rows.domains.map((one) => domainOf(one, spell)), keyOf),
    compositeTypes: keyed(
      rows.compositeTypes.map((one) => ({ ...nameOf(one), attributes: one.attributes, origin: null })), keyOf),
    sequences: keyed(rows.sequences.map(sequenceOf), keyOf),
    views: keyed(rows.views.map(viewOf), keyOf),
    policies: keyed(rows.policies.map((one) => policyOf(one, spell)), (one) => memberKey(one.table, one.name)),
    routines: keyed(rows.routines.map(routineOf), routineKey),
    triggers: keyed(rows.triggers.map(triggerOf), (one) => memberKey(one.table, one.name)),
  };
}

function keyed<Fact>(facts: readonly Fact[], key: (fact: Fact) => string): ReadonlyMap<string, Fact> {
  return new Map(facts.map((fact) => [key(fact), fact]));
}

function tablesOf(rows: Rows, spell: Spell): readonly Table[] {
  const columns = byTable(rows.columns);
  const constraints = byTable(rows.constraints);
  return rows.tables.map((one) => ({
    ...nameOf(one),
    kind: tableKind(one),
    persistence: ({ p: 'permanent', u: 'unlogged', t: 'temporary' } as const)[one.persistence],
    columns: (columns.get(keyOf(one)) ?? []).map((column) => columnOf(column, spell)),
    constraints: (constraints.get(keyOf(one)) ?? []).map((constraint) => constraintOf(constraint, spell)),
    rowSecurity: one.rowSecurity,
    partitionOf: orNull(one.parentSchema, one.parentName),
    partial: false,
    origin: null,
  }));
}

function byTable<Row extends { readonly schema: string; readonly table: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const one of rows) {
    const key = keyOf({ schema: one.schema, name: one.table });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

function columnOf(one: row.ColumnRow, spell: Spell): Column {
  const expression = expressionOf(one.expression, spell);
  return {
    name: one.name,
    written: one.name,
    type: one.type,
    notNull: one.notNull,
    default: one.generated === '' ? expression : null,
    identity: ({ a: 'always', d: 'by default', '': null } as const)[one.identity],
    generated: one.generated === '' || expression === null ? null : { expression, stored: one.generated === 's' },
    collation: one.collation,
    origin: null,
  };
}

function constraintOf(one: row.ConstraintRow, spell: Spell): Constraint {
  const base = { name: one.name, written: one.name, origin: null };
  const { columns, include, nullsNotDistinct, validated } = one;
  switch (one.kind) {
    case 'p': return { ...base, kind: 'primaryKey', columns, include };
    case 'u': return { ...base, kind: 'unique', columns, include, nullsNotDistinct };
    case 'c': return { ...base, kind: 'check', expression: spell(one.expression ?? ''), validated };
    case 'f': return {
      ...base, kind: 'foreignKey', columns, validated, referencedColumns: one.referencedColumns,
      references: nameOf({ schema: one.referencesSchema ?? '', name: one.referencesName ?? '' }),
      onDelete: actions[one.onDelete], onUpdate: actions[one.onUpdate],
    };
    case 'x': return {
      ...base, kind: 'exclusion', columns, method: one.method ?? '', elements: one.elements,
      where: expressionOf(one.predicate, spell),
    };
    default: return one.kind satisfies never;
  }
}

function indexOf(one: row.IndexRow, spell: Spell): Index {
  return {
    ...nameOf(one),
    table: nameOf({ schema: one.tableSchema, name: one.tableName }),
    unique: one.unique,
    method: one.method,
    keys: one.keys.map((key) => indexKeyOf(key, spell)),
    include: one.include,
    where: expressionOf(one.predicate, spell),
    nullsNotDistinct: one.nullsNotDistinct,
    concurrently: false,
    origin: null,
  };
}

/** `pg_index.indoption`: bit 1 descending, bit 2 nulls first (src/include/catalog/pg_index.h). */
function indexKeyOf(one: row.IndexKeyRow, spell: Spell): IndexKey {
  return {
    column: one.column,
    expression: expressionOf(one.expression, spell),
    order: (one.option & 1) === 0 ? 'asc' : 'desc',
    nulls: (one.option & 2) === 0 ? 'last' : 'first',
    operatorClass: one.operatorClass,
    collation: one.collation,
  };
}

function domainOf(one: row.DomainRow, spell: Spell): Domain {
  const checks = one.checks.map(({ name, expression }) => ({ name, expression: spell(expression) }));
  return {
    ...nameOf(one), type: one.type, notNull: one.notNull, default: expressionOf(one.default, spell), checks, origin: null,
  };
}

function sequenceOf(one: row.SequenceRow): Sequence {
  const table = orNull(one.tableSchema, one.tableName);
  const ownedBy = table === null || one.column === null ? null : { table, column: one.column };
  return { ...nameOf(one), type: one.type, ownedBy, origin: null };
}

/** A view's query is kept as printed: nobody compares the texts of queries. */
function viewOf(one: row.ViewRow): View {
  const definition: Expression = { text: one.definition, spelling: null, columns: null };
  const reads = one.reads.map(({ schema, table, column }) => ({ tables: [nameOf({ schema, name: table })], column }));
  return { ...nameOf(one), materialized: one.materialized, definition, reads, origin: null };
}

function policyOf(one: row.PolicyRow, spell: Spell): Policy {
  return {
    name: one.name, written: one.name,
    table: nameOf({ schema: one.tableSchema, name: one.tableName }),
    permissive: one.permissive,
    command: commands[one.command],
    roles: one.roles,
    using: expressionOf(one.using, spell),
    check: expressionOf(one.check, spell),
    origin: null,
  };
}

/** A window function is a function to everyone but its caller. */
function routineOf(one: row.RoutineRow): Routine {
  const kind = ({ f: 'function', w: 'function', p: 'procedure', a: 'aggregate' } as const)[one.kind];
  const volatility = ({ i: 'immutable', s: 'stable', v: 'volatile' } as const)[one.volatility];
  const { argumentTypes, language, securityDefiner, searchPath } = one;
  return { ...nameOf(one), kind, argumentTypes, language, securityDefiner, searchPath, volatility, origin: null };
}

function triggerOf(one: row.TriggerRow): Trigger {
  return {
    name: one.name, written: one.name,
    table: nameOf({ schema: one.tableSchema, name: one.tableName }),
    routine: nameOf({ schema: one.routineSchema, name: one.routineName }),
    enabled: one.enabled,
    columns: one.columns,
    origin: null,
  };
}

function withoutTables(catalog: Catalog, names: readonly { readonly schema: string; readonly name: string }[]): Catalog {
  const keys = new Set(names.map(keyOf));
  const gone = (table: ObjectName | null | undefined): boolean => table != null && keys.has(keyOf(table));
  const kept = {
    ...catalog,
    tables: filtered(catalog.tables, (one) => !gone(one)),
    indexes: filtered(catalog.indexes, (one) => !gone(one.table)),
    sequences: filtered(catalog.sequences, (one) => !gone(one.ownedBy?.table)),
    policies: filtered(catalog.policies, (one) => !gone(one.table)),
    triggers: filtered(catalog.triggers, (one) => !gone(one.table)),
  };
  const emptied = names.map((one) => one.schema).filter((schema) => schema !== 'public' && isEmpty(kept, schema));
  return { ...kept, schemas: filtered(catalog.schemas, (one) => !emptied.includes(one.name)) };
}

function filtered<Fact>(facts: ReadonlyMap<string, Fact>, keep: (fact: Fact) => boolean): ReadonlyMap<string, Fact> {
  return new Map([...facts].filter(([, fact]) => keep(fact)));
}

function isEmpty(catalog: Catalog, schema: string): boolean {
  const { tables, indexes, enums, domains, compositeTypes, sequences, views, routines } = catalog;
  const named: readonly ReadonlyMap<string, ObjectName>[] = [
    tables, indexes, enums, domains, compositeTypes, sequences, views, routines,
  ];
  return named.every((facts) => ![...facts.values()].some((one) => one.schema === schema));
}
