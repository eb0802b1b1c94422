import { rule } from '#rule';
import type { Migration } from '#rule';

/** What drizzle-kit writes into a custom migration (0.31 and 1.0, `writeResult`). */
const custom = '-- Custom SQL migration file, put your code below! --';

const datasets = { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' };

export default rule({
  id: 'history/empty-migration',
  title: 'Write what a migration is for, or take it away',
  why: 'A migration without a statement is applied and noted as applied: what was meant to stand in it can then only come in another one.',
  instead: 'Write its SQL, or take the migration away while no database has it: SQL, snapshot and entry of the journal.',
  level: 'warn',
  silent: [
    'A comment of somebody’s own: it says why nothing is done.',
    'What drizzle-kit pull writes, where all statements stand in a comment.',
    'A migration in the folder layout that joins two branches.',
    'Migrations that are not judged: they are applied.',
  ],
  examples: [
    { bad: { migrations: { '0000_datasets': datasets, '0001_titles': { up: `${custom}\n`, down: '-- nothing' } } } },
    { bad: { migrations: { '0000_datasets': datasets, '0001_titles': { up: '', down: '-- nothing' } } } },
    { good: { migrations: { '0000_datasets': datasets, '0001_titles': { up: '-- The titles came with 0000: this one is applied on staging.', down: '-- nothing' } } } },
    { good: { migrations: { '0000_datasets': { up: '/*\ncreate table dataset (id integer primary key);\n*/', down: '-- nothing' } } } },
    { good: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_join': { up: '', down: '' } },
      files: { 'drizzle/20260502080000_join/snapshot.json': JSON.stringify({
        version: '8', dialect: 'postgres', id: '6f1b0c1e-0000-4000-8000-000000000003',
        prevIds: ['6f1b0c1e-0000-4000-8000-000000000001', '6f1b0c1e-0000-4000-8000-000000000002'], ddl: [], renames: [],
      }) } } },
    { good: { migrations: { '0000_datasets': datasets } } },
    { given: '-- nothing', good: 'create table dataset (id integer primary key);' },
  ],
  check: {
    history({ layout }, { judged }) {
      return layout === 'none' ? [] : judged.filter(isEmpty).map(({ tag, file }) => ({
        at: { file, span: { start: 0, end: 0 } },
        text: `Migration ${tag} does nothing: there is no statement in it.`,
      }));
    },
  },
});

function isEmpty({ sql, link }: Migration): boolean {
  if (sql === null || sql.statements.length > 0) return false;
  if (sql.text.replaceAll('--> statement-breakpoint', '').replaceAll(custom, '').trim() !== '') return false;
  return link === null || link.parents.length < 2;
}
