/** A lending library's schema with something of every kind that drizzle-kit compares. */
export const lending = `import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgEnum, pgPolicy, pgSchema, pgTable, pgView, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

export const loanState = pgEnum('loan_state', ['open', 'returned']);

export const reader = pgTable('reader', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  email: text('email').notNull(),
  active: boolean('active').notNull().default(true),
}, (table) => [uniqueIndex('reader_email_unique').on(sql\`lower(\${table.email})\`)]);

export const loan = pgTable('loan', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  readerId: integer('reader_id').notNull().references(() => reader.id, { onDelete: 'cascade' }),
  state: loanState('state').notNull().default('open'),
  due: timestamp('due', { withTimezone: true }),
}, (table) => [
  index('loan_reader_id_index').on(table.readerId),
  pgPolicy('loan_readers', { for: 'select', using: sql\`true\` }),
]);

export const openLoan = pgView('open_loan').as((query) => query.select({ id: loan.id }).from(loan).where(sql\`\${loan.state} = 'open'\`));

export const activeReader = pgView('active_reader', { id: integer('id') }).as(sql\`select id from reader where active\`);

export const archive = pgSchema('archive');
export const oldLoan = archive.table('old_loan', { id: integer('id').primaryKey() });
`;

/** One edit of the schema, and what drizzle-kit makes of it. */
export interface SchemaEdit {
  readonly story: string;
  readonly before: string;
  readonly after: string;
  /** A part of the SQL; or nothing to do, or a question. */
  readonly gives: RegExp | 'same' | 'ambiguous';
  /** What the query builder puts together only execution tells. */
  readonly unread?: true;
}

export const edits: readonly SchemaEdit[] = [
  { story: 'nothing', before: '', after: '', gives: 'same' },
  { story: 'a comment', before: 'export const archive', after: '// Closed loans.\nexport const archive', gives: 'same' },
  { story: 'another name in TypeScript', before: "due: timestamp('due'", after: "dueAt: timestamp('due'", gives: 'same' },
  { story: 'a column is added', before: "  due: timestamp", after: "  note: text('note'),\n  due: timestamp", gives: /ADD COLUMN "note" text/ },
  { story: 'a column is dropped', before: "  due: timestamp('due', { withTimezone: true }),\n", after: '', gives: /DROP COLUMN "due"/ },
  { story: 'a column is renamed', before: "timestamp('due'", after: "timestamp('due_at'", gives: 'ambiguous' },
  { story: 'a column becomes required', before: "due', { withTimezone: true })", after: "due', { withTimezone: true }).notNull()", gives: /"due" SET NOT NULL/ },
  { story: 'a default changes', before: "default('open')", after: "default('returned')", gives: /SET DEFAULT 'returned'/ },
  { story: 'a type changes', before: "text('email')", after: "text('email').array()", gives: /SET DATA TYPE text\[\]/ },
  { story: 'an index is added', before: '.on(table.readerId),', after: ".on(table.readerId),\n  index('loan_due_index').on(table.due),", gives: /CREATE INDEX "loan_due_index"/ },
  { story: 'an index is dropped', before: "  index('loan_reader_id_index').on(table.readerId),\n", after: '', gives: /DROP INDEX "loan_reader_id_index"/ },
  { story: 'an enum has one value more', before: "['open', 'returned']", after: "['open', 'returned', 'lost']", gives: /ADD VALUE 'lost'/ },
  { story: 'a policy allows less', before: 'using: sql`true`', after: 'using: sql`false`', gives: /ALTER POLICY "loan_readers"/ },
  { story: 'a foreign key does otherwise', before: "onDelete: 'cascade'", after: "onDelete: 'restrict'", gives: /ON DELETE restrict/i },
  { story: 'a view shows others', before: "= 'open'", after: "= 'returned'", gives: /CREATE VIEW "(?:public"\.")?open_loan"/, unread: true },
  { story: 'a view in SQL shows others', before: 'where active', after: 'where not active', gives: /CREATE VIEW "(?:public"\.")?active_reader"/ },
  { story: 'a table is added', before: 'export const archive', after: "export const book = pgTable('book', { id: integer('id') });\nexport const archive", gives: /CREATE TABLE "book"/ },
  { story: 'a table is dropped', before: "export const oldLoan = archive.table('old_loan', { id: integer('id').primaryKey() });\n", after: '', gives: /DROP TABLE "archive"\."old_loan"/ },
  { story: 'a table is renamed', before: "archive.table('old_loan'", after: "archive.table('closed_loan'", gives: 'ambiguous' },
];

/** The schema after an edit. */
export function edited(text: string, { story, before, after }: SchemaEdit): string {
  if (before !== '' && text.split(before).length !== 2) throw new Error(`${story}: ${before} does not stand there once`);
  return before === '' ? text : text.replace(before, () => after);
}
