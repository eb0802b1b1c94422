import { describe, expect, it } from 'vitest';
import duplicate from '../../rules/naming/duplicate.ts';
import identifierLength from '../../rules/naming/identifier-length.ts';
import snakeCase from '../../rules/naming/snake-case.ts';
import tablePrefix from '../../rules/naming/table-prefix.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { findingsOf } from '../kit/sample-project.ts';

const drizzle = "import { index, integer, pgEnum, pgSchema, pgTable } from 'drizzle-orm/pg-core';";
const long = 'access_request_download_statistics_of_the_open_data_repository_';

function told(rule: Rule, schema: string): readonly string[] {
  return findingsOf(rule, { bad: { schema: `${drizzle}\n${schema}` } }).map(({ level, text }) => `${level}: ${text}`);
}

describe('two names that Postgres cuts to one', () => {
  it.each([
    ['tables', 'Table', `
      export const monthly = pgTable('${long}by_month', { id: integer('id') });
      export const yearly = pgTable('${long}by_year', { id: integer('id') });`],
    ['indexes', 'Index of download', `
      export const download = pgTable('download', { month: integer('month'), year: integer('year') }, (table) => [
        index('${long}by_month').on(table.month), index('${long}by_year').on(table.year)]);`],
    ['enums', 'Enum', `
      export const month = pgEnum('${long}by_month', ['may']);
      export const year = pgEnum('${long}by_year', ['leap']);`],
    ['columns', 'Column of download', `
      export const download = pgTable('download', { month: integer('${long}by_month'), year: integer('${long}by_year') });`],
  ])('%s', (_, what, schema) => {
    expect([...told(identifierLength, schema), ...told(duplicate, schema)]).toEqual([
      `warn: ${what} "${long}by_month" has 71 bytes: Postgres cuts it to "${long}".`,
      `error: ${what} "${long}by_year" and "${long}by_month" are both cut to "${long}": Postgres refuses the second.`,
    ]);
  });

  it('is no matter in two schemas', () => {
    expect(told(identifierLength, `
      export const monthly = pgTable('${long}by_month', { id: integer('id') });
      export const yearly = pgSchema('archive').table('${long}by_year', { id: integer('id') });
    `)).toEqual([expect.stringMatching(/^warn/), expect.stringMatching(/^warn/)]);
    expect(told(duplicate, `
      export const monthly = pgTable('${long}by_month', { id: integer('id') });
      export const yearly = pgSchema('archive').table('${long}by_year', { id: integer('id') });
    `)).toEqual([]);
  });
});

describe('snake_case', () => {
  it('judges a table by the name it was given, not by what Postgres leaves of it', () => {
    expect(told(snakeCase, `export const monthly = pgTable('${long}by_month', { id: integer('id') });`)).toEqual([]);
  });

  it('reports a name with a dot once, not again in its index', () => {
    expect(told(snakeCase, `
      export const book = pgTable('book.old', { isbn: integer('isbn') }, (table) => [index('book.old_isbn_idx').on(table.isbn)]);
    `)).toEqual(['error: Table: "book.old" is not snake_case: "book_old" would be.']);
  });
});

describe('the name that would be', () => {
  it.each([
    ['createdAt', 'created_at'], ['HTMLFile', 'html_file'], ['DBStatusV2', 'db_status_v2'], ['sha256Sum', 'sha256_sum'], ['V2Status', 'v2_status'],
    ['Last Seen', 'last_seen'],
  ])('of %s is %s', (name, better) => {
    expect(told(snakeCase, `export const status = pgEnum('${name}', ['new']);`)).toEqual([
      `error: Enum: "${name}" is not snake_case: "${better}" would be.`,
    ]);
  });
});

describe('a prefix', () => {
  const accounts = ['user', 'session', 'account', 'invitation'].map((name) =>
    `export const ${name} = pgTable('auth_${name}', { id: integer('id') });`).join('\n');
  const device = "export const device = pgTable('device', { id: integer('id') });";

  it('is evident where four of five tables of a file carry it', () => {
    expect(told(tablePrefix, accounts + device)).toEqual(['warn: Table device does not carry the prefix auth_.']);
  });

  it('is not where the file has other tables in a schema of their own', () => {
    const shelves = "const library = pgSchema('library'); export const shelf = library.table('shelf', { id: integer('id') });";
    expect(told(tablePrefix, accounts + device + shelves)).toEqual([]);
  });
});
