import { isDeclared, rule } from '#rule';

const head = "import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';";
const concurrent = `${head}
export const dataset = pgTable('dataset', { id: integer('id').primaryKey(), title: text('title') }, (table) => [
  index('dataset_title_idx').on(table.title).concurrently(),
]);`;
const before = { '0000_datasets': { up: 'create table dataset (id integer primary key, title text);', down: 'drop table dataset;' } };

export default rule({
  id: 'indexes/concurrently-unusable',
  title: 'Ask for CONCURRENTLY only where the migrator can run it',
  why: 'drizzle-kit writes CREATE INDEX CONCURRENTLY for it, and the migrator of drizzle-orm runs everything in one transaction, where Postgres refuses that: the deploy fails with SQLSTATE 25001.',
  instead: 'Apply the migrations with sluice migrate and set runner: "sluice", or leave .concurrently() out.',
  level: 'error',
  silent: [
    'With the runner `sluice` or `neon-http` the statement is not in a transaction.',
    'An index that a migration makes already: safety/concurrently-in-transaction speaks of its SQL.',
    'A project without migrations, whose schema is pushed: drizzle-kit push opens no transaction.',
  ],
  examples: [
    { runner: 'drizzle', bad: { schema: concurrent, migrations: before } },
    { runner: 'sluice', good: { schema: concurrent, migrations: before } },
    { runner: 'drizzle', good: { schema: concurrent, migrations: {
      ...before,
      '0001_index': { up: 'create index concurrently dataset_title_idx on dataset (title);', down: 'drop index dataset_title_idx;' },
    } } },
    { runner: 'drizzle', good: { schema: concurrent } },
    { runner: 'drizzle', good: { schema: concurrent.replace('.concurrently()', ''), migrations: before } },
  ],
  check: {
    index(index, { runner, isGenerated }) {
      if (!index.concurrently || runner !== 'drizzle' || !isDeclared(index.origin)) return;
      if (isGenerated({ kind: 'index', schema: index.schema, name: index.name }) !== 'no') return;
      return {
        at: index.origin,
        text: `The index ${index.name} is to be built CONCURRENTLY, which the migrator of drizzle-orm cannot do.`,
        suggestions: [{
          text: 'Leave .concurrently() out: the build then blocks writes to the table.',
          amendment: { kind: 'removeCall', at: index.origin, method: 'concurrently' },
        }],
      };
    },
  },
});
