import { expect, test } from 'vitest';
import filesComplete from '../../rules/history/files-complete.ts';
import notGenerated from '../../rules/history/schema-not-generated.ts';
import { findingsOf } from '../kit/sample-project.ts';

const schema = `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });`;

function snapshot(...tables: readonly string[]): string {
  const id = { name: 'id', type: 'integer', primaryKey: true, notNull: true };
  const table = (name: string): object => ({
    name, schema: '', columns: { id }, indexes: {}, foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {},
    policies: {}, checkConstraints: {}, isRLSEnabled: false,
  });
  return JSON.stringify({
    id: '6f1b0c1e-0000-4000-8000-000000000001', prevId: '00000000-0000-0000-0000-000000000000', version: '7', dialect: 'postgresql',
    tables: Object.fromEntries(tables.map((name) => [`public.${name}`, table(name)])),
    enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
  });
}

/** Two branches were merged: the entry that came last to the journal is not the last by name. */
function merged(lastByName: string, lastEntry: string): readonly string[] {
  return findingsOf(notGenerated, { bad: {
    schema,
    migrations: { '20260225_datasets': { up: 'create table dataset (id integer primary key);' }, '20260224_licences': { up: 'select 1;' } },
    files: { 'drizzle/meta/20260225_snapshot.json': lastByName, 'drizzle/meta/20260224_snapshot.json': lastEntry.replace('000000000001', '000000000002') },
  } }).map(({ text }) => text);
}

test('the newest snapshot is the last by file name, as for drizzle-kit', () => {
  expect(merged(snapshot('dataset'), snapshot())).toEqual([]);
  expect(merged(snapshot(), snapshot('dataset'))).toEqual([
    'The newest snapshot does not have dataset as the schema declares it: table dataset is there only in the schema.',
  ]);
});

const onJournal = { file: 'drizzle/meta/_journal.json', span: { start: 0, end: 0 } };

test('a table that only the snapshot has is told of the journal, for it is nowhere in the schema', () => {
  const [finding, ...others] = findingsOf(notGenerated, { bad: {
    schema,
    migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key);' } },
    files: { 'drizzle/meta/0000_snapshot.json': snapshot('dataset', 'licence') },
  } });
  expect(finding).toMatchObject({ at: onJournal, text: expect.stringContaining('licence') as string });
  expect(others).toEqual([]);
});

test('a snapshot that no entry names is told of the journal', () => {
  const found = findingsOf(filesComplete, { bad: {
    migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key);' } },
    files: { 'drizzle/meta/0007_snapshot.json': snapshot() },
  } });
  expect(found).toMatchObject([{ at: onJournal, text: 'The snapshot 0007_snapshot.json belongs to no entry of the journal: the next generate takes it for the newest.' }]);
});
