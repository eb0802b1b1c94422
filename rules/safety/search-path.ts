import { rule } from '#rule';
import type { ChangeContext, ChangeOf, Runner } from '#rule';

export default rule({
  id: 'safety/search-path',
  title: 'Name the schema instead of changing search_path',
  why: 'search_path decides which table a name without a schema means. Changed in a migration it holds for the migrations behind it too, and stays on the connection when the deploy is over: the application then finds other tables, or none.',
  instead: 'Write the schema before each name, and leave search_path alone.',
  level: 'warn',
  silent: [
    'The path that is there anyway: `public`, or `"$user", public`.',
    'A path that the same migration takes back.',
    'The SET search_path of a function, which holds inside it.',
    'With the runner `sluice`, which resets all after each migration.',
  ],
  examples: [
    { bad: "select pg_catalog.set_config('search_path', '', false);", runner: 'drizzle' },
    { bad: 'create schema library; set search_path to library; create table book (id integer primary key);', runner: 'drizzle' },
    { bad: 'create schema library; set local search_path to library, public; create table book (id integer primary key);', runner: 'drizzle' },
    { bad: 'create schema library; set search_path to library; create table book (id integer primary key);', runner: 'neon-http' },
    { good: 'set search_path to "$user", public; create table book (id integer primary key);', runner: 'drizzle' },
    { good: 'set search_path = public; create table book (id integer primary key);', runner: 'drizzle' },
    { good: 'create schema library; set search_path to library; create table book (id integer primary key); reset search_path;', runner: 'drizzle' },
    { good: "create function today() returns date language sql set search_path = '' as 'select current_date';", runner: 'drizzle' },
    { good: 'create schema library; set search_path to library; create table book (id integer primary key);', runner: 'sluice' },
  ],
  check: {
    setVariable(change, on) {
      const { runner, migration } = on;
      if (change.variable !== 'search_path' || change.value === null || runner === 'sluice' || isDefault(change.value)) return;
      const later = migration.sql?.statements ?? [];
      if (later.slice(later.indexOf(on.statement) + 1).some(({ tag, changes }) => isReset(tag, changes))) return;
      return { at: change.origin, text: textOf(change, runner, on) };
    },
  },
});

function isDefault(path: string): boolean {
  const schemas = path.split(',').map((schema) => schema.trim().replaceAll('"', '')).filter((schema) => schema !== '$user' && schema !== '');
  return schemas.length === 1 && schemas[0] === 'public';
}

/** RESET ALL names no variable. */
function isReset(tag: string, changes: ChangeContext<unknown>['statement']['changes']): boolean {
  return (tag === 'RESET' && changes.length === 0) || changes.some((change) =>
    change.kind === 'setVariable' && change.variable === 'search_path' && (change.value === null || isDefault(change.value)));
}

function textOf({ value, local }: ChangeOf<'setVariable'>, runner: Runner, { transaction }: ChangeContext<unknown>): string {
  if (runner === 'neon-http' || (local && transaction.alone)) {
    return 'This changes search_path for no other statement: names without a schema behind it mean what they meant.';
  }
  const where = value === '' || value === '""' ? 'in no schema' : `in ${value ?? ''}`;
  const until = local ? 'to the end of the transaction, in the other migrations that are pending too' : 'for the rest of the deploy, and on the connection after it';
  return `From here on names without a schema are looked up ${where}, ${until}.`;
}
