import { rule } from '#rule';

const given = 'create table author (id integer primary key, name text not null);';

export default rule({
  id: 'safety/concurrently-in-transaction',
  title: 'Run CONCURRENTLY outside a transaction',
  why: 'Postgres refuses CONCURRENTLY and a few other statements inside a transaction block, and Drizzle’s migrator puts all that is pending into one: the deploy fails with SQLSTATE 25001.',
  instead: 'Apply the migrations with sluice migrate and set runner: "sluice": it runs such a statement alone.',
  level: 'error',
  silent: [
    'With the runner `sluice` or `neon-http` the statement is not in a transaction.',
    'After a COMMIT in the same file, until the next BEGIN.',
  ],
  examples: [
    { given, bad: 'create index concurrently author_name_idx on author (name);', runner: 'drizzle', claims: { fails: '25001' } },
    { given, good: 'create index concurrently author_name_idx on author (name);', runner: 'sluice' },
    { given, bad: 'do $$ begin create index concurrently author_name_idx on author (name); end $$;', runner: 'sluice' },
    { given, good: 'commit;--> statement-breakpoint\ncreate index concurrently author_name_idx on author (name);', runner: 'drizzle' },
  ],
  check: {
    change(change, { effects, runner, statement }) {
      const refused = effects.fails.find(({ sqlstate, certain }) => sqlstate === '25001' && certain === 'always');
      if (refused === undefined) return;
      if (statement.tag === 'DO') {
        return {
          at: change.origin,
          text: `A DO block runs inside a transaction, whatever the runner: ${refused.reason}.`,
          instead: 'Write the statement out, in a migration of its own.',
        };
      }
      return { at: change.origin, text: `With the runner ${runner} this stands inside a transaction: ${refused.reason}.` };
    },
  },
});
