import { parser } from 'typescript-eslint';
import { RuleTester } from 'eslint';
import sluice from '../../src/eslint/index.ts';
import { describe, it } from 'vitest';

RuleTester.describe = describe;
RuleTester.it = it;

const snakeCase = sluice.rules['naming/snake-case'] ?? never();
const indexed = sluice.rules['safety/index-without-concurrently'] ?? never();

// Files that are on no disk: SQL is judged for itself, TypeScript if it declares tables.
new RuleTester({ plugins: { sluice }, language: 'sluice/sql' }).run('safety/index-without-concurrently', indexed, {
  valid: [
    { name: 'a table that is born here', code: 'create table book (title text); create index book_title on book (title);', filename: '/library/titles.sql' },
    { name: 'a comment with a reason', code: '-- eslint-disable-next-line -- forty rows\ncreate index a on book (title);', filename: 'titles.sql' },
  ],
  invalid: [
    {
      name: 'a table that others use',
      code: '\ncreate index book_title on book (title);',
      filename: '/library/titles.sql',
      errors: [{
        message: 'Building book_title blocks every write to book until it is done.', line: 2, column: 1, endLine: 2, endColumn: 40,
      }],
    },
    {
      name: 'text without a name',
      code: 'create index book_title on book (title);',
      errors: [{ messageId: 'finding', data: { text: 'Building book_title blocks every write to book until it is done.' } }],
    },
    {
      name: 'a name like a placeholder',
      code: 'create index "{{text}}" on book (title);',
      filename: '/library/titles.sql',
      errors: [{ message: 'Building {{text}} blocks every write to book until it is done.' }],
    },
  ],
});

const table = (column: string): string => `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const author = pgTable('author', { id: integer('id').primaryKey(), bornOn: text('${column}') satisfies unknown });`;

new RuleTester({ plugins: { sluice }, languageOptions: { parser } }).run('naming/snake-case', snakeCase, {
  valid: [
    { name: 'names in snake case', code: table('born_on'), filename: '/library/schema.ts' },
    { name: 'TypeScript that declares no table', code: 'export const bornOn = 1;', filename: '/library/names.ts' },
  ],
  invalid: [
    {
      name: 'text without a name',
      code: table('bornOn'),
      errors: [{ messageId: 'finding', suggestions: [{ messageId: 'remedy', output: table('born_on') }] }],
    },
    {
      name: 'a name in camel case',
      code: table('bornOn'), filename: '/library/schema.ts',
      errors: [{
        messageId: 'finding', line: 2, column: 75, endLine: 2,
        suggestions: [{ messageId: 'remedy', output: table('born_on') }],
      }],
    },
  ],
});

new RuleTester({ plugins: { sluice } }).run('naming/snake-case', snakeCase, {
  valid: [],
  invalid: [{
    name: 'a schema in JavaScript',
    code: table('bornOn').replace(' satisfies unknown', ''),
    filename: '/library/schema.mjs',
    errors: [{ messageId: 'finding', line: 2, suggestions: [{ messageId: 'remedy', output: table('born_on').replace(' satisfies unknown', '') }] }],
  }],
});

function never(): never {
  throw new Error('There is no such rule.');
}
