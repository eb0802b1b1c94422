import { keyOf, quotedName, rule, sameName } from '#rule';
import type { ChangeContext, ChangeOf, ObjectName } from '#rule';

const given = 'create table author (id integer primary key, name text);';
const build = 'create index concurrently if not exists author_name_idx on author (name);';

export default rule({
  id: 'safety/invalid-index-retry',
  title: 'Drop what a failed build left before building again',
  why: 'CREATE INDEX CONCURRENTLY that fails or is stopped leaves an index that is INVALID: every write maintains it, no query uses it. IF NOT EXISTS takes it for the index and passes when the deploy is tried again.',
  instead: 'Put DROP INDEX CONCURRENTLY IF EXISTS before it: where nothing was left it does nothing.',
  level: 'warn',
  silent: [
    'Without IF NOT EXISTS: a second try fails, and says so.',
    'The migrations drop an index of that name before.',
    'With the runner `sluice`: sluice migrate runs nothing while an invalid index of that name is there.',
    'An index that is there already, as the history tells.',
    'A table that the deploy itself makes, which has nobody to disturb the build.',
    'Inside a transaction, where CONCURRENTLY is refused and safety/concurrently-in-transaction says so.',
  ],
  examples: [
    { given, bad: build, runner: 'neon-http' },
    { given, bad: `commit;\n${build}`, runner: 'drizzle' },
    { given, good: `drop index concurrently if exists author_name_idx; ${build}`, runner: 'neon-http' },
    { given, good: 'create index concurrently author_name_idx on author (name);', runner: 'neon-http' },
    { given, good: build, runner: 'sluice' },
    { given, good: build, runner: 'drizzle' },
    { given: `${given} create index author_name_idx on author (name);`, good: build, runner: 'neon-http' },
    {
      given, runner: 'neon-http',
      good: 'create table book (id integer primary key, title text); create index concurrently if not exists book_title_idx on book (title);',
    },
  ],
  check: {
    createIndex(change, on) {
      const { concurrently, tolerates, index } = change;
      const { runner, bornHere, effects, before } = on;
      if (!concurrently || tolerates !== 'duplicate' || index.name === null || runner === 'sluice') return;
      const name: ObjectName = { schema: index.table.schema, name: index.name, written: index.name };
      const isSafe = bornHere(index.table) === 'yes' || before.indexes.has(keyOf(name)) || droppedBefore(name, change, on);
      if (isSafe || effects.fails.some(({ sqlstate }) => sqlstate === '25001')) return;
      return {
        at: change.origin,
        text: `If the build of ${index.name} fails, an invalid index of that name stays; IF NOT EXISTS passes over it the next time.`,
        instead: `Put before it: DROP INDEX CONCURRENTLY IF EXISTS ${quotedName(name)};`,
      };
    },
  },
});

function droppedBefore(index: ObjectName, until: ChangeOf<'createIndex'>, { deploy }: ChangeContext<unknown>): boolean {
  const changes = deploy.transactions.flatMap(({ steps }) => steps.flatMap(({ statement }) => statement.changes));
  return changes.slice(0, changes.indexOf(until)).some((change) => change.kind === 'dropRelation' && sameName(change.name, index));
}
