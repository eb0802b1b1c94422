import { isInUse, listed, quoted, quotedName, recreatedEnums, rule, show } from '#rule';
import type { DeployContext, RecreatedEnum, Report } from '#rule';

const given = "create type book_state as enum ('draft', 'published', 'lost'); create table book (id integer primary key, state book_state);";
const again = `drop type book_state;
create type book_state as enum ('draft', 'published');`;
const back = 'alter table book alter column state set data type book_state using state::book_state;';

export default rule({
  id: 'safety/enum-recreated',
  title: 'Keep enum values that are no longer used',
  why: 'Postgres cannot take a value from an enum, so drizzle-kit turns each column into text, makes the type again and turns the columns back. Each turn writes the table and its indexes anew while ACCESS EXCLUSIVE stops every read and write, and a row that still holds the value stops the deploy.',
  instead: 'Leave the value in the enum, in pgEnum too, and stop writing it.',
  level: 'error',
  silent: [
    'A type that no table uses that was there before the deploy.',
    'A type that is made again for a table the deploy itself makes.',
    'A new type for a column that had another.',
  ],
  examples: [
    {
      given,
      bad: `alter table book alter column state set data type text;\n${again}\n${back}`,
      claims: { locks: { book: 'AccessExclusive' }, rewrites: ['book'] },
    },
    {
      given,
      bad: `alter type book_state rename to book_state_old;
create type book_state as enum ('published', 'draft', 'lost');
alter table book alter column state set data type book_state using state::text::book_state;
drop type book_state_old;`,
      claims: { locks: { book: 'AccessExclusive' }, rewrites: ['book'] },
    },
    {
      given,
      bad: `create type book_state_new as enum ('draft', 'published');
alter table book alter column state set data type book_state_new using state::text::book_state_new;
drop type book_state;
alter type book_state_new rename to book_state;`,
    },
    { given: "create type book_state as enum ('draft', 'lost');", good: again },
    {
      given: "create type book_state as enum ('draft', 'lost');",
      good: `create table book (id integer primary key, state book_state);
alter table book alter column state set data type text;\n${again}\n${back}`,
    },
    {
      given: 'create table book (id integer primary key, state text);',
      good: "create type book_state as enum ('draft', 'published'); alter table book alter column state set data type book_state using state::book_state;",
    },
  ],
  check: {
    deploy(deploy, on) {
      const [first] = on.moments();
      if (first === undefined) return;
      return recreatedEnums(deploy, first.beforeDeploy).flatMap((recreated) => reportOf(recreated, on) ?? []);
    },
  },
});

function reportOf(recreated: RecreatedEnum, on: DeployContext<unknown>): Report | null {
  const { create, conversions, lost } = recreated;
  const tables = on.moments().flatMap((moment) => {
    const { change } = moment;
    return change.kind === 'setColumnType' && conversions.includes(change) && isInUse(change.table, moment) ? [change.table] : [];
  });
  if (tables.length === 0) return null;
  const counts = new Map(tables.map(show).map((table, _, all) => [table, all.filter((one) => one === table).length]));
  const rewritten = listed([...counts].map(([table, count]) => `${table} ${times(count)}`));
  const type = show(create.enum);
  const [one = '…'] = lost;
  const columns = listed(conversions.map(({ table, column }) => `${show(table)}.${column.name}`));
  const fails = lost.length === 0 ? '' : ` It fails if a row of ${columns} still holds ${listed(lost.map(literal))}.`;
  return {
    at: create.origin,
    text: `Making the enum ${type} again writes ${rewritten} anew; all reads and writes wait.${fails}`,
    instead: lost.length === 0
      ? 'Leave the order of the values as it is: sort by an expression or a table of ranks where the order matters.'
      : `Leave ${listed(lost.map(literal))} in the enum and in pgEnum. Where it must be refused: ${refusing(recreated, one)}`,
    related: conversions.map(({ origin }) => ({ at: origin, text: 'Part of it.' })),
  };
}

function times(count: number): string {
  return ['', 'once', 'twice'][count] ?? `${count} times`;
}

/** A check that does not read the table now. */
function refusing({ conversions }: RecreatedEnum, value: string): string {
  const [first] = conversions;
  if (first === undefined) return '';
  const { table, column } = first;
  const name = `${table.name}_${column.name}_is_current`;
  return `ALTER TABLE ${quotedName(table)} ADD CONSTRAINT ${quoted(name)} CHECK (${quoted(column.name)} <> ${literal(value)}) NOT VALID;`;
}

/** A value as SQL takes it. */
function literal(value: string): string {
  return `'${value.replaceAll('\'', '\'\'')}'`;
}
