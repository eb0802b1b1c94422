import { redundantIndexes, rule, show } from '#rule';

const dropConstraint = 'Remove it, with DROP CONSTRAINT where it exists already; a foreign key may lean on it.';

export default rule({
  id: 'indexes/redundant',
  title: 'Drop an index that another one replaces',
  why: 'Every index is written on every INSERT; one whose columns another index begins with serves no query of its own.',
  instead: 'Remove it, with DROP INDEX CONCURRENTLY where it exists already.',
  level: 'warn',
  presets: { strict: 'error' },
  silent: [
    'What guards something, a unique index or constraint, unless another one guards the same.',
    'Another method, operator class, collation or predicate makes another index, so do columns only one of them includes.',
    'Ascending and descending order, and NULLS FIRST, must agree or be reversed as a whole.',
  ],
  examples: [
    { bad: { schema: `import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
export const file = pgTable('dataset_file', { version: integer('version_id'), path: text('path') }, (table) => [
  index('dataset_file_version_id_idx').on(table.version),
  index('dataset_file_version_id_path_idx').on(table.version, table.path),
]);` } },
    {
      given: 'create table dataset (id integer primary key, slug text unique);',
      bad: 'create index dataset_slug_idx on dataset (slug);',
      runner: 'neon-http',
    },
    {
      given: 'create table dataset (id integer primary key, slug text, title text);',
      good: 'create index dataset_slug_idx on dataset (slug); create unique index dataset_slug_title_key on dataset (title, slug);',
    },
  ],
  check: {
    table(table, { catalog }) {
      return redundantIndexes(catalog, table).flatMap(({ redundant, by, kind }) => {
        if (redundant.origin === null) return [];
        const what = redundant.constraint === null ? 'Index' : 'Constraint';
        const how = kind === 'duplicate' ? 'is the same as' : 'is the beginning of';
        return [{
          at: redundant.origin,
          ...(redundant.constraint === null ? {} : { instead: dropConstraint }),
          text: `${what} ${redundant.name} of ${show(table)} ${how} ${by.name}, which serves all its queries.`,
          related: by.origin === null ? [] : [{ at: by.origin, text: `${by.name} is here:` }],
        }];
      });
    },
  },
});
