import type { Check, Constraint, ForeignKey, PrimaryKey, Unique } from '../../../facts/catalog.ts';
import {
  databaseName, foreignKeyName, foreignKeyNameOfOne, identifier, keyName, type NamedColumn, objectName, ownUniqueName, primaryKeyName, uniqueName,
} from '../names.ts';
import { entryOf, isUnknown, list, textOf, unknown, type Unknown } from '../values.ts';
import type {
  CheckBuilder, ColumnReferenceCall, Extra, ForeignKeyBuilder, PrimaryKeyBuilder, TableColumn, TableValue,
  UniqueBuilder,
} from './objects.ts';
import { conditionText, type Context, type Gaps, known, namedColumn, namedColumns } from './context.ts';
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
  const keys = extras.flatMap((extra) => (extra.kind === 'primaryKey' ? read(primaryKeyOf(table, extra, context)) : []));
  const uniques = extras.flatMap((extra) => (extra.kind === 'unique' ? read(uniqueOf(table, extra, context)) : []));
  const inline = columns.filter((column) => column.builder.primaryKey !== null);
  const inlineUniques = columns.flatMap((column) => read(inlineUnique(table, column, context))).filter((one) => one !== null);
  return together([
    { kept: inlinePrimaryKey(table, inline, keys, context), lost: [] },
    lastOfName(keys),
    lastOfName([...inlineUniques.filter((one) => !isSaidAgain(one, uniques, context)), ...uniques]),
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

/**
 * Columns marked `.primaryKey()` are one key, which Postgres names. drizzle-kit 1.0 takes the first of them, and none where the
 * third argument has a key (`interimToDDL`).
 */
function inlinePrimaryKey(
  table: TableValue, inline: readonly TableColumn[], keys: readonly PrimaryKey[], context: Context,
): readonly PrimaryKey[] {
  const [first] = inline;
  if (first === undefined) return [];
  const { primaryKey: origin } = first.builder;
  if (context.run.generation === '0.31') {
    const columns = names(inline.map((column) => ({ table, column })), context);
    return [{ kind: 'primaryKey', ...identifier(keyName(table)), columns, include: [], origin }];
  }
  if (keys.length > 0) return [];
  return [{ kind: 'primaryKey', ...unnamed(keyName(table)), columns: names([{ table, column: first }], context), include: [], origin }];
}

/** drizzle-kit 1.0 passes a column's `.unique()` by where `unique().on(…)` says the same. */
function isSaidAgain({ columns }: Unique, uniques: readonly Unique[], { run }: Context): boolean {
  return run.generation === '1.0' && uniques.some((one) => one.columns.length === 1 && one.columns[0] === columns[0]);
}

type Called = Pick<Constraint, 'name' | 'written' | 'unnamed'>;

function unnamed(made: string): Called {
  return { ...identifier(made), unnamed: true };
}

function names(columns: readonly NamedColumn[], context: Context): readonly string[] {
  return columns.map((column) => identifier(databaseName(column, context.casing)).name);
}

function primaryKeyOf(table: TableValue, key: PrimaryKeyBuilder, context: Context): PrimaryKey | Unknown {
  const columns = namedColumns(key.columns, key.origin);
  const given = textOf(key.name, key.origin);
  if (isUnknown(columns)) return columns;
  if (isUnknown(given)) return given;
  return { kind: 'primaryKey', ...calledKey(given, table, columns, context), columns: names(columns, context), include: [], origin: key.origin };
}

function calledKey(given: string | null, table: TableValue, columns: readonly NamedColumn[], { run, casing }: Context): Called {
  if (run.generation === '1.0') return given === null || given === '' ? unnamed(keyName(table)) : identifier(given);
  return identifier(primaryKeyName(given, table, columns, casing));
}

function calledUnique(given: string | null, made: { readonly old: string; readonly one: string }, { run }: Context): Called {
  if (given !== null && given !== '') return identifier(given);
  return run.generation === '1.0' ? unnamed(made.one) : identifier(made.old);
}

function inlineUnique(table: TableValue, column: TableColumn, context: Context): Unique | null | Unknown {
  const { unique } = column.builder;
  if (unique === null) return null;
  const given = textOf(unique.name, unique.origin);
  const nulls = textOf(entryOf(unique.options, 'nulls'), unique.origin);
  if (isUnknown(given)) return given;
  if (isUnknown(nulls)) return nulls;
  const columns = [{ table, column }];
  const made = { old: uniqueName(table, columns), one: ownUniqueName(table, { table, column }, context.casing) };
  return {
    kind: 'unique', ...calledUnique(given, made, context), columns: names(columns, context), include: [],
    nullsNotDistinct: nulls === 'not distinct', origin: unique.origin,
  };
}

function uniqueOf(table: TableValue, unique: UniqueBuilder, context: Context): Unique | Unknown {
  const columns = namedColumns(list(unique.columns ?? []), unique.origin);
  const given = textOf(unique.name, unique.origin);
  if (isUnknown(columns)) return columns;
  if (isUnknown(given)) return given;
  const made = uniqueName(table, columns);
  return {
    kind: 'unique', ...calledUnique(given, { old: made, one: made }, context), columns: names(columns, context), include: [],
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
  const given = context.run.generation === '1.0' ? textOf(entryOf(call.actions, 'name'), call.origin) : null;
  if (isUnknown(given)) return given;
  return keyTo(table, [{ table, column }], [foreign], given, {
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
    kind: 'foreignKey', ...calledReference(given, table, columns, foreign, context),
    columns: names(columns, context), references: objectName(target.schema, target.name),
    referencedColumns: names(foreign, context), onDelete: rest.onDelete ?? 'no action',
    ...(rest.onDelete === null ? { onDeleteLeftOut: true } : {}), onUpdate: rest.onUpdate ?? 'no action', validated: true, origin: rest.origin,
  };
}

function calledReference(
  given: string | null, table: TableValue, columns: readonly NamedColumn[], foreign: readonly NamedColumn[], { run, casing }: Context,
): Called {
  if (run.generation === '0.31') return identifier(foreignKeyName(given, table, columns, foreign, casing));
  return given === null || given === '' ? unnamed(foreignKeyNameOfOne(table, columns, foreign, casing)) : identifier(given);
}

function checkOf(check: CheckBuilder, context: Context): Check | Unknown {
  const name = textOf(check.name, check.origin) ?? unknown('a check has no name', check.origin);
  const text = conditionText(check.value, context, check.origin);
  if (isUnknown(name)) return name;
  if (isUnknown(text)) return text;
  return { kind: 'check', ...identifier(name), expression: context.spell(text), validated: true, origin: check.origin };
}
