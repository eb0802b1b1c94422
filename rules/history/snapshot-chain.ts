import { afterMigrations, agedFaults, conflictsBetween, goneSnapshots, leafMigrations, placeOf, rule, showConflict, weightOf, whichStays } from '#rule';
import type { History, HistoryFault, Migration, Report, SnapshotLink } from '#rule';

const [datasets, titles, authors] = [
  { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' },
  { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;' },
  { up: 'create table author (id integer primary key);', down: 'drop table author;' },
];
const three = { '0000_datasets': datasets, '0001_titles': titles, '0002_authors': authors };
const threeFolders = { '20260101090000_datasets': datasets, '20260102090000_titles': titles, '20260103090000_authors': authors };

function uuid(number: number): string {
  return `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
}

function snapshot(id: number, parent: number): string {
  return JSON.stringify({
    id: uuid(id), prevId: uuid(parent), version: '7', dialect: 'postgresql',
    tables: {}, enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
  });
}

function journalOf(...tags: readonly string[]): string {
  return JSON.stringify({
    version: '7', dialect: 'postgresql',
    entries: tags.map((tag, idx) => ({ idx, version: '7', when: 1_760_000_000_000 + Number(tag.slice(0, 4)) * 60_000, tag, breakpoints: true })),
  });
}

function folderSnapshot(id: number, ...parents: readonly number[]): string {
  return JSON.stringify({ version: '8', dialect: 'postgres', id: uuid(id), prevIds: parents.map(uuid), ddl: [], renames: [] });
}

function snapshotWithAuthor(id: number, ...parents: readonly number[]): string {
  const author = { entityType: 'tables', schema: 'public', name: 'author', isRlsEnabled: false };
  return JSON.stringify({ version: '8', dialect: 'postgres', id: uuid(id), prevIds: parents.map(uuid), ddl: [author], renames: [] });
}

const authorsThenTitles = { '20260101090000_datasets': datasets, '20260102090000_authors': authors, '20260103090000_titles': titles };

export default rule({
  id: 'history/snapshot-chain',
  title: 'Let every snapshot go on from the one before it',
  why: 'The ids of the snapshots say which migration was generated on which. Where two go on from one, neither holds what the other does, and drizzle-kit generate refuses, with exit code 0; where one goes on from what is not there, a snapshot was lost between them, and no tool can tell what the later one changed.',
  instead: 'Restore the snapshot from git, or delete the later migration and generate it again on what is there.',
  level: 'error',
  silent: [
    'What the base ref already has so. With --all it is told as info.',
    'A snapshot behind one that is missing or that no entry names, which history/files-complete reports; or behind one that two migrations share, which history/numbering reports.',
    'A snapshot behind that of a migration that the base ref has and that is gone, which history/edited-migration reports.',
    'The first snapshot behind that of drizzle-kit pull, whose id is the one that otherwise stands for none.',
    'A journal that has a parent behind its child, and by their times too, which history/journal-order reports.',
    'In the folder layout, branches whose changes do not get into one another’s way, or that make the same, which naming/duplicate reports; and a folder that sorts before its parent, which history/journal-order reports.',
  ],
  examples: [
    { bad: { migrations: three, files: { 'drizzle/meta/0002_snapshot.json': snapshot(3, 1) } } },
    { bad: { migrations: three, files: { 'drizzle/meta/0002_snapshot.json': snapshot(3, 7) } } },
    { bad: { migrations: three, files: { 'drizzle/meta/0002_snapshot.json': snapshot(2, 1) } } },
    { bad: { migrations: three, files: { 'drizzle/meta/0002_snapshot.json': snapshot(3, 0) } } },
    { bad: { migrations: three, files: { 'drizzle/meta/0002_snapshot.json': snapshot(3, 3) } } },
    { bad: { migrations: three, files: { 'drizzle/meta/0001_snapshot.json': snapshot(1, 0) } } },
    { bad: {
      migrations: three,
      files: { 'drizzle/meta/0001_snapshot.json': snapshot(2, 3), 'drizzle/meta/0002_snapshot.json': snapshot(3, 1) },
    } },
    { bad: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260103090000_authors/snapshot.json': folderSnapshot(3, 7) } } },
    { bad: { layout: 'folders', migrations: threeFolders, files: {
      'drizzle/20260102090000_titles/snapshot.json': folderSnapshot(2, 7), 'drizzle/20260103090000_authors/snapshot.json': folderSnapshot(3, 7),
    } } },
    { bad: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260103090000_authors/snapshot.json': folderSnapshot(2, 1) } } },
    { bad: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260103090000_authors/snapshot.json': JSON.stringify({
      version: '9', dialect: 'postgres', type: 'diff', id: uuid(3), prevIds: [], footprints: [], deltas: [{ op: 'create', row: { entityType: 'tables', schema: 'public', name: 'author', isRlsEnabled: false } }],
    }) } } },
    { bad: {
      layout: 'folders',
      migrations: {
        '20260101090000_datasets': { up: 'create table dataset (id integer primary key, title text);', down: 'drop table dataset;' },
        '20260102090000_titles': { up: "alter table dataset alter column title set default 'A';", down: 'alter table dataset alter column title drop default;' },
        '20260103090000_names': { up: "alter table dataset alter column title set default 'B';", down: 'alter table dataset alter column title drop default;' },
      },
      files: { 'drizzle/20260103090000_names/snapshot.json': folderSnapshot(3, 1) },
    } },
    { bad: { layout: 'folders', migrations: authorsThenTitles, files: {
      'drizzle/20260102090000_authors/snapshot.json': snapshotWithAuthor(2, 1), 'drizzle/20260103090000_titles/snapshot.json': snapshotWithAuthor(3, 1),
    } } },
    { good: { layout: 'folders', migrations: authorsThenTitles, files: {
      'drizzle/20260102090000_authors/snapshot.json': snapshotWithAuthor(2, 1), 'drizzle/20260103090000_titles/snapshot.json': snapshotWithAuthor(3, 1, 2),
    } } },
    { good: {
      migrations: three,
      files: {
        'drizzle/meta/0000_snapshot.json': snapshot(0, 0), 'drizzle/meta/0001_snapshot.json': snapshot(2, 0), 'drizzle/meta/0002_snapshot.json': snapshot(3, 2),
      },
    } },
    { good: {
      layout: 'folders', migrations: { ...threeFolders, '20260103090000_authors': titles },
      files: { 'drizzle/20260103090000_authors/snapshot.json': folderSnapshot(3, 1) },
    } },
    { bad: {
      migrations: three,
      files: { 'drizzle/meta/0000_snapshot.json': snapshot(0, 0), 'drizzle/meta/0001_snapshot.json': snapshot(2, 0), 'drizzle/meta/0002_snapshot.json': snapshot(3, 0) },
    } },
    { good: { migrations: three } },
    { good: { migrations: three, files: { 'drizzle/meta/0000_snapshot.json': snapshot(0, 0), 'drizzle/meta/0001_snapshot.json': snapshot(2, 0) } } },
    { good: { migrations: three, files: { 'drizzle/meta/0001_snapshot.json': null } } },
    { good: { migrations: three, files: { 'drizzle/meta/0001_snapshot.json': snapshot(2, 6) , 'drizzle/meta/0000_x_snapshot.json': snapshot(6, 1) } } },
    { good: {
      migrations: { '0000_datasets': datasets, '0002_authors': authors, '0001_titles': titles, '0002_loans': { up: 'create table loan (id integer primary key);', down: 'drop table loan;' } },
      files: { 'drizzle/meta/0001_snapshot.json': snapshot(3, 2), 'drizzle/meta/0002_snapshot.json': snapshot(4, 3) },
    } },
    { good: {
      migrations: { '0000_datasets': datasets, '0001_titles': { ...titles, when: 1760000200000 }, '0002_authors': { ...authors, when: 1760000100000 } },
      files: { 'drizzle/meta/0001_snapshot.json': snapshot(2, 3), 'drizzle/meta/0002_snapshot.json': snapshot(3, 1) },
    } },
    { good: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260103090000_authors/snapshot.json': folderSnapshot(3, 1) } } },
    { good: { migrations: { '0000_datasets': datasets, '0002_authors': authors }, files: { 'drizzle/meta/0000_snapshot.json': snapshot(1, 0), 'drizzle/meta/0002_snapshot.json': snapshot(3, 2) },
      atBase: { 'drizzle/meta/_journal.json': journalOf('0000_datasets', '0001_titles', '0002_authors'), 'drizzle/0001_titles.sql': titles.up, 'drizzle/meta/0001_snapshot.json': snapshot(2, 1) } } },
    { good: { layout: 'folders', migrations: { '20260101090000_datasets': datasets, '20251231090000_titles': titles } } },
    { good: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260102090000_titles/snapshot.json': null } } },
  ],
  check: {
    history(history, on) {
      const gone = goneSnapshots(history, on.atBase);
      const find = (each: History): readonly Fault[] => faultsIn(each, each === history ? gone : new Set(), on.tagsAtBase);
      return agedFaults(find, history, on).map((fault) => ({ ...fault.report, ...weightOf(fault) }));
    },
  },
});

type Fault = HistoryFault & { readonly report: Report };

/** A migration whose snapshot says what it goes on from. */
interface Linked {
  readonly migration: Migration;
  readonly link: SnapshotLink;
}

function faultsIn(history: History, gone: ReadonlySet<string>, tagsAtBase: ReadonlySet<string> | null): readonly Fault[] {
  const linked = linkedIn(history);
  const copies = linked.flatMap((one, place) => copyOf(one, linked.slice(0, place), history));
  const copied = new Set(copies.flatMap(({ tags }) => tags));
  const distinct = linked.filter(({ migration: { tag } }) => !copied.has(tag));
  const known = new Set([...gone, ...writtenOver(copied, linked, history, gone)]);
  return [
    ...copies,
    ...distinct.flatMap((one) => dangling(one, linked, history, known)),
    ...distinct.flatMap((one) => ownParent(one, history)),
    ...distinct.flatMap((one) => withoutBase(one, history)),
    ...(history.layout === 'folders' ? openBranches(history, tagsAtBase) : [...forks(distinct, history), ...outOfOrder(distinct, history)]),
  ];
}

/** Tags may share a prefix, and with it a snapshot: it is that of the last of them, which wrote it over. */
function linkedIn({ migrations }: History): readonly Linked[] {
  return migrations.flatMap((migration) => {
    const { link } = migration;
    return link === null || isWrittenOver(migration, migrations) ? [] : [{ migration, link }];
  });
}

function isWrittenOver({ position, snapshotFile }: Migration, migrations: readonly Migration[]): boolean {
  return migrations.slice(position + 1).some((later) => later.snapshotFile === snapshotFile);
}

function faultOf(kind: string, { migration }: Linked, history: History, text: string, other?: Migration): Fault {
  const related = other === undefined ? {} : { related: [{ at: placeOf(other, history), text: `${other.tag} is here:` }] };
  return { key: `${kind} ${migration.tag} ${other?.tag ?? ''}`, tags: [migration.tag], report: { at: placeOf(migration, history), text, ...related } };
}

function copyOf(one: Linked, before: readonly Linked[], history: History): readonly Fault[] {
  const first = before.find(({ link }) => link.id === one.link.id);
  if (first === undefined) return [];
  const text = `The snapshots of ${first.migration.tag} and ${one.migration.tag} have one id: one is a copy, and the tools cannot tell them apart.`;
  return [faultOf('copy', one, history, text, first.migration)];
}

/** Those that are `known` are told elsewhere. */
function dangling(one: Linked, linked: readonly Linked[], history: History, known: ReadonlySet<string>): readonly Fault[] {
  const earlier = linked.slice(0, linked.indexOf(one));
  const lost = one.link.parents.filter((id) => !known.has(id) && isNowhere(id, linked) && !isParent(id, earlier));
  if (lost.length === 0 || isExplained(one.migration, history)) return [];
  const { migration: { tag } } = one;
  const text = history.layout === 'folders'
    ? `The snapshot of ${tag} goes on from one that is in no folder: drizzle-kit 1.0 refuses the history.`
    : `The snapshot of ${tag} goes on from one that is not there: it was lost or written over, and drizzle-kit up, which leads to 1.0, will refuse the history.`;
  return [faultOf('dangling', one, history, text)];
}

function isNowhere(id: string, linked: readonly Linked[]): boolean {
  return linked.every(({ link }) => link.id !== id);
}

function isParent(id: string, linked: readonly Linked[]): boolean {
  return linked.some(({ link }) => link.parents.includes(id));
}

/**
 * Who copied a snapshot over that of a migration took away one id: the first that is lost behind it, in the journal that of the next
 * entry. What goes on from another that is lost does so for a reason of its own.
 */
function writtenOver(copied: ReadonlySet<string>, linked: readonly Linked[], { layout }: History, gone: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [place, { migration: { tag, position } }] of linked.entries()) {
    if (!copied.has(tag)) continue;
    const behind = linked.slice(place + 1).filter(({ migration }) => layout === 'folders' || migration.position === position + 1);
    const [id] = behind.flatMap(({ link }) => link.parents)
      .filter((each) => !found.has(each) && !gone.has(each) && isNowhere(each, linked) && !isParent(each, linked.slice(0, place)));
    if (id !== undefined) found.add(id);
  }
  return found;
}

function ownParent(one: Linked, history: History): readonly Fault[] {
  if (!one.link.parents.includes(one.link.id)) return [];
  return [faultOf('own', one, history, `The snapshot of ${one.migration.tag} goes on from itself: nothing leads to it from those before it.`)];
}

/** Since version 9 a snapshot holds what its migration changes, and only one of kind `base` may be the first (drizzle-kit 1.0 rc.5). */
function withoutBase(one: Linked, history: History): readonly Fault[] {
  const { migration, link } = one;
  if (history.layout !== 'folders' || link.version !== '9' || link.parents.length > 0 || migration.snapshot !== null) return [];
  return [faultOf('base', one, history, `The snapshot of ${migration.tag} holds only what it changes, and does not say of what: drizzle-kit 1.0 refuses the history.`)];
}

/** Is a snapshot missing, written over, or named by nothing, that it may have gone on from? */
function isExplained({ position, snapshotFile }: Migration, { layout, migrations, straySnapshots }: History): boolean {
  const before = migrations[position - 1];
  if (layout === 'folders') return migrations.slice(0, position).some(({ link }) => link === null);
  if (before === undefined) return false;
  return before.link === null || isWrittenOver(before, migrations)
    || straySnapshots.some(({ file }) => file < snapshotFile && file > before.snapshotFile);
}

function forks(linked: readonly Linked[], history: History): readonly Fault[] {
  const pulled = linked.find(({ link }) => link.id === zeroId);
  const parentOf = (one: Linked): string | null => one.link.parents[0] ?? (pulled === undefined || one === pulled ? null : zeroId);
  return linked.flatMap((one, place) => {
    const parent = parentOf(one);
    const first = linked.slice(0, place).find((other) => parentOf(other) === parent);
    if (first === undefined) return [];
    const from = linked.find(({ link }) => link.id === parent)?.migration.tag;
    const shared = from === undefined ? `from one snapshot` : `from the snapshot of ${from}`;
    const text = parent === null
      ? `The snapshot of ${one.migration.tag} goes on from nothing, as that of ${first.migration.tag} does: what is before it is not in it.`
      : `The snapshots of ${first.migration.tag} and ${one.migration.tag} both go on ${shared}: drizzle-kit generate refuses, and ends with exit code 0.`;
    return [faultOf('fork', one, history, text, first.migration)];
  });
}

/** The id that drizzle-kit pull gives its snapshot (0.31), and that otherwise says that a snapshot goes on from nothing. */
const zeroId = '00000000-0000-0000-0000-000000000000';

function outOfOrder(linked: readonly Linked[], history: History): readonly Fault[] {
  return linked.flatMap((one, place) => {
    const later = linked.slice(place + 1).find(({ link }) => one.link.parents.includes(link.id));
    if (later === undefined || isLater(one.migration, later.migration)) return [];
    const text = `The snapshot of ${one.migration.tag} goes on from that of ${later.migration.tag}, which the journal has behind it.`;
    return [faultOf('order', one, history, text, later.migration)];
  });
}

function isLater(one: Migration, other: Migration): boolean {
  return one.when !== null && other.when !== null && one.when >= other.when;
}

/**
 * Branches of the folder layout that no migration has put together yet, and that get into one another's way: those of every
 * two leaves, on the catalog of what both go on from. Where a parent is missing nobody can say what that is.
 */
function openBranches(history: History, tagsAtBase: ReadonlySet<string> | null): readonly Fault[] {
  const { migrations } = history;
  const leaves = leafMigrations(migrations).filter(({ link }) => link !== null).reverse();
  const ids = new Set(migrations.flatMap(({ link }) => link?.id ?? []));
  const isWhole = migrations.every(({ link }) => link === null || link.parents.every((id) => ids.has(id)));
  if (leaves.length < 2 || !isWhole) return [];
  const pairs = leaves.flatMap((theirs, place) => leaves.slice(0, place).map((ours) => [ours, theirs] as const));
  const faults = pairs.flatMap(([ours, theirs]) => [
    ...conflictsOf([ours, theirs], migrations, tagsAtBase), ...heldOf(ours, theirs, history), ...heldOf(theirs, ours, history),
  ]);
  return faults.filter(({ key }, place) => faults.findIndex((other) => other.key === key) === place);
}

/** One for each two migrations that do not get along. */
function conflictsOf(
  [ours, theirs]: readonly [Migration, Migration], migrations: readonly Migration[], tagsAtBase: ReadonlySet<string> | null,
): readonly Fault[] {
  const { own, others, shared } = branchesOf(ours, theirs, migrations);
  const conflicts = conflictsBetween(afterMigrations(shared), own, others).filter(({ kind }) => kind !== 'bothMake');
  const keyOfConflict = (conflict: (typeof conflicts)[number]): string => `fork ${conflict.ours.migration.tag} ${conflict.theirs.migration.tag}`;
  const from = shared.findLast(({ link }) => link !== null)?.tag;
  return [...new Set(conflicts.map(keyOfConflict))].flatMap((key) => {
    const [first, ...rest] = conflicts.filter((conflict) => keyOfConflict(conflict) === key);
    if (first === undefined) return [];
    const [one, two] = [first.ours.migration.tag, first.theirs.migration.tag];
    const more = rest.length === 0 ? '' : `; and ${rest.length} more`;
    const { stays, moves } = whichStays(first.ours, first.theirs, tagsAtBase);
    return [{ key, tags: [moves.migration.tag], report: {
      at: moves.origin,
      text: `The branches of ${one} and ${two} ${from === undefined ? 'begin anew' : `both go on from ${from}`} and get into one another’s way: ${showConflict(first, { ours: one, theirs: two })}${more}.`,
      instead: `Delete the folder ${moves.migration.tag}, unless it is applied anywhere, and generate it again on what is there.`,
      related: [{ at: stays.origin, text: `${stays.migration.tag} is here:` }],
    } }];
  });
}

interface Branches {
  readonly own: readonly Migration[];
  readonly others: readonly Migration[];
  readonly shared: readonly Migration[];
}

function branchesOf(ours: Migration, theirs: Migration, migrations: readonly Migration[]): Branches {
  const [line, other] = [lineOf(ours, migrations), lineOf(theirs, migrations)];
  const [own, others] = [apartFrom(line, other, migrations), apartFrom(other, line, migrations)];
  const start = Math.min(...[...own, ...others].map(({ position }) => position));
  return { own, others, shared: migrations.filter((one) => (line.has(one) && other.has(one)) || (one.link === null && one.position < start)) };
}

/**
 * The first snapshot of our branch that holds a table which only the SQL of theirs makes: it was generated where both were
 * there, or merged by hand, and names one parent. drizzle-kit 1.0 (rc.5) goes by the snapshots, and takes it for made twice.
 */
function heldOf(ours: Migration, theirs: Migration, history: History): readonly Fault[] {
  const { own, others, shared } = branchesOf(ours, theirs, history.migrations);
  const before = afterMigrations(shared);
  const made = [...afterMigrations(others, before).tables.keys()].filter((table) => !before.tables.has(table));
  const held = made.length === 0 ? undefined : firstOf(own, (holder, place) => {
    const { tables } = afterMigrations(own.slice(0, place + 1), before);
    const table = made.find((each) => holder.snapshot?.catalog.tables.has(each) === true && !tables.has(each));
    return table === undefined ? null : { holder, table };
  });
  if (held === undefined) return [];
  const { holder, table } = held;
  const maker = others.find((_, place) => afterMigrations(others.slice(0, place + 1), before).tables.has(table));
  if (maker === undefined) return [];
  const parent = others.findLast(({ position }) => position < holder.position);
  return [{ key: `held ${holder.tag} ${maker.tag}`, tags: [holder.tag], report: {
    at: placeOf(holder, history),
    text: `The snapshot of ${holder.tag} holds table ${table}, which ${maker.tag} makes, and does not go on from that: drizzle-kit 1.0 takes the table for made on two branches, and generates nothing more.`,
    ...(parent === undefined ? {} : { instead: `Add ${parent.link?.id ?? ''}, the id of the snapshot of ${parent.tag}, to "prevIds" in that of ${holder.tag}: databases know nothing of snapshots.` }),
    related: [{ at: placeOf(maker, history), text: `${maker.tag} is here:` }],
  } }];
}

function firstOf<Found>(migrations: readonly Migration[], find: (migration: Migration, place: number) => Found | null): Found | undefined {
  for (const [place, migration] of migrations.entries()) {
    const found = find(migration, place);
    if (found !== null) return found;
  }
  return undefined;
}

/** A migration and all that it goes on from. */
function lineOf(leaf: Migration, migrations: readonly Migration[]): ReadonlySet<Migration> {
  const line = new Set([leaf]);
  for (const one of line) {
    for (const parent of migrations) if (parent.link !== null && one.link?.parents.includes(parent.link.id) === true) line.add(parent);
  }
  return line;
}

function apartFrom(line: ReadonlySet<Migration>, other: ReadonlySet<Migration>, migrations: readonly Migration[]): readonly Migration[] {
  return migrations.filter((one) => line.has(one) && !other.has(one));
}
