import { describe, expect, it } from 'vitest';
import { amended, wishIndex } from './amended.ts';

const imports = "import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';\n";
const authors = "export const author = pgTable('author', { id: integer('id').primaryKey() });\n";
const head = imports + authors;

/** The book table before and after an index on its column author_id. */
function book(code: string): string | null {
  const made = amended(head + code, wishIndex('public.book', ['author_id']));
  if (made === null) return null;
  expect(made.changed).toEqual(['added index book_author_id_idx']);
  expect(made.text.startsWith(head)).toBe(true);
  return made.text.slice(head.length);
}

describe('an index on a table without a third argument', () => {
  it('gets one behind the columns', () => {
    expect(book(`export const book = pgTable('book', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').references(() => author.id),
});
`)).toBe(`export const book = pgTable('book', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').references(() => author.id),
}, (t) => [
  index('book_author_id_idx').on(t.authorId),
]);
`);
  });

  it('gets one on a line of its own where the arguments have lines of their own', () => {
    expect(book(`export const book = pgTable(
    'book',
    {
        authorId: integer('author_id'),
    },
);
`)).toBe(`export const book = pgTable(
    'book',
    {
        authorId: integer('author_id'),
    },
    (t) => [
        index('book_author_id_idx').on(t.authorId),
    ],
);
`);
  });

  it('stays on one line if it fits', () => {
    expect(book("export const book = pgTable('book', { authorId: integer('author_id') });\n"))
      .toBe(`export const book = pgTable('book', { authorId: integer('author_id') }, (t) => [
  index('book_author_id_idx').on(t.authorId),
]);
`);
    expect(book("const b = pgTable('book', { a: integer('author_id') }); export { b };"))
      .toBe("const b = pgTable('book', { a: integer('author_id') }, (t) => [index('book_author_id_idx').on(t.a)]); export { b };");
  });

  it('has no last comma where the columns have none', () => {
    expect(book(`export const book = pgTable('book', {
	authorId: integer('author_id')
}).enableRLS()
`)).toBe(`export const book = pgTable('book', {
	authorId: integer('author_id')
}, (t) => [
	index('book_author_id_idx').on(t.authorId)
]).enableRLS()
`);
  });

  it('finds columns that a function gives', () => {
    expect(book(`export const book = pgTable('book', (c) => ({
  authorId: c.integer('author_id'),
}));
`)).toBe(`export const book = pgTable('book', (c) => ({
  authorId: c.integer('author_id'),
}), (t) => [
  index('book_author_id_idx').on(t.authorId),
]);
`);
  });

  it('has the parameter and the form of the other tables', () => {
    const before = `export const loan = pgTable('loan', { day: text('day') }, table => ({ dayIdx: index('loan_day_idx').on(table.day) }));
export const book = pgTable('book', {
  authorId: integer('author_id'),
});
`;
    expect(book(before)).toBe(before.replace('\n});', `
}, table => ({
  bookAuthorIdIdx: index('book_author_id_idx').on(table.authorId),
}));`));
  });

  it('writes keys that are no identifiers in brackets', () => {
    expect(book("export const book = pgTable('book', { 'author-id': integer('author_id') });"))
      .toContain("index('book_author_id_idx').on(t['author-id'])");
  });
});

describe('an index on a table with a third argument', () => {
  const columns = "{\n  authorId: integer('author_id'),\n  title: text('title'),\n}";
  const added = "index('book_author_id_idx').on";

  it.each([
    ['a list of lines', `(t) => [
  index('book_title_idx').on(t.title),
]`, `(t) => [
  index('book_title_idx').on(t.title),
  ${added}(t.authorId),
]`],
    ['a list of lines without a last comma', `(t) => [
  index('book_title_idx').on(t.title)
]`, `(t) => [
  index('book_title_idx').on(t.title),
  ${added}(t.authorId)
]`],
    ['a list of lines with comments', `(t) => [
  index('book_title_idx').on(t.title), // for the search
  // nothing else
]`, `(t) => [
  index('book_title_idx').on(t.title), // for the search
  ${added}(t.authorId),
  // nothing else
]`],
    ['a comment and no last comma', `(t) => [
  index('book_title_idx').on(t.title) // for the search
]`, `(t) => [
  index('book_title_idx').on(t.title), // for the search
  ${added}(t.authorId)
]`],
    ['a list in a line', "(t) => [index('book_title_idx').on(t.title)]", `(t) => [index('book_title_idx').on(t.title), ${added}(t.authorId)]`],
    ['an empty list', '(t) => []', `(t) => [\n  ${added}(t.authorId),\n]`],
    ['a list with a comment alone', '(t) => [\n  // none yet\n]', `(t) => [\n  ${added}(t.authorId),\n  // none yet\n]`],
    ['an object', "(table) => ({\n  titleIdx: index('book_title_idx').on(table.title),\n})",
      `(table) => ({\n  titleIdx: index('book_title_idx').on(table.title),\n  bookAuthorIdIdx: ${added}(table.authorId),\n})`],
    ['an object with snake_case keys', "(table) => ({ title_idx: index('book_title_idx').on(table.title) })",
      `(table) => ({\n  title_idx: index('book_title_idx').on(table.title),\n  book_author_id_idx: ${added}(table.authorId),\n})`],
    ['a line that would be too long', "(t) => [index('book_title_idx').on(t.title), index('book_title_author_idx').on(t.title, t.authorId)]",
      `(t) => [\n  index('book_title_idx').on(t.title),\n  index('book_title_author_idx').on(t.title, t.authorId),\n  ${added}(t.authorId),\n]`],
    ['a long line with a comment', "(t) => [index('book_title_idx').on(t.title), /* and */ index('book_title_author_idx').on(t.title, t.authorId)]",
      `(t) => [index('book_title_idx').on(t.title), /* and */ index('book_title_author_idx').on(t.title, t.authorId), ${added}(t.authorId)]`],
    ['an empty object', '(table) => ({})', `(table) => ({\n  bookAuthorIdIdx: ${added}(table.authorId),\n})`],
    ['no parameter', '() => []', `(t) => [\n  ${added}(t.authorId),\n]`],
    ['a parameter that is not used', '(_) => []', `(_) => [\n  ${added}(_.authorId),\n]`],
    ['columns taken out of the table', "({ authorId }) => [index('all_idx').on(authorId.desc())]",
      `({ authorId }) => [index('all_idx').on(authorId.desc()), ${added}(authorId)]`],
    ['columns taken out under another name', '({ authorId: by }) => []', `({ authorId: by }) => [\n  ${added}(by),\n]`],
    ['other columns taken out', "({ title }) => [index('book_title_idx').on(title)]",
      `({ title, authorId }) => [index('book_title_idx').on(title), ${added}(authorId)]`],
    ['a function with a body', "(t) => {\n  return [index('book_title_idx').on(t.title)];\n}",
      `(t) => {\n  return [index('book_title_idx').on(t.title), ${added}(t.authorId)];\n}`],
    ['a spread', '(t) => [...[]]', `(t) => [...[], ${added}(t.authorId)]`],
  ])('%s', (_, before, after) => {
    expect(book(`export const book = pgTable('book', ${columns}, ${before});\n`))
      .toBe(`export const book = pgTable('book', ${columns}, ${after});\n`);
  });

  it.each([
    ['made elsewhere', "const more = (t: any) => [];\nexport const book = pgTable('book', { authorId: integer('author_id') }, more);"],
    ['with other statements', "export const book = pgTable('book', { authorId: integer('author_id') }, (t) => { const a = t.authorId; return []; });"],
    ['in which `index` is something else', "export const book = pgTable('book', { authorId: integer('author_id') }, (index) => []);"],
    ['with the rest of the columns', "export const book = pgTable('book', { authorId: integer('author_id') }, ({ ...columns }) => []);"],
    ['in which the column would hide a table', `export const book = pgTable('book', { author: integer('author_id'), title: text('title') },
      ({ title }) => [index('book_title_idx').on(title).where(author)]);`],
    ['with spread keys', "export const book = pgTable('book', { authorId: integer('author_id') }, (t) => ({ ...{} }));"],
    ['in a function of tables', `const make = (name: string) => pgTable(name, { authorId: integer('author_id') });
      export const book = make('book');`],
    ['of spread arguments', "const args = ['book', { authorId: integer('author_id') }] as const; export const book = pgTable(...args);"],
  ])('is not added to one %s', (_, code) => {
    expect(book(code)).toBeNull();
  });
});

describe('the import of index', () => {
  const table = "export const book = pgTable('book', { authorId: integer('author_id') }, (t) => [";
  const both = (imported: string, call: string): string => `${imported}\n${table}${call}]);\n`;
  const wish = wishIndex('public.book', ['author_id']);

  it.each([
    ['is there under another name', "import { index as idx, integer, pgTable } from 'drizzle-orm/pg-core';", null, 'idx'],
    ['is a namespace', "import * as p from 'drizzle-orm/pg-core';\nconst { integer, pgTable } = p;", null, 'p.index'],
    ['keeps the order of names', "import { integer, pgTable } from 'drizzle-orm/pg-core';",
      "import { index, integer, pgTable } from 'drizzle-orm/pg-core';", 'index'],
    ['keeps the order inside', 'import { bigint, integer, pgTable } from "drizzle-orm/pg-core";',
      'import { bigint, index, integer, pgTable } from "drizzle-orm/pg-core";', 'index'],
    ['comes last where there is no order', "import { pgTable, integer } from 'drizzle-orm/pg-core';",
      "import { pgTable, integer, index } from 'drizzle-orm/pg-core';", 'index'],
    ['has its own line', "import {\n  pgTable,\n  integer,\n} from 'drizzle-orm/pg-core';",
      "import {\n  pgTable,\n  integer,\n  index,\n} from 'drizzle-orm/pg-core';", 'index'],
    ['has its own line in order', "import {\n  integer,\n  pgTable\n} from 'drizzle-orm/pg-core';",
      "import {\n  index,\n  integer,\n  pgTable\n} from 'drizzle-orm/pg-core';", 'index'],
    ['passes types by', "import type { PgTable } from 'drizzle-orm/pg-core';\nimport { integer, pgTable } from 'drizzle-orm/pg-core';",
      "import type { PgTable } from 'drizzle-orm/pg-core';\nimport { index, integer, pgTable } from 'drizzle-orm/pg-core';", 'index'],
  ])('%s', (_, before, after, called) => {
    const quote = before.includes('"') ? '"' : "'";
    const call = `\n  ${called}(${quote}book_author_id_idx${quote}).on(t.authorId),\n`;
    expect(amended(both(before, ''), wish)?.text).toBe(both(after ?? before, call));
  });

  it.each([
    ['a variable of that name', "import { integer, pgTable } from 'drizzle-orm/pg-core';\nconst index = 1;"],
    ['another import of that name', "import { integer, pgTable } from 'drizzle-orm/pg-core';\nimport { index } from './search';"],
    ['a type of that name', "import { integer, pgTable } from 'drizzle-orm/pg-core';\nimport type { index } from './search';"],
  ])('is not added beside %s', (_, imported) => {
    expect(amended(both(imported, ''), wish)).toBeNull();
  });

  it('is not added where nothing else is imported from there', () => {
    const text = "import { createTable, number } from './kit.ts';\nexport const book = createTable('book', { authorId: number('author_id') });";
    const others = { 'src/kit.ts': "import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport { pgTable as createTable, integer as number };" };
    expect(amended(text, wish, undefined, others)).toBeNull();
  });
});

describe('the columns of an index', () => {
  it('are named by their keys, whatever the database calls them', () => {
    const text = `import { index, integer, pgTable } from 'drizzle-orm/pg-core';
const ownership = { ownerId: integer() };
export const book = pgTable('book', { authorId: integer(), n: integer('shelfNumber'), ...ownership });
`;
    const made = amended(text, wishIndex('public.book', ['author_id', 'shelfNumber', 'owner_id'], 'book_place_idx'), 'snake_case');
    expect(made?.text).toContain("index('book_place_idx').on(t.authorId, t.n, t.ownerId)");
    expect(made?.changed).toEqual(['added index book_place_idx']);
  });

  it('are not guessed where they come from another file', () => {
    const text = `import { index, integer, pgTable } from 'drizzle-orm/pg-core';
import { ownership } from './ownership.ts';
export const book = pgTable('book', { ...ownership });
`;
    const others = { 'src/ownership.ts': "import { integer } from 'drizzle-orm/pg-core';\nexport const ownership = { ownerId: integer('owner_id') };" };
    expect(amended(text, wishIndex('public.book', ['owner_id']), undefined, others)).toBeNull();
  });

  it('stay in files with a byte-order mark and Windows line ends', () => {
    const text = `\uFEFF${head}export const book = pgTable('book', {\n  authorId: integer('author_id'),\n});\n`.replaceAll('\n', '\r\n');
    const made = amended(text, wishIndex('public.book', ['author_id']));
    expect(made?.text).toBe(text.replace('\r\n});', "\r\n}, (t) => [\r\n  index('book_author_id_idx').on(t.authorId),\r\n]);"));
  });
});
