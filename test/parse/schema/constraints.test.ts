import { describe, expect, it } from 'vitest';
import type { Constraint } from '../../../src/facts/catalog.ts';
import { declared, reasonsOf, tableOf } from './schema-of.ts';

const shelf = "export const shelf = pgTable('shelf', { id: integer().primaryKey(), room: integer() });";

function constraintsOf(columns: string, extras = '[]'): readonly Constraint[] {
  const schema = declared(`${shelf}
    export const book = pgTable('book', { ${columns} }, (t) => ${extras});`);
  expect(reasonsOf(schema)).toEqual([]);
  return tableOf(schema, 'public.book').constraints;
}

describe('a primary key', () => {
  it('of a column is named by Postgres', () => {
    expect(constraintsOf('id: integer().primaryKey()')).toMatchObject([
      { kind: 'primaryKey', name: 'book_pkey', columns: ['id'] },
    ]);
  });

  it('of a table is named by drizzle, or by its author', () => {
    expect(constraintsOf('a: integer(), b: integer()', '[primaryKey({ columns: [t.a, t.b] })]')).toMatchObject([
      { kind: 'primaryKey', name: 'book_a_b_pk', columns: ['a', 'b'] },
    ]);
    expect(constraintsOf('a: integer()', "[primaryKey({ name: 'book_key', columns: [t.a] })]")).toMatchObject([
      { name: 'book_key' },
    ]);
    expect(constraintsOf('a: integer(), b: integer()', '[primaryKey(t.a, t.b)]')).toMatchObject([{ name: 'book_a_b_pk' }]);
  });
});

describe('a unique constraint', () => {
  it.each([
    ['isbn: text().unique()', 'book_isbn_unique', false],
    ["isbn: text().unique('isbn_key')", 'isbn_key', false],
    ["isbn: text().unique('isbn_key', { nulls: 'not distinct' })", 'isbn_key', true],
  ])('%s is %s', (column, name, nullsNotDistinct) => {
    expect(constraintsOf(column)).toMatchObject([{ kind: 'unique', name, columns: ['isbn'], nullsNotDistinct }]);
  });

  it('of a table', () => {
    expect(constraintsOf('a: text(), b: text()', '[unique().on(t.a, t.b).nullsNotDistinct()]')).toMatchObject([
      { kind: 'unique', name: 'book_a_b_unique', columns: ['a', 'b'], nullsNotDistinct: true },
    ]);
  });

  it('without columns is passed by', () => {
    expect(constraintsOf('a: text()', "[unique('nothing')]")).toEqual([]);
  });
});

describe('a foreign key', () => {
  it('of a column', () => {
    expect(constraintsOf("shelfId: integer('shelf_id').references(() => shelf.id, { onDelete: 'cascade' })")).toMatchObject([{
      kind: 'foreignKey', name: 'book_shelf_id_shelf_id_fk', columns: ['shelf_id'],
      references: { schema: 'public', name: 'shelf' }, referencedColumns: ['id'], onDelete: 'cascade',
      onUpdate: 'no action', validated: true,
    }]);
  });

  it('of a table, to the table itself', () => {
    expect(constraintsOf('id: integer(), partOf: integer()',
      "[foreignKey({ name: 'part', columns: [t.partOf], foreignColumns: [t.id] }).onDelete('set null').onUpdate('cascade')]",
    )).toMatchObject([{
      name: 'part', columns: ['partOf'], references: { name: 'book' }, referencedColumns: ['id'], onDelete: 'set null',
      onUpdate: 'cascade',
    }]);
  });

  it('keeps its name as written where Postgres cuts it', () => {
    const long = 'interlibrary_loan_request_correspondence_number';
    const [key] = constraintsOf(`'${long}': integer().references(() => shelf.id)`);
    expect(key?.written).toBe(`book_${long}_shelf_id_fk`);
    expect(key?.name).toBe(`book_${long}_shelf_id_fk`.slice(0, 63));
  });

  it('to a table that cannot be told makes its own table partial', () => {
    const schema = declared(`
      import { publisher } from '@press/tables';
      export const book = pgTable('book', { publisherId: integer().references(() => publisher.id) });`);
    expect(tableOf(schema, 'public.book')).toMatchObject({ partial: true, constraints: [] });
    expect(reasonsOf(schema)).toEqual(['publisher comes from @press/tables, which is not part of the project']);
  });

  it('to a column that the table does not have is told', () => {
    const schema = declared(`${shelf} export const book = pgTable('book', { shelfId: integer().references(() => shelf.key) });`);
    expect(reasonsOf(schema)).toEqual(['shelf has no column with the key key']);
  });
});

describe('a check', () => {
  it('has the text that drizzle-kit prints', () => {
    expect(constraintsOf('pages: integer()', "[check('book_has_pages', sql`${t.pages} > ${sql.raw('0')}`)]")).toMatchObject([
      { kind: 'check', name: 'book_has_pages', expression: { text: '"book"."pages" > 0', spelling: null }, validated: true },
    ]);
  });

  it('prints the schema of a table that has one', () => {
    const schema = declared(`const press = pgSchema('press');
      export const proof = press.table('proof', { pages: integer() }, (t) => [check('some', sql\`\${t.pages} > 0\`)]);`);
    expect(tableOf(schema, 'press.proof').constraints).toMatchObject([
      { expression: { text: '"press"."proof"."pages" > 0' } },
    ]);
  });

  it('binds values', () => {
    expect(constraintsOf('pages: integer()', "[check('some', sql`${t.pages} between ${1} and ${2}`)]")).toMatchObject([
      { expression: { text: '"book"."pages" between $1 and $2' } },
    ]);
  });
});

describe('the third argument', () => {
  it('may be an object, a list, or a list in a list', () => {
    const check = "check('some', sql`true`)";
    for (const extras of [`({ some: ${check} })`, `[${check}]`, `[[${check}]]`]) {
      expect(constraintsOf('id: integer()', extras)).toMatchObject([{ name: 'some' }]);
    }
  });

  it('may come from a function of the project', () => {
    const schema = declared(`
      const positive = (table: string, column) => check(\`\${table}_positive\`, sql\`\${column} > 0\`);
      export const book = pgTable('book', { pages: integer() }, (t) => [positive('book', t.pages)]);`);
    expect(tableOf(schema, 'public.book').constraints).toMatchObject([
      { name: 'book_positive', expression: { text: '"book"."pages" > 0' } },
    ]);
  });

  it('that cannot be told makes the table partial', () => {
    const schema = declared(`
      import { rules } from '@press/rules';
      export const book = pgTable('book', { pages: integer() }, (t) => [...rules(t), check('some', sql\`true\`)]);`);
    expect(tableOf(schema, 'public.book')).toMatchObject({ partial: true, constraints: [{ name: 'some' }] });
  });

  it('passes by what is nothing of a table', () => {
    expect(constraintsOf('id: integer()', "[{ kind: 'check' }, undefined, index('nothing')]")).toEqual([]);
  });
});
