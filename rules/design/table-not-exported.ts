import { isDeclared, isOfType, keyOf, matches, rule, sameName, show, textsOption, v } from '#rule';
import type { Catalog, Level, Named, ObjectContext, ObjectName, Remedy, Report, Unexported } from '#rule';

const options = v.object({
  ignore: textsOption('Globs of tables and other objects, as `name` or `schema.name`, that somebody else makes in the database.'),
});

export default rule({
  id: 'design/table-not-exported',
  title: 'Export every table of the schema',
  why: 'drizzle-kit sees what the files of the schema export, and nothing else: a table without `export` gets no migration, one that loses its `export` is dropped with its rows, and no word is said.',
  instead: 'Write `export` before it; put it under `ignore` if somebody else makes it in the database.',
  level: 'warn',
  silent: [
    'What is exported under another name, from another file of the schema, or declared a second time with `export`.',
    'A table of a schema of which nothing is exported: that schema is somebody else’s, as `auth` is Supabase’s.',
    'What SQL alone makes, without the snapshots: drizzle-kit lets it be.',
    'Files that the schema only imports from, unless a migration has made the table.',
    'What an exported table needs and the database has: a migration made that table without making what it needs.',
    'A view marked `.existing()`, a policy that is linked to no table, and what matches `ignore`.',
  ],
  options,
  examples: [
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
const book = pgTable('book', { id: integer('id').primaryKey() });
export const shelf = pgTable('shelf', { id: integer('id').primaryKey() });` } },
    {
      bad: {
        schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
const book = pgTable('book', { id: integer('id').primaryKey() });
export const shelf = pgTable('shelf', { id: integer('id').primaryKey() });`,
        migrations: { '0000_books': { up: 'create table book (id integer primary key); create table shelf (id integer primary key);', down: 'drop table shelf, book;' } },
        files: { 'drizzle/meta/0000_snapshot.json': snapshotOf('book', 'shelf') },
      },
      fixed: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey() });
export const shelf = pgTable('shelf', { id: integer('id').primaryKey() });`,
    },
    {
      bad: {
        schema: `import { pgEnum, pgTable } from 'drizzle-orm/pg-core';
const state = pgEnum('book_state', ['draft', 'published']);
export const book = pgTable('book', { state: state('state') });`,
        migrations: { '0000_readers': { up: 'create table reader (id integer primary key);', down: 'drop table reader;' } },
      },
      fixed: `import { pgEnum, pgTable } from 'drizzle-orm/pg-core';
export const state = pgEnum('book_state', ['draft', 'published']);
export const book = pgTable('book', { state: state('state') });`,
    },
    { bad: { schema: `import { integer, pgSchema } from 'drizzle-orm/pg-core';
const library = pgSchema('library');
export const book = library.table('book', { id: integer('id').primaryKey() });` } },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
const book = pgTable('book', { id: integer('id').primaryKey() });
export const loan = pgTable('loan', { bookId: integer('book_id').references(() => book.id) });` } },
    { bad: { schema: `import { integer, pgPolicy, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey() });
const readers = pgPolicy('readers', { for: 'select' }).link(book);
const loose = pgPolicy('loose');` } },
    { good: { schema: `import { integer, pgTable, pgView } from 'drizzle-orm/pg-core';
const table = pgTable('book', { id: integer('id').primaryKey() });
const titles = pgView('titles', { id: integer('id') }).existing();
export { table as book };` } },
    { good: { schema: `import { integer, pgSchema, pgTable, uuid } from 'drizzle-orm/pg-core';
const auth = pgSchema('auth');
const users = auth.table('users', { id: uuid('id').primaryKey() });
export const reader = pgTable('reader', { id: uuid('id').primaryKey().references(() => users.id) });` } },
    { good: {
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
const book = pgTable('book', { id: integer('id').primaryKey() });
export const shelf = pgTable('shelf', { id: integer('id').primaryKey() });`,
      migrations: { '0000_books': { up: 'create table book (id integer primary key) partition by hash (id);', down: 'drop table book;' } },
    } },
    { good: {
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
const book = pgTable('book', { id: integer('id').primaryKey() });
export const loan = pgTable('loan', { bookId: integer('book_id').references(() => book.id) });`,
    }, options: { ignore: ['book'] } },
  ],
  check: {
    catalog(catalog, on) {
      const hidden = (catalog.unexported ?? []).filter((one) => isDeclared(one.origin) && !matches(on.options.ignore, one));
      return hidden.flatMap((one) => report(one, on) ?? []);
    },
  },
});

/** As drizzle-kit writes it after such a migration. */
function snapshotOf(...tables: readonly string[]): string {
  const none = { enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {} };
  const id = { name: 'id', type: 'integer', primaryKey: true, notNull: true };
  return JSON.stringify({
    id: '00000000-0000-0000-0000-000000000001', prevId: '00000000-0000-0000-0000-000000000000', version: '7', dialect: 'postgresql',
    tables: Object.fromEntries(tables.map((name) => [`public.${name}`, {
      name, schema: '', columns: { id }, indexes: {}, foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {}, policies: {},
      checkConstraints: {}, isRLSEnabled: false,
    }])), ...none,
  });
}

/** What comes of it, worst first. */
type Outcome =
  | { readonly kind: 'dropped' }
  | { readonly kind: 'needed'; readonly by: string }
  | { readonly kind: 'unseen' };

function report(one: Unexported, on: ObjectContext<unknown>): Report | null {
  const outcome = outcomeOf(one, on);
  if (outcome === null) return null;
  const what = `${words[one.kind]} ${nameIn(one)}`;
  return { at: one.origin, ...told(what, outcome), ...remedies(one, outcome) };
}

function nameIn(one: Unexported): string {
  if (one.table !== undefined) return `${one.name} on ${show(one.table)}`;
  return one.kind === 'schema' ? one.name : show(one);
}

const words = { table: 'Table', enum: 'Enum', schema: 'Schema', view: 'View', sequence: 'Sequence', policy: 'Policy' } as const;

function told(what: string, outcome: Outcome): { readonly text: string; readonly level?: Level } {
  switch (outcome.kind) {
    case 'dropped':
      return { level: 'error', text: `${what} is not exported: the next drizzle-kit generate drops it.` };
    case 'needed':
      return { level: 'error', text: `${what} is not exported: drizzle-kit makes no migration for it, and ${outcome.by} fails without it.` };
    case 'unseen':
      return { text: `${what} is not exported: drizzle-kit does not see it and makes no migration for it.` };
    default:
      return outcome satisfies never;
  }
}

function remedies(
  { origin: at, where, kind }: Unexported, outcome: Outcome,
): { readonly fix?: Remedy; readonly suggestions?: readonly Remedy[] } {
  if (where !== 'schema') return {};
  const amendment = { kind: 'exportDeclared', at } as const;
  if (outcome.kind !== 'unseen') return { fix: { text: 'Export it.', amendment } };
  return { suggestions: [{ text: `Export it: the next migration makes the ${kind}.`, amendment }] };
}

/** Null: it is as it should be, or somebody else's. */
function outcomeOf(one: Unexported, on: ObjectContext<unknown>): Outcome | null {
  // Declared with `export` besides; or made by SQL that no snapshot knows, so that drizzle-kit lets it be.
  if (isInCatalog(one, on.catalog)) return null;
  if (on.isGenerated(namedAs(one)) === 'yes') return { kind: 'dropped' };
  if (one.where === 'elsewhere' || isOfOthers(one, on.catalog)) return null;
  const uses = usesOf(one, on.catalog);
  if (uses.some(({ named }) => on.isGenerated(named) === 'yes')) return null;
  const [use] = uses;
  return use === undefined ? { kind: 'unseen' } : { kind: 'needed', by: use.words };
}

function namedAs({ kind, schema, name, table }: Unexported): Named {
  if (kind === 'policy') return { kind, table: table ?? { schema, name, written: name }, name };
  return kind === 'schema' ? { kind, name } : { kind, schema, name };
}

function isInCatalog(one: Unexported, { schemas, tables, enums, views, sequences, policies }: Catalog): boolean {
  const { kind, name, table } = one;
  if (kind === 'policy') return [...policies.values()].some((other) => other.name === name && table !== undefined && sameName(other.table, table));
  const objects = { table: tables, enum: enums, view: views, sequence: sequences };
  return kind === 'schema' ? schemas.has(name) : objects[kind].has(keyOf(one));
}

/** Nothing is exported of the schema it lies in, the schema itself neither. Policies are made on tables of others too. */
function isOfOthers({ kind, name, schema }: Unexported, catalog: Catalog): boolean {
  if (kind === 'policy') return false;
  const own = kind === 'schema' ? name : schema;
  if (own === 'public' || catalog.schemas.has(own)) return false;
  return membersOf(own, catalog).length === 0;
}

interface Use {
  readonly words: string;
  readonly named: Named;
}

/** What is exported and cannot be made without it. */
function usesOf(one: Unexported, catalog: Catalog): readonly Use[] {
  const tables = [...catalog.tables.values()].filter(({ origin }) => isDeclared(origin));
  switch (one.kind) {
    case 'schema':
      return membersOf(one.name, catalog);
    case 'enum':
      return tables.flatMap((table) => table.columns.filter(({ type }) => isOfType(type, one)).map(({ name }): Use => (
        { words: `column ${show(table)}.${name}`, named: { kind: 'column', table, name } })));
    case 'table':
      return tables.flatMap((table) => table.constraints.flatMap((key): readonly Use[] => {
        if (key.kind !== 'foreignKey' || !sameName(key.references, one)) return [];
        return [{ words: `the foreign key of ${show(table)}`, named: { kind: 'constraint', table, name: key.name } }];
      }));
    case 'view':
    case 'sequence':
    case 'policy':
      return [];
    default:
      return one.kind satisfies never;
  }
}

function membersOf(schema: string, { tables, enums, views, sequences }: Catalog): readonly Use[] {
  const ofKind = (kind: 'table' | 'enum' | 'view' | 'sequence', objects: ReadonlyMap<string, Member>): readonly Use[] =>
    [...objects.values()].filter((each) => each.schema === schema && isDeclared(each.origin))
      .map((each) => ({ words: `${kind} ${show(each)}`, named: { kind, schema, name: each.name } }));
  return [...ofKind('table', tables), ...ofKind('enum', enums), ...ofKind('view', views), ...ofKind('sequence', sequences)];
}

type Member = ObjectName & { readonly origin: Unexported['origin'] | null };
