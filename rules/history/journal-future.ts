import { futureMigrations, listed, placeOf, rule, weightOf } from '#rule';
import type { History, Migration, Report } from '#rule';

const [datasets, titles] = [
  { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' },
  { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;' },
];

export default rule({
  id: 'history/journal-future',
  title: 'Date no migration in the future',
  why: 'Drizzle’s migrator applies what is later than the newest it has applied. Behind an entry whose time has not come every migration that is generated before that time is skipped, without a word; in the folder layout it sorts before the one that it goes on from.',
  instead: 'Give it the time at which it was generated.',
  level: 'error',
  silent: [
    'A folder that the base ref has under another name, which history/renamed-folder tells.',
    'A quarter of an hour, by which clocks may differ.',
    'A time that the base ref already has: databases have it in their ledger. With --all it is told as info.',
  ],
  examples: [
    { bad: { migrations: { '0000_datasets': { ...datasets, when: 1760000000000 }, '0001_titles': { ...titles, when: 3760000000000 } } } },
    { bad: { migrations: { '0000_datasets': { ...datasets, when: 3760000000000 }, '0001_titles': { ...titles, when: 1760000000000 } } } },
    { bad: { layout: 'folders', migrations: { '20260101090000_datasets': datasets, '20890101090000_titles': titles } } },
    { good: { migrations: { '0000_datasets': { ...datasets, when: 1760000000000 }, '0001_titles': { ...titles, when: 1767603900000 } } } },
    { good: { layout: 'folders', migrations: { '20260101090000_datasets': datasets, '20260102090000_titles': titles } } },
    { good: { layout: 'folders', migrations: { '20260101090000_datasets': datasets, '21000102090000_titles': titles },
      atBase: { 'drizzle/21000102090000_titles/migration.sql': null, 'drizzle/21000102090000_titles/down.sql': null, 'drizzle/21000102090000_titles/snapshot.json': null, 'drizzle/20260102090000_titles/migration.sql': titles.up } } },
  ],
  check: {
    history(history, on) {
      const found = futureMigrations(history, on);
      return (['new', 'old'] as const).flatMap((age) => {
        const faults = found.filter((fault) => fault.age === age);
        const [latest] = [...faults].sort((left, right) => right.migration.when - left.migration.when);
        if (latest === undefined) return [];
        const others = faults.filter((fault) => fault !== latest).map(({ migration: { tag } }) => tag);
        return [{ ...weightOf(latest), ...report(latest.migration, others, history) }];
      });
    },
  },
});

/** The one of the latest time: with it the others are late enough. */
function report(migration: Migration & { readonly when: number }, others: readonly string[], history: History): Report {
  const { tag, when, position } = migration;
  const also = others.length === 0 ? '' : `, and so ${others.length === 1 ? 'is that' : 'are those'} of ${listed(others)}`;
  const start = `The time of ${tag}, ${said(when)}, is in the future${also}`;
  const at = placeOf(migration, history);
  if (history.layout === 'folders') {
    return {
      at, instead: `Give the folder the time at which it was generated, unless it is applied anywhere: under another name it would run again there.`,
      text: `${start}: whatever another branch generates before then sorts before it.`,
    };
  }
  const before = history.migrations[position - 1]?.when ?? null;
  const skipped = history.migrations.slice(position + 1).filter((later) => later.when !== null && later.when <= when && !others.includes(later.tag));
  const already = skipped.length === 0 ? '' : `, as ${skipped.length === 1 ? 'is' : 'are'} already ${listed(skipped.map((later) => later.tag))}`;
  return {
    at,
    text: `${start}: a database that has ${tag} skips every migration generated before then silently${already}.`,
    ...(before === null ? {} : { instead: `Set "when" of ${tag} to the time at which it was generated, which is more than ${before}.` }),
  };
}

function said(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString().replace(/:\d\d\.\d+Z$/, '').replace('T', ' ');
}
