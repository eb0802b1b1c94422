import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../../src/text/span.ts';
import { amendSql } from '../../../../src/parse/sql/amend/amend-sql.ts';
import { readSql } from '../../../../src/parse/sql/sql-file.ts';
import { applyEdits } from '../../../../src/text/apply-edits.ts';

const file = 'drizzle/0001_loans.sql';

/** The file with an index on a column of the first table it makes. */
function indexed(text: string, column = 'book_id'): string | null {
  const made = readSql(file, text).statements.flatMap(({ changes }) => changes).find((change) => change.kind === 'createTable');
  const at = made?.kind === 'createTable' ? made.columns.find(({ name }) => name === column)?.origin : undefined;
  const nowhere: Origin = { file, span: { start: 0, end: 0 } };
  const edits = amendSql(file, text, { kind: 'addIndex', table: made?.origin ?? nowhere, name: 'loan_book_idx', columns: [at ?? nowhere] });
  return edits === null ? null : applyEdits(text, edits);
}

describe('an index of a table that SQL makes', () => {
  it.each([
    ['create table loan (book_id integer);\n', 'create table loan (book_id integer);\ncreate index "loan_book_idx" on "loan" ("book_id");\n'],
    ['CREATE TABLE "loan" ("book_id" integer)', 'CREATE TABLE "loan" ("book_id" integer);\nCREATE INDEX "loan_book_idx" ON "loan" ("book_id");'],
    [
      'CREATE TABLE "loan" ("book_id" integer);--> statement-breakpoint\nSELECT 1;',
      'CREATE TABLE "loan" ("book_id" integer);--> statement-breakpoint\nSELECT 1;--> statement-breakpoint\nCREATE INDEX "loan_book_idx" ON "loan" ("book_id");',
    ],
    [
      'CREATE TABLE lending."a""b" (book_id integer);\r\n-- the end\r\n',
      'CREATE TABLE lending."a""b" (book_id integer);\r\nCREATE INDEX "loan_book_idx" ON "lending"."a""b" ("book_id");\r\n-- the end\r\n',
    ],
  ])('is the last statement of %j', (before, after) => {
    expect(indexed(before)).toBe(after);
    expect(readSql(file, after).statements.at(-1)?.changes[0]?.kind).toBe('createIndex');
  });

  it('is none where the file makes neither table nor column', () => {
    expect(indexed('alter table loan add column book_id integer;')).toBeNull();
    expect(indexed('create table loan (book_id integer);', 'reader_id')).toBeNull();
    expect(indexed('create table loan (book_id integer); create tab')).toBeNull();
  });
});
