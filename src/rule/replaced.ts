import { sameType, typeNameIn } from '../catalog/replay/types-in-columns.ts';
import type { Column, Table } from '../facts/catalog.ts';
import type { Change, ChangeOf, NewColumn } from '../facts/change.ts';
import { keyOf, memberKey, sameName, temporarySchema, type ObjectName } from '../facts/names.ts';
import { isComplete } from './breaking-note.ts';
import type { Moment } from './context.ts';
import { resembles } from './resembles.ts';

/** A table, or a column of one. */
export interface Place {
  readonly table: ObjectName;
  readonly column: string | null;
}

/** A table or column in use that a deploy drops, and what the same deploy made in its place. */
export interface Replaced {
  readonly drop: Moment;
  readonly from: Place;
  readonly to: Place;
}

/** With the statement that took the rows or values along. */
export interface CopiedReplacement extends Replaced {
  readonly copy: Moment;
}

/**
 * What is dropped once its values were copied to where the deploy made room for them: a new column, or a table of this
 * deploy. One for each drop.
 */
export function copiedReplacements(moments: readonly Moment[]): readonly CopiedReplacement[] {
  return moments.flatMap((drop, index) => {
    const from = droppedBy(drop);
    if (from === null) return [];
    const before = moments.slice(0, index);
    const made = madeIn(before);
    for (const copy of before) {
      const to = copiedTo(copy, from, made);
      if (to !== null) return [{ drop, from, to, copy }];
    }
    return [];
  });
}

/**
 * What is dropped while the same deploy makes something of the same kind and another name, empty: a column of the same
 * type in the same table, a table with the same columns. Only where the two look like one thing: their names resemble
 * each other, or nothing else of this type comes or goes there and they have in common what few columns have. Rows that any
 * statement reads from the old or writes to the new say that the author knew better, and so does a complete note, unless
 * it names what is new: that sends people to where there is nothing.
 */
export function emptyReplacements(moments: readonly Moment[]): readonly Replaced[] {
  const taken = new Set<Moment>();
  const drops = moments.filter((moment) => droppedBy(moment) !== null);
  return drops.flatMap((drop) => {
    const from = droppedBy(drop);
    if (from === null || moments.some((other) => mentions(other, from))) return [];
    const found = drop.change.kind === 'dropColumn' ? columnInPlaceOf(drop, drop.change, { moments, drops, taken })
      : tableInPlaceOf(drop, from.table, { moments, drops, taken });
    if (found === null || isMeant(drop, found.to)) return [];
    taken.add(found.made);
    return [{ drop, from, to: found.to }];
  });
}

function isMeant({ statement: { breaking: note } }: Moment, { table, column }: Place): boolean {
  return isComplete(note) && !wordsOf(`${note.who} ${note.remedy}`).includes((column ?? table.name).toLowerCase());
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? [];
}

function droppedBy({ change, breaking }: Moment): Place | null {
  if (change.kind === 'dropColumn') {
    return breaking()?.kind === 'columnDropped' ? { table: change.table, column: change.column.name } : null;
  }
  if (change.kind !== 'dropRelation' || breaking()?.kind !== 'tableDropped') return null;
  return { table: change.name, column: null };
}

/** Keys of tables and columns that a deploy has made so far. */
function madeIn(moments: readonly Moment[]): ReadonlySet<string> {
  return new Set(moments.flatMap(({ change }) => {
    if (change.kind === 'createTable') return change.table.schema === temporarySchema ? [] : [keyOf(change.table)];
    return change.kind === 'addColumn' ? [memberKey(change.table, change.column.name)] : [];
  }));
}

function copiedTo(moment: Moment, from: Place, made: ReadonlySet<string>): Place | null {
  const { change } = moment;
  if (change.kind === 'createTable') {
    const isCopy = change.asQuery && change.table.schema !== temporarySchema && names(moment, from);
    return isCopy ? { table: change.table, column: null } : null;
  }
  if (change.kind !== 'changeRows' || !readsFrom(change, from.table) || !names(moment, from)) return null;
  const [table] = change.tables;
  if (table === undefined) return null;
  if (made.has(keyOf(table))) return { table, column: null };
  const column = change.columns?.find((name) => made.has(memberKey(table, name)));
  return column === undefined ? null : { table, column };
}

/** UPDATE and MERGE read the rows that they change. */
function readsFrom({ command, reads, tables }: ChangeOf<'changeRows'>, table: ObjectName): boolean {
  const own = command === 'update' || command === 'merge' ? tables : [];
  return [...reads, ...own].some((one) => sameName(one, table));
}

/** Does a statement that changes rows read it? */
function mentions(moment: Moment, from: Place): boolean {
  return moment.change.kind === 'changeRows' && readsFrom(moment.change, from.table) && names(moment, from);
}

/** Does the statement hold the name? Of a table that it reads that is known. */
function names({ statement, migration }: Moment, { table, column }: Place): boolean {
  const { start, end } = statement.origin.span;
  const text = migration.sql?.text.slice(start, end) ?? '';
  const name = column ?? table.name;
  return wordsOf(text).includes(name.toLowerCase()) || (/[^\p{L}\p{N}_$]/u.test(name) && text.includes(name));
}

interface Search {
  readonly moments: readonly Moment[];
  readonly drops: readonly Moment[];
  /** Those that stand in the place of another already. */
  readonly taken: ReadonlySet<Moment>;
}

interface InPlace {
  readonly made: Moment;
  readonly to: Place;
}

function columnInPlaceOf(drop: Moment, { table, column: { name } }: ChangeOf<'dropColumn'>, search: Search): InPlace | null {
  const lost = columnsAt(drop, table).find((column) => column.name === name);
  if (lost === undefined) return null;
  const added = search.moments.flatMap((made) => {
    const { change } = made;
    return isPlainColumnOf(change, table, lost.type) && !isFilledIn(search.moments, table, change.column.name)
      && !pointsElsewhere(drop, change, search.moments) ? [{ made, column: change.column }] : [];
  });
  const free = added.filter(({ made }) => !search.taken.has(made));
  const alike = free.filter(({ column }) => resembles(name, column.name));
  const isOnly = isPeculiar(lost) && added.length === 1 && search.drops.filter((other) => dropsOfType(other, table, lost.type)).length === 1;
  const [found] = alike.length > 0 ? [alike.find(({ column }) => isSameShape(lost, column)) ?? alike[0]]
    : free.filter(({ column }) => isOnly && isSameShape(lost, column));
  return found === undefined ? null : { made: found.made, to: { table, column: found.column.name } };
}

function columnsAt({ before }: Moment, table: ObjectName): readonly Column[] {
  return before.tables.get(keyOf(table))?.columns ?? [];
}

function isPlainColumnOf(change: Change, table: ObjectName, type: string): change is ChangeOf<'addColumn'> {
  if (change.kind !== 'addColumn' || change.conditional || !sameName(change.table, table)) return false;
  const { column } = change;
  return !column.serial && column.generated === null && column.identity === null && sameType(column.type, type);
}

function isFilledIn(moments: readonly Moment[], table: ObjectName, column: string): boolean {
  return moments.some(({ change }) => change.kind === 'changeRows' && change.tables.some((one) => sameName(one, table))
    && change.columns?.includes(column) === true);
}

/** Keys of other rows are no values for a column that refers to a table which the old one did not refer to. */
function pointsElsewhere(
  { change: dropped, beforeDeploy }: Moment, { table, column }: ChangeOf<'addColumn'>, moments: readonly Moment[],
): boolean {
  const added = moments.flatMap(({ change }) =>
    (change.kind === 'addConstraint' && sameName(change.table, table) ? [change.constraint] : []));
  const made = [...added, ...column.constraints].find((one) =>
    one.kind === 'foreignKey' && one.columns.length === 1 && one.columns[0] === column.name);
  if (made?.kind !== 'foreignKey' || dropped.kind !== 'dropColumn') return false;
  return beforeDeploy.tables.get(keyOf(table))?.constraints.some((one) => one.kind === 'foreignKey'
    && one.columns.includes(dropped.column.name) && sameName(one.references, made.references)) !== true;
}

function dropsOfType(drop: Moment, table: ObjectName, type: string): boolean {
  const { change } = drop;
  if (change.kind !== 'dropColumn' || !sameName(change.table, table)) return false;
  const column = columnsAt(drop, table).find(({ name }) => name === change.column.name);
  return column !== undefined && sameType(column.type, type);
}

/** A text that may be null is any column, a flag with a default too; an enum is not, nor what every row has to state. */
function isPeculiar({ type, notNull, default: value }: Column): boolean {
  return (notNull && value === null) || typeNameIn(type) !== null;
}

function isSameShape(lost: Column, added: NewColumn): boolean {
  return lost.notNull === added.notNull && spellingOf(lost) === spellingOf(added);
}

function spellingOf({ default: value }: Column): string | null {
  return value === null ? null : value.spelling ?? value.text;
}

function tableInPlaceOf(drop: Moment, name: ObjectName, { moments, taken }: Search): InPlace | null {
  const lost = drop.before.tables.get(keyOf(name));
  if (lost === undefined || lost.partial || lost.kind === 'partition') return null;
  const made = moments.flatMap((moment) => {
    const { change } = moment;
    return change.kind === 'createTable' && !taken.has(moment) && isPlainTable(change) && !isWrittenIn(moments, change.table)
      ? [{ moment, change }] : [];
  });
  const found = made.find(({ change }) => isTheSame(lost, change));
  return found === undefined ? null : { made: found.moment, to: { table: found.change.table, column: null } };
}

function isPlainTable({ asQuery, like, inherits, table, conditional }: ChangeOf<'createTable'>): boolean {
  return !asQuery && !conditional && like.length === 0 && inherits.length === 0 && table.partitionOf === null
    && table.schema !== temporarySchema;
}

function isWrittenIn(moments: readonly Moment[], table: ObjectName): boolean {
  return moments.some(({ change }) => change.kind === 'changeRows' && change.tables.some((one) => sameName(one, table)));
}

/** With all of its columns, and few others under a name that resembles the old one. Three columns many tables have. */
function isTheSame(lost: Table, { table, columns }: ChangeOf<'createTable'>): boolean {
  const hasAll = lost.columns.every(({ name, type }) => columns.some((column) => column.name === name && sameType(type, column.type)));
  if (!hasAll) return false;
  return resembles(lost.name, table.name) ? columns.length * mostOfThem <= lost.columns.length
    : columns.length === lost.columns.length && columns.length > fewColumns;
}

const mostOfThem = 0.8;
const fewColumns = 3;
