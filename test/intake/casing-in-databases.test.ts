import { expect, test } from 'vitest';
import type { Casing } from '../../src/facts/casing.ts';
import { freshMemory, readState } from '../../src/intake/read-state.ts';
import { memoryTexts } from '../kit/sample-project.ts';

/** The columns of book, as they are read beside a newest snapshot with those names. */
function columnsOf(schema: string, names: readonly string[], casing: Casing): readonly string[] {
  const column = (name: string): object => ({
    entityType: 'columns', schema: 'public', table: 'book', name, type: 'text', typeSchema: null, notNull: false, dimensions: 0, default: null, generated: null, identity: null,
  });
  const snapshot = {
    version: '8', dialect: 'postgres', id: '00000000-0000-4000-8000-000000000001', prevIds: [], renames: [],
    ddl: [{ entityType: 'tables', schema: 'public', name: 'book', isRlsEnabled: false }, ...names.map(column)],
  };
  const texts = memoryTexts({
    'src/schema.ts': `import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const book = pgTable('book', { ${schema} });`,
    'drizzle/20260501080000_books/migration.sql': 'select 1;', 'drizzle/20260501080000_books/snapshot.json': JSON.stringify(snapshot),
  });
  const { declared } = readState(texts, { schemaFiles: ['src/schema.ts'], out: 'drizzle', casing }, () => null, freshMemory());
  return declared?.tables.get('public.book')?.columns.map(({ name }) => name) ?? [];
}

test.each<[string, string, readonly string[], Casing, readonly string[]]>([
  ['all are of the case', 'fullTitle: text(), shelfNo: text()', ['full_title'], 'snake_case', ['full_title', 'shelf_no']],
  ['none is', 'fullTitle: text(), shelfNo: text()', ['fullTitle'], 'snake_case', ['fullTitle', 'shelfNo']],
  ['there is nothing to tell by', 'fullTitle: text()', ['isbn'], 'snake_case', ['fullTitle']],
  ['one is of no case', "id: text('_id'), fullTitle: text()", ['_id', 'full_title'], 'snake_case', ['_id', 'full_title']],
  ['one was named otherwise', "title: text('fullTitle'), shelfNo: text(), lentOn: text()", ['fullTitle', 'shelf_no'], 'snake_case', ['fullTitle', 'shelf_no', 'lent_on']],
  ['most were named, and the case is no longer heeded', "title: text('full_title'), no: text('shelf_no'), lentOn: text()", ['full_title', 'shelf_no', 'lentOn'], 'snake_case', ['full_title', 'shelf_no', 'lentOn']],
  ['all that tell were named', "title: text('fullTitle'), no: text('shelf_no'), by: text('lent_by'), lentOn: text()", ['fullTitle', 'shelf_no', 'lent_by'], 'snake_case', ['fullTitle', 'shelf_no', 'lent_by', 'lent_on']],
  ['the case is the other', "no: text('shelf_no'), full_title: text()", ['shelf_no', 'fullTitle'], 'camelCase', ['shelf_no', 'fullTitle']],
])('columns in folders are called as the newest snapshot has them: %s', (_, schema, names, casing, read) => {
  expect(columnsOf(schema, names, casing)).toEqual(read);
});
