import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { livingCopy, replaceIn } from '../cli/living-copy.ts';
import { write } from '../project/folder.ts';
import { bothAnswers, generatedProject, type BothAnswers } from './evaluated.ts';
import { edited, edits, lending, type SchemaEdit } from './schema-edits.ts';

/** Execution and reading agree on whether there is something to generate, and the rule speaks once of what was executed. */
function expectAgreement({ evaluated, read, told }: BothAnswers, { gives, unread, story }: Partial<SchemaEdit> & Pick<SchemaEdit, 'gives'>): void {
  expect(read.length > 0, story).toBe(gives !== 'same' && unread === undefined);
  expect(told.length, 'the finding').toBe(gives === 'same' ? 0 : 1);
  if (gives === 'same' || gives === 'ambiguous') expect(evaluated.kind).toBe(gives);
  else expect(evaluated.kind === 'statements' ? evaluated.statements.join('\n') : evaluated.kind).toMatch(gives);
  if (unread === undefined) for (const { at } of told) expect(read.map((finding) => finding.at.file)).toContain(at.file);
}

describe('an executed schema and one that is read say the same', () => {
  it('of edits, one by one', async () => {
    const folder = await generatedProject(lending);
    for (const edit of edits) {
      write(folder, { 'src/schema.ts': edited(lending, edit) });
      expectAgreement(await bothAnswers(folder), edit);
    }
  });

  it('of the living project', async () => {
    const folder = livingCopy();
    expectAgreement(await bothAnswers(folder), { gives: 'same' });
    replaceIn(folder, 'src/db/schemas/access.ts', "terms: text('terms')", "terms: text('conditions')");
    const renamed = await bothAnswers(folder);
    expectAgreement(renamed, { gives: 'ambiguous' });
    expect(renamed.told).toMatchObject([{ at: { file: 'src/db/schemas/access.ts' }, text: expect.stringContaining(
      'column access_policy.conditions is there only in the schema; column access_policy.terms is there only in the snapshot') as string }]);
  });

  it.each([['archive.ts', null], ['every-column.ts', null], ['lending.ts', null], ['snake.ts', 'snake_case'], ['snake.ts', 'camelCase']])(
    'of the fixture %s with the casing %s', async (file, casing) => {
      const schema = readFileSync(resolve(import.meta.dirname, '../fixtures/schema', file), 'utf8');
      const folder = await generatedProject(schema, { casing });
      expectAgreement(await bothAnswers(folder), { gives: 'same' });
      write(folder, { 'src/schema.ts': `${schema}\nimport { pgTable as table, integer as number } from 'drizzle-orm/pg-core';\nexport const evaluatedShelf = table('evaluated_shelf', { mostBooks: number() });\n` });
      expectAgreement(await bothAnswers(folder), { gives: /CREATE TABLE "evaluated_shelf"/ });
    });
});

it('tells more than reading can, and from where it is', async () => {
  const folder = await generatedProject(lending);
  write(folder, { 'src/schema.ts': `${lending}
const [northern, southern] = JSON.parse('["shelf_north", "shelf_south"]') as string[];
export const north = pgTable(northern, { id: integer('id') });
export const south = pgTable(southern, { id: integer('id') });
` });
  const { read, told } = await bothAnswers(folder);
  expect(read).toEqual([]);
  expect(told).toMatchObject([{
    at: { file: 'drizzle/meta/_journal.json' },
    text: 'drizzle-kit generate would write 2 statements that no migration has, the first: CREATE TABLE "shelf_north" ( "id" integer );',
    related: [{ text: 'CREATE TABLE "shelf_north" ( "id" integer );' }, { text: 'CREATE TABLE "shelf_south" ( "id" integer );' }],
  }]);
});

it('leaves a question with what drizzle-kit asks of, though reading cannot tell', async () => {
  const text = `${lending}\nexport const north = pgTable(JSON.parse('"shelf_north"'), { id: integer('id') });\n`;
  const folder = await generatedProject(text);
  write(folder, { 'src/schema.ts': text.replace('shelf_north', 'shelf_south') });
  expect((await bothAnswers(folder)).told).toMatchObject([{ text:
    'drizzle-kit generate would ask whether something was renamed, which nobody but you can answer: table shelf_north is there only in the snapshot; table shelf_south is there only in the schema.' }]);
  expect(readFileSync(join(folder, 'drizzle/meta/_journal.json'), 'utf8')).not.toContain('0001');
});
