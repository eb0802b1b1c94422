import { coverage, freeIndexName, isDeclared, matches, relationNames, rule, show, v } from '#rule';
import type { Catalog, ForeignKey, Remedy, Table } from '#rule';

const options = v.object({
  ignore: v.optional(v.pipe(
    v.array(v.string()),
    v.description('Globs of referenced tables whose rows are never deleted or re-keyed: lookup tables.'),
  ), []),
});

export default rule({
  id: 'indexes/foreign-key-covered',
  title: 'Index the columns of a foreign key',
  why: 'Postgres indexes the referenced side only: every DELETE or key change of the parent reads the whole referencing table, and so does every join from parent to child.',
  instead: 'Add an index whose first columns are those of the key, in any order.',
  level: 'error',
  silent: [
    'A primary key, a unique constraint or a unique index whose first columns are those of the key counts.',
    'The columns may come in any order; DESC, INCLUDE and further columns behind them do no harm.',
    'A partial index `WHERE column IS NOT NULL` counts, a hash index counts for one column.',
    'A table that could not be read whole.',
  ],
  options,
  examples: [
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const version = pgTable('dataset_version', { dataset: integer('dataset_id').references(() => dataset.id) });` },
      fixed: `import { index, integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const version = pgTable('dataset_version', { dataset: integer('dataset_id').references(() => dataset.id) }, (t) => [
  index('dataset_version_dataset_id_idx').on(t.dataset),
]);` },
    { good: { schema: `import { index, integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const version = pgTable(
  'dataset_version',
  { dataset: integer('dataset_id').references(() => dataset.id) },
  (table) => [index('dataset_version_dataset_id_idx').on(table.dataset)],
);` } },
    {
      given: 'create table dataset (id integer primary key);',
      bad: 'create table dataset_version (id integer primary key, dataset_id integer references dataset);',
    },
    {
      given: 'create table dataset (id integer primary key);',
      good: 'create table dataset_version (dataset_id integer references dataset, number integer, primary key (dataset_id, number));',
    },
  ],
  check: {
    constraint(constraint, table, on) {
      if (constraint.kind !== 'foreignKey' || constraint.origin === null) return;
      if (matches(on.options.ignore, constraint.references)) return;
      const answer = coverage(on.catalog, table, constraint, on.postgres);
      const columns = constraint.columns.join(', ');
      switch (answer.kind) {
        case 'covered':
        case 'unknown':
          return;
        case 'partly':
          return {
            at: constraint.origin,
            level: 'info',
            text: `Foreign key ${show(table)} (${columns}) to ${show(constraint.references)}: ${answer.by.name} serves only a part of it.`,
          };
        case 'bare':
          return {
            at: constraint.origin,
            text: `No index serves the foreign key ${show(table)} (${columns}) to ${show(constraint.references)}.`,
            instead: `Add an index on ${show(table)} (${columns}).`,
            ...withFix(indexFor(constraint, table, on.catalog)),
          };
        default:
          return answer satisfies never;
      }
    },
  },
});

function withFix(fix: Remedy | null): { readonly fix?: Remedy } {
  return fix === null ? {} : { fix };
}

/** An index of its own, on a table that TypeScript declares with these columns. */
function indexFor(foreignKey: ForeignKey, table: Table, catalog: Catalog): Remedy | null {
  const columns = foreignKey.columns.map((name) => table.columns.find((column) => column.name === name)?.origin ?? null);
  if (!isDeclared(table.origin) || !isDeclared(foreignKey.origin) || !columns.every(isDeclared)) return null;
  const name = freeIndexName(table.name, foreignKey.columns, relationNames(catalog, table.schema));
  return {
    text: `Add the index "${name}" on (${foreignKey.columns.join(', ')}).`,
    amendment: { kind: 'addIndex', table: table.origin, name, columns },
  };
}
