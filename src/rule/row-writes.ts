import type { ChangeOf } from '../facts/change.ts';
import { blocksWrites } from '../facts/effects.ts';
import type { Migration } from '../facts/history.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';
import type { Statement } from '../facts/statement.ts';
import { quoted, quotedName } from '../facts/quoted-name.ts';
import { isInUse } from './blocked.ts';
import type { ChangeContext, Moment } from './context.ts';
import { holding, type Holding } from './holding.ts';

type ChangeRows = ChangeOf<'changeRows'>;
type Asked = Pick<ChangeContext<unknown>, 'bornHere' | 'isSmall' | 'columnBornHere'>;

/**
 * Does a change write every row of a table in use, or put all rows of one into another? Where a condition says more than
 * how tables are joined and that a column of this deploy is null, nobody knows how many rows it is.
 */
export function writesWholeTable(change: ChangeRows, on: Asked): boolean {
  if (!change.tables.some((table) => isInUse(table, on))) return false;
  switch (change.command) {
    case 'update': return !change.bounded || isOpen(change, on);
    case 'delete': return !change.bounded;
    case 'insert': return readsWholeTable(change, on);
    case 'merge': return true;
    case 'copy':
    case 'truncate': return false;
    default: return change.command satisfies never;
  }
}

/** INSERT … SELECT without a condition or a limit, of a table that has rows. */
export function readsWholeTable({ command, bounded, reads }: ChangeRows, on: Asked): boolean {
  return command === 'insert' && !bounded && reads.some((table) => isInUse(table, on));
}

/**
 * A condition that leaves no row out: a join, or that a column is null which no row has a value for yet. A join with a
 * query of the table itself chooses rows, often a batch of them.
 */
function isOpen({ where, tables: [table], reads }: ChangeRows, { columnBornHere }: Asked): boolean {
  if (table === undefined || where?.spelling == null) return false;
  const readsItself = reads.some((one) => sameName(one, table));
  return where.spelling.split(' AND ').every((term) => {
    const [, isNull, left, right] = /^\(?(?:"((?:[^"]|"")+)" IS NULL|"((?:[^"]|"")+)" = "((?:[^"]|"")+)")\)?$/.exec(term) ?? [];
    if (isNull !== undefined) return columnBornHere(table, isNull.replaceAll('""', '"')) === 'yes';
    return left !== undefined && right !== undefined && reads.length > 0 && !readsItself;
  });
}

/**
 * Does it fill the rows of a table in use in which one of the columns it writes is null, and no others are asked for? How
 * many those are nobody knows; that all rows are read to find them is certain.
 */
function fillsNulls({ command, where, tables: [table], columns }: ChangeRows, on: Asked): boolean {
  if (command !== 'update' || table === undefined || where?.spelling == null || !isInUse(table, on)) return false;
  return where.spelling.split(' AND ').every((term) => {
    const [, column] = /^\(?"((?:[^"]|"")+)" IS NULL\)?$/.exec(term) ?? [];
    return column !== undefined && columns?.includes(column.replaceAll('""', '"')) === true;
  });
}

/**
 * UPDATE or DELETE without a condition, on data that was there before the deploy. Filling a new column loses nothing, and
 * somebody who explains a statement in a comment has not forgotten its condition.
 */
export function writesBlindly(change: ChangeRows, on: Asked & Pick<ChangeContext<unknown>, 'statement' | 'migration'>): boolean {
  const { command, filtered, tables: [table], columns } = change;
  if (filtered || table === undefined || on.bornHere(table) === 'yes' || isExplained(on.statement, on.migration)) return false;
  if (command === 'delete') return true;
  return command === 'update' && columns?.some((column) => on.columnBornHere(table, column) !== 'yes') === true;
}

/** A comment stands above it, or above the writes that it goes on with. */
function isExplained(statement: Statement, migration: Migration): boolean {
  const { start } = statement.origin.span;
  if (statement.comments.some(({ origin, text }) => origin.span.start < start && !noExplanation.test(text))) return true;
  const statements = migration.sql?.statements ?? [];
  const last = statements[statements.indexOf(statement) - 1];
  const goesOn = last?.changes.some(({ kind }) => kind === 'changeRows') === true;
  return goesOn && isExplained(last, migration);
}

/** What drizzle-kit puts on top of a file and between statements, and comments for linters. */
const noExplanation = /^\W*$|statement-breakpoint|custom sql migration file|^(?:eslint|oxlint)-/i;

/** A write of all rows, or of those that nothing has filled, in a transaction with a lock that others wait for. */
export interface WriteBesideLock {
  readonly write: Moment & { readonly change: ChangeRows };
  readonly rows: 'all' | 'unfilled';
  /** Taken before; or, of the same table, after. */
  readonly lock: { readonly when: 'before'; readonly held: Holding } | { readonly when: 'after'; readonly by: Moment };
}

/** The writes of all rows that share a transaction with such a lock. `block`: the moments of the transaction. */
export function writesBesideLocks(block: readonly Moment[]): readonly WriteBesideLock[] {
  return block.flatMap((moment, place): readonly WriteBesideLock[] => {
    const rows = rowsWritten(moment);
    if (rows === null || !isOfRows(moment)) return [];
    const [held] = [...holding(moment)].sort((one, other) => nearness(other, moment) - nearness(one, moment));
    if (held !== undefined) return [{ write: moment, rows, lock: { when: 'before', held } }];
    const by = moment.change.command === 'insert' || rows === 'unfilled' ? undefined
      : block.slice(place + 1).find((later) => locksAny(later, moment.change.tables));
    return by === undefined ? [] : [{ write: moment, rows, lock: { when: 'after', by } }];
  });
}

function isOfRows(moment: Moment): moment is WriteBesideLock['write'] {
  return moment.change.kind === 'changeRows';
}

function rowsWritten(moment: Moment): WriteBesideLock['rows'] | null {
  const { change } = moment;
  if (change.kind !== 'changeRows' || writesBlindly(change, moment)) return null;
  if (writesWholeTable(change, moment)) return 'all';
  return fillsNulls(change, moment) ? 'unfilled' : null;
}

/** The lock to speak of: one that stops reads, and that is on the written table. */
function nearness({ table, waits }: Holding, { change }: WriteBesideLock['write']): number {
  return (waits === 'writes' ? 0 : 2) + (change.tables.some((one) => sameName(one, table)) ? 1 : 0);
}

function locksAny({ effects: { locks }, change }: Moment, tables: readonly ObjectName[]): boolean {
  const keys = new Set(tables.map(keyOf));
  return change.kind !== 'changeRows' && locks.some(({ table, mode }) => blocksWrites(mode) && keys.has(keyOf(table)));
}

/** The write in batches, to be repeated until it writes nothing; null where the key of the table is not known. */
export function inBatches(
  { command, tables: [table], columns, where }: ChangeRows, { before, columnBornHere }: Pick<ChangeContext<unknown>, 'before' | 'columnBornHere'>,
): string | null {
  const found = table === undefined ? undefined : before.tables.get(keyOf(table));
  const key = found?.constraints.find(({ kind }) => kind === 'primaryKey');
  if (found === undefined || key?.kind !== 'primaryKey' || key.columns.length !== 1 || key.columns[0] === undefined) return null;
  if (command !== 'update' && command !== 'delete') return null;
  const name = quotedName(found);
  const id = quoted(key.columns[0]);
  const [column, ...others] = columns ?? [];
  const isNullable = found.columns.find((one) => one.name === column)?.notNull === false;
  const isNull = column !== undefined && where?.spelling?.includes(`"${column.replaceAll('"', '""')}" IS NULL`) === true;
  const isFilled = column !== undefined && isNullable && (isNull || columnBornHere(found, column) === 'yes');
  const rest = !isFilled || others.length > 0 ? '…' : `${quoted(column)} IS NULL`;
  const what = command === 'update' ? `UPDATE ${name} SET …` : `DELETE FROM ${name}`;
  return `${what} WHERE ${id} IN (SELECT ${id} FROM ${name} WHERE ${rest} LIMIT 1000);`;
}
