import { readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { runDrizzleKit } from '../../src/drizzle-kit/run-drizzle-kit.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { sluice } from './sluice.ts';

const root = resolve(import.meta.dirname, '../..');
const schema = 'src/schema.ts';

const before = `import { integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

export const author = pgTable('author', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
});

export const book = pgTable('book', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').references(() => author.id),
});
`;

/** A table and a column that no migration makes yet. */
const added = `
export const bookLoan = pgTable('bookLoan', {
  bookId: integer().notNull().references(() => book.id),
  lentAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
}, (table) => [primaryKey({ columns: [table.lentAt, table.bookId], name: 'book_loan_pk' })]);
`;

it('drizzle-kit generates of a fixed schema what was meant', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  write(folder, {
    'package.json': '{ "type": "module" }',
    'drizzle.config.ts': `export default { dialect: 'postgresql', schema: './${schema}', out: './drizzle' };\n`,
    [schema]: before,
  });
  const generate = async (name: string): Promise<void> => {
    const ended = await runDrizzleKit(['generate', '--name', name], { cwd: folder, env: process.env, timeoutMs: 60_000 });
    expect(ended).toMatchObject({ outcome: 'done' });
  };
  await generate('books');
  write(folder, { [schema]: `${before.replace("name: text('name').notNull(),", "name: text('name').notNull(),\n  bornOn: text('bornOn'),")}${added}` });
  const { stdout } = await sluice(folder, 'check', '--fix');
  expect(stdout).toContain('in src/schema.ts.\n');
  await generate('loans');
  const statements = readFileSync(join(folder, 'drizzle/0001_loans.sql'), 'utf8').split('--> statement-breakpoint').map((text) => text.trim());
  expect(statements).toEqual([
    `CREATE TABLE "book_loan" (
	"book_id" integer NOT NULL,
	"lent_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "book_loan_pk" PRIMARY KEY("lent_at","book_id")
);`,
    'ALTER TABLE "author" ADD COLUMN "born_on" text;',
    'ALTER TABLE "book_loan" ADD CONSTRAINT "book_loan_book_id_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."book"("id") ON DELETE no action ON UPDATE no action;',
    'CREATE INDEX "book_loan_book_id_idx" ON "book_loan" USING btree ("book_id");',
    'CREATE INDEX "book_author_id_idx" ON "book" USING btree ("author_id");',
  ]);
});
