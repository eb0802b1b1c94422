import { describe, expect, it } from 'vitest';

import { mergedSnapshot } from '../../../src/parse/drizzle/merge-snapshot.ts';

const title = { name: 'title', type: 'text', notNull: true };
const book = { name: 'book', columns: { title }, indexes: {} };
const was = { id: 'a', prevId: '0', version: '7', tables: { 'public.book': book }, enums: { 'public.status': { values: ['lent', 'free'] } } };

function withBook(change: Readonly<Record<string, unknown>>, id = 'b'): typeof was {
  return { ...was, id, prevId: 'a', tables: { 'public.book': { ...book, ...change } } };
}

describe('a snapshot put on another parent', () => {
  it('has the members of both, and the ids of what it is put on', () => {
    const is = withBook({ columns: { title, isbn: { name: 'isbn', type: 'text', notNull: false } } });
    const onto = withBook({ columns: { title, pages: { name: 'pages', type: 'integer', notNull: false } } }, 'c');
    expect(mergedSnapshot(was, is, onto)).toEqual({
      ok: true, snapshot: withBook({ columns: { title, pages: onto.tables['public.book'].columns['pages' as 'title'], isbn: is.tables['public.book'].columns['isbn' as 'title'] } }, 'c'),
    });
  });

  it('lacks what either took away, and takes once what both made', () => {
    const index = { name: 'book_title_idx' };
    expect(mergedSnapshot(was, withBook({ columns: {}, indexes: { index } }), withBook({ indexes: { index } }, 'c'))).toEqual({
      ok: true, snapshot: withBook({ columns: {}, indexes: { index } }, 'c'),
    });
  });

  it('lists kinds of objects that an older one does not', () => {
    const policies = { mine: { name: 'mine' } };
    expect(mergedSnapshot(was, { ...was, policies }, { ...was, policies: {} })).toMatchObject({ ok: true, snapshot: { policies } });
    expect(mergedSnapshot({}, was, { ...was, tables: {} })).toMatchObject({ ok: true, snapshot: { tables: was.tables } });
  });

  it.each([
    ['a member that both change', { columns: { title: { ...title, type: 'varchar(90)' } } }, { columns: { title: { ...title, type: 'varchar(200)' } } },
      ['tables', 'public.book', 'columns', 'title', 'type']],
    ['a member that one changes and the other takes away', { columns: {} }, { columns: { title: { ...title, notNull: false } } },
      ['tables', 'public.book', 'columns', 'title']],
    ['a member that both make otherwise', { indexes: { one: { a: 1 } } }, { indexes: { one: { a: 2 } } }, ['tables', 'public.book', 'indexes', 'one']],
  ])('names %s', (_, ours, theirs, path) => {
    expect(mergedSnapshot(was, withBook(ours), withBook(theirs, 'c'))).toEqual({ ok: false, clashes: [path] });
  });

  it('takes a list as a whole', () => {
    const enums = (...values: readonly string[]): typeof was => ({ ...was, enums: { 'public.status': { values: [...values] } } });
    expect(mergedSnapshot(was, enums('lent', 'free', 'lost'), was)).toMatchObject({ ok: true, snapshot: { enums: { 'public.status': { values: ['lent', 'free', 'lost'] } } } });
    expect(mergedSnapshot(was, enums('lent', 'free', 'lost'), enums('lent', 'free', 'sold'))).toMatchObject({ ok: false });
  });
});
