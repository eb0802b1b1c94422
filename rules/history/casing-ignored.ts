import { camelCase, listed, rule, show, snakeCase } from '#rule';
import type { Catalog, Column, HistoryContext, Report, Table } from '#rule';

const migrations = { '20260501080000_datasets': { up: 'create table dataset (id integer primary key, full_title text);', down: 'drop table dataset;' } };
const keyed = `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer().primaryKey(), fullTitle: text() });`;
const named = `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey(), fullTitle: text('full_title') });`;

export default rule({
  id: 'history/casing-ignored',
  title: 'Give columns their names where drizzle.config no longer does',
  why: 'Drizzle 1.0 does not read "casing" of drizzle.config, and says nothing of it: a column without a name of its own is called as its key, and the next generate renames it.',
  instead: 'Make the tables with snakeCase.table (camelCase.table) of drizzle-orm/pg-core in place of pgTable, or give the columns names; then take "casing" out of drizzle.config.',
  level: 'error',
  silent: [
    'The layout with a journal, which is of drizzle-kit 0.31 and heeds it.',
    'A schema in which every column has its name, or a key that is one already: the setting is of no use then, and does no harm.',
    '"prefix" of "migrations", which 1.0 does not heed either: its folders begin with the time, whatever it says.',
  ],
  examples: [
    { bad: { layout: 'folders', casing: 'snake_case', schema: keyed, migrations } },
    { good: { layout: 'folders', schema: keyed, migrations } },
    { good: { layout: 'folders', casing: 'snake_case', schema: named, migrations } },
    { good: { casing: 'snake_case', schema: keyed, migrations: { '0000_datasets': migrations['20260501080000_datasets'] } } },
    { good: { layout: 'folders', prefix: 'unix', schema: named, migrations } },
  ],
  check: {
    history({ layout }, { kit, declared }) {
      const casing = kit?.casing ?? null;
      if (layout !== 'folders' || casing === null || declared === null) return;
      return report(miscalled(declared, casing), casing);
    },
  },
});

interface Miscalled {
  readonly table: Table;
  readonly column: Column;
  /** The name that the setting would give it. */
  readonly meant: string;
}

type Casing = NonNullable<NonNullable<HistoryContext<unknown>['kit']>['casing']>;

function miscalled({ tables }: Catalog, casing: Casing): readonly Miscalled[] {
  const cased = casing === 'snake_case' ? snakeCase : camelCase;
  return [...tables.values()].flatMap((table) => table.columns.flatMap((column) => {
    const meant = cased(column.name);
    return column.namedByKey === true && column.origin !== null && meant !== column.name ? [{ table, column, meant }] : [];
  }));
}

function report(columns: readonly Miscalled[], casing: Casing): Report | undefined {
  const [first] = columns;
  if (first?.column.origin == null) return;
  const shown = columns.slice(0, 3).map(({ table, column, meant }) => `${show(table)}.${column.name} (not ${meant})`);
  const more = columns.length - shown.length;
  const named = more > 0 ? `${shown.join(', ')} and ${more} more` : listed(shown);
  return {
    at: first.column.origin,
    text: `drizzle-kit 1.0 does not heed casing: "${casing}" of drizzle.config: ${columns.length === 1 ? 'a column is' : `${columns.length} columns are`} called as in TypeScript, ${named}.`,
  };
}
