import * as kitApi from 'drizzle-kit/api';
import * as orm from 'drizzle-orm';
import * as core from 'drizzle-orm/pg-core';

/** A schema as text, in parts that can be changed one by one. */
interface Model {
  /** Enums, schemas and sequences, by the name of their variable. */
  readonly before: Map<string, string>;
  readonly tables: Map<string, TableModel>;
  /** Views. */
  readonly after: Map<string, string>;
}

interface TableModel {
  readonly head: string;
  /** By name in the database, which is their key too. */
  readonly columns: Map<string, string>;
  readonly extras: Map<string, string>;
}

/** A change of the library's schema, independent of all others of the list. */
export type ModelChange = keyof typeof modelChanges;

const modelChanges = {
  isbn: (model: Model) => { column(model, 'book', 'isbn', `text('isbn')`); },
  country: (model: Model) => { column(model, 'author', 'country', `varchar('country', { length: 2 }).notNull().default('GB')`); },
  joinedOn: (model: Model) => { column(model, 'member', 'joined_on', `date('joined_on')`); },
  pagesIndex: (model: Model) => { extra(model, 'book', 'book_pages_idx', `index('book_pages_idx').on(t.pages)`); },
  authorIndex: (model: Model) => { extra(model, 'book', 'book_author_idx', `index('book_author_idx').on(t.author_id, t.title)`); },
  uniqueEmail: (model: Model) => { extra(model, 'member', 'member_email_unique', `unique('member_email_unique').on(t.email)`); },
  longEnough: (model: Model) => { extra(model, 'book', 'book_long', 'check(\'book_long\', sql`"pages" > 10`)'); },
  loans: (model: Model) => { table(model, 'loan', {
    id: `integer('id').primaryKey()`, book_id: `integer('book_id').notNull().references(() => book.id, { onDelete: 'cascade' })`,
  }); },
  rooms: (model: Model) => { table(model, 'room', { id: `serial('id').primaryKey()`, name: `text('name').unique('room_name_unique')` }); },
  longNames: (model: Model) => { column(model, 'author', 'name', `varchar('name', { length: 200 }).notNull()`); },
  pagesDefault: (model: Model) => { column(model, 'book', 'pages', `integer('pages').default(1)`); },
  emailGiven: (model: Model) => { column(model, 'member', 'email', `text('email').notNull()`); },
  noBirthdays: (model: Model) => { model.tables.get('author')?.columns.delete('born_on'); },
  noTitleIndex: (model: Model) => { model.tables.get('book')?.extras.delete('book_title_idx'); },
  poems: (model: Model) => { model.before.set('genre', `pgEnum('genre', ['novel', 'poem'])`); },
  formats: (model: Model) => {
    model.before.set('format', `pgEnum('format', ['paper', 'ebook'])`);
    column(model, 'book', 'format', `format('format').notNull().default('paper')`);
  },
  lost: (model: Model) => { model.before.set('status', `pgEnum('status', ['lent', 'free', 'lost'])`); },
  tickets: (model: Model) => { model.before.set('ticket', `pgSequence('ticket')`); },
  titles: (model: Model) => { model.after.set('titles', 'pgView(\'titles\', { title: text(\'title\') }).as(sql`select "title" from "book"`)'); },
  ownRows: (model: Model) => { extra(model, 'member', 'own_rows', 'pgPolicy(\'own_rows\', { for: \'select\', to: \'public\', using: sql`true` })'); },
  archive: (model: Model) => {
    model.before.set('archive', `pgSchema('archive')`);
    table(model, 'note', { id: `integer('id').primaryKey()`, text: `text('text')` }, `archive.table('note'`);
  },
  places: (model: Model) => {
    table(model, 'place', { shelf: `integer('shelf')`, board: `integer('board')` });
    extra(model, 'place', 'place_pk', `primaryKey({ name: 'place_pk', columns: [t.shelf, t.board] })`);
  },
  noLeaflets: (model: Model) => { model.tables.delete('leaflet'); },
} satisfies Readonly<Record<string, (model: Model) => void>>;

export const allChanges = Object.keys(modelChanges) as readonly ModelChange[];

function column(model: Model, name: string, key: string, text: string): void {
  model.tables.get(name)?.columns.set(key, text);
}

function extra(model: Model, name: string, key: string, text: string): void {
  model.tables.get(name)?.extras.set(key, text);
}

function table(model: Model, name: string, columns: Readonly<Record<string, string>>, head = `pgTable('${name}'`): void {
  model.tables.set(name, { head, columns: new Map(Object.entries(columns)), extras: new Map() });
}

/** A lending library as it is before two people change it. */
function library(): Model {
  const model: Model = {
    before: new Map([['status', `pgEnum('status', ['lent', 'free'])`], ['genre', `pgEnum('genre', ['novel'])`]]), tables: new Map(), after: new Map(),
  };
  table(model, 'author', { id: `integer('id').primaryKey()`, name: `text('name').notNull()`, born_on: `date('born_on')` });
  table(model, 'book', {
    id: `integer('id').primaryKey()`, author_id: `integer('author_id').notNull().references(() => author.id)`,
    title: `text('title').notNull()`, pages: `integer('pages')`, status: `status('status').notNull().default('free')`,
  });
  table(model, 'member', { id: `integer('id').primaryKey()`, email: `text('email')` });
  table(model, 'leaflet', { id: `integer('id').primaryKey()` });
  extra(model, 'book', 'book_title_idx', `index('book_title_idx').on(t.title)`);
  return model;
}

const names = ['check', 'date', 'index', 'integer', 'pgEnum', 'pgPolicy', 'pgSchema', 'pgSequence', 'pgTable', 'pgView', 'primaryKey', 'serial',
  'text', 'unique', 'varchar'];

/** The TypeScript of the library after changes. */
export function schemaAfter(changes: readonly ModelChange[]): string {
  const model = library();
  for (const change of changes) modelChanges[change](model);
  const lines = (map: ReadonlyMap<string, string>): readonly string[] => [...map].map(([name, text]) => `export const ${name} = ${text};`);
  const tables = [...model.tables].map(([name, { head, columns, extras }]) => {
    const inside = [...columns].map(([key, text]) => `  ${key}: ${text},\n`).join('');
    const behind = extras.size === 0 ? '' : `, (t) => [\n${[...extras.values()].map((text) => `  ${text},\n`).join('')}]`;
    return `export const ${name} = ${head}, {\n${inside}}${behind});`;
  });
  return [
    `import { sql } from 'drizzle-orm';`, `import { ${names.join(', ')} } from 'drizzle-orm/pg-core';`, '',
    ...lines(model.before), ...tables, ...lines(model.after), '',
  ].join('\n');
}

/** What the schema exports, as drizzle-kit gets it. */
function exportsOf(schema: string): Record<string, unknown> {
  const body = schema.replaceAll(/^import .*$/gm, '').replaceAll(/^export const (\w+) =/gm, 'const $1 = exported.$1 =');
  const exported: Record<string, unknown> = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the text is ours
  new Function('exported', 'sql', ...names, body)(exported, orm.sql, ...names.map((name) => core[name as keyof typeof core]));
  return exported;
}

export type Files = Readonly<Record<string, string>>;

interface Snapshot {
  readonly id: string;
  readonly prevId: string;
}

/** As its documentation has it: its own types do not resolve without the drivers of every dialect. */
interface Kit {
  readonly generateDrizzleJson: (exported: Record<string, unknown>, prevId?: string) => Snapshot;
  readonly generateMigration: (before: Snapshot, after: Snapshot) => Promise<readonly string[]>;
}

const kit: Kit = kitApi;

const schemaFile = 'src/schema.ts';
const journalFile = 'drizzle/meta/_journal.json';

export interface Generated {
  readonly name: string;
  readonly when: number;
  readonly breakpoints?: boolean;
  /** Changes of the whole schema from its beginning on. */
  readonly changes: readonly ModelChange[];
}

/** The files after `drizzle-kit generate`, as 0.31 writes them (`prepareAndMigratePg`, `writeResult`), with a way back. */
export async function generated(files: Files, { name, when, changes, breakpoints = true }: Generated): Promise<Files> {
  const schema = schemaAfter(changes);
  const previous = newestSnapshot(files);
  const next = kit.generateDrizzleJson(exportsOf(schema), previous?.id);
  const statements = await kit.generateMigration(previous ?? kit.generateDrizzleJson({}), next);
  return withMigration({ ...files, [schemaFile]: schema }, { name, when, breakpoints, snapshot: next },
    statements.join(breakpoints ? '\n--> statement-breakpoint\n' : '\n'));
}

/** The files after `drizzle-kit generate --custom`, filled with SQL. */
export function customized(files: Files, { name, when }: Pick<Generated, 'name' | 'when'>, sql: string): Files {
  const previous = newestSnapshot(files);
  if (previous === null) throw new Error('a custom migration follows another');
  return withMigration(files, { name, when, breakpoints: true, snapshot: { ...previous, id: crypto.randomUUID(), prevId: previous.id } }, sql);
}

interface NewMigration {
  readonly name: string;
  readonly when: number;
  readonly breakpoints: boolean;
  readonly snapshot: Snapshot;
}

function withMigration(files: Files, { name, when, breakpoints, snapshot }: NewMigration, sql: string): Files {
  const journal = JSON.parse(files[journalFile] ?? '{"version":"7","dialect":"postgresql","entries":[]}') as { readonly entries: readonly unknown[] };
  const idx = journal.entries.length;
  const number = String(idx).padStart(4, '0');
  const entries = [...journal.entries, { idx, version: '7', when, tag: `${number}_${name}`, breakpoints }];
  return {
    ...files,
    [`drizzle/${number}_${name}.sql`]: sql,
    [`drizzle/${number}_${name}.down.sql`]: `-- The way back of ${name}.\nSELECT 1;\n`,
    [`drizzle/meta/${number}_snapshot.json`]: JSON.stringify(snapshot, null, 2),
    [journalFile]: JSON.stringify({ ...journal, entries }, null, 2),
  };
}

function newestSnapshot(files: Files): Snapshot | null {
  const newest = Object.keys(files).filter((path) => path.endsWith('_snapshot.json')).sort().at(-1);
  return newest === undefined ? null : JSON.parse(files[newest] ?? '') as Snapshot;
}

/** What `drizzle-kit generate` would write for the schema that is there. */
export async function ungenerated(files: Files): Promise<readonly string[]> {
  const previous = newestSnapshot(files);
  if (previous === null) throw new Error('no snapshot');
  return await kit.generateMigration(previous, kit.generateDrizzleJson(exportsOf(files[schemaFile] ?? ''), previous.id));
}
