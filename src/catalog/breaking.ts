import type { Catalog, Column, EnumType } from '../facts/catalog.ts';
import type { Change, ChangeOf } from '../facts/change.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf, showName } from '../facts/names.ts';
import { columnBornHere, schemaBornHere, tableMadeHere, typeBornHere } from './born-here.ts';
import type { Newborns } from './born-here.ts';
import { narrowsType } from './narrows-type.ts';
import { tableOfConstraintIndex } from './replay/generated-names.ts';
import { isOfType, sameType } from './replay/types-in-columns.ts';

/** A change that code written for the schema before cannot live with. */
export interface Breaking {
  readonly kind:
    | 'tableDropped' | 'tableRenamed' | 'columnDropped' | 'columnRenamed' | 'typeDropped' | 'typeRenamed'
    | 'enumValueRenamed' | 'enumValueRemoved' | 'schemaDropped' | 'schemaRenamed' | 'notNullSet' | 'typeNarrowed';
  /** What happens, to be continued or ended: `column book.isbn is dropped`. */
  readonly what: string;
}

/** The catalogs a change is judged by. */
export interface BreakingContext {
  /** Before the change. */
  readonly before: Catalog;
  /** Before the deploy: what the code in use knows. */
  readonly live: Catalog;
  /** After the deploy: whether what is taken away comes back. */
  readonly after: Catalog;
  readonly newborns: Newborns;
}

/**
 * What a change breaks, or null: drop or rename of a table (or view), column, type, enum value or schema, a type made
 * again with fewer values, NOT NULL on a column that took nulls (a primary key says so too), a narrowed type. What was made in this deploy cannot
 * break anyone, nor can indexes and constraints; neither does a table that leaves a view or a table under its old name,
 * nor a view that is made again. What was renamed in this deploy is told once, under the name that the code knows.
 * drizzle-kit 0.31 removes an enum value by way of text, drop and create: only the create breaks, and says which values
 * went.
 */
export function breaking(change: Change, context: BreakingContext): Breaking | null {
  switch (change.kind) {
    case 'dropRelation': return relationDropped(change, context);
    case 'renameRelation':
      return relationMoved(change, { ...change.to, schema: change.name.schema }, `is renamed to ${change.to.name}`, context);
    case 'setRelationSchema':
      return relationMoved(change, { ...change.name, schema: change.to }, `moves to schema ${change.to}`, context);
    case 'dropColumn': return columnDropped(change, context);
    case 'renameColumn': return columnRenamed(change, context);
    case 'setNotNull': return notNullSet(change.table, change.column.name, context);
    case 'addConstraint': return constraintAdded(change, context);
    case 'setColumnType': return typeNarrowed(change, context);
    case 'createEnum': return enumMadeAgain(change, context);
    case 'renameEnumValue': return enumValueRenamed(change, context);
    case 'dropSchema': return schemaGone(change.schema, 'schemaDropped', 'is dropped', context);
    case 'renameSchema': return schemaGone(change.schema, 'schemaRenamed', `is renamed to ${change.to.name}`, context);
    case 'dropOther': return otherDropped(change, context);
    case 'renameOther': return typeRenamed(change, context);
    case 'setOtherSchema': return typeMoved(change.object, change.name, `moves to schema ${change.to}`, context);
    default: return null;
  }
}

function relationDropped(
  { relation, name, tolerates, conditional }: ChangeOf<'dropRelation'>, context: BreakingContext,
): Breaking | null {
  if (relation === 'index' || relation === 'sequence' || isOurs(context, name)) return null;
  if ((tolerates === 'missing' || conditional) && !isRelation(context.before, name)) return null;
  if (hasLeftItsName(context, name) || context.after.views.has(keyOf(name))) return null;
  return { kind: 'tableDropped', what: `${wordFor(relation)} ${showName(name)} is dropped` };
}

function relationMoved(
  { relation, name, tolerates, conditional }: ChangeOf<'renameRelation' | 'setRelationSchema'>,
  to: ObjectName,
  how: string,
  context: BreakingContext,
): Breaking | null {
  if (relation === 'index' || relation === 'sequence' || isOurs(context, name)) return null;
  if (isNoTable(context.before, name) || isRelation(context.after, name) || hasLeftItsName(context, name)) return null;
  if ((tolerates === 'missing' || conditional) && !isRelation(context.before, name)) return null;
  if (conditional && isRelation(context.before, to)) return null;
  return { kind: 'tableRenamed', what: `${wordFor(relation)} ${showName(name)} ${how}` };
}

/** A table that this deploy renamed: that it leaves its name was told then, and nobody knows it by the new one. */
function hasLeftItsName({ newborns, live }: BreakingContext, name: ObjectName): boolean {
  return newborns.tables.get(keyOf(name))?.kind === 'live' && !isRelation(live, name);
}

/** ALTER TABLE … RENAME may name an index, that of a key too, or a sequence. */
function isNoTable(catalog: Catalog, name: ObjectName): boolean {
  return !isRelation(catalog, name) && (catalog.indexes.has(keyOf(name)) || catalog.sequences.has(keyOf(name))
    || tableOfConstraintIndex(catalog, name.schema, name.name) !== null);
}

function columnDropped(change: ChangeOf<'dropColumn'>, context: BreakingContext): Breaking | null {
  const { table, column } = change;
  if (columnBornHere(context.newborns, table, column.name) === 'yes') return null;
  const known = context.before.tables.get(keyOf(table));
  const there = known === undefined || known.partial || known.columns.some((one) => one.name === column.name);
  if ((change.tolerates === 'missing' || change.conditional) && !there) return null;
  if (isRenamedHere(context, table, column.name)) return null;
  return { kind: 'columnDropped', what: `column ${showName(table)}.${column.name} is dropped` };
}

function columnRenamed(
  { table, column, to }: ChangeOf<'renameColumn'>, context: BreakingContext,
): Breaking | null {
  if (columnBornHere(context.newborns, table, column.name) === 'yes') return null;
  if (isRenamedHere(context, table, column.name)) return null;
  return { kind: 'columnRenamed', what: `column ${showName(table)}.${column.name} is renamed to ${to.name}` };
}

/** A column that has its name from a RENAME of this deploy, which was told: nobody knows it by this name. */
function isRenamedHere({ before, live }: BreakingContext, table: ObjectName, name: string): boolean {
  const known = live.tables.get(keyOf(table));
  return known !== undefined && !known.partial && columnIn(before, table, name) !== null
    && !known.columns.some((one) => one.name === name);
}

/**
 * A column of this deploy breaks only without a default: code that does not know it leaves it null. Where the column is
 * not known it may have taken nulls. What is gone after the deploy takes no value of anybody.
 */
function notNullSet(table: ObjectName, name: string, context: BreakingContext): Breaking | null {
  if (isOurs(context, table)) return null;
  const column = columnIn(context.before, table, name);
  if (column?.notNull === true || isGoneAfter(context, table, name)) return null;
  const shown = `column ${showName(table)}.${name}`;
  if (columnBornHere(context.newborns, table, name) !== 'yes') {
    return { kind: 'notNullSet', what: `${shown} no longer takes null` };
  }
  const filled = column !== null && (column.default !== null || column.generated !== null || column.identity !== null);
  return filled ? null : { kind: 'notNullSet', what: `the new ${shown} takes no null and has no default` };
}

function isGoneAfter({ after }: BreakingContext, table: ObjectName, name: string): boolean {
  const known = after.tables.get(keyOf(table));
  return known !== undefined && !known.partial && columnIn(after, table, name) === null;
}

/** A primary key takes no null either. */
function constraintAdded({ table, constraint }: ChangeOf<'addConstraint'>, context: BreakingContext): Breaking | null {
  switch (constraint.kind) {
    case 'notNull': return notNullSet(table, constraint.column, context);
    case 'primaryKey': return firstNotNullSet(table, constraint.columns, context);
    case 'usingIndex': return constraint.makes === 'unique' ? null
      : firstNotNullSet(table, keysOf(context.before, table, constraint.index), context);
    default: return null;
  }
}

function firstNotNullSet(table: ObjectName, columns: readonly string[], context: BreakingContext): Breaking | null {
  return columns.flatMap((column) => notNullSet(table, column, context) ?? [])[0] ?? null;
}

function keysOf(catalog: Catalog, { schema }: ObjectName, name: string): readonly string[] {
  return catalog.indexes.get(keyOf({ schema, name }))?.keys.flatMap(({ column }) => column ?? []) ?? [];
}

/** A type whose narrowing cannot be told is not called breaking. */
function typeNarrowed({ table, column, type }: ChangeOf<'setColumnType'>, context: BreakingContext): Breaking | null {
  if (columnBornHere(context.newborns, table, column.name) === 'yes') return null;
  const now = columnIn(context.before, table, column.name);
  const live = columnIn(context.live, table, column.name) ?? now;
  if (now === null || live === null || sameType(live.type, type)) return null;
  if (narrowsType(live.type, type) !== 'yes') return null;
  return {
    kind: 'typeNarrowed', what: `column ${showName(table)}.${column.name} is narrowed from ${live.type} to ${type}`,
  };
}

function enumMadeAgain({ enum: made }: ChangeOf<'createEnum'>, { live, before }: BreakingContext): Breaking | null {
  return before.enums.has(keyOf(made)) ? null : valuesLost(made, made, live);
}

/** Another enum takes the name of one that the code in use knows. */
function valuesLost(name: ObjectName, now: EnumType, live: Catalog): Breaking | null {
  const was = live.enums.get(keyOf(name));
  if (was === undefined || now.partial) return null;
  const gone = was.values.filter((value) => !now.values.includes(value));
  if (gone.length === 0) return null;
  return { kind: 'enumValueRemoved', what: `type ${showName(name)} loses ${gone.map((value) =>
    `'${value}'`).join(', ')}` };
}

function enumValueRenamed(
  { enum: name, value, to }: ChangeOf<'renameEnumValue'>, { newborns }: BreakingContext,
): Breaking | null {
  if (typeBornHere(newborns, name) === 'yes') return null;
  return { kind: 'enumValueRenamed', what: `value '${value}' of type ${showName(name)} is renamed to '${to}'` };
}

function otherDropped(change: ChangeOf<'dropOther'>, context: BreakingContext): Breaking | null {
  const { object, name } = change;
  if (object === 'schema') return schemaGone(name.name, 'schemaDropped', 'is dropped', context);
  if (object !== 'type' && object !== 'domain') return null;
  if (typeBornHere(context.newborns, name) === 'yes' || isType(context.after, name)) return null;
  if ((change.tolerates === 'missing' || change.conditional) && !isType(context.before, name)) return null;
  const renamedHere = isType(context.before, name) && !isType(context.live, name);
  if (renamedHere) return null;
  return { kind: 'typeDropped', what: `type ${showName(name)} is dropped` };
}

function typeRenamed(change: ChangeOf<'renameOther'>, context: BreakingContext): Breaking | null {
  const { object, name, to } = change;
  const now = context.before.enums.get(keyOf(name));
  const lost = now === undefined ? null : valuesLost({ ...to, schema: name.schema }, now, context.live);
  return lost ?? typeMoved(object, name, `is renamed to ${to.name}`, context);
}

function typeMoved(object: string, name: ObjectName, how: string, context: BreakingContext): Breaking | null {
  if (object !== 'type' && object !== 'domain') return null;
  if (typeBornHere(context.newborns, name) === 'yes' || isSwappedEnum(name, context)) return null;
  return { kind: 'typeRenamed', what: `type ${showName(name)} ${how}` };
}

/** An enum is renamed to make room for another of its name, which every column then takes: nothing is renamed. */
function isSwappedEnum(name: ObjectName, { live, after }: BreakingContext): boolean {
  const columns = (catalog: Catalog): readonly string[] => [...catalog.tables.values()].flatMap((table) =>
    table.columns.filter((column) => isOfType(column.type, name)).map((column) => `${keyOf(table)}.${column.name}`));
  return isType(after, name) && columns(live).every((column) => columns(after).includes(column));
}

function schemaGone(
  schema: string,
  kind: 'schemaDropped' | 'schemaRenamed',
  how: string,
  { newborns, before }: BreakingContext,
): Breaking | null {
  if (schemaBornHere(newborns, schema) === 'yes' || (kind === 'schemaDropped' && !before.schemas.has(schema))) {
    return null;
  }
  return { kind, what: `schema ${schema} ${how}` };
}

function isOurs({ newborns }: BreakingContext, table: ObjectName): boolean {
  return tableMadeHere(newborns, table) === 'yes';
}

function isRelation(catalog: Catalog, name: ObjectName): boolean {
  return catalog.tables.has(keyOf(name)) || catalog.views.has(keyOf(name));
}

function isType(catalog: Catalog, name: ObjectName): boolean {
  const key = keyOf(name);
  return catalog.enums.has(key) || catalog.domains.has(key) || catalog.compositeTypes.has(key);
}

function columnIn(catalog: Catalog, table: ObjectName, name: string): Column | null {
  return catalog.tables.get(keyOf(table))?.columns.find((column) => column.name === name) ?? null;
}

function wordFor(relation: ChangeOf<'dropRelation'>['relation']): string {
  return relation === 'view' || relation === 'materializedView' ? 'view' : 'table';
}
