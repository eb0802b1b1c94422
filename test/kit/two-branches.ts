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
  telephone: (model: Model) => {
    model.tables.get('member')?.columns.delete('phone');
    column(model, 'member', 'telephone', `text('telephone')`);
  },
  brochures: (model: Model) => {
    model.tables.delete('pamphlet');
    table(model, 'brochure', { id: `integer('id').notNull()`, printed_on: `date('printed_on')` });
  },
  byEmail: (model: Model) => { extra(model, 'member', 'member_email_idx', `index('member_email_idx').on(t.email)`); },
  stock: (model: Model) => { column(model, 'book', 'stock', `bigint('stock', { mode: 'number' })`); },
  unrated: (model: Model) => { column(model, 'book', 'rating', `integer('rating')`); },
  bioOptional: (model: Model) => { column(model, 'author', 'bio', `text('bio')`); },
  longIndex: (model: Model) => { extra(model, 'book', 'book_long_idx', 'index(\'book_long_idx\').on(t.author_id).where(sql`"pages" > 100`)'); },
  lowerTitle: (model: Model) => { extra(model, 'book', 'book_lower_idx', 'uniqueIndex(\'book_lower_idx\').on(sql`lower("title")`, t.id)'); },
  reservations: (model: Model) => {
    table(model, 'reservation', { book_id: `integer('book_id').notNull()`, member_id: `integer('member_id').references(() => member.id, { onDelete: 'set null', onUpdate: 'cascade' })` });
    extra(model, 'reservation', 'reservation_book_fk', `foreignKey({ name: 'reservation_book_fk', columns: [t.book_id], foreignColumns: [book.id] })`);
  },
  mentors: (model: Model) => { column(model, 'author', 'mentor_id', `integer('mentor_id').references(() => author.id)`); },
  guests: (model: Model) => { column(model, 'book', 'lent_to', `integer('lent_to').references(() => member.id)`); },
  noEmailCheck: (model: Model) => { model.tables.get('member')?.extras.delete('member_email_given'); },
  slips: (model: Model) => { model.before.set('slip', `pgEnum('slip', ['red', 'green', 'blue'])`); },
  twoByTwo: (model: Model) => { model.before.set('counter', `pgSequence('counter', { increment: 2, startWith: 10 })`); },
  noNumbers: (model: Model) => { model.before.delete('numbers'); },
  longBooks: (model: Model) => {
    model.after.set('long_books', 'pgMaterializedView(\'long_books\', { title: text(\'title\') }).as(sql`select "title" from "book" where "pages" > 500`)');
  },
  noEmails: (model: Model) => { model.after.delete('emails'); },
  fewAuthors: (model: Model) => { model.after.set('author_ids', 'pgView(\'author_ids\', { id: integer(\'id\') }).as(sql`select "id" from "author" where "id" < 10`)'); },
  strictReaders: (model: Model) => { extra(model, 'book', 'readers', 'pgPolicy(\'readers\', { for: \'select\', to: \'public\', using: sql`"pages" is not null` })'); },
  noAuthorPolicy: (model: Model) => { model.tables.get('author')?.extras.delete('authors'); },
  boxes: (model: Model) => {
    model.before.set('level', `stacks.enum('level', ['cellar', 'attic'])`);
    table(model, 'box', { id: `integer('id').primaryKey().generatedAlwaysAsIdentity()`, level: `level('level').default('attic')` }, `stacks.table('box'`);
  },
  crateLabels: (model: Model) => { column(model, 'crate', 'labels', 'text(\'labels\').array().notNull().default(sql`\'{}\'`)'); },
  loudBio: (model: Model) => { column(model, 'author', 'loud_bio', 'text(\'loud_bio\').generatedAlwaysAs(sql`upper("bio")`)'); },
  letters: (model: Model) => { table(model, 'letter', { id: `integer('id').primaryKey()`, about: `jsonb('about').default({ kind: 'letter' })` }); },
} satisfies Readonly<Record<string, (model: Model) => void>>;

export const allChanges = Object.keys(modelChanges) as readonly ModelChange[];

/** SQL of a migration of its own: where drizzle-kit asks and is told that it is another name, and what people write better. */
const writtenSql: Partial<Readonly<Record<ModelChange, string>>> = {
  telephone: 'ALTER TABLE "member" RENAME COLUMN "phone" TO "telephone";',
  brochures: 'ALTER TABLE "pamphlet" RENAME TO "brochure";',
  byEmail: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "member_email_idx" ON "member" USING btree ("email");',
};

/**
 * Changes in migrations: what is written by hand each in its own, and what goes apart from what comes, where drizzle-kit would
 * ask whether it was renamed.
 */
export function inMigrations(changes: readonly ModelChange[]): readonly (readonly ModelChange[])[] {
  const written = changes.filter((change) => writtenSql[change] !== undefined);
  const gone = changes.filter((change) => change.startsWith('no'));
  const made = changes.filter((change) => !written.includes(change) && !gone.includes(change));
  return [made, gone, ...written.map((change) => [change])].filter(({ length }) => length > 0);
}

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
    before: new Map([
      ['status', `pgEnum('status', ['lent', 'free'])`], ['genre', `pgEnum('genre', ['novel'])`], ['slip', `pgEnum('slip', ['red', 'blue'])`],
      ['counter', `pgSequence('counter', { startWith: 10 })`], ['numbers', `pgSequence('numbers')`], ['stacks', `pgSchema('stacks')`],
    ]),
    tables: new Map(),
    after: new Map([
      ['emails', 'pgView(\'emails\', { email: text(\'email\') }).as(sql`select "email" from "member"`)'],
      ['author_ids', 'pgView(\'author_ids\', { id: integer(\'id\') }).as(sql`select "id" from "author"`)'],
    ]),
  };
  table(model, 'author', { id: `integer('id').primaryKey()`, name: `text('name').notNull()`, born_on: `date('born_on')`, bio: `text('bio').notNull()` });
  table(model, 'book', {
    id: `integer('id').primaryKey()`, author_id: `integer('author_id').notNull().references(() => author.id)`,
    title: `text('title').notNull()`, pages: `integer('pages')`, status: `status('status').notNull().default('free')`,
    stock: `integer('stock')`, rating: `integer('rating').default(0)`,
  });
  table(model, 'member', { id: `integer('id').primaryKey()`, email: `text('email')`, phone: `text('phone')` });
  table(model, 'pamphlet', { id: `integer('id').notNull()`, printed_on: `date('printed_on')` });
  table(model, 'crate', { id: `integer('id').primaryKey()` }, `stacks.table('crate'`);
  table(model, 'leaflet', { id: `integer('id').primaryKey()` });
  extra(model, 'book', 'book_title_idx', `index('book_title_idx').on(t.title)`);
  extra(model, 'book', 'readers', 'pgPolicy(\'readers\', { for: \'select\', to: \'public\', using: sql`true` })');
  extra(model, 'author', 'authors', 'pgPolicy(\'authors\', { for: \'all\', to: \'public\', using: sql`true` })');
  extra(model, 'member', 'member_email_given', 'check(\'member_email_given\', sql`"email" <> \'\'`)');
  return model;
}

const names = ['bigint', 'check', 'date', 'foreignKey', 'index', 'integer', 'jsonb', 'pgEnum', 'pgMaterializedView', 'pgPolicy', 'pgSchema', 'pgSequence',
  'pgTable', 'pgView', 'primaryKey', 'serial', 'text', 'unique', 'uniqueIndex', 'varchar'];

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
  /** Changes of the whole schema from its beginning on; the last is this migration's, and if it is written by hand the only one. */
  readonly changes: readonly ModelChange[];
}

/** The files after `drizzle-kit generate`, as 0.31 writes them (`prepareAndMigratePg`, `writeResult`), with a way back. */
export async function generated(files: Files, { name, when, changes, breakpoints = true }: Generated): Promise<Files> {
  const schema = schemaAfter(changes);
  const previous = newestSnapshot(files);
  const next = kit.generateDrizzleJson(exportsOf(schema), previous?.id);
  const last = changes.at(-1);
  const written = last === undefined ? undefined : writtenSql[last];
  const statements = written === undefined ? await kit.generateMigration(previous ?? kit.generateDrizzleJson({}), next) : [written];
  const note = last?.startsWith('no') === true || written !== undefined ? '-- breaking: the reading room; it is deployed first\n' : '';
  return withMigration({ ...files, [schemaFile]: schema }, { name, when, breakpoints, snapshot: next },
    note + statements.join(breakpoints ? '\n--> statement-breakpoint\n' : '\n'));
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
    [`drizzle/${number}_${name}.down.sql`]: `-- The way back of ${name}.\nSELECT 1; /* ${String(when)} */\n`,
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
