import { baseName, rule } from '#rule';

const journal = `{"version": "7", "dialect": "postgresql", "entries": [
  {"idx": 0, "version": "7", "when": 1760000000000, "tag": "0000_datasets", "breakpoints": true},
<<<<<<< HEAD
  {"idx": 1, "version": "7", "when": 1760000100000, "tag": "0001_titles", "breakpoints": true}
=======
  {"idx": 1, "version": "7", "when": 1760000200000, "tag": "0001_authors", "breakpoints": true}
>>>>>>> authors
]}`;

const datasets = { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' };

export default rule({
  id: 'history/conflict-markers',
  title: 'Finish a merge before anything else',
  why: 'The marks that git leaves in journal, SQL, snapshots and schema are no JSON, no SQL and no TypeScript: Drizzle’s migrator stops at them, and generate takes what it can still read for the whole.',
  instead: 'Finish the merge: keep both migrations of two branches, one behind the other, each with its own number, time and snapshot.',
  level: 'error',
  silent: [
    'A line of `=` signs, or of `<` signs behind which neither a line of as many `=` signs follows nor the end of the other side.',
    'Files beside the migrations that are no SQL and no snapshot.',
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
    { bad: { migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key);', down: `<<<<<<< HEAD
drop table dataset;
||||||| 5f0c1d2
drop table dataset
=======
drop table dataset cascade;
>>>>>>> larger-keys` } } } },
    { good: { migrations: { '0000_datasets': datasets }, files: { 'drizzle/notes.md': '<<<<<<< HEAD\n=======\n>>>>>>> notes\n' } } },
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
