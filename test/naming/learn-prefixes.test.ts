import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../src/naming/learn/configuration.ts';
import { factsOfProject, foundAndListed, learn, told } from './learned.ts';

const about = 'Prefixes of tables';

/** A schema file with tables of one key; those of `extra` are written out. */
function file(names: readonly string[], extra = ''): string {
  const own = names.map((name, place) => `export const t${place} = pgTable('${name}', { id: integer('id').primaryKey() });`);
  return [`import { integer, pgSchema, pgTable, primaryKey } from 'drizzle-orm/pg-core';`, ...own, extra].join('\n');
}

const agents = ['agent_person', 'agent_funder', 'agent_institute'];
const archive = ['archive_dataset', 'archive_version', 'archive_file', 'archive_licence'];

function settings(project: Readonly<Record<string, string>>): unknown {
  return configurationOf(learn(project))['naming/table-prefix'];
}

/** What is learned, which must also be what the rule finds. */
function learned(project: Readonly<Record<string, string>>): string {
  const { found, listed } = foundAndListed(factsOfProject(project));
  expect(found).toEqual(listed);
  return told(learn(project), about);
}

describe('prefixes of tables', () => {
  it('are one for all', () => {
    const project = { 'src/schema.ts': file(['lib_author', 'lib_book', 'lib_loan', 'lib_fine', 'lib_reader', 'lib_shelf', 'lib_genre', 'note']) };
    expect(learned(project)).toBe('lib_, 7 of 8, not note');
    expect(settings(project)).toEqual(['error', { by: 'list', allowed: ['lib_'] }]);
  });

  it('hang on the file, in small ones too where that is how it is everywhere', () => {
    const project = { 'src/agents.ts': file(agents), 'src/archive.ts': file(archive) };
    expect(learned(project)).toBe('agent_ in src/agents.ts (3 of 3), archive_ in src/archive.ts (4 of 4), 7 of 7');
    expect(settings(project)).toEqual(['error', { by: 'file', prefixes: { 'src/agents.ts': 'agent_', 'src/archive.ts': 'archive_' } }]);
  });

  it('do not hang on a file of four where other files have none', () => {
    const project = { 'src/archive.ts': file(archive), 'src/library.ts': file(['author', 'book', 'loan']), 'src/desk.ts': file(['fine', 'queue', 'desk']) };
    expect(learned(project)).toBe('none of 10: archive_ 4, on their own 6');
    expect(settings(project)).toBeUndefined();
  });

  it('are evident to a rule that is told nothing, which is then turned off', () => {
    const project = { 'src/archive.ts': file([...archive, 'note']), 'src/desk.ts': file(['fine', 'queue', 'desk']) };
    expect(learned(project)).toBe('none of 8: archive_ 4, on their own 4');
    expect(settings(project)).toBe('off');
  });

  it('hang on a folder or a file whatever it is called', () => {
    const named = [...archive, 'archive_size', 'archive_place', 'archive_key'];
    const project = { 'src/[archive]/(old)/a.ts': file(named.slice(0, 4)), 'src/[archive]/(old)/b.ts': file([...named.slice(4), 'note']), 'src/desk.ts': file(['fine']) };
    expect(learned(project)).toBe('archive_ in src/[archive]/(old) (7 of 8), 7 of 8, not note');
    expect(learned({ 'src/{archive}*.ts': file([...named, 'note']), 'src/desk.ts': file(['fine']) })).toBe('archive_ in src/{archive}*.ts (7 of 8), 7 of 8, not note');
  });

  it('are whole words, as many as all share', () => {
    const names = ['open_data_person', 'open_data_funder', 'open_data_file', 'open_data_version', 'open_data_licence'];
    expect(learned({ 'src/data.ts': file(names), 'src/desk.ts': file(['fine', 'queue', 'desk']) })).toBe('open_data_ in src/data.ts (5 of 5), 5 of 5');
  });

  it('are two where a file has two groups', () => {
    const mails = ['mail_draft', 'mail_sent', 'mail_bounce'];
    const many = Array.from({ length: 21 }, (_, place) => `loan_part_${String.fromCharCode(97 + place)}`);
    const project = { 'src/loans.ts': file([...many, ...mails]), 'src/desk.ts': file(['fine', 'queue', 'desk']) };
    expect(learned(project)).toBe('loan_part_ or mail_ in src/loans.ts (24 of 24), 24 of 24');
    expect(settings(project)).toMatchObject(['error', { prefixes: { 'src/loans.ts': ['loan_part_', 'mail_'] } }]);
  });

  it('are none where the outlier has its like elsewhere', () => {
    const project = { 'src/archive.ts': file([...archive, 'archive_size', 'archive_place', 'archive_key', 'agent_note']), 'src/agents.ts': file(['agent_person', 'desk', 'queue']) };
    expect(learned(project)).toMatch(/^none of 11: /);
  });

  it('hang on the folder where its files share them', () => {
    const project = {
      'src/archive/data.ts': file(archive.slice(0, 2)), 'src/archive/files.ts': file(['archive_file', 'archive_licence', 'archive_key']),
      'src/desk/desk.ts': file(['fine', 'queue']), 'src/desk/help.ts': file(['guide', 'faq']),
    };
    expect(learned(project)).toBe('archive_ in src/archive (5 of 5), 5 of 5');
  });

  it('are not asked of tables in a schema of Postgres, whose name is prefix enough', () => {
    const shelves = `const library = pgSchema('library');\n${['author', 'book', 'loan'].map((name) => `export const ${name} = library.table('${name}', { id: integer('id') });`).join('\n')}`;
    expect(learned({ 'src/archive.ts': file([...archive, 'archive_key'], shelves) })).toBe('archive_, 5 of 5');
  });

  it('hang on the schema of Postgres where its tables share one', () => {
    const names = ['lib_author', 'lib_book', 'lib_loan', 'lib_fine', 'lib_shelf'];
    const shelves = `const library = pgSchema('library');\n${names.map((name) => `export const ${name} = library.table('${name}', { id: integer('id') });`).join('\n')}`;
    const project = { 'src/desk.ts': file(['queue', 'desk', 'guide'], shelves) };
    expect(learned(project)).toBe('lib_ in library (5 of 5), 5 of 5');
    expect(settings(project)).toEqual(['error', { by: 'schema', prefixes: { library: 'lib_' } }]);
  });

  it('are those of the parents, in the singular or not', () => {
    const child = (name: string, parent: string): string =>
      `export const ${name} = pgTable('${name}', { id: integer('id').primaryKey(), of: integer('of').references(() => ${parent}.id, { onDelete: 'cascade' }) });`;
    const parents = `export const books = pgTable('books', { id: integer('id').primaryKey() });\nexport const reader = pgTable('reader', { id: integer('id').primaryKey() });`;
    const children = [child('book_copy', 'books'), child('book_cover', 'books'), child('books_lent', 'books'), child('reader_card', 'reader'), child('reader_note', 'reader')];
    const project = { 'src/schema.ts': file([], [parents, ...children].join('\n')) };
    expect(learned(project)).toBe('that of the parent, 5 of 5');
    expect(settings(project)).toEqual(['error', { by: 'parent' }]);
  });

  it('leave join tables to their parents', () => {
    const join = `import { t0 as dataset } from './archive.ts';
export const authorship = pgTable('archive_authorship', {
  person: integer('person_id').references(() => t0.id), dataset: integer('dataset_id').references(() => dataset.id),
}, (table) => [primaryKey({ columns: [table.person, table.dataset] })]);`;
    expect(learned({ 'src/agents.ts': file(agents, join), 'src/archive.ts': file(archive) }))
      .toBe('agent_ in src/agents.ts (3 of 3), archive_ in src/archive.ts (4 of 4), 7 of 7');
  });
});
