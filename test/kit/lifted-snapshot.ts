/** One row of a snapshot of drizzle-kit 1.0. */
export type Entity = Readonly<Record<string, unknown>> & { readonly entityType: string };

interface Snapshot7 {
  readonly tables: Readonly<Record<string, Table7>>;
  readonly enums: Readonly<Record<string, { readonly schema: string; readonly name: string; readonly values: readonly string[] }>>;
  readonly schemas: Readonly<Record<string, string>>;
  readonly views: Readonly<Record<string, { readonly schema: string; readonly name: string; readonly definition?: string; readonly materialized: boolean }>>;
}

interface Table7 {
  readonly name: string;
  readonly schema: string;
  readonly isRLSEnabled: boolean;
  readonly columns: Readonly<Record<string, Column7>>;
  readonly indexes: Readonly<Record<string, Index7>>;
  readonly foreignKeys: Readonly<Record<string, ForeignKey7>>;
  readonly compositePrimaryKeys: Readonly<Record<string, { readonly name: string; readonly columns: readonly string[] }>>;
  readonly uniqueConstraints: Readonly<Record<string, { readonly name: string; readonly columns: readonly string[]; readonly nullsNotDistinct: boolean }>>;
  readonly checkConstraints: Readonly<Record<string, { readonly name: string; readonly value: string }>>;
}

interface Column7 {
  readonly name: string;
  readonly type: string;
  readonly typeSchema?: string;
  readonly primaryKey: boolean;
  readonly notNull: boolean;
  readonly default?: string | number | boolean;
  readonly generated?: unknown;
  readonly identity?: Readonly<Record<'name' | 'type' | 'startWith' | 'minValue' | 'maxValue' | 'increment' | 'cache', string>> & { readonly cycle: boolean };
}

interface Index7 {
  readonly name: string;
  readonly columns: readonly { readonly expression: string; readonly isExpression: boolean; readonly asc: boolean; readonly nulls: string; readonly opclass?: string }[];
  readonly isUnique: boolean;
  readonly concurrently: boolean;
  readonly method: string;
  readonly where?: string;
}

interface ForeignKey7 {
  readonly name: string;
  readonly tableFrom: string;
  readonly columnsFrom: readonly string[];
  readonly tableTo: string;
  readonly schemaTo?: string;
  readonly columnsTo: readonly string[];
  readonly onDelete?: string;
  readonly onUpdate?: string;
}

/**
 * What `drizzle-kit up` of 1.0 makes of a snapshot of version 7, for what the living project has: no policies, roles or sequences of
 * their own. test/matrix/folder-layout.test.ts holds it against drizzle-kit itself.
 */
export function liftedRows(snapshot: unknown): readonly Entity[] {
  const { tables, enums, schemas, views } = snapshot as Snapshot7;
  const all = Object.values(tables);
  return [
    ...Object.values(schemas).map((name) => ({ name, entityType: 'schemas' })),
    ...all.map(({ schema, name, isRLSEnabled }) => ({ schema: schema || 'public', name, isRlsEnabled: isRLSEnabled, entityType: 'tables' })),
    ...Object.values(enums).map(({ schema, name, values }) => ({ schema, name, values, entityType: 'enums' })),
    ...all.flatMap(membersOf),
    ...Object.values(views).map(({ schema, name, definition, materialized }) => ({
      schema, name, definition: definition ?? null, with: null, withNoData: null, materialized, tablespace: null, using: null, entityType: 'views',
    })),
  ];
}

function membersOf(table: Table7): readonly Entity[] {
  const of = { schema: table.schema || 'public', table: table.name };
  const named = (name: string, made: string): { readonly name: string; readonly nameExplicit: boolean } => ({ name, nameExplicit: name !== made });
  const start = (columns: readonly string[]): string => `${table.name}_${columns.join('_')}`;
  const keys = Object.values(table.columns).filter(({ primaryKey }) => primaryKey);
  return [
    ...Object.values(table.columns).map((column) => ({ ...of, ...columnOf(column), entityType: 'columns' })),
    ...Object.values(table.indexes).map((index) => ({ ...of, ...named(index.name, madeIndexName(table, index)), ...indexOf(index), entityType: 'indexes' })),
    ...Object.values(table.foreignKeys).map((key) => ({
      ...of, ...named(key.name, `${start(key.columnsFrom)}_${key.tableTo}_${key.columnsTo.join('_')}_fk`), columns: key.columnsFrom,
      schemaTo: key.schemaTo || 'public', tableTo: key.tableTo, columnsTo: key.columnsTo,
      onUpdate: (key.onUpdate ?? 'no action').toUpperCase(), onDelete: (key.onDelete ?? 'no action').toUpperCase(), entityType: 'fks',
    })),
    ...keys.map(({ name }) => ({ ...of, name: `${table.name}_pkey`, columns: [name], nameExplicit: false, entityType: 'pks' })),
    ...Object.values(table.compositePrimaryKeys).map(({ name, columns }) => ({ ...of, ...named(name, `${start(columns)}_pk`), columns, entityType: 'pks' })),
    ...Object.values(table.uniqueConstraints).map(({ name, columns, nullsNotDistinct }) => (
      { ...of, ...named(name, `${start(columns)}_unique`), columns, nullsNotDistinct, entityType: 'uniques' })),
    ...Object.values(table.checkConstraints).map(({ name, value }) => ({ ...of, name, value, entityType: 'checks' })),
  ];
}

function columnOf({ name, type, typeSchema, notNull, default: given, generated, identity }: Column7): object {
  const [, base = type, brackets = ''] = /^(.*?)((?:\[\d*\])*)$/.exec(type) ?? [];
  return {
    name, type: base.startsWith('numeric(') ? base.replace(', ', ',') : base, typeSchema: typeSchema ?? null, notNull,
    dimensions: brackets.split('[').length - 1, default: given === undefined ? null : withoutCast(String(given)),
    generated: generated ?? null, identity: identity === undefined ? null : identityOf(identity),
  };
}

function identityOf({ name, type, startWith, minValue, maxValue, increment, cache, cycle }: NonNullable<Column7['identity']>): object {
  return { name, type, startWith, minValue, maxValue, increment, cache: Number(cache), cycle };
}

function withoutCast(text: string): string {
  return text.replace(/(?:::["\w.\s]+)+$/, '');
}

function madeIndexName(table: Table7, { name, columns }: Index7): string {
  return columns.some(({ isExpression }) => isExpression) ? `not ${name}` : `${table.name}_${columns.map(({ expression }) => expression).join('_')}_index`;
}

function indexOf({ columns, isUnique, method, concurrently, where }: Index7): object {
  return {
    columns: columns.map(({ expression, isExpression, asc, nulls, opclass }) => ({
      value: expression, isExpression, asc, nullsFirst: nulls === 'first', opclass: opclass === undefined ? null : { name: opclass, default: false },
    })),
    isUnique, where: where ?? null, with: '', method, concurrently,
  };
}

/** Rows as drizzle-kit 1.0 reads them from a schema: in checks and in WHERE of indexes columns stand without their table. */
export function asOneReads(rows: readonly Entity[]): readonly Entity[] {
  const bare = (text: unknown, table: unknown): unknown => (typeof text === 'string' ? text.replaceAll(`"${String(table)}".`, '') : text);
  return rows.map((row) => {
    if (row.entityType === 'checks') return { ...row, value: bare(row['value'], row['table']) };
    return row.entityType === 'indexes' ? { ...row, where: bare(row['where'], row['table']) } : row;
  });
}

/** The deltas of a snapshot of version 9. */
export function deltasBetween(before: readonly Entity[], after: readonly Entity[]): readonly object[] {
  const [was, is] = [byKey(before), byKey(after)];
  return [
    ...[...is].filter(([key]) => !was.has(key)).map(([, row]) => ({ op: 'create', row })),
    ...[...was.keys()].filter((key) => !is.has(key)).map((key) => ({ op: 'drop', key })),
    ...[...is].flatMap(([key, row]) => {
      const set = changed(was.get(key) ?? row, row);
      return Object.keys(set).length === 0 ? [] : [{ op: 'alter', key, set }];
    }),
  ];
}

function changed(was: Entity, is: Entity): object {
  return Object.fromEntries(Object.entries(is).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])));
}

/** `columns\0["public","loan","id"]` */
function byKey(rows: readonly Entity[]): ReadonlyMap<string, Entity> {
  return new Map(rows.map((row) => {
    const names = [row['schema'], row['table'], row['name']].filter((name) => name !== undefined);
    return [`${row.entityType}\0${JSON.stringify(names)}`, row];
  }));
}
