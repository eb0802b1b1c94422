import { agedFaults, futureMigrations, placeOf, renamedFolders, rule, weightOf } from '#rule';
import type { Aged, History, HistoryContext, HistoryFault, JournalEntry, Migration, Remedy, Report } from '#rule';

const [datasets, titles] = [
  { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' },
  { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;' },
];

function snapshotAfter(id: number, parent: number): string {
  const uuid = (number: number): string => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
  return JSON.stringify({ version: '8', dialect: 'postgres', id: uuid(id), prevIds: [uuid(parent)], ddl: [], renames: [] });
}

export default rule({
  id: 'history/journal-order',
  title: 'Keep the times of migrations rising',
  why: 'Drizzle’s migrator applies an entry of the journal only if its time is later than the newest one it has applied: an earlier or equal time is skipped, without a word, on every database that has the others. In the folder layout names are the order: a folder that sorts before the one it goes on from runs first on a fresh database.',
  instead: 'Set "when" of the entry to more than the entry before it has; in the folder layout, give the folder a later time.',
  level: 'error',
  silent: [
    'A folder that the base ref has under another name, which history/renamed-folder tells.',
    'An inversion that the base ref already has: databases have long met it. With --all it is told as info.',
    'The second of two entries of one migration, which history/numbering reports.',
    'Entries behind one whose time is in the future, which history/journal-future reports.',
    'In the folder layout, folders of branches that do not go on from one another: whatever is missing is applied, be it older.',
  ],
  examples: [
    { good: { migrations: { '0000_datasets': { ...datasets, when: 1760000100000 } }, files: { 'drizzle/meta/_journal.json': JSON.stringify({
      version: '7', dialect: 'postgresql', entries: Array.from({ length: 2 }, () => ({ idx: 0, version: '7', when: 1760000100000, tag: '0000_datasets', breakpoints: true })),
    }) } } },
    { bad: { migrations: { '0000_datasets': { ...datasets, when: 1760000200000 }, '0001_titles': { ...titles, when: 1760000100000 } } } },
    { bad: { migrations: { '0000_datasets': { ...datasets, when: 1760000100000 }, '0001_titles': { ...titles, when: 1760000100000 } } } },
    { bad: { migrations: {
      '0000_datasets': { ...datasets, when: 1760000200000 }, '0001_titles': { ...titles, when: 1760000100000 },
      '0002_authors': { up: 'create table author (id integer primary key);', down: 'drop table author;', when: 1760000150000 },
    } } },
    { bad: {
      layout: 'folders', migrations: { '20260102090000_datasets': datasets, '20260101090000_titles': titles },
    } },
    { good: { migrations: { '0000_datasets': { ...datasets, when: 1760000100000 }, '0001_titles': { ...titles, when: 1760000200000 } } } },
    { good: { migrations: { '0000_datasets': { ...datasets, when: 3760000200000 }, '0001_titles': { ...titles, when: 1760000100000 } } } },
    { good: { layout: 'folders', migrations: { '20260101090000_datasets': datasets, '20260102090000_titles': titles } } },
    { good: {
      layout: 'folders', migrations: { '20260102090000_datasets': datasets, '20260101090000_titles': titles },
      atBase: {
        'drizzle/20260101090000_titles/migration.sql': null, 'drizzle/20260101090000_titles/down.sql': null, 'drizzle/20260101090000_titles/snapshot.json': null,
        'drizzle/20260103090000_titles/migration.sql': titles.up,
      },
    } },
    { good: {
      layout: 'folders',
      migrations: { '20260101090000_datasets': datasets, '20260102090000_titles': titles, '20260102080000_authors': { up: 'create table author (id integer primary key);', down: 'drop table author;' } },
      files: { 'drizzle/20260102080000_authors/snapshot.json': snapshotAfter(3, 1) },
    } },
  ],
  check: {
    history(history, on) {
      return history.layout === 'folders' ? beforeParents(history, on) : inversions(history, on);
    },
  },
});

type Context = HistoryContext<unknown>;

interface Inversion extends HistoryFault {
  readonly entry: JournalEntry;
  readonly latest: JournalEntry;
}

function inversions(history: History, on: Context): readonly Report[] {
  const told = futureMigrations(history, on);
  const found = agedFaults((each) => inversionsIn(entriesOf(each)), history, on);
  const isOfFuture = ({ latest, age }: Aged<Inversion>): boolean =>
    told.some((future) => future.migration.tag === latest.tag && future.age === age);
  const others = found.some(isOfFuture) ? agedFaults((each) => inversionsIn(entriesOf(each).filter(isNoneOf(told))), history, on) : [];
  const kept = found.filter((one) => !isOfFuture(one));
  const besides = others.filter(({ entry }) => kept.every((one) => one.entry.tag !== entry.tag));
  return runsOf([...kept, ...besides]).map((run) => inverted(run, entriesOf(history), on));
}

type Run = readonly [Aged<Inversion>, ...Aged<Inversion>[]];

/** Several in a row that are older than one and the same are one finding: that one is too late. */
function runsOf(found: readonly Aged<Inversion>[]): readonly Run[] {
  const runs: [Aged<Inversion>, ...Aged<Inversion>[]][] = [];
  for (const inversion of found) {
    const run = runs.at(-1);
    if (run !== undefined && run[0].latest.tag === inversion.latest.tag && run[0].age === inversion.age) run.push(inversion);
    else runs.push([inversion]);
  }
  return runs;
}

function entriesOf({ migrations }: History): readonly JournalEntry[] {
  return migrations.flatMap(({ entry }) => (entry === null ? [] : [entry]));
}

function isNoneOf(told: ReturnType<typeof futureMigrations>): (entry: JournalEntry) => boolean {
  const tags = new Set(told.map(({ migration: { tag } }) => tag));
  return ({ tag }) => !tags.has(tag);
}

function inversionsIn(entries: readonly JournalEntry[]): readonly Inversion[] {
  return entries.flatMap((entry, place) => {
    const latest = latestBefore(entries, place);
    if (entries.slice(0, place).some(({ tag }) => tag === entry.tag)) return [];
    if (latest === null || latest.when < entry.when) return [];
    return [{ key: `${entry.tag} before ${latest.tag}`, tags: [entry.tag], entry, latest }];
  });
}

function latestBefore(entries: readonly JournalEntry[], place: number): JournalEntry | null {
  return entries.slice(0, place).reduce<JournalEntry | null>(
    (latest, entry) => (latest === null || entry.when > latest.when ? entry : latest),
    null,
  );
}

function inverted([inversion, ...others]: Run, entries: readonly JournalEntry[], { tagsAtBase }: Context): Report {
  const { entry, latest } = inversion;
  const newest = others.at(-1)?.entry.tag;
  return {
    at: entry.origin,
    ...weightOf(inversion),
    text: newest === undefined
      ? `Migration ${entry.tag} is ${latest.when === entry.when ? 'as old as' : 'older than'} ${latest.tag} before it: a database that has ${latest.tag} skips it silently.`
      : `${others.length + 1} migrations, ${entry.tag} to ${newest}, are no later than ${latest.tag} before them: a database that has ${latest.tag} skips them silently.`,
    instead: laterTime(inversion, newest),
    related: [{ at: latest.origin, text: `${latest.tag} is here:` }],
    ...fixFor(entries.slice(entries.indexOf(entry)), latest.when, tagsAtBase),
  };
}

/** What databases have long met is known in their ledgers by its time. */
function laterTime({ entry, latest, age }: Aged<Inversion>, newest: string | undefined): string {
  if (age === 'old') return `Leave "when" as it is. Look into the ledgers of databases that had ${latest.tag} by then, and bring what they skipped in a new migration.`;
  return `Set "when" of ${entry.tag} to ${latest.when + 1}${newest === undefined ? '' : ', and those behind it to more'}.`;
}

/**
 * Later times for an entry and for those behind it that would then be too early. Only where all of them are new: what
 * was applied under a time is known by it.
 */
function fixFor(
  entries: readonly JournalEntry[], latest: number, tagsAtBase: ReadonlySet<string> | null,
): { readonly fix?: Remedy } {
  const moved: { readonly entry: JournalEntry; readonly when: number }[] = [];
  for (const entry of entries) {
    const before = moved.at(-1)?.when ?? latest;
    if (entry.when > before) break;
    moved.push({ entry, when: before + 1 });
  }
  const [first] = moved;
  if (first === undefined || tagsAtBase === null || moved.some(({ entry }) => tagsAtBase.has(entry.tag))) return {};
  const edits = moved.map(({ entry: { whenOrigin: { file, span } }, when }) => ({ file, span, text: String(when) }));
  return { fix: { text: `Set "when" of ${first.entry.tag} to ${first.when}.`, amendment: { kind: 'edit', edits } } };
}

/** A folder and one that its snapshot goes on from, which sorts behind it. */
interface BeforeParent extends HistoryFault {
  readonly migration: Migration;
  readonly parent: Migration;
}

function beforeParents(history: History, on: Context): readonly Report[] {
  const renamed = renamedFolders(history, on.atBase);
  return agedFaults(beforeParentsIn, history, on).filter(({ migration: { tag } }) => !renamed.has(tag)).map((fault) => {
    const { migration, parent } = fault;
    return {
      at: placeOf(migration, history),
      ...weightOf(fault),
      text: `${migration.tag} sorts before ${parent.tag}, which it goes on from: a fresh database runs it first, and drizzle-kit 1.0 refuses the history.`,
      instead: `Give the folder a time later than that of ${parent.tag}, unless it is applied anywhere: under another name it would run again there.`,
      related: [{ at: placeOf(parent, history), text: `${parent.tag} is here:` }],
    };
  });
}

/** One of each folder: the parent that sorts last. */
function beforeParentsIn({ migrations }: History): readonly BeforeParent[] {
  const byId = new Map(migrations.flatMap((migration) => (migration.link === null ? [] : [[migration.link.id, migration] as const])));
  return migrations.flatMap((migration) => {
    const parents = migration.link?.parents.flatMap((id) => byId.get(id) ?? []) ?? [];
    const [parent] = parents.filter(({ position }) => position > migration.position).sort((left, right) => right.position - left.position);
    return parent === undefined ? [] : [{ key: `${migration.tag} before ${parent.tag}`, tags: [migration.tag], migration, parent }];
  });
}
