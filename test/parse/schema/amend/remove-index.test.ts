import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../../src/text/span.ts';
import { tableOf } from '../schema-of.ts';
import { amended, type Wish } from './amended.ts';

const head = "import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';\n";

function placed(origin: Origin | null | undefined): Origin {
  if (origin === null || origin === undefined) throw new Error('the sample has no such thing');
  return origin;
}

function wishWithout(name: string): Wish {
  return (schema) => ({
    kind: 'removeIndex',
    at: placed(schema.catalog.indexes.get(`public.${name}`)?.origin
      ?? tableOf(schema, 'public.book').constraints.find((one) => one.name === name)?.origin),
  });
}

/** The file behind its first line, without an index or unique constraint; null if that is not certain. */
function without(name: string, code: string, imports = head): string | null {
  const made = amended(imports + code, wishWithout(name));
  if (made === null) return null;
  expect(made.changed).toEqual([expect.stringMatching(new RegExp(`^removed (index|constraint) .*${name}( of book)?$`))]);
  return made.text;
}

const columns = "{ id: integer('id'), title: text('title') }";

describe('an index goes', () => {
  it('from the middle and the end of a list', () => {
    const book = (...lines: readonly string[]): string =>
      `export const book = pgTable('book', ${columns}, (t) => [\n${lines.map((line) => `  ${line}\n`).join('')}]);\nexport { unique };\n`;
    const one = "index('one').on(t.id),";
    expect(without('one', book(one, "unique('u').on(t.id, t.title),", "index('three').on(t.title),")))
      .toBe(head + book("unique('u').on(t.id, t.title),", "index('three').on(t.title),"));
    expect(without('three', book(one, "index('three').on(t.title),"))).toBe(head + book(one));
    expect(without('three', book("index('one').on(t.id),", "index('three').on(t.title)"))).toBe(head + book("index('one').on(t.id)"));
  });

  it('from an object, with its key', () => {
    expect(without('one', `export const book = pgTable('book', ${columns}, (t) => ({ a: index('one').on(t.id), b: index('two').on(t.title) }));\nexport { unique };\n`))
      .toBe(`${head}export const book = pgTable('book', ${columns}, (t) => ({ b: index('two').on(t.title) }));\nexport { unique };\n`);
  });

  it('with the third argument and the import, where it is the last', () => {
    expect(without('one', `export const book = pgTable('book', ${columns}, (t) => [index('one').on(t.id)]);\nexport { unique };\n`))
      .toBe(`${head.replace('index, ', '')}export const book = pgTable('book', ${columns});\nexport { unique };\n`);
    expect(without('one', `export const book = pgTable(\n  'book',\n  ${columns},\n  (t) => [\n    index('one').on(t.id),\n  ],\n);\nexport { unique };\n`))
      .toBe(`${head.replace('index, ', '')}export const book = pgTable(\n  'book',\n  ${columns},\n);\nexport { unique };\n`);
  });

  it('as .unique() of a column', () => {
    expect(without('book_id_unique', "export const book = pgTable('book', { id: integer('id').unique().notNull() });\n"))
      .toBe(`${head}export const book = pgTable('book', { id: integer('id').notNull() });\n`);
  });

  it('not where a comment stands beside it, or its parameter would be of no use', () => {
    expect(without('one', `export const book = pgTable('book', ${columns}, (t) => [\n  // for the list\n  index('one').on(t.id),\n  index('two').on(t.title),\n]);\n`)).toBeNull();
    expect(without('one', `export const book = pgTable('book', ${columns}, (t) => [\n  index('one').on(t.id), // for the list\n  index('two').on(t.title),\n]);\n`)).toBeNull();
    expect(without('one', `const extra = (t) => [index('one').on(t.id), index('two').on(t.title)];\nexport const book = pgTable('book', ${columns}, extra);\n`)).toBeNull();
    expect(without('one', `export const book = pgTable('book', ${columns}, ({ id, title }) => [index('one').on(id), index('two').on(title)]);\n`)).toBeNull();
  });
});

describe('.concurrently() goes', () => {
  it('from wherever it is called', () => {
    const wish: Wish = ({ catalog }) => ({ kind: 'removeCall', at: placed(catalog.indexes.get('public.one')?.origin), method: 'concurrently' });
    const book = (calls: string): string => `${head}export const book = pgTable('book', ${columns}, (t) => [index('one')${calls}]);\n`;
    expect(amended(book('.on(t.id).concurrently()'), wish)?.text).toBe(book('.on(t.id)'));
    expect(amended(book('.on(t.id)\n  .concurrently()\n  .where(undefined)'), wish)?.text).toBe(book('.on(t.id)\n  .where(undefined)'));
    expect(amended(book('.on(t.id)'), wish)).toBeNull();
    expect(amended(book('.on(t.id)/* soon */.concurrently()'), wish)).toBeNull();
  });
});
