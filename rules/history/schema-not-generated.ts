import { afterMigrations, difference, historyFile, isAboutSame, keyOf, memberKey, newestSnapshot, rule, show, showDifference } from '#rule';
import type { Catalog, Difference, Evaluation, History, HistoryContext, Related, Report } from '#rule';

export default rule({
  id: 'history/schema-not-generated',
  title: 'Generate a migration for every change of the schema',
  why: 'The schema in TypeScript is not what the newest snapshot holds: queries will name what the database does not have.',
  instead: 'Run drizzle-kit generate and commit what it writes.',
  level: 'error',
  nextStep: true,
  silent: [
    'A schema or a table that could not be read whole: only what was read is compared.',
    'A table that drizzle-orm declares itself, such as authUsers of drizzle-orm/supabase: Supabase makes it.',
    'A history without its newest snapshot, or with one that no entry names, which history/files-complete reports.',
    'A newest snapshot that is a copy of another or goes on from itself, which history/snapshot-chain reports.',
    'Branches of a history in folders that conflict: drizzle-kit 1.0 generates nothing before they are mended.',
  ],
  examples: [
    { bad: {
      schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey(), title: text('title') });`,
      migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key not null);', down: 'drop table dataset;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshotOf('dataset') },
    } },
    { bad: {
      schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey(), title: text('title') });`,
      migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key not null, title text);', down: 'drop table dataset;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshotOf('dataset') },
    } },
    { good: {
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });`,
      migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key not null);', down: 'drop table dataset;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshotOf('dataset') },
    } },
    { good: {
      schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core'; import { titles } from '@library/titles';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey(), title: text('title').default(titles.none) });`,
      migrations: { '0000_datasets': { up: 'create table dataset (id integer primary key not null, title text default \'?\');', down: 'drop table dataset;' } },
      files: { 'drizzle/meta/0000_snapshot.json': snapshotOf('dataset', { title: { name: 'title', type: 'text', primaryKey: false, notNull: false, default: '\'?\'' } }) },
    } },
    { good: {
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core'; import { authUsers } from 'drizzle-orm/supabase';
export const reader = authUsers;
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
    { good: {
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const licence = pgTable('licence', { id: integer('id').primaryKey() });`,
      migrations: {
        '0000_datasets': { up: 'create table dataset (id integer primary key not null);', down: 'drop table dataset;' },
        '0001_licences': { up: 'create table licence (id integer primary key not null);', down: 'drop table licence;' },
      },
      files: { 'drizzle/meta/0000_snapshot.json': snapshotOf('dataset'), 'drizzle/meta/0001_snapshot.json': snapshotOf('dataset') },
    } },
  ],
  check: {
    history(history, on) {
      if (on.evaluated !== null) return evaluatedReport(on.evaluated, history, on);
      const { declared } = on;
      if (declared === null) return;
      return [...byOwner(differencesRead(history, on))]
        .map(([owner, found]) => report(owner, found, declared, history));
    },
  },
});

const sidesOfChange = { before: 'in the snapshot', after: 'in the schema' };

/** What is missing from a schema or a table that was not read whole may be there; so may a default that is none. */
function maybeUnread(found: Difference, declared: Catalog, { declaredInPart }: Read): boolean {
  const isMissing = found.what === 'removed' || (found.what === 'changed' && found.after === 'none');
  if (!isMissing) return false;
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
function report(owner: string, differences: readonly Difference[], declared: Catalog, history: History): Report {
  const origin = originOf(differences, declared);
  const shown = differences.slice(0, 5).map((each) => showDifference(each, sidesOfChange)).join('; ');
  const more = differences.length > 5 ? `; and ${differences.length - 5} more` : '';
  const [first] = differences;
  const subject = first?.table ? show(first.table) : owner.replace(/^public\./, '');
  return {
    at: origin ?? { file: historyFile(history), span: { start: 0, end: 0 } },
    text: `The newest snapshot does not have ${subject} as the schema declares it: ${shown}${more}.`,
    ...insteadOf(differences, declared, history),
  };
}

/** A snapshot that was not written leaves the next generate nothing to do but what SQL written by hand has done. */
function insteadOf(differences: readonly Difference[], declared: Catalog, { migrations }: History): Pick<Report, 'instead'> {
  const replayed = afterMigrations(migrations);
  const left = difference(replayed, declared);
  const done = differences.filter((found) => (found.object === 'table' ? found.what === 'added' && replayed.tables.has(found.key)
    : left.every((other) => !isAboutSame(other, found))));
  if (done.length === 0) return {};
  if (done.length === differences.length) {
    return { instead: 'The SQL of the migrations has made it already. Run drizzle-kit generate for the sake of its snapshot, and empty the SQL that it writes before you commit it.' };
  }
  const names = `${done.slice(0, 5).map(({ object, name }) => `${object} ${name}`).join(', ')}${done.length > 5 ? ' and more' : ''}`;
  return { instead: `Run drizzle-kit generate, and take out of the SQL that it writes what that of the migrations has made already: ${names}.` };
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

type Evaluated = Pick<HistoryContext<unknown>, 'declared' | 'declaredInPart' | 'kit'>;

/** What drizzle-kit said, in place of what reading tells. */
function evaluatedReport(evaluated: Evaluation, history: History, on: Evaluated): Report | undefined {
  switch (evaluated.kind) {
    case 'same': return undefined;
    case 'statements': return missing(evaluated.statements, history, on);
    case 'ambiguous': return question(evaluated, history, on);
    default: return evaluated satisfies never;
  }
}

function missing(statements: readonly string[], history: History, on: Evaluated): Report {
  const differences = differencesRead(history, on);
  const at = placeOf(differences, history, on);
  const lines = statements.map((statement) => statement.replaceAll(/\s+/g, ' '));
  const count = `${lines.length} statement${lines.length === 1 ? '' : 's'}`;
  return {
    at,
    text: `drizzle-kit generate would write ${count} that no migration has${lines.length === 1 ? '' : ', the first'}: ${shortened(lines[0] ?? '')}`,
    related: lines.length === 1 && lines[0] === shortened(lines[0] ?? '') ? [] : lines.map((text): Related => ({ text, at: placeFor(text, differences, on.declared) ?? at })),
  };
}

function question({ asked, declared }: Extract<Evaluation, { readonly kind: 'ambiguous' }>, history: History, on: Evaluated): Report {
  const differences = declared === null ? differencesRead(history, on) : differencesFrom(history, declared);
  const either = differences.filter((one) => differences.some((other) => isOtherSideOf(other, one)));
  const sides = either.slice(0, 6).map((each) => showDifference(each, sidesOfChange));
  const about = sides.length > 0 ? sides : asked.slice(0, 6).map((name) => `${name} may be new, or another one renamed`);
  return {
    at: placeOf([...either, ...differences], history, on),
    text: `drizzle-kit generate would ask whether something was renamed, which nobody but you can answer${about.length === 0 ? '' : `: ${about.join('; ')}`}.`,
    instead: 'Run drizzle-kit generate in a terminal, answer what it asks, and commit what it writes.',
  };
}

/** drizzle-kit asks where something of a kind is gone and something of that kind is new, in the same table if it has one. */
function isOtherSideOf(other: Difference, one: Difference): boolean {
  return other.what !== 'changed' && one.what !== 'changed' && other.what !== one.what && other.object === one.object
    && (one.table === null || other.table === null ? one.table === other.table : keyOf(one.table) === keyOf(other.table));
}

type Read = Pick<HistoryContext<unknown>, 'declared' | 'declaredInPart'>;

/** What the schema has otherwise than the newest snapshot, as far as reading can tell. */
function differencesRead(history: History, on: Read): readonly Difference[] {
  const { declared } = on;
  if (declared === null) return [];
  return differencesFrom(history, declared).filter((found) => !maybeUnread(found, declared, on) && !isOfLibrary(found, declared));
}

function differencesFrom(history: History, declared: Catalog): readonly Difference[] {
  const newest = history.migrations.at(-1)?.hasSnapshotFile === true ? newestSnapshot(history) : null;
  return newest === null || isCopied(history) ? [] : difference(newest.catalog, declared);
}

/** `authUsers` of drizzle-orm/supabase, say: it changes with drizzle-orm, and Supabase makes it. */
function isOfLibrary(found: Difference, { tables }: Catalog): boolean {
  return tables.get(found.object === 'table' ? found.key : ownerKey(found))?.origin === null;
}

/** Who copied a snapshot over that of the newest migration, or let it go on from itself, has not forgotten to generate. */
function isCopied({ migrations }: History): boolean {
  const newest = migrations.at(-1);
  const id = newest?.link?.id;
  return id !== undefined && (newest?.link?.parents.includes(id) === true
    || migrations.some(({ link, snapshotFile }) => link?.id === id && snapshotFile !== newest?.snapshotFile));
}

/** Where reading finds a difference too; else what there is of the history. */
function placeOf(differences: readonly Difference[], history: History, { declared, kit }: Evaluated): Report['at'] {
  const read = declared === null ? null : originOf(differences, declared);
  const file = history.layout === 'none' && kit !== null ? kit.file : historyFile(history);
  return read ?? { file, span: { start: 0, end: 0 } };
}

/** The place of what differs and is named by a statement. */
function placeFor(statement: string, differences: readonly Difference[], declared: Catalog | null): Report['at'] | null {
  if (declared === null) return null;
  const names = ({ name, table, key }: Difference): readonly string[] => [name.split('.').at(-1) ?? key, ...(table === null ? [] : [table.name])];
  const named = differences.filter((found) => names(found).some((name) => statement.includes(`"${name}"`)));
  return originOf(named, declared);
}

const longest = 160;

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function snapshotOf(table: string, others: Readonly<Record<string, unknown>> = {}): string {
  const id = { name: 'id', type: 'integer', primaryKey: true, notNull: true };
  return JSON.stringify({
    id: '6f1b0c1e-0000-4000-8000-000000000001', prevId: '00000000-0000-0000-0000-000000000000', version: '7', dialect: 'postgresql',
    tables: { [`public.${table}`]: {
      name: table, schema: '', columns: { id, ...others }, indexes: {}, foreignKeys: {}, compositePrimaryKeys: {},
      uniqueConstraints: {}, policies: {}, checkConstraints: {}, isRLSEnabled: false,
    } },
    enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
  }, null, 2);
}
