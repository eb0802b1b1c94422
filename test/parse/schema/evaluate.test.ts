import { describe, expect, it } from 'vitest';
import { declared, reasonsOf, tableOf } from './schema-of.ts';

/** The columns of a table whose second argument is `columns`, after some code of the project. */
function columnsOf(code: string, columns: string): readonly string[] {
  const schema = declared(`${code}\nexport const book = pgTable('book', ${columns});`);
  expect(reasonsOf(schema)).toEqual([]);
  return tableOf(schema, 'public.book').columns.map(({ name, type, notNull }) =>
    `${name} ${type}${notNull ? ' not null' : ''}`);
}

describe('what a project may write', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'a spread', 'const common = { id: text().notNull() };', '{ ...common, title: text() }',
      ['id text not null', 'title text'],
    ],
    ['a spread of a call', 'const common = () => ({ id: text() });', '{ ...common() }', ['id text']],
    ['a spread of a namespace', '', '{ ...{ ...{ id: text() } } }', ['id text']],
    ['a later key wins', 'const common = { id: text() };', '{ ...common, id: integer() }', ['id integer']],
    [
      'an arrow with a block', 'const id = (name) => { const full = `${name}_id`; return text(full); };',
      "{ id: id('book') }", ['book_id text'],
    ],
    ['a default parameter', 'function id(name = "id") { return text(name); }', '{ key: id() }', ['id text']],
    [
      'taken apart parameters', 'const id = ({ name, type: [make] }) => make(name);',
      "{ key: id({ name: 'id', type: [text] }) }", ['id text'],
    ],
    ['rest parameters', 'const pick = (...names) => text(names[1]);', "{ key: pick('a', 'b') }", ['b text']],
    ['a constant condition', 'const wide = true as boolean;', '{ id: wide ? text() : integer() }', ['id text']],
    [
      'a constant if', 'function id(kind) { if (kind === "text") { return text(); } else return integer(); }',
      '{ id: id("text"), n: id("n") }', ['id text', 'n integer'],
    ],
    [
      'logical operators', 'const options = undefined;',
      "{ id: text(options ?? 'key'), n: text('' || 'n'), m: text(true && 'm') }", ['key text', 'n text', 'm text'],
    ],
    ['a computed key', "const key = 'id';", '{ [key]: text(), [`${key}_2`]: text() }', ['id text', 'id_2 text']],
    [
      'types that vanish', '', '{ id: (text() as any)!, n: <any>text(), m: text() satisfies object }',
      ['id text', 'n text', 'm text'],
    ],
    [
      'entries made from a list', "const names = ['a', 'b'];",
      'Object.fromEntries(names.map((name) => [name, text()]))', ['a text', 'b text'],
    ],
    [
      'list methods', "const names = [['a'], ['b', 'c']].flat().filter((n) => n !== 'b').concat(['d']);",
      'Object.fromEntries(names.map((n) => [n, text()]))', ['a text', 'c text', 'd text'],
    ],
    [
      'text methods', "const base = ' Title '.trim().toLowerCase().replace('t', 'T');",
      '{ id: text(base.concat("_", String(1), (2).toString())) }', ['Title_12 text'],
    ],
    [
      'taken apart constants', 'const { common: { id }, ...rest } = { common: { id: text() }, title: text() };',
      '{ id, ...rest }', ['id text', 'title text'],
    ],
    [
      'a builder of the project', 'const key = (column) => column.notNull();', '{ id: key(text()) }',
      ['id text not null'],
    ],
    [
      'an optional chain', 'const make = (options) => varchar({ length: options?.size?.length ?? 9 });',
      '{ id: make() }', ['id character varying(9)'],
    ],
    ['Object.assign', '', 'Object.assign({ id: text() }, { n: text() })', ['id text', 'n text']],
    [
      'columns of another table', "export const shelf = pgTable('shelf', { id: text() });",
      '{ id: text(shelf.id.name + "_x"), n: text(shelf.id.name) }', ['id_x text', 'id text'],
    ],
  ])('%s', (_, code, columns, expected) => {
    expect(columnsOf(code, columns)).toEqual(expected);
  });
});

describe('what only running it would tell', () => {
  it.each([
    ['a condition on the environment', '', '{ id: text(), n: process.env.WIDE ? text() : integer() }', ['id']],
    ['a spread from a package', "import { columns } from 'press';", '{ id: text(), ...columns }', ['id']],
    [
      'a loop', 'function all() { const made = {}; for (const n of ["a"]) made[n] = text(); return made; }',
      '{ id: text(), ...all() }', ['id'],
    ],
    [
      'a change inside a function', 'function all() { const made = { a: text() }; made.b = text(); return made; }',
      '{ id: text(), ...all() }', ['id'],
    ],
    [
      'a change after the declaration', 'const common = { a: text() }; common.b = text();',
      '{ id: text(), ...common }', ['id'],
    ],
    [
      'a list that grows', "const names = ['a']; names.push('b');",
      '{ id: text(), ...Object.fromEntries(names.map((n) => [n, text()])) }', ['id'],
    ],
    ['a function without end', 'const again = (n) => again(n + 1);', '{ id: text(), n: again(0) }', ['id']],
    ['an endless fan', 'const fan = (n) => ({ a: fan(n + 1), b: fan(n + 1) });', '{ id: text(), n: fan(0) }', ['id']],
    ['an awaited value', '', '{ id: text(), n: await column() }', ['id']],
    ['a class', 'class Columns { static id = text(); }', '{ id: text(), n: Columns.id }', ['id']],
    ['a getter', '', '{ id: text(), get n() { return text(); } }', ['id']],
    ['an unknown method of a column', '', '{ id: text(), n: text().encrypted() }', ['id']],
    ['itself', 'const a = b; const b = a;', '{ id: text(), n: a }', ['id']],
  ])('%s makes the table partial', (_, code, columns, expected) => {
    const schema = declared(`${code}\nexport const book = pgTable('book', ${columns});`);
    const book = tableOf(schema, 'public.book');
    expect(book.partial).toBe(true);
    expect(book.columns.map(({ name }) => name)).toEqual(expected);
    expect(schema.unresolved.length).toBeGreaterThan(0);
    expect(schema.unresolved[0]?.origin.file).toBe('schema.ts');
  });

  it('is told of where a table may hide behind it', () => {
    const schema = declared(`import { makeTable } from '@press/tables'; import { createInsertSchema } from 'drizzle-zod';
      export const book = pgTable('book', { id: text() });
      export const shelf = makeTable('shelf', { id: text() });
      export const note = process.env.NOTES ? pgTable('note', {}) : undefined;
      export const insertBook = createInsertSchema(book).extend({ title: 3 });
      export const client = connect(process.env.DATABASE_URL);`);
    expect([...schema.catalog.tables.keys()]).toEqual(['public.book']);
    expect(reasonsOf(schema)).toEqual([
      'makeTable comes from @press/tables, which is not part of the project',
      'a condition cannot be told: process.env.NOTES is known only when it runs',
    ]);
  });

  it('is no reason to touch the tables beside it', () => {
    const schema = declared(`import { columns } from 'press';
      export const book = pgTable('book', { ...columns });
      export const shelf = pgTable('shelf', { id: text() });`);
    expect(tableOf(schema, 'public.shelf').partial).toBe(false);
  });
});
