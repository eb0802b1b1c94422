import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { wrongIn } from '../../src/examples/prove-rule.ts';
import { offeredBy } from '../../src/examples/remedies.ts';
import type { Finding, Remedy } from '../../src/rule/finding.ts';
import { findingsIn, fixFiles, nextSteps } from '../kit/fixed-files.ts';
import { historyFiles } from '../kit/sample-project.ts';

/** Rules with more findings than before, those apart that tell of the next step. */
function worsened(before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  const count = (all: readonly Finding[], id: string): number => all.filter(({ rule }) => rule === id).length;
  return [...new Set(after.map(({ rule }) => rule))].filter((id) => !nextSteps.has(id) && count(after, id) > count(before, id));
}

const offered = rules.flatMap((rule) => rule.examples.flatMap((example, place) =>
  offeredBy(rule, example, rules).map((one) => ({ name: `${rule.id} example ${place + 1}: ${one.remedy.text}`, one }))));

describe('what examples offer', () => {
  it('is a fix in four of them at least', () => {
    expect(offered.filter(({ one }) => one.kind === 'fix').length).toBeGreaterThanOrEqual(4);
    expect(rules.flatMap(({ examples }) => examples).filter(({ fixed }) => fixed !== undefined)).toHaveLength(
      offered.filter(({ one: { kind, example } }) => kind === 'fix' && example.fixed !== undefined).length);
  });

  it.each(offered)('$name', ({ one }) => {
    expect(wrongIn(one, rules)).toEqual([]);
  });
});

describe('the times of a journal', () => {
  const up = 'create table loan (id integer);';
  const down = 'drop table loan;';
  const files = historyFiles({
    '0000_authors': { up, down, when: 1000 }, '0001_books': { up: 'select 1;', down: 'select 1;', when: 3000 },
    '0002_loans': { up: 'select 2;', down: 'select 2;', when: 2000 }, '0003_readers': { up: 'select 3;', down: 'select 3;', when: 3001 },
  });
  const whens = (text: string | undefined): readonly number[] => [...text?.matchAll(/"when": (\d+)/g) ?? []].map(([, when]) => Number(when));

  it('are set later where the entry and those behind it are new', () => {
    const { texts, fixed } = fixFiles(files, { tagsAtBase: new Set(['0000_authors', '0001_books']) });
    expect(fixed).toHaveLength(1);
    expect([...texts.keys()]).toEqual(['drizzle/meta/_journal.json']);
    expect(whens(texts.get('drizzle/meta/_journal.json'))).toEqual([1000, 3000, 3001, 3002]);
  });

  it.each([[null], [new Set(['0000_authors', '0001_books', '0003_readers'])]])('are left where one of them may be applied', (tagsAtBase) => {
    expect(fixFiles(files, { tagsAtBase }).fixed).toEqual([]);
  });
});

describe('a fix is not offered', () => {
  const imports = "import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';\nimport { sql } from 'drizzle-orm';\n";
  const migrations = historyFiles({ '0000_books': { up: 'create table book (id integer, "shelfNumber" integer);', down: 'drop table book;' } });
  const remedies = (schema: string, id: string): readonly string[] =>
    (findingsIn({ ...migrations, 'src/schema.ts': imports + schema }) ?? []).filter(({ rule }) => rule === id)
      .flatMap(({ fix, suggestions }) => [...(fix === null ? [] : [`fix: ${fix.text}`]), ...suggestions.map(({ text }) => text)]);

  it('for a column that a migration makes', () => {
    expect(remedies("export const book = pgTable('book', { id: integer(), shelfNumber: integer() });", 'naming/snake-case'))
      .toEqual(['Name it "shelf_number": renames the column, a breaking change.']);
    expect(remedies("export const book = pgTable('book', { id: integer(), rowNumber: integer() });", 'naming/snake-case'))
      .toEqual(['fix: Name it "row_number".']);
  });

  it('for a column that SQL of the schema speaks of', () => {
    expect(remedies(`export const book = pgTable('book', { id: integer(), rowNumber: integer() }, (t) => [
      index('book_row_idx').on(t.rowNumber).where(sql\`"rowNumber" > 0\`)]);`, 'naming/snake-case'))
      .toEqual(['Name it "row_number": SQL in the schema may still say the old name.']);
  });

  it('for a name that another column has, or would be given too', () => {
    expect(remedies("export const book = pgTable('book', { rowNumber: integer(), row_number: integer() });", 'naming/snake-case')).toEqual([]);
    expect(remedies("export const book = pgTable('book', { rowNumber: integer(), RowNumber: integer() });", 'naming/snake-case')).toEqual([]);
  });

  it('without migrations: the schema may have been pushed', () => {
    const files = { 'src/schema.ts': `${imports}export const book = pgTable('book', { rowNumber: integer() });` };
    const finding = findingsIn(files)?.find(({ rule }) => rule === 'naming/snake-case');
    expect(finding).toMatchObject({ rule: 'naming/snake-case', fix: null, suggestions: [{ text: 'Name it "row_number": renames the column, a breaking change.' }] });
  });

  it('for an index in a migration that holds more, or on a partitioned table', () => {
    const given = 'create table book (id integer, title text); create table loan (day date) partition by range (day);';
    const fixes = (sql: string): readonly (Remedy | null)[] => (findingsIn(historyFiles({
      '0000_books': { up: given, down: 'drop table book;' }, '0001_index': { up: sql, down: 'select 1;' },
    }), { runner: 'sluice', from: 1 }) ?? []).filter(({ rule }) => rule === 'safety/index-without-concurrently').map(({ fix }) => fix);
    expect(fixes('create index on book (title);')).toMatchObject([{ text: 'Build it CONCURRENTLY.' }]);
    expect(fixes('create index on book (title); select 1;')).toEqual([null]);
    expect(fixes('create /* now */ index on book (title);')).toEqual([null]);
    expect(fixes('create index on loan (day);').filter((fix) => fix !== null)).toEqual([]);
  });
});

describe('an index that is proposed', () => {
  const schema = `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const author = pgTable('author', { id: integer('id').primaryKey() });
export const book = pgTable('book', { authorId: integer('author_id').references(() => author.id) });
`;
  const files = { ...historyFiles({ '0000_none': { up: 'select 1;', down: 'select 1;' } }), 'src/schema.ts': schema };
  const fixedWith = (options: Record<string, unknown>): readonly string[] =>
    [...fixFiles(files, { settings: { 'naming/pattern': ['error', options] } }).texts.values()].flatMap((text) => /index\('(\w+)'\)/.exec(text)?.[1] ?? []);

  it('has its name by the patterns of the project', () => {
    expect(fixedWith({})).toEqual(['book_author_id_idx']);
    expect(fixedWith({ preset: 'drizzle' })).toEqual(['book_author_id_index']);
    expect(fixedWith({ preset: 'drizzle', patterns: { index: '{table}_by_{columns}', foreignKey: '{}' } })).toEqual(['book_by_author_id']);
    expect(fixedWith({ patterns: { index: '{}' } })).toEqual(['book_author_id_idx']);
  });
});

describe('all safe fixes of a file', () => {
  const schema = `import { foreignKey, integer, pgTable, text } from 'drizzle-orm/pg-core';
export const author = pgTable('author', { id: integer('id').primaryKey(), fullName: text('fullName') });
export const book = pgTable('book', {
  id: integer('id').primaryKey(),
  authorId: integer('authorId').references(() => author.id),
  editorId: integer().references(() => author.id),
  again: integer('editor_id').references(() => author.id),
});
`;
  const files = { ...historyFiles({ '0000_none': { up: 'select 1;', down: 'select 1;' } }), 'src/schema.ts': schema };

  it('are applied at once, and what is left alone is told of', () => {
    const { texts, fixed, findings } = fixFiles(files);
    expect(texts.get('src/schema.ts')).toBe(`import { foreignKey, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
export const author = pgTable('author', { id: integer('id').primaryKey(), fullName: text('full_name') });
export const book = pgTable('book', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').references(() => author.id),
  editorId: integer().references(() => author.id),
  again: integer('editor_id').references(() => author.id),
}, (t) => [
  index('book_editorId_idx').on(t.editorId),
  index('book_editor_id_idx').on(t.again),
  index('book_author_id_idx').on(t.authorId),
]);
`);
    expect(fixed.map(({ rule }) => rule).sort()).toEqual([
      'indexes/foreign-key-covered', 'indexes/foreign-key-covered', 'indexes/foreign-key-covered', 'naming/snake-case', 'naming/snake-case',
    ]);
    expect(findings.filter(({ rule }) => rule === 'naming/snake-case').map(({ text }) => text)).toEqual([
      'Column of book: "editorId" is not snake_case: "editor_id" would be.',
    ]);
  });

  it('cure what they say, do no harm, and are nothing the second time, whatever the schema', () => {
    const name = fc.constantFrom('author', 'Author', 'bookLoan', 'reader', 'ReaderCard', 'a_very_long_name_of_a_table_that_is_nearly_too_long_for_postgres');
    const column = fc.record({
      key: fc.constantFrom('authorId', 'reader_id', 'HTMLBody', 'body', 'cardNo', 'editor'),
      named: fc.constantFrom('key', 'none', 'snake'), references: fc.boolean(), unique: fc.boolean(),
    });
    const table = fc.record({ name, columns: fc.uniqueArray(column, { selector: ({ key }) => key, maxLength: 4 }), extras: fc.constantFrom('', ', (t) => []', ', () => ({})', ', (table) => [\n  index().on(table.id),\n]') });
    fc.assert(fc.property(fc.uniqueArray(table, { selector: (one) => one.name, minLength: 1, maxLength: 4 }), fc.boolean(), (tables, windows) => {
      const code = tables.map((one, at) => {
        const columns = one.columns.map(({ key, named, references, unique }) => {
          const text = named === 'none' ? '' : named === 'key' ? `'${key}'` : `'${key.toLowerCase()}_x'`;
          return `  ${key}: integer(${text})${references ? '.references((): any => t0.id)' : ''}${unique ? '.unique()' : ''},\n`;
        });
        return `export const t${at} = pgTable('${one.name}', {\n  id: integer('id').primaryKey(),\n${columns.join('')}}${one.extras});\n`;
      });
      const text = `import { index, integer, pgTable } from 'drizzle-orm/pg-core';\n${code.join('')}`;
      const before = { ...files, 'src/schema.ts': windows ? `\uFEFF${text.replaceAll('\n', '\r\n')}` : text };
      const first = fixFiles(before);
      const after = { ...before, ...Object.fromEntries(first.texts) };
      expect(worsened(findingsIn(before) ?? [], first.findings)).toEqual([]);
      expect(findingsIn(after)).toEqual(first.findings);
      expect(fixFiles(after).texts.size).toBe(0);
      if (windows) expect(after['src/schema.ts'].replaceAll('\r\n', '')).not.toContain('\n');
    }), { numRuns: 40 });
  }, 120_000);
});
