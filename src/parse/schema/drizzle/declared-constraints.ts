import type { Check, Constraint, ForeignKey, PrimaryKey, Unique } from '../../../facts/catalog.ts';
import { chosenName } from '../../../facts/chosen-name.ts';
import {
  databaseName, foreignKeyName, identifier, type NamedColumn, objectName, primaryKeyName, uniqueName,
} from '../names.ts';
import { entryOf, isUnknown, list, textOf, unknown, type Unknown } from '../values.ts';
import type {
  CheckBuilder, ColumnReferenceCall, Extra, ForeignKeyBuilder, PrimaryKeyBuilder, TableColumn, TableValue,
  UniqueBuilder,
} from './objects.ts';
import { type Context, type Gaps, known, namedColumn, namedColumns, sqlText } from './context.ts';
import { actionOf } from './extras.ts';
import { lastOfName, type Kept } from './last-of-name.ts';

/** The constraints of a table: of its columns first, then of its third argument, kind by kind as in a snapshot. */
export function constraintsOf(
  table: TableValue, extras: readonly Extra[], context: Context, gaps: Gaps,
): Kept<Constraint> {
  const read = <Made>(made: Made | Unknown): readonly Made[] => {
    const value = known(made, gaps);
    return value === null ? [] : [value];
  };
  const columns = table.columns.filter((column) => !isUnknown(column.builder.name));
  const inline = columns.filter((column) => column.builder.primaryKey !== null);
  return together([
    { kept: inlinePrimaryKey(table, inline, context), lost: [] },
    lastOfName(extras.flatMap((extra) =>
      (extra.kind === 'primaryKey' ? read(primaryKeyOf(table, extra, context)) : []))),
    lastOfName([
      ...columns.flatMap((column) => read(inlineUnique(table, column, context))).filter((one) => one !== null),
      ...extras.flatMap((extra) => (extra.kind === 'unique' ? read(uniqueOf(table, extra, context)) : [])),
    ]),
    lastOfName([
      ...columns.flatMap((column) => column.builder.references.flatMap((call) =>
        read(inlineForeignKey(table, column, call, context)))),
      ...extras.flatMap((extra) => (extra.kind === 'foreignKey' ? read(foreignKeyOf(table, extra, context)) : [])),
    ]),
    lastOfName(extras.flatMap((extra) => (extra.kind === 'check' ? read(checkOf(extra, context)) : []))),
  ]);
}

function together(parts: readonly Kept<Constraint>[]): Kept<Constraint> {
  return { kept: parts.flatMap(({ kept }) => kept), lost: parts.flatMap(({ lost }) => lost) };
}

/** Columns marked `.primaryKey()` are one key, which Postgres names. */
function inlinePrimaryKey(table: TableValue, inline: readonly TableColumn[], context: Context): readonly PrimaryKey[] {
  const [first] = inline;
  if (first === undefined) return [];
  const name = chosenName(identifier(table.name).name, null, 'pkey');
  const columns = names(inline.map((column) => ({ table, column })), context);
  return [{ kind: 'primaryKey', name, written: name, columns, include: [], origin: first.builder.primaryKey }];
}

function names(columns: readonly NamedColumn[], context: Context): readonly string[] {
  return columns.map((column) => identifier(databaseName(column, context.casing)).name);
}

function primaryKeyOf(table: TableValue, key: PrimaryKeyBuilder, context: Context): PrimaryKey | Unknown {
  const columns = namedColumns(key.columns, key.origin);
  const given = textOf(key.name, key.origin);
  if (isUnknown(columns)) return columns;
  if (isUnknown(given)) return given;
  const name = primaryKeyName(given, table, columns, context.casing);
  return { kind: 'primaryKey', ...identifier(name), columns: names(columns, context), include: [], origin: key.origin };
}

function inlineUnique(table: TableValue, column: TableColumn, context: Context): Unique | null | Unknown {
  const { unique } = column.builder;
  if (unique === null) return null;
  const given = textOf(unique.name, unique.origin);
  const nulls = textOf(entryOf(unique.options, 'nulls'), unique.origin);
  if (isUnknown(given)) return given;
  if (isUnknown(nulls)) return nulls;
  const columns = [{ table, column }];
  return {
    kind: 'unique', ...identifier(given || uniqueName(table, columns)), columns: names(columns, context), include: [],
    nullsNotDistinct: nulls === 'not distinct', origin: unique.origin,
  };
}

function uniqueOf(table: TableValue, unique: UniqueBuilder, context: Context): Unique | Unknown {
  const columns = namedColumns(list(unique.columns ?? []), unique.origin);
  const given = textOf(unique.name, unique.origin);
  if (isUnknown(columns)) return columns;
  if (isUnknown(given)) return given;
  return {
    kind: 'unique', ...identifier(given ?? uniqueName(table, columns)), columns: names(columns, context), include: [],
    nullsNotDistinct: unique.nullsNotDistinct, origin: unique.origin,
  };
}

/** `.references(() => author.id, { onDelete: 'cascade' })` */
function inlineForeignKey(
  table: TableValue, column: TableColumn, call: ColumnReferenceCall, context: Context,
): ForeignKey | Unknown {
  const target = call.target.kind === 'function' ? context.run.apply(call.target, [], call.origin)
    : unknown('references() takes a function', call.origin);
  const foreign = namedColumn(target, call.origin);
  if (isUnknown(foreign)) return { ...foreign, origin: call.origin };
  return keyTo(table, [{ table, column }], [foreign], null, {
    onDelete: actionOf(entryOf(call.actions, 'onDelete'), call.origin),
    onUpdate: actionOf(entryOf(call.actions, 'onUpdate'), call.origin),
    origin: call.origin,
  }, context);
}

function foreignKeyOf(table: TableValue, key: ForeignKeyBuilder, context: Context): ForeignKey | Unknown {
  const columns = namedColumns(key.columns, key.origin);
  const foreign = namedColumns(key.foreignColumns, key.origin);
  const given = textOf(key.name, key.origin);
  if (isUnknown(columns)) return columns;
  if (isUnknown(foreign)) return foreign;
  if (isUnknown(given)) return given;
  return keyTo(table, columns, foreign, given, key, context);
}

function keyTo(
  table: TableValue, columns: readonly NamedColumn[], foreign: readonly NamedColumn[], given: string | null,
  rest: Pick<ForeignKeyBuilder, 'onDelete' | 'onUpdate' | 'origin'>, context: Context,
): ForeignKey | Unknown {
  const target = foreign[0]?.table;
  if (target === undefined) return unknown('a foreign key names no column', rest.origin);
  if (isUnknown(rest.onDelete)) return rest.onDelete;
  if (isUnknown(rest.onUpdate)) return rest.onUpdate;
  return {
    kind: 'foreignKey', ...identifier(foreignKeyName(given, table, columns, foreign, context.casing)),
    columns: names(columns, context), references: objectName(target.schema, target.name),
    referencedColumns: names(foreign, context), onDelete: rest.onDelete ?? 'no action',
    ...(rest.onDelete === null ? { onDeleteLeftOut: true } : {}), onUpdate: rest.onUpdate ?? 'no action', validated: true, origin: rest.origin,
  };
}

function checkOf(check: CheckBuilder, context: Context): Check | Unknown {
  const name = textOf(check.name, check.origin) ?? unknown('a check has no name', check.origin);
  const text = sqlText(check.value, 'query', context, check.origin);
  if (isUnknown(name)) return name;
  if (isUnknown(text)) return text;
  return { kind: 'check', ...identifier(name), expression: context.spell(text), validated: true, origin: check.origin };
}
