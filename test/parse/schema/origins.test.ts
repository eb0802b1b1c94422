import { expect, it } from 'vitest';
import { indexOf, schemaOf, tableOf, textAt } from './schema-of.ts';

const files = {
  'schema.ts': `// Bücher 📚
import { check, foreignKey, index, integer, pgEnum, pgPolicy, pgTable, pgView, primaryKey, text } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
export const genre = pgEnum('genre', ['novel', 'poetry']);
export const book = pgTable('book', {
  id: integer('id').primaryKey(),
  title: text('title').notNull().unique(),
  partOf: integer('part_of').references(() => book.id),
}, (t) => [
  index('book_part_of_index').on(t.partOf).where(sql\`true\`),
  check('book_title', sql\`\${t.title} <> ''\`),
  foreignKey({ name: 'part', columns: [t.partOf], foreignColumns: [t.id] }).onDelete('cascade'),
  pgPolicy('anyone'),
]);
export const titles = pgView('titles', { title: text() }).as(sql\`select 1\`);
`,
};

it('every object has the place a code frame would show', () => {
  const schema = schemaOf(files);
  const book = tableOf(schema, 'public.book');
  expect(textAt(files, book.origin)).toBe("pgTable('book'");
  expect(book.columns.map((column) => textAt(files, column.origin))).toEqual([
    "id: integer('id').primaryKey()", "title: text('title').notNull().unique()",
    "partOf: integer('part_of').references(() => book.id)",
  ]);
  expect(book.constraints.map((constraint) => [constraint.name, textAt(files, constraint.origin)])).toEqual([
    ['book_pkey', '.primaryKey()'], ['book_title_unique', '.unique()'],
    ['book_part_of_book_id_fk', '.references(() => book.id)'],
    ['part', "foreignKey({ name: 'part', columns: [t.partOf], foreignColumns: [t.id] })"],
    ['book_title', "check('book_title', sql`${t.title} <> ''`)"],
  ]);
  expect(textAt(files, indexOf(schema, 'public.book_part_of_index').origin)).toBe("index('book_part_of_index')");
  expect(textAt(files, schema.catalog.enums.get('public.genre')?.origin)).toBe("pgEnum('genre'");
  expect(textAt(files, schema.catalog.views.get('public.titles')?.origin)).toBe("pgView('titles'");
  expect(textAt(files, schema.catalog.policies.get('public.book.anyone')?.origin)).toBe("pgPolicy('anyone')");
});
