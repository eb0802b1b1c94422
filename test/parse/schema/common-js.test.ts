import { describe, expect, it } from 'vitest';
import { type Files, reasonsOf, schemaOf } from './schema-of.ts';

const required = "const { pgTable, integer } = require('drizzle-orm/pg-core');\n";
const imported = "import { integer, pgTable } from 'drizzle-orm/pg-core';\n";
const book = "pgTable('book', { id: integer('id').primaryKey() })";
const bookFile = `${required}exports.book = ${book};`;
const importDefault = 'var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };';

describe('a schema in CommonJS is read', () => {
  it.each<[string, Files]>([
    ['exports.book', { 'schema.js': bookFile }],
    ['module.exports.book', { 'schema.js': `"use strict";\n${required}module.exports.book = ${book};` }],
    ['module.exports', { 'schema.cjs': `${required}const book = ${book}; module.exports = { book };` }],
    ['exports = module.exports', { 'schema.js': `${required}exports = module.exports = { book: ${book} };` }],
    ['two names for one', { 'schema.js': `${required}exports.book = exports.volume = ${book};` }],
    ['a library as a whole', { 'schema.js': "const pg = require('drizzle-orm/pg-core'); exports.book = pg.pgTable('book', { id: pg.integer() });" }],
    ['one name of a library', { 'schema.js': `const pgTable = require('drizzle-orm/pg-core').pgTable; const { integer } = require('drizzle-orm/pg-core'); exports.book = ${book};` }],
    ['another file', { 'schema.js': "const books = require('./book'); module.exports = { ...books };", 'book.js': bookFile }],
    ['another file in place', { 'schema.js': "module.exports = { ...require('./book.js') };", 'book.js': bookFile }],
    ['another file, handed on whole', { 'schema.js': "module.exports = require('./book');", 'book.js': bookFile }],
    ['Object.assign', { 'schema.js': "Object.assign(module.exports, require('./book'));", 'book.js': bookFile }],
    ['a function of another file', { 'schema.js': "const make = require('./make'); exports.book = make('book');", 'make.js': `${required}module.exports = (name) => pgTable(name, {});` }],
    ['createRequire', { 'schema.ts': `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); ${required}export const book = ${book};` }],
    ['import =', { 'schema.ts': "import pg = require('drizzle-orm/pg-core'); import books = require('./book'); export const book = books.book;", 'book.ts': `${imported}export const book = ${book};` }],
    ['export =', { 'schema.ts': `${imported}const book = ${book}; export = { book };` }],
    ['what TypeScript emits', { 'schema.js': `"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.book = void 0;
      const pg_core_1 = require("drizzle-orm/pg-core");\nexports.book = (0, pg_core_1.pgTable)('book', { id: (0, pg_core_1.integer)('id').primaryKey(), next: (0, pg_core_1.integer)('next').references(() => exports.book.id) });` }],
    ['what TypeScript emits of re-exports', { 'schema.js': `"use strict";\nvar __exportStar = (this && this.__exportStar) || function(m, exports) { for (var p in m) exports[p] = m[p]; };\n__exportStar(require("./book"), exports);`, 'book.js': bookFile }],
    ['what TypeScript emits of a named re-export', { 'schema.js': `"use strict";\nvar book_1 = require("./book");\nObject.defineProperty(exports, "book", { enumerable: true, get: function () { return book_1.book; } });`, 'book.js': bookFile }],
    ['what TypeScript emits of a default import', { 'schema.js': `${importDefault}\nconst book_1 = __importDefault(require("./book")); exports.book = book_1.default;`, 'book.js': `${required}Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = ${book};` }],
    ['a variable that is exported where it is declared', { 'schema.js': `${required}const book = exports.book = ${book};` }],
    ['several of one declaration', { 'schema.js': `${required}let shelf = 1, book = exports.book = exports.volume = ${book};` }],
    ['another name of exports', { 'schema.js': `${required}const schema = exports; schema.book = ${book};` }],
    ['another name of module.exports', { 'schema.js': `${required}const schema = module.exports; const tables = schema; tables.book = ${book};` }],
    ['another name of what module.exports becomes', { 'schema.js': `${required}const schema = module.exports = {}; schema.book = ${book};` }],
    ['another name of both', { 'schema.js': `${required}var schema = exports = module.exports = { book: ${book} };` }],
    ['another name, and Object.assign', { 'schema.js': "const schema = exports; Object.assign(schema, require('./book'));", 'book.js': bookFile }],
    ['Object.assign that gives a variable', { 'schema.js': "const schema = Object.assign(exports, require('./book'));", 'book.js': bookFile }],
    ['a function that is exported where it is declared', { 'schema.js': "const make = require('./make'); exports.book = make('book');", 'make.js': `${required}const make = module.exports = (name) => pgTable(name, {});` }],
  ])('%s', (_manner, files) => {
    const { catalog, ...schema } = schemaOf(files);
    expect([[...catalog.tables.keys()], schema.unresolved, catalog.unexported]).toEqual([['public.book'], [], []]);
  });

  it.each([
    ['exports', `const schema = exports; schema.book = ${book}; schema.loan = pgTable('loan', { bookId: integer('book_id').references(() => schema.book.id) });`],
    ['module.exports', `const schema = module.exports = {}; schema.book = ${book}; schema.loan = pgTable('loan', { bookId: integer('book_id').references(() => schema.book.id) });`],
    ['one export', `const book = exports.book = ${book}; const loan = exports.loan = pgTable('loan', { bookId: integer('book_id').references(() => book.id) });`],
  ])('with what it references by another name of %s', (_what, text) => {
    const { catalog, unresolved } = schemaOf({ 'schema.js': `${required}${text}` });
    expect([[...catalog.tables.keys()], unresolved, catalog.unexported, catalog.namesakes ?? []]).toEqual([['public.book', 'public.loan'], [], [], []]);
    expect(catalog.tables.get('public.loan')?.constraints).toMatchObject([{ kind: 'foreignKey', references: { name: 'book' } }]);
  });

  it('and where it cannot be, that is said once', () => {
    expect(reasonsOf(schemaOf({ 'schema.js': `${required}if (process.env.BOOKS) { exports.book = ${book}; }` }))).toEqual(['exports are given in a way that is not read']);
    expect(reasonsOf(schemaOf({ 'schema.js': `${required}for (const name of ['book']) exports[name] = pgTable(name, {});` }))).toEqual(['exports are given in a way that is not read']);
    expect(reasonsOf(schemaOf({ 'schema.js': "module.exports = require('@library/tables');" }))).toEqual(['@library/tables is required, which is not part of the project']);
    expect(reasonsOf(schemaOf({ 'schema.js': "require('fs').readdirSync(__dirname).forEach((file) => Object.assign(module.exports, require(file)));" }))).toHaveLength(1);
  });

  it.each([
    `const book = process.env.BOOKS && (exports.book = ${book});`,
    `let schema = exports; schema = {}; schema.book = ${book};`,
    `const schema = exports; if (process.env.BOOKS) { schema.book = ${book}; }`,
    `const given = fill(exports);`,
  ])('nor where it is given by the way: %s', (text) => {
    expect([...new Set(reasonsOf(schemaOf({ 'schema.js': `${required}${text}` })))]).toContain('exports are given in a way that is not read');
  });

  it('a word that is none of its own is no export', () => {
    expect(reasonsOf(schemaOf({ 'schema.ts': `${imported}export const book = ${book}; interface Trade { exports: number } console.log({ exports: 1 }, book.exports); if (true) { console.log('exports'); } const trade = (exports) => { exports.book = 1; };` }))).toEqual([]);
  });
});

describe('what may be a table and cannot be told is said', () => {
  it.each([
    ["import { makeTable } from '@library/tables'; export const book = makeTable('book');", 'makeTable comes from @library/tables, which is not part of the project'],
    ["import * as tables from '@library/tables'; export const { book, shelf } = tables;", 'a module comes from @library/tables, which is not part of the project'],
    ["export { book } from '@library/tables';", 'book comes from @library/tables, which is not part of the project'],
    ["const { book } = await import('./book'); export { book };", 'a value is awaited'],
    [`${imported}export let book; book = ${book};`, 'book is changed after its declaration'],
    [`${imported}export const book = (() => { let made; made = ${book}; return made; })();`, 'a function of the schema changes something'],
    [`${imported}class Tables { static book = ${book}; } export const book = Tables.book;`, 'book of a class is read'],
    [`${imported}class Tables { book = ${book}; } export const { book } = new Tables();`, 'an object is constructed'],
  ])('%s', (text, reason) => {
    expect([...new Set(reasonsOf(schemaOf({ 'schema.ts': text })))]).toEqual([reason]);
  });

  it('but nothing of what makes none', () => {
    const text = `import { createInsertSchema } from 'drizzle-zod'; import { z } from 'zod'; import { randomUUID } from 'node:crypto'; ${imported}
      export const book = ${book}; export const newBook = createInsertSchema(book).extend({ title: z.string() }); export const id = () => randomUUID();
      export class Shelf {} export const isbn = /[0-9]{13}/; export let count = 0; count = 1;`;
    expect(reasonsOf(schemaOf({ 'schema.ts': text }))).toEqual([]);
  });
});

describe('as drizzle-kit sees it', () => {
  const of = (text: string, more: Files = {}): readonly string[] => [...schemaOf({ 'schema.ts': `${imported}${text}`, ...more }).catalog.tables.keys()];

  it('what stands in an object is no export', () => {
    expect(of(`const book = ${book}; export default { book };`)).toEqual([]);
    expect(of(`const book = ${book}; export const tables = { book };`)).toEqual([]);
    expect(of("export * as books from './book';", { 'book.ts': `${imported}export const book = ${book};` })).toEqual([]);
    expect(of(`const book = ${book}; export = book;`)).toEqual([]);
    expect(of(`export default ${book};`)).toEqual(['public.book']);
  });

  it('names of one pattern are of one call', () => {
    const { catalog } = schemaOf({ 'schema.ts': `${imported}const make = (of) => { const book = pgTable(of + '_book', {}); const shelf = pgTable(of + '_shelf', {}); return { book, shelf }; };
      export const { book, shelf } = make('library');` });
    expect([[...catalog.tables.keys()], catalog.unexported, catalog.namesakes ?? []]).toEqual([['public.library_book', 'public.library_shelf'], [], []]);
  });
});
