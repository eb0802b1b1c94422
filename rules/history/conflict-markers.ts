import { baseName, rule } from '#rule';

const journal = `{"version": "7", "dialect": "postgresql", "entries": [
  {"idx": 0, "version": "7", "when": 1760000000000, "tag": "0000_datasets", "breakpoints": true},
<<<<<<< HEAD
  {"idx": 1, "version": "7", "when": 1760000100000, "tag": "0001_titles", "breakpoints": true}
=======
  {"idx": 1, "version": "7", "when": 1760000200000, "tag": "0001_authors", "breakpoints": true}
>>>>>>> authors
]}`;

export default rule({
  id: 'history/conflict-markers',
  title: 'Finish a merge before anything else',
  why: 'The marks that git leaves in journal, SQL and snapshots are no JSON and no SQL: Drizzle’s migrator stops at them, and generate takes what it can still read for the whole.',
  instead: 'Finish the merge: keep both migrations of two branches, one behind the other, each with its own number, time and snapshot.',
  level: 'error',
  silent: [
    'A line of `=` signs, or of `<` signs, that no mark of the other kind follows.',
    'An older snapshot that is marked somewhere behind its ids: nothing reads it.',
  ],
  examples: [
    { bad: { migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' } },
      files: { 'drizzle/meta/_journal.json': journal } } },
    { bad: { migrations: { '0000_datasets': { up: `create table dataset (
<<<<<<< HEAD
  id integer primary key
=======
  id bigint primary key
>>>>>>> larger-keys
);`, down: 'drop table dataset;' } } } },
    { good: { migrations: { '0000_datasets': { up: `-- <<<<<<< not a mark
-- =======
create table dataset (id integer primary key);`, down: 'drop table dataset;' } } } },
  ],
  check: {
    conflict({ origin: at }) {
      return { at, text: `An unfinished merge left its marks in ${baseName(at.file)}: nothing else is judged until it is finished.` };
    },
  },
});
