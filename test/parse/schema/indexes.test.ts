import { describe, expect, it } from 'vitest';
import type { Index } from '../../../src/facts/catalog.ts';
import { declared, indexOf, reasonsOf, tableOf } from './schema-of.ts';

function only(code: string): Index {
  const schema = declared(`export const book = pgTable('book', {
    title: text(), pages: integer(), details: jsonb(), addedAt: timestamp('added_at') }, (t) => [${code}]);`);
  expect(reasonsOf(schema)).toEqual([]);
  const [index] = [...schema.catalog.indexes.values()];
  if (index === undefined) throw new Error('no index');
  return index;
}

describe('an index', () => {
  it('is named by drizzle-kit where its author gives no name', () => {
    expect(only('index().on(t.title, t.addedAt)')).toMatchObject({ schema: 'public', name: 'book_title_added_at_index' });
  });

  it('has keys in their order', () => {
    const { keys } = only("index('i').on(t.title.desc(), t.pages.desc().nullsFirst(), t.addedAt.nullsFirst(), t.details)");
    expect(keys.map(({ column, order, nulls }) => [column, order, nulls])).toEqual([
      ['title', 'desc', 'last'], ['pages', 'desc', 'first'], ['added_at', 'asc', 'first'], ['details', 'asc', 'last'],
    ]);
  });

  it('has a method, operator classes and a predicate', () => {
    expect(only("index('i').using('gin', t.details.op('jsonb_path_ops')).where(sql`${t.pages} > 0`)")).toMatchObject({
      method: 'gin', unique: false, keys: [{ column: 'details', operatorClass: 'jsonb_path_ops' }],
      where: { text: '"book"."pages" > 0' }, concurrently: false,
    });
  });

  it('may be unique, and built concurrently', () => {
    expect(only("uniqueIndex('i').on(t.title).concurrently()")).toMatchObject({ unique: true, concurrently: true });
  });

  it('has expressions, with columns alone', () => {
    expect(only("index('i').on(sql`lower(${t.title})`)").keys).toMatchObject([
      { column: null, expression: { text: 'lower("title")' } },
    ]);
  });

  it('takes a column with options behind it for a column', () => {
    expect(only("index('i').on(sql`${t.title} text_pattern_ops`, sql`${t.addedAt} DESC`)").keys).toMatchObject([
      { column: 'title', operatorClass: 'text_pattern_ops' }, { column: 'added_at', order: 'desc', nulls: 'first' },
    ]);
  });

  it('lies in the schema of its table', () => {
    const schema = declared("export const proof = pgSchema('press').table('proof', { id: integer() }, (t) => [index('i').on(t.id)]);");
    expect(indexOf(schema, 'press.i').table).toEqual({ schema: 'press', name: 'proof', written: 'proof' });
  });

  it('that cannot be told makes its table partial', () => {
    const schema = declared(`import { key } from '@press/keys';
      export const book = pgTable('book', { title: text() }, (t) => [index('a').on(t.title), index('b').on(t[key]), index(key).on(t.title)]);`);
    expect([...schema.catalog.indexes.keys()]).toEqual(['public.a']);
    expect(tableOf(schema, 'public.book').partial).toBe(true);
    expect(schema.unresolved).toHaveLength(1);
  });

  it('on an expression needs a name', () => {
    const schema = declared("export const book = pgTable('book', { title: text() }, (t) => [index().on(sql`lower(${t.title})`)]);");
    expect(reasonsOf(schema)).toEqual(['an index on an expression has no name']);
  });
});
