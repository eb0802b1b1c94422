import { folderAfterUp, listed, rule, sqlByNumber, upgradeRefusals } from '#rule';
import type { History, Migration, Report, UpgradeRefusal } from '#rule';

const dataset = { up: 'create table dataset (id integer primary key);', when: 1760000000100 };
const title = { up: 'alter table dataset add column title text;', when: 1760000060000 };
const ids = ['6f1b0c1e-0000-4000-8000-000000000001', '6f1b0c1e-0000-4000-8000-000000000002'] as const;

export default rule({
  id: 'history/upgrade-readiness',
  title: 'Mend what drizzle-kit up to 1.0 will refuse',
  why: 'drizzle-kit up moves a history into the folders of 1.0, stops at the first thing it cannot convert, and names no second one; the first migrate after it then looks for every applied migration by its second. It is off until asked for: sluice check --all --rule history/upgrade-readiness=warn.',
  instead: 'Mend it before the upgrade, in a commit of its own.',
  level: 'off',
  silent: [
    'A history whose snapshots are all of version 9: drizzle-kit up has nothing to do there, and looks at nothing.',
    'An older snapshot that is no JSON behind its ids: only its beginning is read.',
    'What drizzle-kit finds wrong with its own conversion ("state_mismatch"), and what only a database tells: rows of its ledger that no file of the history has made.',
  ],
  examples: [
    { bad: {
      migrations: { '0000_datasets': dataset, '0001_add_title': { ...title, when: 1760000000700 } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot(0), 'drizzle/meta/0001_snapshot.json': snapshot(1, 0) },
    } },
    { bad: {
      migrations: { '0000_datasets': dataset, '0001_titles': title },
      files: { 'drizzle/meta/0000_snapshot.json': null, 'drizzle/meta/0001_snapshot.json': snapshot(1, 0) },
    } },
    { bad: {
      migrations: { '0000_datasets': dataset, '0001_titles': title },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot(0), 'drizzle/meta/0001_snapshot.json': snapshot(1) },
    } },
    { bad: {
      migrations: { '0000_datasets': dataset, '0001_titles': { ...title, down: 'alter table dataset drop column title;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot(0), 'drizzle/meta/0001_snapshot.json': snapshot(1, 0) },
    } },
    { good: {
      migrations: { '0000_datasets': dataset, '0001_titles': title },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot(0), 'drizzle/meta/0001_snapshot.json': snapshot(1, 0) },
    } },
    { good: {
      layout: 'folders',
      migrations: { '20251009085320_datasets': dataset, '20251009085420_titles': title },
      files: {
        'drizzle/20251009085320_datasets/snapshot.json': '{"type": "base", "version": "9", "dialect": "postgres", "id": "6f1b0c1e-0000-4000-8000-000000000001", "prevIds": ["00000000-0000-0000-0000-000000000000"], "footprints": [], "ddl": []}',
        'drizzle/20251009085420_titles/snapshot.json': '{"type": "diff", "version": "9", "dialect": "postgres", "id": "6f1b0c1e-0000-4000-8000-000000000002", "prevIds": ["6f1b0c1e-0000-4000-8000-000000000003"], "footprints": [], "deltas": []}',
      },
    } },
  ],
  check: {
    history(history) {
      const refusals = upgradeRefusals(history);
      const kinds = [...new Set(refusals.map(kindOf))];
      return [
        ...kinds.map((kind, place) => refusalReport(refusals.filter((each) => kindOf(each) === kind), place === 0, history)),
        ...(history.layout === 'journal' ? afterwards(history, refusals) : []),
      ];
    },
  },
});

/** What is mended alike. */
function kindOf(refusal: UpgradeRefusal): string {
  return refusal.kind === 'order' && isOfOneSecond(refusal.migration, refusal.parent) ? 'order in one second' : refusal.kind;
}

/** All of one kind are one finding: they are mended in one go, and there may be dozens. */
function refusalReport(refusals: readonly UpgradeRefusal[], stopsFirst: boolean, history: History): Report {
  const [first, ...others] = refusals as readonly [UpgradeRefusal, ...UpgradeRefusal[]];
  const { fault, remedy } = toldOf(first, history);
  return {
    at: placeOf(first),
    text: `drizzle-kit up to 1.0 ${stopsFirst ? 'stops' : 'would then stop'} at ${first.migration.tag}: ${fault}.${others.length === 0 ? '' : ` The same holds of ${briefList(others)}.`}`,
    instead: remedy,
    related: others.slice(0, shown).map((other) => ({ at: placeOf(other), text: `${other.migration.tag}: ${toldOf(other, history).fault}.` })),
  };
}

const shown = 5;

function briefList(others: readonly { readonly migration: Migration }[]): string {
  const tags = others.map(({ migration }) => migration.tag);
  return tags.length <= shown ? listed(tags) : `${tags.length} more, ${tags[0] ?? ''} to ${tags.at(-1) ?? ''}`;
}

/** Snapshots are nothing that people open: the journal is the place, or the SQL. */
function placeOf(refusal: UpgradeRefusal): Report['at'] {
  const { entry, sql, file, snapshotFile } = refusal.migration;
  if (entry !== null) return refusal.kind === 'order' ? entry.whenOrigin : entry.origin;
  return { file: sql === null ? snapshotFile : file, span: { start: 0, end: 0 } };
}

interface Told {
  readonly fault: string;
  readonly remedy: string;
}

function toldOf(refusal: UpgradeRefusal, history: History): Told {
  const { migration } = refusal;
  const snapshotName = shortName(migration.snapshotFile, history);
  switch (refusal.kind) {
    case 'snapshotMissing': return {
      fault: `its snapshot ${snapshotName} is not there`,
      remedy: migration.position === 0
        ? `Restore ${snapshotName} from git, or generate into an empty folder from the schema as it was then, and take its snapshot.`
        : `Restore ${snapshotName} from git; where there never was one, copy the snapshot before it, as drizzle-kit generate --custom does, with an id of its own, its prevId the id of the one it is copied from, and let the next snapshot's prevId be the new id. No database is touched by that.`,
    };
    case 'snapshotUnreadable': return {
      fault: `its snapshot ${snapshotName} is no JSON, or has no id`,
      remedy: `Restore ${snapshotName} from git.`,
    };
    case 'versionUnknown': return {
      fault: `its snapshot ${snapshotName} is of version ${refusal.version ?? 'none'}, and it reads 4 to 9`,
      remedy: `Restore ${snapshotName} from git, or upgrade with the drizzle-kit that wrote it.`,
    };
    case 'sqlMissing': return {
      fault: `its SQL ${shortName(migration.file, history)} is not there`,
      remedy: `Restore ${shortName(migration.file, history)} from git.`,
    };
    case 'sqlAmbiguous': return {
      fault: `its SQL ${shortName(migration.file, history)} is not there, and ${listed(refusal.files.map((file) => shortName(file, history)))} begin with its number`,
      remedy: `Restore ${shortName(migration.file, history)} from git.`,
    };
    case 'sqlOfOther': return {
      fault: `its SQL ${shortName(migration.file, history)} is not there, and the one file with its number, ${shortName(refusal.files[0] ?? '', history)}, has been moved away for another entry by then, with half of the history`,
      remedy: `Restore ${shortName(migration.file, history)} from git.`,
    };
    case 'parentMissing': return {
      fault: `its snapshot follows ${refusal.parent}, which is the id of no migration’s snapshot`,
      remedy: parentRemedy(migration, history),
    };
    case 'order': return orderTold(migration, refusal.parent, history);
    case 'secondFirst': return {
      fault: `its snapshot follows none, and so does that of ${refusal.first.tag}`,
      remedy: parentRemedy(migration, history),
    };
    case 'sharedId': return {
      fault: `its snapshot has the id of that of ${refusal.other.tag}, and holds something else`,
      remedy: `Give the snapshot of ${refusal.other.tag} an id of its own, its prevId the id of the one before it, and let what follows it follow the new id.`,
    };
    case 'sharedFolder': return {
      fault: `it gets the folder ${folderAfterUp(migration)}, which ${refusal.other.tag} has got, and by then half of the history is moved`,
      remedy: `Rename ${migration.tag}, its file and its entry: no database knows its name before 1.0.`,
    };
    default: return refusal satisfies never;
  }
}

/** What up itself advises deletes migrations that databases have; the chain of snapshots can be mended without that. */
function parentRemedy(migration: Migration, history: History): string {
  const member = history.layout === 'journal' ? 'prevId' : 'prevIds';
  const before = snapshotBefore(migration, history);
  const removed = 'If a migration between them was removed, a database that applied it refuses the first migrate of 1.0, which finds no file for its row: delete such rows of the ledger first.';
  if (before?.link === undefined || before.link === null) return `Restore the snapshot it follows from git. ${removed}`;
  if (before.link.id === zeroId) return `Give the snapshot of ${before.tag} an id of its own, in place of the zeros that drizzle-kit pull wrote, and let it be ${member} of that of ${migration.tag}.`;
  return `Restore the snapshot it follows from git, or let its ${member} be ${before.link.id}, the id of that of ${before.tag}: databases know nothing of snapshots. ${removed}`;
}

const zeroId = '00000000-0000-0000-0000-000000000000';

/** The one that it can follow: the last whose folder comes before its own and that does not itself follow it. */
function snapshotBefore(migration: Migration, { migrations }: History): Migration | undefined {
  const byId = new Map(migrations.flatMap((one) => (one.link === null ? [] : [[one.link.id, one] as const])));
  const follows = (one: Migration | undefined, seen: ReadonlySet<Migration>): boolean =>
    one !== undefined && !seen.has(one)
    && (one === migration || (one.link?.parents ?? []).some((id) => follows(byId.get(id), new Set([...seen, one]))));
  return migrations
    .filter((one) => one.link !== null && folderAfterUp(one) < folderAfterUp(migration))
    .sort((left, right) => (folderAfterUp(left) < folderAfterUp(right) ? 1 : -1))
    .find((one) => !follows(one, new Set()));
}

/**
 * up advises a later `when`. The first migrate of 1.0 finds an applied migration by the second of the time it was applied
 * under (drizzle-orm rc.5, up-migrations/pg.js): where only its parent is left in that second, the row is taken for the
 * parent's and the migration runs again.
 */
function orderTold(migration: Migration, parent: Migration, { migrations }: History): Told {
  if (migration.entry === null || migration === parent) return {
    fault: `its folder does not come after ${parent.tag}, which it follows`,
    remedy: migration === parent
      ? 'Give its snapshot an id of its own.'
      : `If no database has ${migration.tag}, rename its folder to a later time; 1.0 applies a renamed folder again, so elsewhere the ledger's name has to be changed with it.`,
  };
  const [mine, its] = [folderAfterUp(migration), folderAfterUp(parent)];
  if (isOfOneSecond(migration, parent)) return {
    fault: `its folder ${mine} does not come after ${its}, which it follows: both are of one second`,
    remedy: `Rename ${migration.tag}, its file and its entry, so that what stands behind its number sorts after that of ${parent.tag}. Where it is applied do not set "when" as drizzle-kit up advises: the first migrate of 1.0 would then take its row for that of ${parent.tag} and run it again.`,
  };
  const double = migrations.find((one) => one !== migration && isOfOneSecond(one, migration));
  const found = double === undefined
    ? '1.0 then finds its row by its hash, so leave its SQL as it was applied'
    : `${double.tag} has its old second, and 1.0 would take the one's row for the other's: set created_at of its row to the new time with it, in every ledger`;
  return {
    fault: `its time is before that of ${parent.tag}, which it follows`,
    remedy: `Set "when" of ${migration.tag} to ${laterSecond(parent.entry?.when ?? 0)} in the same step as the upgrade: drizzle-orm before 1.0 would run it again wherever it is the newest applied. ${found}.`,
  };
}

/** Of the same second, by which rows and folders are matched. */
function isOfOneSecond(left: Migration, right: Migration): boolean {
  return folderAfterUp(left).slice(0, 14) === folderAfterUp(right).slice(0, 14);
}

function laterSecond(when: number): number {
  return (Math.floor(when / 1000) + 1) * 1000;
}

/** What up does not refuse and the first migrate of 1.0, or a team that has down files, will meet. */
function afterwards(history: History, refusals: readonly UpgradeRefusal[]): readonly Report[] {
  const refused = new Set(refusals.map(({ migration }) => migration));
  return [...takenFor(history), ...skipped(history, refused), ...oneSecond(history, refused), ...leftBehind(history)];
}

function takenFor(history: History): readonly Report[] {
  const downs = history.migrations.flatMap(({ downFile }) => downFile ?? []);
  return history.migrations.flatMap((migration) => {
    const { sql, entry, hasSnapshotFile, file } = migration;
    const [taken, ...others] = sqlByNumber(migration, history.folder, [...downs, ...history.strayFiles]);
    if (sql !== null || entry === null || !hasSnapshotFile || taken === undefined || others.length > 0) return [];
    if (sqlByNumber(migration, history.folder, history.migrations.flatMap((one) => (one.sql === null ? [] : [one.file]))).length > 0) return [];
    return [{
      at: entry.origin,
      text: `The SQL ${shortName(file, history)} is not there, and drizzle-kit up to 1.0 takes ${shortName(taken, history)} for it, the one file with its number.`,
      instead: `Restore ${shortName(file, history)} from git.`,
    }];
  });
}

/** What a database skipped for its time is a name that its ledger does not have. */
function skipped(history: History, refused: ReadonlySet<Migration>): readonly Report[] {
  const found = history.migrations.filter((migration) => !refused.has(migration) && isOlder(migration, history));
  const [first, ...others] = found.map((migration) => ({ migration }));
  if (first?.migration.entry === undefined || first.migration.entry === null) return [];
  return [{
    at: first.migration.entry.whenOrigin,
    level: 'info',
    text: `${first.migration.tag} is no later than an entry before it${others.length === 0 ? '' : `, nor is ${briefList(others)}`}: a database that skipped it for its time will run it on the first migrate of 1.0, which goes by name.`,
    instead: 'Look into the ledger of each database; where such a migration was made up for by hand, add its row before the upgrade.',
  }];
}

function isOlder({ position, when }: Migration, { migrations }: History): boolean {
  return migrations.slice(0, position).some((before) => before.when !== null && when !== null && before.when >= when);
}

/** Rows of one second are told apart by the hash of the file. */
function oneSecond(history: History, refused: ReadonlySet<Migration>): readonly Report[] {
  const shared = history.migrations.filter((migration, _, all) => all.some((other) => other !== migration && isOfOneSecond(other, migration)));
  const [first, ...others] = shared.map((migration) => ({ migration }));
  if (first?.migration.entry === undefined || first.migration.entry === null || shared.some((migration) => refused.has(migration))) return [];
  return [{
    at: first.migration.entry.whenOrigin,
    level: 'info',
    text: `${first.migration.tag} shares its second with ${briefList(others)}: the first migrate of 1.0 tells their rows apart by the hash of the SQL, and stops where a file was edited since it was applied.`,
    instead: 'Leave these files as they were applied.',
  }];
}

/** Only what an entry names is moved. */
function leftBehind(history: History): readonly Report[] {
  const downs = history.migrations.filter(({ downFile }) => downFile !== null);
  const [first] = downs;
  if (first?.downFile === undefined || first.downFile === null) return [];
  return [{
    at: { file: history.journalFile, span: { start: 0, end: 0 } },
    level: 'info',
    text: `drizzle-kit up to 1.0 leaves ${downs.length === 1 ? 'the down file' : `the ${downs.length} down files`} where ${downs.length === 1 ? 'it is' : 'they are'}: ${shortName(first.downFile, history)} belongs into ${folderAfterUp(first)}/down.sql then.`,
    instead: 'Move each down file into the folder of its migration after the upgrade, as down.sql.',
  }];
}

function shortName(file: string, { folder }: History): string {
  return folder === '' || folder === '.' || !file.startsWith(`${folder}/`) ? file : file.slice(folder.length + 1);
}

function snapshot(place: 0 | 1, parent?: 0 | 1): string {
  return JSON.stringify({
    id: ids[place], prevId: parent === undefined ? '00000000-0000-0000-0000-000000000000' : ids[parent], version: '7', dialect: 'postgresql',
    tables: {}, enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
  });
}
