import type {
  Column, Constraint, EnumType, Expression, ForeignKey, Index, Policy, ReferentialAction, Table,
} from '../../facts/catalog.ts';
import { chosenName } from '../../facts/chosen-name.ts';
import type { Identifier, ObjectName } from '../../facts/names.ts';
import { truncateToBytes } from '../../text/utf8.ts';
import { isNoDefault } from '../../facts/column-default.ts';
import { withDistinctOperatorClasses } from '../../facts/operator-class.ts';
import { serialDefault, serials } from './column-default.ts';
import { columnTypeSql } from './column-type.ts';
import { indexKey, type WrittenKey } from './index-key.ts';
import { entriesOf, isJson, textOf, textsOf, type Json } from './snapshot-json.ts';
import { identifier, objectName } from './snapshot-names.ts';

/** What is needed to read the tables of one snapshot. */
export interface TableContext {
  readonly enums: readonly EnumType[];
  readonly spellType: (type: string) => string;
  readonly spell: (text: string) => Expression;
}

export function tableOf(key: string, json: Json, context: TableContext): Table {
  const name = objectName(key, json);
  const columns = entriesOf(json['columns']);
  const constraints = constraintsOf(name, json, columns);
  const primary = new Set(constraints.flatMap((each) => (each.kind === 'primaryKey' ? each.columns : [])));
  return {
    ...name,
    kind: 'table',
    persistence: 'permanent',
    columns: columns.map(([key, written]) => {
      const column = identifier(key, written);
      const said = textOf(written['type']) ?? '';
      const type = Object.hasOwn(serials, said.toLowerCase()) ? said : columnTypeSql(said, textOf(written['typeSchema']), context.enums);
      return columnOf(name, column, { ...written, type, notNull: written['notNull'] === true || primary.has(column.name) }, context);
    }),
    constraints: [...constraints, ...checksOf(json, context)],
    // drizzle-kit turns it on with the first policy (PgCreateTableConvertor).
    rowSecurity: json['isRLSEnabled'] === true || entriesOf(json['policies']).length > 0,
    partitionOf: null,
    partial: false,
    origin: null,
  };
}

/** A column, whose `type` is given as SQL; what else it has snapshots of every version call the same. */
export function columnOf(table: ObjectName, name: Identifier, json: Json, context: TableContext): Column {
  const written = textOf(json['type']) ?? '';
  const serial = serials[written.toLowerCase()];
  const identity = isJson(json['identity']) ? textOf(json['identity']['type']) : null;
  const type = context.spellType(serial ?? written);
  return {
    ...name,
    type,
    notNull: json['notNull'] === true || serial !== undefined || identity !== null,
    default: serial === undefined ? defaultOf(json['default'], type, context) : context.spell(serialDefault(table, name)),
    identity: identity === null ? null : identity === 'always' ? 'always' : 'by default',
    generated: generatedOf(json['generated'], context),
    collation: null,
    origin: null,
  };
}

/** Text is SQL already; numbers, booleans and null are their own SQL. */
function defaultOf(value: unknown, type: string, context: TableContext): Expression | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return isNoDefault(text, type) ? null : context.spell(text);
}

function generatedOf(json: unknown, context: TableContext): Column['generated'] {
  const as = isJson(json) ? textOf(json['as']) : null;
  return as === null ? null : { expression: context.spell(as), stored: true };
}

/** Keys and references. Columns marked `primaryKey` are one key, which Postgres names. */
function constraintsOf(
  table: ObjectName, json: Json, columns: readonly (readonly [string, Json])[],
): readonly Constraint[] {
  const marked = columns.filter(([, column]) => column['primaryKey'] === true);
  const inline = marked.map(([key, column]) => identifier(key, column).name);
  const pkey = chosenName(table.name, null, 'pkey');
  const primary: readonly Constraint[] = inline.length === 0 ? [] : [
    { kind: 'primaryKey', name: pkey, written: pkey, columns: inline, include: [], origin: null },
  ];
  return [
    ...primary,
    ...entriesOf(json['compositePrimaryKeys']).map(([key, each]): Constraint => ({
      kind: 'primaryKey', ...identifier(key, each), columns: columnsOf(each['columns']), include: [], origin: null,
    })),
    ...entriesOf(json['uniqueConstraints']).map(([key, each]): Constraint => ({
      kind: 'unique', ...identifier(key, each), columns: columnsOf(each['columns']), include: [],
      nullsNotDistinct: each['nullsNotDistinct'] === true, origin: null,
    })),
    ...entriesOf(json['foreignKeys']).map(([key, each]) => foreignKeyOf(key, each)),
  ];
}

/** A snapshot does not say whether a constraint is validated. */
function foreignKeyOf(key: string, json: Json): ForeignKey {
  return {
    kind: 'foreignKey',
    ...identifier(key, json),
    columns: columnsOf(json['columnsFrom']),
    references: objectName('', { name: json['tableTo'], schema: json['schemaTo'] }),
    referencedColumns: columnsOf(json['columnsTo']),
    onDelete: actionOf(json['onDelete']),
    onUpdate: actionOf(json['onUpdate']),
    validated: true,
    origin: null,
  };
}

const actions: readonly ReferentialAction[] = ['no action', 'restrict', 'cascade', 'set null', 'set default'];

export function actionOf(value: unknown): ReferentialAction {
  const written = textOf(value)?.toLowerCase();
  return actions.find((action) => action === written) ?? 'no action';
}

function checksOf(json: Json, context: TableContext): readonly Constraint[] {
  return entriesOf(json['checkConstraints']).map(([key, each]): Constraint => ({
    kind: 'check', ...identifier(key, each), expression: context.spell(textOf(each['value']) ?? ''), validated: true,
    origin: null,
  }));
}

export function indexesOf(table: Table, json: Json, context: TableContext): readonly Index[] {
  return entriesOf(json['indexes']).map(([key, each]) =>
    indexOf(table, identifier(key, each), each, keysOf(each['columns']), context));
}

/** An index; snapshots of every version call what it has the same, its keys apart. */
export function indexOf(
  { schema, name, written }: ObjectName, named: Identifier, json: Json, keys: readonly WrittenKey[], context: TableContext,
): Index {
  const where = textOf(json['where']);
  const method = textOf(json['method']) ?? 'btree';
  return {
    ...named,
    schema,
    table: { schema, name, written },
    unique: json['isUnique'] === true,
    method,
    keys: withDistinctOperatorClasses(method, keys.map((key) => indexKey(key, context.spell))),
    include: [],
    where: where === null ? null : context.spell(where),
    nullsNotDistinct: false,
    concurrently: json['concurrently'] === true,
    origin: null,
  };
}

/** A text, in versions 5 and 6, is a column in the order that is usual. */
function keysOf(value: unknown): readonly WrittenKey[] {
  if (!Array.isArray(value)) return [];
  return value.map((key: unknown): WrittenKey => {
    const json = isJson(key) ? key : {};
    const nulls = textOf(json['nulls']);
    return {
      expression: textOf(key) ?? textOf(json['expression']) ?? '',
      isExpression: json['isExpression'] === true,
      asc: json['asc'] !== false,
      nulls: nulls === 'first' || nulls === 'last' ? nulls : null,
      opclass: textOf(json['opclass']),
    };
  });
}

export function policyOf(table: ObjectName, key: string, json: Json, context: TableContext): Policy {
  const [using, check] = [textOf(json['using']), textOf(json['withCheck'])];
  const roles = textsOf(json['to']);
  const command = textOf(json['for'])?.toLowerCase();
  return {
    ...identifier(key, json),
    table: { schema: table.schema, name: table.name, written: table.written },
    permissive: textOf(json['as'])?.toUpperCase() !== 'RESTRICTIVE',
    command: commands.find((each) => each === command) ?? 'all',
    roles: roles.length === 0 ? ['public'] : roles,
    using: using === null ? null : context.spell(using),
    check: check === null ? null : context.spell(check),
    origin: null,
  };
}

const commands: readonly Policy['command'][] = ['all', 'select', 'insert', 'update', 'delete'];

export function columnsOf(value: unknown): readonly string[] {
  return textsOf(value).map((column) => truncateToBytes(column, 63));
}
