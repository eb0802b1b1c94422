import { singularize } from 'inflection';
import type { Catalog, Column, Table } from '../facts/catalog.ts';
import { isReserved } from './reserved-words.ts';
import { isNamedHere } from './table-prefixes.ts';
import { foreignKeysOf } from './third-party.ts';

/** A column that begins with the name of its own table. */
export interface Repetition {
  readonly table: Table;
  readonly column: Column;
  /** The name without that: `title` of `book_title`. */
  readonly rest: string;
}

/** So many tables of a project, and so large a part, have such columns where that is its way of naming. */
const custom = { tables: 2, share: 0.2 };

/** What is left of a name, and in how many tables: a word that as many repeat as have it bare is repeated by custom. */
function customaryRests(found: readonly Repetition[], tables: readonly Table[]): ReadonlySet<string> {
  const bare = (rest: string): number => tables.filter(({ columns }) => columns.some(({ name }) => name === rest)).length;
  const repeating = (rest: string): number => new Set(found.filter((one) => one.rest === rest).map(({ table }) => table)).size;
  return new Set(found.map(({ rest }) => rest).filter((rest) => repeating(rest) >= custom.tables && repeating(rest) >= bare(rest)));
}

/** Columns that repeat their table; none in a project that does so as a custom. */
export function repetitions(catalog: Catalog, postgres: number): readonly Repetition[] {
  const tables = [...catalog.tables.values()].filter((table) => isNamedHere(table, catalog));
  const stems = tables.flatMap(stemsOf);
  const found = tables.map((table) => table.columns.flatMap((column) => repetitionIn(table, column, stems, postgres) ?? []));
  const repeating = found.filter((all) => all.length > 0).length;
  if (repeating >= custom.tables && repeating / tables.length >= custom.share) return [];
  const customary = customaryRests(found.flat(), tables);
  return found.flat().filter((one) => !customary.has(one.rest) && !isSaidElsewhere(one, tables) && !isOneOfMany(one) && !isTable(one, tables));
}

/** Another table has it too: `author_name` of a loan is that of the author, who may have it by the same name. */
function isSaidElsewhere({ table, column }: Repetition, tables: readonly Table[]): boolean {
  return tables.some((other) => other !== table && other.columns.some(({ name }) => name === column.name));
}

/** The bare word would be anybody's: beside `subject_type`, `type` is not that of the table; beside `embedding` it is of that. */
function isOneOfMany({ table, column, rest }: Repetition): boolean {
  const stem = column.name.slice(0, -rest.length - 1);
  return table.columns.some(({ name }) => name === stem || (name !== column.name && name.endsWith(`_${rest}`)));
}

/** The bare word would be that of another table's rows: `branch` of `library_branch`. */
function isTable({ rest }: Repetition, tables: readonly Table[]): boolean {
  return tables.some(({ name }) => name === rest || singularize(name) === rest);
}

/** The name of the table as columns may say it. */
function stemsOf({ name }: Table): readonly string[] {
  return [...new Set([name, singularize(name)])].map((stem) => `${stem}_`);
}

function repetitionIn(table: Table, column: Column, stems: readonly string[], postgres: number): Repetition | null {
  const stem = stemsOf(table).find((one) => column.name.startsWith(one));
  if (stem === undefined || stems.some((other) => other.length > stem.length && column.name.startsWith(other))) return null;
  const rest = column.name.slice(stem.length);
  if (!/^[a-z]/.test(rest) || identifying.has(rest) || isReserved(rest, postgres)) return null;
  const isKey = foreignKeysOf(table).some(({ columns }) => columns.includes(column.name));
  return isKey || table.columns.some(({ name }) => name === rest) ? null : { table, column, rest };
}

/** What tells rows apart is often called alike here and in the tables that refer to it. */
const identifying: ReadonlySet<string> = new Set(['id', 'uuid', 'guid', 'key', 'code', 'identifier', 'no', 'nr', 'number']);
