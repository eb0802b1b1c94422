import { describe, expect, it, test } from 'vitest';
import { temporaryFolder, write } from '../project/folder.ts';
import { library } from './library.ts';
import { livingCopy } from './living-copy.ts';
import { checked, sluice } from './sluice.ts';

interface Told {
  readonly version: number;
  readonly conventions: readonly {
    readonly about: string;
    readonly of: number;
    readonly convention: null | {
      readonly way: string; readonly following: number; readonly rule: string | null;
      readonly outliers: readonly { readonly name: string; readonly file: string; readonly line: number; readonly column: number }[];
    };
    readonly split: readonly { readonly way: string; readonly count: number }[];
  }[];
  readonly thirdParty: readonly { readonly table: string; readonly of: string }[];
  readonly rules: Readonly<Record<string, unknown>>;
}

/** A reading room that knows what it wants, but for a table and an index. */
const schema = `import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const reader = pgTable('room_reader', { id: integer('id').primaryKey(), enrolledAt: timestamp('enrolled_at') }, (table) => [
  index('room_reader_enrolled_idx').on(table.enrolledAt),
]);
export const desk = pgTable('room_desk', { id: integer('id').primaryKey(), floorName: text('floor_name') }, (table) => [
  index('room_desk_floor_idx').on(table.floorName),
]);
export const book = pgTable('room_book', { id: integer('id').primaryKey(), shelfMark: text('shelf_mark') }, (table) => [
  index('room_book_mark_idx').on(table.shelfMark),
]);
export const loan = pgTable('room_loan', { id: integer('id').primaryKey(), begunAt: timestamp('begun_at') }, (table) => [
  index('room_loan_begun_idx').on(table.begunAt),
]);
export const fine = pgTable('room_fine', { id: integer('id').primaryKey(), paidAt: timestamp('paid_at') }, (table) => [
  index('room_fine_paid_idx').on(table.paidAt),
]);
export const visit = pgTable('room_visit', { id: integer('id').primaryKey(), leftAt: timestamp('left_at') }, (table) => [
  index('room_visit_left_idx').on(table.leftAt),
]);
export const lamp = pgTable('room_lamp', { id: integer('id').primaryKey(), brokenAt: timestamp('broken_at') }, (table) => [
  index('room_lamp_broken_idx').on(table.brokenAt),
]);
export const guide = pgTable('guide', { id: integer('id').primaryKey(), "textBody": text('textBody') }, (table) => [
  index('search_in_guides').on(table.textBody),
]);
`;

function room(files: Readonly<Record<string, string>> = {}): string {
  return temporaryFolder({ 'drizzle.config.ts': library['drizzle.config.ts'] ?? '', 'src/schema.ts': schema, ...files });
}

async function told(folder: string, ...args: readonly string[]): Promise<Told> {
  const { code, stdout, stderr } = await sluice(folder, 'conventions', '--format', 'json', ...args);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Told;
}

/** Places of the findings that the pasted settings give, and of the outliers that were listed. */
async function foundAndListed(folder: string): Promise<{ readonly found: readonly string[]; readonly listed: readonly string[] }> {
  const { conventions, rules } = await told(folder);
  write(folder, { 'pasted.json': JSON.stringify({ rules }) });
  const { report: { findings } } = await checked(folder, '--all', '--config', 'pasted.json');
  const found = findings.filter(({ rule }) => rule in rules).map(({ rule, file, line, column }) => `${rule} ${file}:${line}:${column}`);
  const listed = conventions.flatMap(({ convention }) =>
    convention?.outliers.map(({ file, line, column }) => `${convention.rule ?? ''} ${file}:${line}:${column}`) ?? []);
  return { found: found.sort(), listed: listed.sort() };
}

describe('sluice conventions', () => {
  test('tells what is done, by how many, who does otherwise, and the settings to paste', async () => {
    const { code, stdout, stderr } = await sluice(room(), 'conventions');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`What the names of 8 tables and 16 columns have in common

  Prefixes of tables                  7 of 8  room_
                                              not guide (src/schema.ts:24)
  Case of tables                      8 of 8  snake_case
  Case of columns                   15 of 16  snake_case
                                              not guide.textBody (src/schema.ts:24)
  Case of indexes                     8 of 8  snake_case
  Tables, singular or plural          8 of 8  singular
  Indexes                             7 of 8  {table}_{}_idx
                                              not guide.search_in_guides (src/schema.ts:25)
  Primary keys                        8 of 8  as Drizzle names them
  Columns that are the primary key    8 of 8  id
  Timestamps                          5 of 5  {}_at

{} is anything, {table}, {columns} and {parent} are names of the thing’s own table, columns, and table referred to.

To hold new names to it, in sluice.config:

  rules: {
    'naming/snake-case': 'error',
    'naming/pattern': ['error', {
      patterns: { table: '{singular}', index: '{table}_{}_idx' },
      columns: { primaryKey: 'id', timestamp: '{}_at' },
    }],
    'naming/table-prefix': ['error', { by: 'list', allowed: ['room_'] }],
  },

Names that are not so today can stay: sluice baseline records them.
`);
  });

  test('gives the same to programs', async () => {
    const { version, conventions, thirdParty, rules } = await told(room());
    expect([version, thirdParty]).toEqual([1, []]);
    expect(conventions.find(({ about }) => about === 'Indexes')).toEqual({
      about: 'Indexes', of: 8, split: [{ way: '{table}_{}_idx', count: 7 }, { way: 'otherwise', count: 1 }],
      convention: {
        way: '{table}_{}_idx', following: 7, rule: 'naming/pattern',
        outliers: [{ name: 'guide.search_in_guides', file: 'src/schema.ts', line: 25, column: 3 }],
      },
    });
    expect(rules['naming/table-prefix']).toEqual(['error', { by: 'list', allowed: ['room_'] }]);
  });

  test('gives settings with which check finds the outliers and nothing else', async () => {
    const { found, listed } = await foundAndListed(room());
    expect(found).toHaveLength(3);
    expect(found).toEqual(listed);
  });

  test('of the living project too', async () => {
    const { found, listed } = await foundAndListed(livingCopy());
    expect(found).toEqual(listed);
  });

  test('learns from migrations where there is no schema', async () => {
    const files = Object.fromEntries(Object.entries(library).filter(([path]) => path.startsWith('drizzle/')));
    const folder = temporaryFolder({ ...files, 'drizzle.config.ts': `export default { dialect: 'postgresql', out: './drizzle' };` });
    const { stdout } = await sluice(folder, 'conventions');
    expect(stdout).toContain('What the names of 2 tables');
    expect(stdout).toContain('Foreign keys  1 of 1  as Drizzle names them');
    expect(stdout).toContain("\nRules that ask for what is no convention here, in sluice.config:\n\n  rules: {\n    'naming/snake-case': 'off',\n  },\n");
  });

  test('of one table has nothing to hold names to', async () => {
    const one = "import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport const loan = pgTable('loan', { id: integer('id').primaryKey() });\n";
    const { stdout } = await sluice(room({ 'src/schema.ts': one }), 'conventions');
    expect(stdout).toMatch(/\n\nNothing yet that new names could be held to: the rules stay as they are\.\n$/);
  });

  test('names what a library named', async () => {
    const auth = `import { boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const user = pgTable('user', { id: text('id'), email: text('email'), emailVerified: boolean('email_verified'), image: text('image'), createdAt: timestamp('created_at') });
export const session = pgTable('session', { id: text('id'), token: text('token'), expiresAt: timestamp('expires_at'), ipAddress: text('ip_address'), userAgent: text('user_agent'), userId: text('user_id').references(() => user.id) });
export const verification = pgTable('verification', { id: text('id'), identifier: text('identifier'), value: text('value'), expiresAt: timestamp('expires_at') });
`;
    const folder = room({ 'src/auth.ts': auth, 'drizzle.config.ts': `export default { dialect: 'postgresql', schema: './src', out: './drizzle' };` });
    const { stdout } = await sluice(folder, 'conventions');
    expect(stdout).toContain('Named by Better Auth, and left out: session, user, verification.');
    expect(stdout).toContain("'naming/snake-case': ['error', { ignore: ['session', 'user', 'verification'] }],");
    const { found, listed } = await foundAndListed(folder);
    expect(found).toEqual(listed);
  });
});

describe('what cannot be done ends with 2, in one line and a hint', () => {
  it.each([
    [['--format', 'xml'], "sluice: option '--format <name>' argument 'xml' is invalid. Allowed choices are pretty, json.\n"],
    [['--cwd', 'nowhere'], 'sluice: There is no folder nowhere.\n'],
    [['--schema', 'src/*.sql'], 'sluice: No file matches the schema "src/*.sql".\n'],
    [['src'], "sluice: too many arguments for 'conventions'. Expected 0 arguments but got 1.\n"],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await sluice(room(), 'conventions', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  });

  test('no table', async () => {
    const { code, stderr } = await sluice(room({ 'src/schema.ts': 'export {};' }), 'conventions');
    expect([code, stderr]).toEqual([2, 'sluice: Neither schema nor migrations make a table: there is nothing to learn from.\n  Name the schema with --schema, or in drizzle.config.\n']);
  });
});
