import type { Catalog, EnumType } from '../facts/catalog.ts';
import type { Change, ChangeOf } from '../facts/change.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf, showName } from '../facts/names.ts';
import { columnBornHere, schemaBornHere, tableMadeHere, typeBornHere } from './born-here.ts';
import { defaultDropped } from './breaking/default-dropped.ts';
import { columnIn, isFilled, lacksColumn, type Breaking, type BreakingContext } from './breaking/found.ts';
import { narrowsType } from './narrows-type.ts';
import { tableOfConstraintIndex } from './replay/generated-names.ts';
import { isOfType, sameType } from './replay/types-in-columns.ts';

export { breakingKinds, type Breaking, type BreakingContext, type BreakingKind } from './breaking/found.ts';

/**
 * What a change breaks, or null: drop or rename of a table (or view), column, type, enum value or schema, a type made
 * again with fewer values, NOT NULL on a column that took nulls (a primary key says so too), the default of one that takes
 * none, a narrowed type. What was made in this deploy cannot break anyone, nor can indexes and constraints; neither does a
 * table that leaves a view or a table under its old name, nor a view or a generated column that is made again. What was renamed in this deploy is told once, under the name that the code knows.
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
    case 'dropDefault':
    case 'dropIdentity':
    case 'dropExpression': return defaultDropped(change, context);
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
  const shown = `${wordFor(relation, name, context)} ${showName(name)}`;
  if (context.after.tables.has(keyOf(name))) return { kind: 'tableRemade', what: `${shown} is dropped and made again` };
  return { kind: isView(relation, name, context) ? 'viewDropped' : 'tableDropped', what: `${shown} is dropped` };
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
  const kind = isView(relation, name, context) ? 'viewRenamed' : 'tableRenamed';
  return { kind, what: `${wordFor(relation, name, context)} ${showName(name)} ${how}` };
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
  const { table, column: { name } } = change;
  if (columnBornHere(context.newborns, table, name) === 'yes') return null;
  if ((change.tolerates === 'missing' || change.conditional) && lacksColumn(context.before, table, name)) return null;
  if (isRenamedHere(context, table, name)) return null;
  const shown = `column ${showName(table)}.${name}`;
  const then = columnIn(context.after, table, name);
  if (then === null) return { kind: 'columnDropped', what: `${shown} is dropped` };
  if (then.generated !== null && columnIn(context.before, table, name)?.generated != null) return null;
  return { kind: 'columnRemade', what: `${shown} is dropped and made again, without its values` };
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
  return columnIn(before, table, name) !== null && lacksColumn(live, table, name);
}

/**
 * A column of this deploy breaks only without a default: code that does not know it leaves it null. Where the column is
 * not known it may have taken nulls. What is gone after the deploy takes no value of anybody.
 */
function notNullSet(table: ObjectName, name: string, context: BreakingContext): Breaking | null {
  if (isOurs(context, table)) return null;
  const column = columnIn(context.before, table, name);
  if (column?.notNull === true || lacksColumn(context.after, table, name)) return null;
  const shown = `column ${showName(table)}.${name}`;
  if (columnBornHere(context.newborns, table, name) !== 'yes') {
    return { kind: 'notNullSet', what: `${shown} no longer takes null` };
  }
  return column !== null && isFilled(column) ? null : { kind: 'notNullSet', what: `the new ${shown} takes no null and has no default` };
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

/** Without CASCADE a type goes only when no column has it: what became of its columns was told then. */
function isInColumns({ tables }: Catalog, name: ObjectName): boolean {
  return [...tables.values()].some(({ partial, columns }) => partial || columns.some(({ type }) => isOfType(type, name)));
}

function otherDropped(change: ChangeOf<'dropOther'>, context: BreakingContext): Breaking | null {
  const { object, name } = change;
  if (object === 'schema') return schemaGone(name.name, 'schemaDropped', 'is dropped', context);
  if (object !== 'type' && object !== 'domain') return null;
  if (typeBornHere(context.newborns, name) === 'yes' || isType(context.after, name)) return null;
  if ((change.tolerates === 'missing' || change.conditional) && !isType(context.before, name)) return null;
  const renamedHere = isType(context.before, name) && !isType(context.live, name);
  if (renamedHere || (isType(context.live, name) && !isInColumns(context.before, name))) return null;
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

/** ALTER TABLE may name a view: the catalog knows better. */
function isView(relation: Relation, name: ObjectName, { before }: BreakingContext): boolean {
  return relation === 'view' || relation === 'materializedView' || before.views.has(keyOf(name));
}

function wordFor(relation: Relation, name: ObjectName, context: BreakingContext): string {
  if (!isView(relation, name, context)) return 'table';
  const known = context.before.views.get(keyOf(name));
  return known?.materialized ?? relation === 'materializedView' ? 'materialized view' : 'view';
}

type Relation = ChangeOf<'dropRelation'>['relation'];
