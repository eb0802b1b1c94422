import { difference, isAboutSame, keyOf, memberKey, migrationHash, newestSnapshot, partingOf, rule, show, showDifference, snapshotDifferences, withMigrations } from '#rule';
import type { Difference, Disagreement, History, HistoryContext, Migration, Report, SnapshotDifference } from '#rule';

const datasets = 'create table dataset (id integer primary key not null);';
const titles = 'alter table dataset add column title text;';
const pulled = '-- Current sql file was generated after introspecting the database\n-- If you want to run this migration please uncomment this code before executing migrations\n';
const id = { name: 'id', type: 'integer', primaryKey: true, notNull: true };
const title = { name: 'title', type: 'text', primaryKey: false, notNull: false };

export default rule({
  id: 'history/snapshot-not-replayed',
  title: 'Let a snapshot hold what its SQL does',
  why: 'drizzle-kit never looks at the SQL again: the next generate compares with the snapshot, so what the SQL leaves out stays out for good, while queries are typed and planned for it.',
  instead: 'Write a migration by hand (drizzle-kit generate --custom) that brings databases to what the snapshot has.',
  level: 'error',
  silent: [
    'What SQL written by hand has made and no snapshot ever had: indexes, constraints, columns, policies that TypeScript does not declare.',
    'What a snapshot cannot hold: functions, triggers, extensions, partitions, exclusion constraints, INCLUDE, collations of columns and of keys, grants, comments.',
    'Names of primary keys, the order of the values of an enum and values that only the database has, the queries of views.',
    'Expressions that cannot be parsed, or that say the same: "dataset"."title" and "title", \'{}\' and ARRAY[]::text[], a list in another order.',
    'What statements may have done that were not analysed, or a migration whose SQL is not there, or that was taken out of the history.',
    'What drizzle-kit pull found in the database: its statements stand in a comment.',
    'A schema that no migration makes, such as auth of Supabase, and a table that is known in part.',
    'A migration that was edited since the base ref or the baseline, which history/edited-migration reports.',
    'What a later migration without a snapshot has made up for.',
    'What the schema in TypeScript has otherwise than the snapshot too, which history/schema-not-generated reports.',
    'What the base ref disagrees about too, unless everything is judged: then it is a warning, or info where it does no harm.',
    'A newest snapshot that is not there or cannot be read.',
    'A journal whose newest migration has no number, which history/prefix-none reports: each was generated as if there were none before it.',
  ],
  examples: [
    { bad: {
      migrations: { '0000_datasets': { up: datasets }, '0001_titles': { up: 'select 1;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id }), 'drizzle/meta/0001_snapshot.json': snapshot({ id, title }) },
    } },
    { bad: {
      migrations: { '0000_datasets': { up: datasets }, '0001_titles': { up: titles } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id }), 'drizzle/meta/0001_snapshot.json': snapshot({ id, title: { ...title, notNull: true } }) },
    } },
    { bad: {
      migrations: { '0000_datasets': { up: `${datasets}\n${titles}` }, '0001_no_titles': { up: 'select 1;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id, title }), 'drizzle/meta/0001_snapshot.json': snapshot({ id }) },
    } },
    { good: {
      migrations: { '0000_datasets': { up: datasets }, '0001_titles': { up: titles } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id }), 'drizzle/meta/0001_snapshot.json': snapshot({ id, title }) },
    } },
    { good: {
      migrations: { '0000_datasets': { up: `${datasets}\n${titles}\ncreate index dataset_title_idx on dataset (title collate "C");` } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id, title }, { dataset_title_idx: {
        name: 'dataset_title_idx', columns: [{ expression: 'title', isExpression: false, asc: true, nulls: 'last' }],
        isUnique: false, concurrently: false, method: 'btree', with: {},
      } }) },
    } },
    { good: {
      migrations: { '0000_datasets': { up: datasets }, '0001_no_titles': { up: 'select 1;' }, '0002_titles': { up: titles } },
      files: {
        'drizzle/meta/0000_snapshot.json': snapshot({ id }), 'drizzle/meta/0001_snapshot.json': snapshot({ id, title }),
        'drizzle/meta/0002_snapshot.json': null,
      },
    } },
    { good: {
      schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey(), title: text('title').notNull() });`,
      migrations: { '0000_datasets': { up: datasets }, '0001_titles': { up: 'alter table dataset add column title text not null;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id }), 'drizzle/meta/0001_snapshot.json': snapshot({ id, title }) },
    } },
    { good: {
      migrations: { '0000_datasets': { up: datasets }, '0001_search': { up: 'create index dataset_low_idx on dataset ((id % 10));\ncreate function touch() returns trigger language plpgsql as $$ begin return new; end $$;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id }), 'drizzle/meta/0001_snapshot.json': snapshot({ id }) },
    } },
    { good: {
      migrations: { '0000_datasets': { up: `${pulled}/*\n${datasets}\n*/` }, '0001_loans': { up: 'create table loan (id integer primary key);' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id }), 'drizzle/meta/0001_snapshot.json': null },
    } },
    { good: {
      migrations: { '0000_datasets': { up: datasets }, '0001_titles': { up: 'do $$ begin execute \'alter table dataset add column \' || current_setting(\'library.column\') || \' text\'; end $$;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id }), 'drizzle/meta/0001_snapshot.json': snapshot({ id, title }) },
    } },
    { good: {
      migrations: { '0000_datasets': { up: datasets }, '0001_titles': { up: 'select 1;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshot({ id }), 'drizzle/meta/0001_snapshot.json': snapshot({ id, title }) },
      atBase: { 'drizzle/0001_titles.sql': titles },
    } },
    { good: {
      migrations: { '_datasets': { up: datasets }, '_titles': { up: 'create table dataset (id integer primary key not null, title text);' } },
      files: { 'drizzle/meta/_snapshot.json': snapshot({ id, title }) },
    } },
  ],
  check: {
    history(history, on) {
      if (isWithoutNumber(history)) return;
      const all = snapshotDifferences(history, on.spell);
      if (all.length === 0) return;
      const judged = new Set(on.judged.map(({ tag }) => tag));
      const isAllJudged = history.migrations.every(({ tag }) => judged.has(tag));
      const before = on.atBase ?? (isAllJudged ? null : upToJudged(history, judged));
      const atBase = before === null ? [] : snapshotDifferences(before, on.spell);
      const ungenerated = differencesOfSchema(history, on);
      const told = all.flatMap((found): readonly Told[] => {
        if (ungenerated.some((other) => isAboutSame(other, found.difference))) return [];
        const isOld = atBase.some((other) => isSame(other.difference, found.difference));
        if (isOld && !isAllJudged) return [];
        const parting = partingOf(found, history, on.spell);
        if (parting === null || parting.since.some((migration) => isEdited(migration, on))) return [];
        return [{ ...parting, age: isOld ? 'old' : 'new' }];
      });
      return [...grouped(told).values()].map((each) => report(each, history));
    },
  },
});

/** As prefix "none" has it (drizzle-kit 0.31): the migration makes again what is there, and fails, so that all after it is in no database. */
function isWithoutNumber({ layout, migrations }: History): boolean {
  return layout === 'journal' && migrations.at(-1)?.tag.startsWith('_') === true;
}

/** Where there is no base ref, what the end of a history is judged against. */
function upToJudged(history: History, judged: ReadonlySet<string>): History {
  const first = history.migrations.findIndex(({ tag }) => judged.has(tag));
  return first === -1 ? history : withMigrations(history, history.migrations.slice(0, first));
}

/** Where the newest snapshot is not that of the last migration, nothing is told of the schema. */
function differencesOfSchema(history: History, { declared }: HistoryContext<unknown>): readonly Difference[] {
  const newest = declared !== null && history.migrations.at(-1)?.hasSnapshotFile === true ? newestSnapshot(history) : null;
  return newest === null || declared === null ? [] : difference(newest.catalog, declared);
}

type Told = Disagreement & { readonly age: 'new' | 'old' };

function isSame(left: Difference, right: Difference): boolean {
  return isAboutSame(left, right) && left.before === right.before && left.after === right.after;
}

/** Then the edit is what is wrong, and it is told. */
function isEdited({ tag, sql }: Migration, { atBase, recorded }: HistoryContext<unknown>): boolean {
  const known = recorded.get(tag);
  const before = atBase?.migrations.find((one) => one.tag === tag)?.sql?.text;
  if (sql === null) return false;
  return (known !== undefined && known !== migrationHash(sql.text)) || (before !== undefined && migrationHash(before) !== migrationHash(sql.text));
}

/** One finding for a table, the migration where they part, and how much it weighs. */
function grouped(told: readonly Told[]): ReadonlyMap<string, readonly Told[]> {
  const groups = new Map<string, readonly Told[]>();
  for (const one of told) {
    const key = [one.migration.tag, ownerOf(one), weightOf(one)].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

function ownerOf({ difference: { table, key } }: SnapshotDifference): string {
  return table === null ? key : keyOf(table);
}

/** What is only named otherwise, or only stayed, breaks nothing today. */
function weightOf({ age, kind }: Told): 'error' | 'warn' | 'info' {
  if (kind === 'other') return age === 'new' ? 'error' : 'warn';
  return age === 'new' ? 'warn' : 'info';
}

const sides = { before: 'in the snapshot', after: 'in the SQL' };

function report(told: readonly Told[], history: History): Report {
  const [first] = told as readonly [Told, ...Told[]];
  const { migration, difference: { table } } = first;
  const subject = table === null ? ownerOf(first).replace(/^public\./, '') : show(table);
  const shown = told.slice(0, 5).map(sentence).join('; ');
  const more = told.length > 5 ? `; and ${told.length - 5} more` : '';
  const level = weightOf(first);
  return {
    at: placeOf(first, history),
    ...(level === 'error' ? {} : { level }),
    text: `From ${migration.tag} on the snapshots and the SQL disagree about ${subject}: ${shown}${more}.`,
    instead: insteadOf(first, history),
  };
}

function sentence({ difference: one, kind, namedInSql }: Told): string {
  if (kind === 'named') return `${one.object} ${one.name} is called ${namedInSql ?? ''} in the SQL`;
  if (kind === 'kept') return `${one.object} ${one.name} is gone from the snapshot, and no SQL drops it`;
  return showDifference(one, sides);
}

function insteadOf({ kind, age, migration }: Told, { migrations }: History): string {
  switch (kind) {
    case 'other': return age === 'new' && migration === migrations.at(-1)
      ? `If no database has ${migration.tag}, put back what its SQL has lost, or delete it and generate it again; otherwise write a migration by hand (drizzle-kit generate --custom) that brings databases to what the snapshot has.`
      : 'Write a migration by hand (drizzle-kit generate --custom) that brings databases to what the snapshot has; where the database is right, change the schema, generate, and empty the SQL that drizzle-kit writes.';
    case 'named': return 'Rename it in a migration written by hand (drizzle-kit generate --custom): what drizzle-kit will write about it names it as the snapshot does, and fails.';
    case 'kept': return 'Drop it in a migration written by hand (drizzle-kit generate --custom), once no code that is deployed needs it.';
    default: return kind satisfies never;
  }
}

/** Where the SQL makes it, if that is where they part; else at the beginning of that SQL. */
function placeOf({ difference: { table, key }, migration, since }: Told, history: History): Report['at'] {
  const files = new Set(since.map(({ file }) => file));
  const made = history.migrations.flatMap(({ sql }) => (sql === null || !files.has(sql.file) ? [] : sql.statements)).find(({ changes }) =>
    changes.some((change) => table !== null && (
      (change.kind === 'addColumn' && memberKey(change.table, change.column.name) === key)
      || (change.kind === 'createTable' && keyOf(change.table) === keyOf(table)))));
  return made?.origin ?? { file: migration.file, span: { start: 0, end: 0 } };
}

function snapshot(columns: Readonly<Record<string, unknown>>, indexes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id: `6f1b0c1e-0000-4000-8000-00000000000${Object.keys(columns).length}`, prevId: '00000000-0000-0000-0000-000000000000', version: '7', dialect: 'postgresql',
    tables: { 'public.dataset': {
      name: 'dataset', schema: '', columns, indexes, foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {},
      policies: {}, checkConstraints: {}, isRLSEnabled: false,
    } },
    enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
  });
}
