import { difference, historyFile, keyOf, memberKey, newestSnapshot, rule, show, showDifference } from '#rule';
import type { Catalog, Difference, Report } from '#rule';

export default rule({
  id: 'history/schema-not-generated',
  title: 'Generate a migration for every change of the schema',
  why: 'The schema in TypeScript is not what the newest snapshot holds: queries will name what the database does not have.',
  instead: 'Run drizzle-kit generate and commit what it writes.',
  level: 'error',
  nextStep: true,
  silent: [
    'A schema or a table that could not be read whole: only what was read is compared.',
    'A history without its newest snapshot, or with one that no entry names, which history/files-complete reports.',
    'Branches of a history in folders that conflict: drizzle-kit 1.0 generates nothing before they are mended.',
  ],
  examples: [
    { bad: {
      schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey(), title: text('title') });`,
      migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key not null);', down: 'drop table dataset;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshotOf('dataset') },
    } },
    { good: {
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });`,
      migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key not null);', down: 'drop table dataset;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshotOf('dataset') },
    } },
    { good: {
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });`,
      migrations: { '0000_licences': { up: 'create table licence (id integer primary key not null);', down: 'drop table licence;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshotOf('licence'), 'drizzle/meta/0001_snapshot.json': snapshotOf('dataset') },
    } },
  ],
  check: {
    history(history, on) {
      const newest = history.migrations.at(-1)?.hasSnapshotFile === true ? newestSnapshot(history) : null;
      if (newest === null || on.declared === null) return;
      const { declared } = on;
      const differences = difference(newest.catalog, declared).filter((found) => !maybeUnread(found, declared, on.declaredInPart));
      return [...byOwner(differences)].map(([owner, found]) => report(owner, found, declared, historyFile(history)));
    },
  },
});

const sides = { before: 'in the snapshot', after: 'in the schema' };

/** What is missing from a schema or a table that was not read whole may be there. */
function maybeUnread(found: Difference, declared: Catalog, declaredInPart: boolean): boolean {
  if (found.what !== 'removed') return false;
  const table = found.table === null ? undefined : declared.tables.get(ownerKey(found));
  return table === undefined ? declaredInPart : table.partial;
}

function byOwner(differences: readonly Difference[]): ReadonlyMap<string, readonly Difference[]> {
  const owners = new Map<string, Difference[]>();
  for (const found of differences) {
    const owner = ownerKey(found);
    owners.set(owner, [...(owners.get(owner) ?? []), found]);
  }
  return owners;
}

function ownerKey(found: Difference): string {
  return found.table === null ? found.key : keyOf(found.table);
}

/** What is nowhere in the schema is told of the journal, or of the newest migration: snapshots are nothing that people open. */
function report(owner: string, differences: readonly Difference[], declared: Catalog, elsewhere: string): Report {
  const origin = originOf(differences, declared);
  const shown = differences.slice(0, 5).map((each) => showDifference(each, sides)).join('; ');
  const more = differences.length > 5 ? `; and ${differences.length - 5} more` : '';
  const [first] = differences;
  const subject = first?.table ? show(first.table) : owner.replace(/^public\./, '');
  return {
    at: origin ?? { file: elsewhere, span: { start: 0, end: 0 } },
    text: `The newest snapshot does not have ${subject} as the schema declares it: ${shown}${more}.`,
  };
}

/** The place in TypeScript nearest to what differs. */
function originOf(differences: readonly Difference[], declared: Catalog): Report['at'] | null {
  for (const found of differences) {
    const owner = ownerKey(found);
    const table = declared.tables.get(owner);
    const isFound = ({ name }: { readonly name: string }): boolean => table !== undefined && memberKey(table, name) === found.key;
    const member = (found.object === 'column' ? table?.columns : table?.constraints)?.find(isFound)
      ?? declared.indexes.get(found.key) ?? declared.enums.get(found.key) ?? declared.views.get(found.key)
      ?? declared.policies.get(found.key);
    if (member?.origin) return member.origin;
    if (table?.origin) return table.origin;
  }
  return null;
}

function snapshotOf(table: string): string {
  const id = { name: 'id', type: 'integer', primaryKey: true, notNull: true };
  return JSON.stringify({
    id: '6f1b0c1e-0000-4000-8000-000000000001', prevId: '00000000-0000-0000-0000-000000000000', version: '7', dialect: 'postgresql',
    tables: { [`public.${table}`]: {
      name: table, schema: '', columns: { id }, indexes: {}, foreignKeys: {}, compositePrimaryKeys: {},
      uniqueConstraints: {}, policies: {}, checkConstraints: {}, isRLSEnabled: false,
    } },
    enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
  }, null, 2);
}
