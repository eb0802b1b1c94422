import { describe, expect, it } from 'vitest';
import type { SchemaAmendment } from '../../../../src/parse/schema/amend/amend-schema.ts';
import type { Origin } from '../../../../src/text/span.ts';
import { tableOf } from '../schema-of.ts';
import { amended, type Wish } from './amended.ts';

const imports = `import { boolean, foreignKey, integer, pgEnum, pgPolicy, pgSchema, pgTable, pgView, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
`;
const author = "export const author = pgTable('author', { id: integer('id').primaryKey() });\n";
const head = imports + author;

/** What a wish makes of code behind the imports and the authors; null if it cannot be made. */
function after(code: string, wish: Wish): string | null {
  const made = amended(head + code, wish);
  if (made === null) return null;
  expect(made.text.startsWith(head)).toBe(true);
  return made.text.slice(head.length);
}

function placed(origin: Origin | null | undefined): Origin {
  if (origin == null) throw new Error('the sample has no such thing');
  return origin;
}

describe('what a foreign key does on delete', () => {
  const write: Wish = (schema): SchemaAmendment => ({
    kind: 'writeOnDelete', action: 'set null',
    at: placed(tableOf(schema, 'public.book').constraints.find(({ kind }) => kind === 'foreignKey')?.origin),
  });
  const inline = (call: string): string => `export const book = pgTable('book', { authorId: integer('author_id')${call} });\n`;

  it.each([
    ['.references(() => author.id)', ".references(() => author.id, { onDelete: 'set null' })"],
    ['.references(() => author.id).notNull()', ".references(() => author.id, { onDelete: 'set null' }).notNull()"],
    ["\n    .references((): AnyPgColumn => author.id, { onUpdate: 'cascade' })", "\n    .references((): AnyPgColumn => author.id, { onUpdate: 'cascade', onDelete: 'set null' })"],
    ['.references(\n    () => author.id,\n  )', ".references(\n    () => author.id,\n    { onDelete: 'set null' },\n  )"],
    ["\n    .references(() => author.id, {\n      onUpdate: 'cascade',\n    })", "\n    .references(() => author.id, {\n      onUpdate: 'cascade',\n      onDelete: 'set null',\n    })"],
  ])('%s', (before, wanted) => {
    const made = amended(head + inline(before), write);
    expect(made?.text).toBe(head + inline(wanted));
    expect(made?.changed).toEqual(['changed constraint book_author_id_author_id_fk of book']);
  });

  it.each([
    ['foreignKey({ columns: [t.a], foreignColumns: [author.id] })', "foreignKey({ columns: [t.a], foreignColumns: [author.id] }).onDelete('set null')"],
    ["foreignKey({ columns: [t.a], foreignColumns: [author.id] }).onUpdate('cascade')", "foreignKey({ columns: [t.a], foreignColumns: [author.id] }).onDelete('set null').onUpdate('cascade')"],
  ])('%s', (before, wanted) => {
    const table = (key: string): string => `export const book = pgTable('book', { a: integer() }, (t) => [${key}]);\n`;
    expect(after(table(before), write)).toBe(table(wanted));
  });

  it('is left alone where several tables may share the key, or the actions are not written out', () => {
    expect(after("const shared = { a: integer().references(() => author.id) };\nexport const book = pgTable('book', shared);\n", write)).toBeNull();
    expect(after(`const actions = { onUpdate: 'cascade' } as const;\n${inline('.references(() => author.id, actions)')}`, write)).toBeNull();
    expect(after(inline('.references(() => author.id, {})'), write)).toBeNull();
  });
});

describe('export', () => {
  const give: Wish = ({ catalog }): SchemaAmendment => ({ kind: 'exportDeclared', at: placed(catalog.unexported?.[0]?.origin) });

  it.each([
    ["const book = pgTable('book', { id: integer() });\n", 'added table book'],
    ["/** Books. */\nconst book = pgTable('book', { id: integer() }).enableRLS();\n", 'added table book'],
    ["const state = pgEnum('state', ['new']);\n", 'added enum state'],
    ["const library = pgSchema('library');\n", 'added schema library'],
    ["const readers = pgPolicy('readers', { for: 'select' }).link(author);\n", 'added policy readers of author'],
    ["const ids = pgView('ids').as((query) => query.select().from(author));\n", 'added view ids'],
  ])('%s', (code, changed) => {
    const made = amended(head + code, give);
    expect(made?.text).toBe(head + code.replace('const', 'export const'));
    expect(made?.changed).toContain(changed);
  });

  it.each([
    ['export const all = { book: pgTable(\'book\', { id: integer() }) };\n'],
    ["const tables = [pgTable('book', { id: integer() })];\n"],
    ["const book = pgTable('book', { id: integer() }), other = 1;\n"],
    ["let book = pgTable('book', { id: integer() });\n"],
    ["const make = () => pgTable('book', { id: integer() });\nconst book = make();\n"],
    ["const book = pgTable('book', { id: integer() });\nexport { author as book };\n"],
  ])('is not put before %s', (code) => {
    expect(after(code, give)).toBeNull();
  });
});

describe('a default of the database', () => {
  const give = (value: 'now' | 'uuid' | 'constant'): Wish => (schema): SchemaAmendment => (
    { kind: 'addDefault', value, at: placed(tableOf(schema, 'public.book').columns[0]?.origin) });
  const column = (code: string): string => `export const book = pgTable('book', { own: ${code} });\n`;

  it.each([
    ['now', "timestamp('own').notNull().$onUpdate(() => new Date())", "timestamp('own').notNull().defaultNow().$onUpdate(() => new Date())"],
    ['uuid', 'uuid()\n    .$defaultFn(() => crypto.randomUUID())\n    .primaryKey()', 'uuid()\n    .defaultRandom()\n    .$defaultFn(() => crypto.randomUUID())\n    .primaryKey()'],
    ['constant', "text().$default(() => 'draft').notNull()", "text().default('draft').$default(() => 'draft').notNull()"],
    ['constant', 'boolean().$onUpdate(() => true).$defaultFn(() => false).notNull()', 'boolean().$onUpdate(() => true).default(false).$defaultFn(() => false).notNull()'],
    ['constant', 'integer().$defaultFn(() => { return -1; }).notNull()', 'integer().default(-1).$defaultFn(() => { return -1; }).notNull()'],
  ] as const)('%s: %s', (value, before, wanted) => {
    const made = amended(head + column(before), give(value));
    expect(made?.text).toBe(head + column(wanted));
    expect(made?.changed).toEqual(['changed column book.own']);
  });

  it('is not given twice, nor made up', () => {
    expect(after(column('timestamp().defaultNow().$onUpdate(() => new Date())'), give('now'))).toBeNull();
    expect(after(column('integer().$defaultFn(() => next())'), give('constant'))).toBeNull();
    expect(after(`const made = timestamp().$onUpdate(() => new Date());\n${column('made')}`, give('now'))).toBeNull();
  });
});

describe('nulls not distinct', () => {
  const give: Wish = (schema): SchemaAmendment => (
    { kind: 'nullsNotDistinct', at: placed(tableOf(schema, 'public.book').constraints.find(({ kind }) => kind === 'unique')?.origin) });
  const book = (key: string): string => `export const book = pgTable('book', { a: integer(), b: integer()${key}`;

  it.each([
    ['unique().on(t.a, t.b)', 'unique().on(t.a, t.b).nullsNotDistinct()'],
    ["unique('book_key')\n    .on(t.a, t.b)", "unique('book_key')\n    .on(t.a, t.b).nullsNotDistinct()"],
  ])('%s', (before, wanted) => {
    const code = (one: string): string => book(` }, (t) => [\n  ${one},\n]);\n`);
    expect(after(code(before), give)).toBe(code(wanted));
  });

  it('is not said of a column alone', () => {
    expect(after(book('.unique() });\n'), give)).toBeNull();
  });
});
