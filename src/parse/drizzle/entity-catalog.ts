import {
  emptyCatalog, type Aspect, type Catalog, type Constraint, type EnumType, type Index, type Policy, type Table,
} from '../../facts/catalog.ts';
import { chosenName } from '../../facts/chosen-name.ts';
import { keyOf, memberKey, type Identifier, type ObjectName } from '../../facts/names.ts';
import { quoted } from '../../facts/quoted-name.ts';
import { rowsOf, type EntityState } from './entity-state.ts';
import type { WrittenKey } from './index-key.ts';
import { always, byName, contextOf, schemasNamed, sequenceOf, viewOf } from './snapshot-catalog.ts';
import { isJson, textOf, textsOf, type Json } from './snapshot-json.ts';
import { identifier, objectName } from './snapshot-names.ts';
import { actionOf, columnOf, columnsOf, indexOf, policyOf, type TableContext } from './snapshot-table.ts';
import type { SqlSpelling } from './snapshot.ts';

/**
 * The rows of a snapshot of version 8 or 9 as a catalog, with what a snapshot of version 7 holds (drizzle-kit 1.0, rc.5, prints
 * them as SQL in `convertors`). Roles and privileges are no part of a catalog.
 */
export function entityCatalog(state: EntityState, spelling: SqlSpelling): Catalog {
  const enums = rowsOf(state, 'enums').map(enumOf);
  const context = contextOf(enums, spelling);
  const members = membersOf(state);
  const tables = rowsOf(state, 'tables').map((row) => tableOf(row, members, context));
  return {
    ...emptyCatalog(new Set(aspects(spelling))),
    schemas: schemasNamed(textsOf(rowsOf(state, 'schemas').map((row) => row['name']))),
    enums: byName(enums),
    tables: byName(tables),
    indexes: byName(rowsOf(state, 'indexes').map((row) => indexIn(row, context))),
    policies: policiesOf(rowsOf(state, 'policies'), context),
    sequences: byName(rowsOf(state, 'sequences').map((row) => sequenceOf('', row))),
    views: byName(rowsOf(state, 'views').map((row) => viewOf('', row, spelling))),
  };
}

function aspects({ spellExpression, spellQuery }: SqlSpelling): readonly Aspect[] {
  return [
    ...always, 'sequences', 'views', 'policies', 'rowSecurity',
    ...(spellQuery === undefined ? [] : ['viewDefinitions'] as const), ...(spellExpression === undefined ? [] : ['expressions'] as const),
  ];
}

function enumOf(row: Json): EnumType {
  return { ...objectName('', row), values: textsOf(row['values']), partial: false, origin: null };
}

/** Rows of each kind that tables have, by table. */
type Members = (kind: 'columns' | 'pks' | 'uniques' | 'fks' | 'checks' | 'policies', table: ObjectName) => readonly Json[];

function membersOf(state: EntityState): Members {
  const kinds = ['columns', 'pks', 'uniques', 'fks', 'checks', 'policies'] as const;
  const byTable = new Map(kinds.map((kind) => [kind, groupedByTable(rowsOf(state, kind))]));
  return (kind, table) => byTable.get(kind)?.get(keyOf(table)) ?? [];
}

function groupedByTable(rows: readonly Json[]): ReadonlyMap<string, readonly Json[]> {
  const tables = new Map<string, Json[]>();
  for (const row of rows) {
    const key = keyOf(tableNameOf(row));
    const before = tables.get(key);
    if (before === undefined) tables.set(key, [row]);
    else before.push(row);
  }
  return tables;
}

function tableNameOf(row: Json): ObjectName {
  return objectName('', { name: row['table'], schema: row['schema'] });
}

function tableOf(row: Json, members: Members, context: TableContext): Table {
  const name = objectName('', row);
  const columns = members('columns', name);
  return {
    ...name,
    kind: 'table',
    persistence: 'permanent',
    columns: columns.map((column) => columnOf(name, identifier('', column), asWritten(column), context)),
    constraints: [
      ...members('pks', name).map(primaryKeyOf), ...members('uniques', name).map(uniqueOf), ...members('fks', name).map(foreignKeyOf),
      ...members('checks', name).map((check) => checkOf(check, context)),
    ],
    rowSecurity: row['isRlsEnabled'] === true || members('policies', name).length > 0,
    partitionOf: null,
    partial: false,
    origin: null,
  };
}

/** With its type as SQL: drizzle-kit quotes enums, and leaves all else as the schema says it. No default is null. */
function asWritten(column: Json): Json {
  const [type, schema] = [textOf(column['type']) ?? '', textOf(column['typeSchema'])];
  const dimensions = typeof column['dimensions'] === 'number' ? Math.min(Math.max(column['dimensions'], 0), 6) : 0;
  const base = schema === null ? type : `${quoted(schema)}.${quoted(type)}`;
  return { ...column, type: `${base}${'[]'.repeat(dimensions)}`, default: column['default'] ?? undefined };
}

const given = { origin: null } as const;

/** What drizzle-kit named itself has its name from Postgres where it is written behind its column. */
function constraintName(row: Json, label: 'pkey' | 'key'): Identifier & { readonly unnamed?: true } {
  const own = identifier('', row);
  if (row['nameExplicit'] !== false) return own;
  const [table, columns] = [textOf(row['table']) ?? '', textsOf(row['columns'])];
  const column = label === 'key' ? columns[0] ?? '' : null;
  const isChosen = columns.length === 1 && own.written === [table, ...(column === null ? [] : [column]), label].join('_');
  const name = isChosen ? chosenName(tableNameOf(row).name, column, label) : own.name;
  return { name, written: isChosen ? name : own.written, unnamed: true };
}

function primaryKeyOf(row: Json): Constraint {
  return { kind: 'primaryKey', ...constraintName(row, 'pkey'), columns: columnsOf(row['columns']), include: [], ...given };
}

function uniqueOf(row: Json): Constraint {
  return {
    kind: 'unique', ...constraintName(row, 'key'), columns: columnsOf(row['columns']), include: [],
    nullsNotDistinct: row['nullsNotDistinct'] === true, ...given,
  };
}

function foreignKeyOf(row: Json): Constraint {
  return {
    kind: 'foreignKey',
    ...identifier('', row),
    ...unnamed(row),
    columns: columnsOf(row['columns']),
    references: objectName('', { name: row['tableTo'], schema: row['schemaTo'] }),
    referencedColumns: columnsOf(row['columnsTo']),
    onDelete: actionOf(row['onDelete']),
    onUpdate: actionOf(row['onUpdate']),
    validated: true,
    ...given,
  };
}

function checkOf(row: Json, { spell }: TableContext): Constraint {
  return { kind: 'check', ...identifier('', row), expression: spell(textOf(row['value']) ?? ''), validated: true, ...given };
}

function unnamed(row: Json): { readonly unnamed?: true } {
  return row['nameExplicit'] === false ? { unnamed: true } : {};
}

function indexIn(row: Json, context: TableContext): Index {
  return { ...indexOf(tableNameOf(row), identifier('', row), row, keysOf(row['columns']), context), ...unnamed(row) };
}

function keysOf(value: unknown): readonly WrittenKey[] {
  if (!Array.isArray(value)) return [];
  return value.map((key: unknown): WrittenKey => {
    const json = isJson(key) ? key : {};
    const { opclass } = json;
    return {
      expression: textOf(json['value']) ?? '',
      isExpression: json['isExpression'] === true,
      asc: json['asc'] !== false,
      nulls: json['nullsFirst'] === true ? 'first' : 'last',
      opclass: isJson(opclass) && opclass['default'] !== true ? textOf(opclass['name']) : null,
    };
  });
}

function policiesOf(rows: readonly Json[], context: TableContext): ReadonlyMap<string, Policy> {
  const policies = rows.map((row) => policyOf(tableNameOf(row), '', { ...row, to: row['roles'] }, context));
  return new Map(policies.map((policy) => [memberKey(policy.table, policy.name), policy]));
}
