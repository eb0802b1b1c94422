import type { Column, Expression } from '../../../facts/catalog.ts';
import type { ObjectName } from '../../../facts/names.ts';
import { isNoDefault } from '../../../facts/column-default.ts';
import { serialDefault, serials } from '../../drizzle/column-default.ts';
import { columnTypeSql } from '../../drizzle/column-type.ts';
import { identifier, objectName } from '../names.ts';
import { columnName } from '../casing.ts';
import { isUnknown, unknown, type Unknown, type Value } from '../values.ts';
import type { ColumnBuilder, ColumnType, TableColumn, TableValue } from './objects.ts';
import { type Context, type Gaps, known, sqlText } from './context.ts';
import { defaultText } from './default-text.ts';
import { lastOfName, type Kept } from './last-of-name.ts';

/** The columns of a table that can be told. Two of one name are one, the later, as in drizzle-kit's snapshots. */
export function columnsOf(
  value: TableValue, primary: ReadonlySet<string>, context: Context, gaps: Gaps,
): Kept<Column> {
  const table = objectName(value.schema, value.name);
  return lastOfName(value.columns.flatMap((column) => columnOf(table, column, primary, context, gaps) ?? []));
}

function columnOf(
  table: ObjectName, column: TableColumn, primary: ReadonlySet<string>, context: Context, gaps: Gaps,
): Column | null {
  const { builder } = column;
  const name = known(builder.name, gaps);
  const type = known(builder.type, gaps);
  if (name === null || type === null) return null;
  const named = identifier(columnName(column, context.casing));
  const serial = serials[type.sql.toLowerCase()];
  const spelled = context.spellType(serial ?? sqlOf(type));
  return {
    ...named,
    type: spelled,
    notNull: builder.notNull || primary.has(named.name),
    default: serial === undefined ? defaultOf(builder, type, spelled, context, gaps)
      : context.spell(serialDefault(table, named)),
    ...(builder.defaultInApplication === null ? {} : { defaultInApplication: builder.defaultInApplication }),
    identity: builder.identity,
    generated: generatedOf(builder, context, gaps),
    collation: null,
    ...(name === '' ? { namedByKey: true } : {}),
    origin: builder.origin,
  };
}

function sqlOf({ sql, enumType, brackets }: ColumnType): string {
  return columnTypeSql(`${sql}${brackets}`, enumType === null ? null : enumType.schema ?? 'public', []);
}

function defaultOf(
  builder: ColumnBuilder, type: ColumnType, spelled: string, context: Context, gaps: Gaps,
): Expression | null {
  const text = known(defaultText(builder.default, type, context, builder.origin), gaps);
  return text === null || isNoDefault(text, spelled) ? null : context.spell(text);
}

function generatedOf(builder: ColumnBuilder, context: Context, gaps: Gaps): Column['generated'] {
  if (builder.generated === null) return null;
  const text = known(generatedText(builder.generated, builder, context), gaps);
  return text === null ? null : { expression: context.spell(text), stored: true };
}

/** `generatedAlwaysAs` takes text, SQL, or a function that gives SQL. */
function generatedText(given: Value, builder: ColumnBuilder, context: Context): string | Unknown {
  const value = given.kind === 'function' ? context.run.apply(given, [], builder.origin) : given;
  if (isUnknown(value)) return value;
  if (value.kind === 'literal') {
    return typeof value.value === 'string' ? value.value
      : unknown('a generated column has no expression', builder.origin);
  }
  return sqlText(value, 'query', context, builder.origin);
}
