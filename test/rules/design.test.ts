import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/rule/finding.ts';
import { findingsIn, fixFiles } from '../kit/fixed-files.ts';
import { historyFiles } from '../kit/sample-project.ts';

const [up, down] = ['create table reader (name text primary key);', 'drop table reader;'];
const history = (sql: string): Readonly<Record<string, string>> => historyFiles({ '0000_given': { up: sql, down } });

function found(id: string, files: Readonly<Record<string, string>>, options: Record<string, unknown> = {}): readonly Finding[] {
  return (findingsIn(files, { settings: { [id]: ['warn', options] } }) ?? []).filter(({ rule }) => rule === id);
}

function schema(code: string, migrations: string = up): Readonly<Record<string, string>> {
  const names = ['bigint', 'index', 'integer', 'json', 'pgTable', 'serial', 'sql', 'text', 'timestamp', 'unique', 'uniqueIndex'];
  const used = names.filter((name) => name !== 'sql' && code.includes(`${name}(`));
  const own = code.includes('sql`') ? "import { sql } from 'drizzle-orm';\n" : '';
  return { ...history(migrations), 'src/schema.ts': `${own}import { ${used.join(', ')} } from 'drizzle-orm/pg-core';\n${code}` };
}

const remedies = (findings: readonly Finding[]): readonly string[] => findings.flatMap(({ fix, suggestions }) =>
  [...(fix === null ? [] : [`fix: ${fix.text}`]), ...suggestions.map(({ text }) => text)]);

describe('design/primary-key', () => {
  const texts = (sql: string): readonly string[] => found('design/primary-key', history(sql)).map(({ level, text }) => `${level}: ${text}`);

  it('takes unique columns that are NOT NULL for information, whatever makes them unique', () => {
    expect(texts('create table loan (a int not null, b int not null, unique (a, b));'))
      .toEqual(['info: Table loan has no primary key; the unique columns (a, b) can be its key.']);
    expect(texts('create table loan (a int not null); create unique index on loan (a) include (a);')).toHaveLength(1);
    expect(texts('create table loan (a int, b int not null, unique (a, b));')).toEqual(['warn: Table loan has no primary key.']);
    expect(texts('create table loan (a text not null); create unique index on loan (lower(a));')).toEqual(['warn: Table loan has no primary key.']);
  });

  it('speaks of the parent, not of its partitions', () => {
    expect(texts('create table loan (day date) partition by range (day); create table loan_old partition of loan default;'))
      .toEqual(['warn: Table loan has no primary key.']);
  });

  it('names the pair of a table that joins two', () => {
    const [finding] = found('design/primary-key', history(`create table a (id int primary key); create table b (id int primary key);
      create table a_b (a_id int not null references a, b_id int not null references b);`));
    expect(finding?.instead).toBe('Declare `primaryKey({ columns: [...] })` over (a_id, b_id), which keeps each pair from being there twice.');
  });
});

describe('design/primary-key-capacity', () => {
  const books = "export const book = pgTable('book', { id: integer().primaryKey().generatedAlwaysAsIdentity() });\n";
  const loans = "export const loan = pgTable('loan', { book: integer().primaryKey().references(() => book.id) });\n";
  const fines = "export const fine = pgTable('fine', { loan: integer().references(() => loan.book) });\n";

  it('tells of a key once, with every column that refers to it, through however many tables', () => {
    const findings = found('design/primary-key-capacity', schema(books + loans + fines));
    expect(findings).toMatchObject([{
      text: 'Column id of book counts to 2147483647 as integer.',
      related: [{ text: 'Column book of loan refers to it:' }, { text: 'Column loan of fine refers to it:' }],
    }]);
    expect(remedies(findings)).toEqual(['fix: Make it bigint, and what refers to it.']);
  });

  it('offers a rewrite of what is made already, and nothing where drizzle-kit would write what fails', () => {
    const made = 'create table book (id integer generated always as identity primary key);';
    expect(remedies(found('design/primary-key-capacity', schema(books + loans, made)))).toEqual([
      'Make it bigint, and what refers to it: the migration that follows rewrites each of the tables, and blocks every access until then.',
    ]);
    const serial = "export const book = pgTable('book', { id: serial().primaryKey() });";
    expect(remedies(found('design/primary-key-capacity', schema(serial, 'create table book (id serial primary key);')))).toEqual([]);
  });

  it('is silent about keys that nothing counts', () => {
    expect(found('design/primary-key-capacity', schema("export const year = pgTable('year', { year: integer().primaryKey() });"))).toEqual([]);
  });

  it('fixes all the columns or none', () => {
    const shared = `const key = () => integer();\n${books}export const loan = pgTable('loan', { book: key().references(() => book.id) });\n`;
    const files = schema(shared);
    expect(fixFiles(files, { settings: { 'design/primary-key-capacity': ['warn', {}], 'indexes/foreign-key-covered': 'off' } }).texts.size).toBe(0);
  });
});

describe('design/identity-over-serial', () => {
  it('knows a serial by its default, and another sequence as none', () => {
    expect(found('design/identity-over-serial', schema("export const book = pgTable('book', { id: serial().primaryKey() });"))).toHaveLength(1);
    expect(found('design/identity-over-serial', schema("export const book = pgTable('book', { id: integer().default(sql`nextval('shelf_mark')`) });"))).toEqual([]);
    expect(found('design/identity-over-serial', history(`create sequence s; create table book (id int default nextval('s'));
      alter sequence s owned by book.id;`))).toHaveLength(1);
  });
});

describe('design/timestamptz', () => {
  const loan = (column: string, more = ''): readonly Finding[] => found('design/timestamptz',
    schema(`export const loan = pgTable('loan', { id: integer().primaryKey(), at: ${column} }${more});`));

  it('is fixed where nothing else hangs on it', () => {
    expect(remedies(loan('timestamp().defaultNow()'))).toEqual(['fix: Give it its time zone.']);
    expect(remedies(loan("timestamp().default(sql`(now() at time zone 'utc')`)"))).toEqual([]);
    expect(remedies(loan('timestamp().default(sql`localtimestamp`)'))).toEqual([]);
    expect(remedies(loan('timestamp()', ", (t) => [index('loan_day').on(sql`date_trunc('day', ${t.at})`)]"))).toEqual([]);
    expect(remedies(loan('timestamp()', ", (t) => [index('loan_at').on(t.at)]"))).toEqual(['fix: Give it its time zone.']);
  });

  it('is not fixed on one side of a foreign key', () => {
    const findings = found('design/timestamptz', schema(`export const book = pgTable('book', { at: timestamp().primaryKey() });
export const loan = pgTable('loan', { id: integer().primaryKey(), book: timestamp().references(() => book.at) });`));
    expect(findings).toHaveLength(2);
    expect(remedies(findings)).toEqual([]);
  });

  it('is told once for columns that tables share, and fixed only if all of them are new', () => {
    const code = `const times = { at: timestamp() };
export const book = pgTable('book', { id: integer().primaryKey(), ...times });
export const loan = pgTable('loan', { id: integer().primaryKey(), ...times });
`;
    expect(remedies(found('design/timestamptz', schema(code)))).toEqual(['fix: Give it its time zone.']);
    const [suggestion, ...others] = remedies(found('design/timestamptz', schema(code, 'create table loan (id integer primary key, at timestamp);')));
    expect(suggestion).toMatch(/^Give it its time zone: the migration that follows takes what is there for times of its session/);
    expect(others).toEqual([]);
  });

  it('is fixed in a column that is new, not in one that may have another name in the database', () => {
    const code = "export const loan = pgTable('loan', { id: integer().primaryKey(), at: timestamp() });";
    const made = (table: string, ...columns: readonly string[]): Readonly<Record<string, string>> => ({
      ...schema(code, `create table ${table} (${columns.map((name) => `${name} integer`).join(', ')});`),
      'drizzle/meta/0000_snapshot.json': JSON.stringify({
        id: '00000000-0000-0000-0000-000000000001', prevId: '00000000-0000-0000-0000-000000000000', version: '7', dialect: 'postgresql',
        tables: { [`public.${table}`]: {
          name: table, schema: '', columns: Object.fromEntries(columns.map((name) => [name, { name, type: 'integer', primaryKey: false, notNull: false }])),
          indexes: {}, foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {}, policies: {}, checkConstraints: {}, isRLSEnabled: false,
        } },
        enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {},
      }),
    });
    const offered = (...of: Parameters<typeof made>): string | undefined => remedies(found('design/timestamptz', made(...of)))[0];
    expect(offered('loan', 'id')).toBe('fix: Give it its time zone.');
    expect(offered('loan', 'id', 'lent_at')).toMatch(/^Give it its time zone: the migration that follows/);
    expect(offered('lending', 'id', 'at')).toMatch(/^Give it its time zone: the migration that follows/);
  });

  it('is silent about local times by name, in any writing', () => {
    expect(found('design/timestamptz', history('create table a (id int primary key, "opensLocal" timestamp, local_time timestamp);'))).toEqual([]);
    expect(found('design/timestamptz', history('create table a (id int primary key, localised_at timestamp);'))).toHaveLength(1);
  });
});

describe('design/jsonb-over-json', () => {
  it('has its fix in the migration that makes the column, if the engine may change it', () => {
    const files = historyFiles({ '0000_given': { up, down }, '0001_notes': { up: 'alter table reader add notes JSON, add more json[];', down: 'select 1;' } });
    const { texts } = fixFiles(files, { settings: { 'design/jsonb-over-json': ['warn', {}] } });
    expect(texts.get('drizzle/0001_notes.sql')).toBe('alter table reader add notes JSONB, add more jsonb[];');
  });

  it('has none where an expression reads it', () => {
    expect(remedies(found('design/jsonb-over-json', history('create table a (id int primary key, b json, check (json_typeof(b) is not null));')))).toEqual([]);
  });
});
