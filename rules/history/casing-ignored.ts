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
  why: 'Drizzle does not read "casing" of drizzle.config from 1.0.0-rc.1 on, and says nothing of it: a column without a name of its own is called as its key, and the next generate renames it.',
  instead: 'Make the tables with snakeCase.table (camelCase.table) of drizzle-orm/pg-core in place of pgTable, or give the columns names; then take "casing" out of drizzle.config.',
  level: 'error',
  silent: [
    'The layout with a journal, which is of drizzle-kit 0.31 and heeds it.',
    'A schema in which every column has its name, or a key that is one already: the setting is of no use then, and does no harm.',
    '"prefix" of "migrations", which 1.0 does not heed either: its folders begin with the time, whatever it says.',
  ],
  examples: [
    { bad: { layout: 'folders', casing: 'snake_case', schema: keyed, migrations } },
    { bad: {
      layout: 'folders', casing: 'snake_case', schema: keyed,
      migrations: { '20260501080000_datasets': { up: 'create table dataset (id integer primary key, "fullTitle" text);', down: 'drop table dataset;' } },
    } },
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
  /** The name that the setting gives it, as databases have it where an older drizzle-kit made it. */
  readonly meant: string;
  readonly key: string;
}

type Casing = NonNullable<NonNullable<HistoryContext<unknown>['kit']>['casing']>;

function miscalled({ tables }: Catalog, casing: Casing): readonly Miscalled[] {
  const [cased, uncased] = casing === 'snake_case' ? [snakeCase, camelCase] : [camelCase, snakeCase];
  return [...tables.values()].flatMap((table) => table.columns.flatMap((column) => {
    if (column.namedByKey !== true || column.origin === null) return [];
    const meant = cased(column.name);
    const key = meant === column.name ? uncased(column.name) : column.name;
    return meant === key ? [] : [{ table, column, meant, key }];
  }));
}

function report(columns: readonly Miscalled[], casing: Casing): Report | undefined {
  const [first] = columns;
  if (first?.column.origin == null) return;
  const shown = columns.slice(0, 3).map(({ table, meant, key }) => `${show(table)}.${key} (not ${meant})`);
  const more = columns.length - shown.length;
  const named = more > 0 ? `${shown.join(', ')} and ${more} more` : listed(shown);
  return {
    at: first.column.origin,
    text: `drizzle-kit does not heed casing: "${casing}" of drizzle.config from 1.0.0-rc.1 on: ${columns.length === 1 ? 'a column is' : `${columns.length} columns are`} called as in TypeScript, ${named}.`,
  };
}
