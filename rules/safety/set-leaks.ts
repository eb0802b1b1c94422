import { listed, rule } from '#rule';
import type { Change, ChangeOf, Deploy, Report, Runner, Step, Transaction } from '#rule';

const given = 'create table author (id integer primary key, name text);';

export default rule({
  id: 'safety/set-leaks',
  title: 'Let settings end with the transaction',
  why: 'SET holds for the whole session. The connection goes back to the pool of the application with it: statement_timeout = 0 then holds for the next request that gets this connection, and for no other.',
  instead: 'Write SET LOCAL, which ends with the transaction.',
  level: 'warn',
  silent: [
    'SET LOCAL in a transaction.',
    'A setting that the deploy itself takes back with RESET or SET … TO DEFAULT, or sets a second time, which is taken for the value it had.',
    'SET with the runner `sluice`, which resets all after each migration.',
    'search_path, of which safety/search-path speaks.',
  ],
  examples: [
    { given, bad: "set lock_timeout = '2s'; alter table author add column bio text;", runner: 'drizzle' },
    { given, bad: "set statement_timeout = 0; set lock_timeout = 0; select set_config('work_mem', '1GB', false);", runner: 'drizzle' },
    { given, bad: "set lock_timeout = '2s'; alter table author add column bio text;", runner: 'neon-http' },
    { given, bad: "set local lock_timeout = '2s'; alter table author add column bio text;", runner: 'neon-http' },
    { given, bad: "commit; set local lock_timeout = '2s'; create index concurrently author_name_idx on author (name);", runner: 'drizzle' },
    { given, good: "set local lock_timeout = '2s'; alter table author add column bio text;", runner: 'drizzle' },
    { given, good: "set lock_timeout = '2s'; alter table author add column bio text; reset lock_timeout;", runner: 'drizzle' },
    { given, good: "set lock_timeout = '2s'; alter table author add column bio text; reset all;", runner: 'drizzle' },
    { given, good: "commit; set lock_timeout = 0; create index concurrently author_name_idx on author (name); set lock_timeout = '5s';", runner: 'drizzle' },
    { given, bad: 'commit; set lock_timeout = 0; create index concurrently author_name_idx on author (name);', runner: 'drizzle' },
    { given, good: "set lock_timeout = '2s'; alter table author add column bio text;", runner: 'sluice' },
    { given, good: "set search_path = 'library';", runner: 'drizzle' },
  ],
  check: {
    deploy(deploy, { runner }) {
      const set = settingsOf(deploy);
      const files = new Set(set.map(({ step }) => step.migration));
      return [...files].flatMap((migration) => {
        const own = set.filter(({ step, change }) => step.migration === migration && change.variable !== 'search_path');
        return [
          ...once(own.filter(({ change, transaction }) => change.local && transaction.alone), noTransaction),
          ...once(own.filter(({ change }) => !change.local && !isTakenBack(change, deploy)), (names) => leaks(names, runner, own)),
        ];
      });
    },
  },
});

interface Setting {
  readonly change: ChangeOf<'setVariable'>;
  readonly step: Step;
  readonly transaction: Transaction;
}

/** What the deploy sets to a value of its own. */
function settingsOf({ transactions }: Deploy): readonly Setting[] {
  return transactions.flatMap((transaction) => transaction.steps.flatMap((step) => step.statement.changes.flatMap((change) =>
    (change.kind === 'setVariable' && change.value !== null ? [{ change, step, transaction }] : []))));
}

/** Does the deploy reset it later, or give it its second value back? RESET ALL names no variable. */
function isTakenBack({ variable, origin }: ChangeOf<'setVariable'>, { transactions }: Deploy): boolean {
  const statements = transactions.flatMap(({ steps }) => steps.map(({ statement }) => statement));
  const place = statements.findIndex(({ changes }) => changes.some((change) => change.origin === origin));
  const sets = (change: Change): boolean => change.kind === 'setVariable' && change.variable === variable && !change.local && change.origin !== origin;
  return statements.slice(0, place).some(({ changes }) => changes.some(sets))
    || statements.slice(place + 1).some(({ tag, changes }) => (tag === 'RESET' && changes.length === 0) || changes.some(sets));
}

/** One report a migration, at the first. */
function once(settings: readonly Setting[], say: (names: string) => Omit<Report, 'at'> | null): readonly Report[] {
  const [first, ...others] = settings;
  const said = first === undefined ? null : say(listed(settings.map(({ change }) => change.variable)));
  if (first === undefined || said === null) return [];
  return [{ ...said, at: first.change.origin, related: others.map(({ change }) => ({ at: change.origin, text: `Sets ${change.variable}.` })) }];
}

function noTransaction(names: string): Omit<Report, 'at'> {
  return {
    text: `SET LOCAL ${names} does nothing here: no transaction is open, and Postgres only warns.`,
    instead: 'Set it for the role that migrates: ALTER ROLE … SET …;',
  };
}

function leaks(names: string, runner: Runner, settings: readonly Setting[]): Omit<Report, 'at'> | null {
  switch (runner) {
    case 'drizzle': return {
      text: `SET ${names} ${settings.length === 1 ? 'stays' : 'stay'} on the connection after the deploy.`,
      instead: settings.some(({ transaction }) => transaction.alone)
        ? `No transaction is open here, so take it back at the end: RESET ${settings[0]?.change.variable ?? 'ALL'};`
        : 'Write SET LOCAL: Drizzle’s migrator has opened the transaction with which it ends.',
    };
    case 'neon-http': return {
      text: `SET ${names} ${settings.length === 1 ? 'does' : 'do'} nothing for what follows: with neon-http each statement is a session of its own.`,
      instead: 'Set it for the role that migrates: ALTER ROLE … SET …;',
    };
    case 'sluice': return null;
    default: return runner satisfies never;
  }
}
