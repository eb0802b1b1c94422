import { rule } from '#rule';

const up = 'create table dataset (id integer primary key);';
const down = 'drop table dataset;';

export default rule({
  id: 'history/prefix-none',
  title: 'Let migrations begin with a number',
  why: 'With the prefix none drizzle-kit 0.31 writes _name.sql and _snapshot.json, and passes over files that begin with _ when it looks for the newest snapshot: every generate starts from an empty schema and writes all statements again.',
  instead: 'Take prefix: "none" out of "migrations" in drizzle.config, and rename what has no number: 0000_name.sql with its "tag" in the journal, and 0000_snapshot.json.',
  level: 'error',
  silent: [
    'A project without a migration: the first one is generated right.',
    'The folder layout, where 1.0 does not heed the prefix.',
    'Older migrations without a number, once the newest has one and another prefix is chosen: generate goes on from its snapshot.',
  ],
  examples: [
    { bad: { prefix: 'none', migrations: { '_datasets': { up, down } } } },
    { bad: { prefix: 'none', migrations: { '0000_datasets': { up, down } } } },
    { bad: { migrations: { '_datasets': { up, down } } } },
    { good: { prefix: 'none' } },
    { good: { prefix: 'none', layout: 'folders', migrations: { '20260501080000_datasets': { up, down } } } },
    { good: { prefix: 'index', migrations: { '_datasets': { up, down }, '0001_nothing': { up: 'select 1;', down: 'select 1;' } } } },
    { good: { prefix: 'timestamp', migrations: { '20260501080000_datasets': { up, down } } } },
  ],
  check: {
    history({ layout, migrations, journalFile }, { kit }) {
      const newest = migrations.at(-1);
      if (layout !== 'journal' || newest === undefined) return;
      const isBare = newest.tag.startsWith('_');
      if (kit?.prefix !== 'none' && !isBare) return;
      return {
        at: isBare && newest.entry !== null ? newest.entry.origin : { file: journalFile, span: { start: 0, end: 0 } },
        text: isBare
          ? `Migration ${newest.tag} has no number, so drizzle-kit passes over its snapshot: the next generate writes what it holds again.`
          : `${kit?.file ?? 'drizzle.config'} gives new migrations no number: from the first of them on, every generate passes over their snapshots and writes their statements again.`,
      };
    },
  },
});
