import { agedFaults, listed, placeOf, renamedFolders, rule, weightOf, whichStays } from '#rule';
import type { History, HistoryContext, HistoryFault, JournalEntry, Migration, Precedence, Report } from '#rule';

const [datasets, titles] = [
  { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' },
  { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;' },
];
const authors = { up: 'create table author (id integer primary key);', down: 'drop table author;' };

function journalOf(...entries: readonly (readonly [number, string])[]): Readonly<Record<string, string>> {
  const written = entries.map(([idx, tag], place) => ({ idx, version: '7', when: 1_760_000_000_000 + place * 60_000, tag, breakpoints: true }));
  return { 'drizzle/meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries: written }, null, 2) };
}

export default rule({
  id: 'history/numbering',
  title: 'Give every migration a number of its own',
  why: 'Two migrations of one number share one snapshot file, so one of them is in none; two of one second run in the order of the rest of their names. drizzle-orm 1.0 takes the time from the first fourteen characters of a folder’s name, and without one ends in invalid input syntax for type bigint: "NaN".',
  instead: 'Give the later one the next number, in its entry, its file and its snapshot.',
  level: 'error',
  silent: [
    'A folder that the base ref has under another name, which history/renamed-folder tells.',
    'Numbers that the base ref already has so. With --all they are told as info.',
    'Prefixes that are no numbers, and tags without any.',
    'A gap where files or snapshots show what is missing, which history/files-complete and history/snapshot-chain report. Another is told as info: it does no harm.',
  ],
  examples: [
    { bad: { migrations: { '0000_datasets': datasets, '0000_titles': titles } } },
    { bad: { migrations: { '0000_datasets': datasets, '0001_titles': titles }, files: journalOf([0, '0000_datasets'], [0, '0001_titles']) } },
    { bad: { migrations: { '0000_datasets': datasets, '0001_titles': titles }, files: journalOf([0, '0000_datasets'], [1, '0001_titles'], [2, '0001_titles']) } },
    { bad: { migrations: { '0000_datasets': datasets, '0001_titles': titles, '0002_authors': authors }, files: journalOf([0, '0000_datasets'], [2, '0001_titles'], [1, '0002_authors']) } },
    { bad: { migrations: { '0000_datasets': datasets, '0003_titles': titles }, files: journalOf([0, '0000_datasets'], [3, '0003_titles']) } },
    { bad: { layout: 'folders', migrations: { '20260101090000_datasets': datasets, titles } } },
    { bad: { layout: 'folders', migrations: { '20260101090000_datasets': datasets, '20260101090000_titles': titles } } },
    { good: { migrations: { '0000_datasets': datasets, '0001_titles': titles } } },
    { good: { layout: 'folders', migrations: { '20260101090000_datasets': datasets, titles },
      atBase: { 'drizzle/titles/migration.sql': null, 'drizzle/titles/down.sql': null, 'drizzle/titles/snapshot.json': null, 'drizzle/20260101100000_titles/migration.sql': titles.up } } },
    { good: { migrations: { datasets, titles } } },
    { good: { migrations: { create_datasets: datasets, create_titles: titles } } },
    { good: { migrations: { '0000_datasets': datasets, '0002_titles': titles }, files: { ...journalOf([0, '0000_datasets'], [2, '0002_titles']), 'drizzle/0001_authors.sql': authors.up } } },
    { good: { layout: 'folders', migrations: { '20260101090000_datasets': datasets, '20260101090001_titles': titles } } },
  ],
  check: {
    history(history, on) {
      const faultsIn = history.layout === 'folders' ? folderFaults : (each: History) => journalFaults(each, on);
      const renamed = renamedFolders(history, on.atBase);
      const faults = agedFaults(faultsIn, history, on).filter(({ tags }) => !tags.some((tag) => renamed.has(tag)));
      return faults.map((fault) => ({ ...fault.report, ...weightOf(fault) }));
    },
  },
});

type Fault = HistoryFault & { readonly report: Report };

type Base = Pick<HistoryContext<unknown>, 'tagsAtBase' | 'atBase'>;

interface Numbered {
  readonly migration: Migration;
  readonly entry: JournalEntry;
  /** What the tag begins with; null: no number. */
  readonly prefix: string | null;
}

function journalFaults(history: History, base: Base): readonly Fault[] {
  const numbered = history.migrations.flatMap((migration): readonly Numbered[] =>
    (migration.entry === null ? [] : [{ migration, entry: migration.entry, prefix: /^\d+(?=_|$)/.exec(migration.tag)?.[0] ?? null }]));
  const doubles = numbered.flatMap((one, place) => doubleOf(one, numbered.slice(0, place), base));
  return [...doubles, ...(doubles.length === 0 ? overtaken(numbered) : []), ...gap(numbered, history)];
}

function doubleOf(one: Numbered, before: readonly Numbered[], base: Base): readonly Fault[] {
  const same = before.find(({ migration }) => migration.tag === one.migration.tag);
  if (same !== undefined) {
    const text = `The journal names ${one.migration.tag} twice: a fresh database runs it twice.`;
    return [doubleFault([same, one], { stays: same, moves: one }, { text })];
  }
  const samePrefix = before.find(({ prefix }) => prefix !== null && prefix === one.prefix);
  if (samePrefix !== undefined) {
    const sides = whichStays(samePrefix, one, base.tagsAtBase);
    return [doubleFault([samePrefix, one], sides, samePrefixReport(sides, base))];
  }
  const sameIdx = before.find(({ entry }) => entry.idx === one.entry.idx);
  if (sameIdx === undefined) return [];
  const sides = whichStays(sameIdx, one, base.tagsAtBase);
  const text = `${sides.moves.migration.tag} has the idx ${one.entry.idx} in the journal, as ${sides.stays.migration.tag} has.`;
  return [doubleFault([sameIdx, one], sides, { text })];
}

function samePrefixReport({ stays, moves, byBase }: Precedence<Numbered>, base: Base): Pick<Report, 'text' | 'instead'> {
  const [kept, moved] = [stays.migration.tag, moves.migration.tag];
  return {
    text: `${moved} has the number of ${kept}: both have the snapshot ${moves.prefix ?? ''}_snapshot.json, which can hold one of them.`,
    ...(byBase && base.atBase !== null ? {
      instead: `Give ${moved} the next number, in its entry, its file and its snapshot: the base ref has ${kept}. sluice rebase moves ${moved} behind it.`,
    } : {}),
  };
}

/** The key is that of the order in the journal, whichever side is told. */
function doubleFault(
  [earlier, later]: readonly [Numbered, Numbered], { stays, moves }: Pick<Precedence<Numbered>, 'stays' | 'moves'>, said: Pick<Report, 'text' | 'instead'>,
): Fault {
  return {
    key: `${later.migration.tag} as ${earlier.migration.tag}`,
    tags: [moves.migration.tag],
    report: { at: moves.entry.origin, ...said, related: [{ at: stays.entry.origin, text: `${stays.migration.tag} is here:` }] },
  };
}

/** `generate` numbers a migration by the idx of the last entry (drizzle-kit 0.31), whatever the files are called. */
function overtaken(numbered: readonly Numbered[]): readonly Fault[] {
  const last = numbered.at(-1);
  if (last === undefined || last.prefix === null || isTime(last.prefix)) return [];
  const next = last.entry.idx + 1;
  const taken = numbered.find(({ prefix }) => prefix !== null && !isTime(prefix) && Number(prefix) === next);
  if (taken === undefined) return [];
  const highest = Math.max(...numbered.flatMap(({ prefix }) => (prefix === null ? [] : [Number(prefix)])));
  return [{ key: `${last.migration.tag} idx ${last.entry.idx}`, tags: [last.migration.tag], report: {
    at: last.entry.origin,
    text: `${last.migration.tag} has the idx ${last.entry.idx} in the journal: the next generate takes the number ${String(next).padStart(4, '0')}, and writes its snapshot over that of ${taken.migration.tag}.`,
    instead: `Set "idx" of ${last.migration.tag} to ${highest}.`,
  } }];
}

/** Prefixes of seconds or of dates. */
function isTime(prefix: string): boolean {
  return prefix.length >= 10;
}

/** Numbers that nothing has, where the snapshots before and behind them go on from one another. */
function gap(numbered: readonly Numbered[], { strayFiles, straySnapshots }: History): readonly Fault[] {
  if (strayFiles.length + straySnapshots.length > 0) return [];
  const gaps = numbered.flatMap((one, place) => {
    const before = numbered[place - 1];
    return before !== undefined && isGap(before, one) ? [{ before, one }] : [];
  });
  return gaps.map(({ before, one }) => ({
    key: `${before.migration.tag} to ${one.migration.tag}`,
    tags: [one.migration.tag],
    report: {
      at: one.entry.origin, level: 'info',
      text: `No migration has a number between ${before.migration.tag} and ${one.migration.tag}, and nothing is missing there.`,
      instead: 'Leave it: a number more or less does no harm.',
    },
  }));
}

function isGap(before: Numbered, { migration, prefix }: Numbered): boolean {
  if (prefix === null || before.prefix === null || isTime(prefix) || Number(prefix) <= Number(before.prefix) + 1) return false;
  const [link, parent] = [migration.link, before.migration.link];
  return link !== null && parent !== null && link.parents.includes(parent.id);
}

function folderFaults(history: History): readonly Fault[] {
  const bySecond = new Map<string, Migration[]>();
  for (const migration of history.migrations.filter(({ when }) => when !== null)) {
    const second = migration.tag.slice(0, 14);
    bySecond.set(second, [...bySecond.get(second) ?? [], migration]);
  }
  return [
    ...history.migrations.filter(({ when }) => when === null).map((migration) => withoutTime(migration, history)),
    ...[...bySecond].flatMap(([second, migrations]) => ofOneSecond(second, migrations, history)),
  ];
}

function withoutTime(migration: Migration, history: History): Fault {
  const { tag } = migration;
  return { key: `time ${tag}`, tags: [tag], report: {
    at: placeOf(migration, history),
    text: `The name of the folder ${tag} begins with no time: Drizzle's migrator fails with invalid input syntax for type bigint: "NaN".`,
    instead: `Call it YYYYMMDDHHMMSS_${tag.replace(/^[\d_-]+/, '') || 'name'}, with the time in UTC at which it was generated.`,
  } };
}

function ofOneSecond(second: string, migrations: readonly Migration[], history: History): readonly Fault[] {
  const last = migrations.at(-1);
  if (last === undefined || migrations.length === 1) return [];
  const tags = migrations.map(({ tag }) => tag);
  return [{ key: `second ${listed(tags)}`, tags, report: {
    at: placeOf(last, history),
    text: `${listed(tags)} are of one second, ${second}: which runs first is told by the rest of their names.`,
    instead: 'Give the later one a later second, unless it is applied anywhere: under another name it would run again there.',
  } }];
}
