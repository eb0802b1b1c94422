import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseConventions, patternsFor } from '../../src/naming/conventions.ts';
import { fits, fitsAny, render } from '../../src/naming/match.ts';
import { namedThings, type NamedThing } from '../../src/naming/named-things.ts';
import { parsePattern, placeholders, placeholdersOf, type Pattern } from '../../src/naming/pattern.ts';
import { patternsOption } from '../../src/rule/pattern-option.ts';
import type { NamedKind } from '../../src/naming/kinds.ts';
import { catalogOf } from '../kit/catalog.ts';

function pattern(text: string): Pattern {
  const parsed = parsePattern(text, placeholders);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

/** The one thing of a kind, or of that name, in a database made of SQL. */
function thing(sql: string, kind: NamedKind, name?: string): NamedThing {
  const found = namedThings(catalogOf(sql)).filter((one) => one.kind === kind && (name === undefined || one.name === name));
  if (found[0] === undefined || found.length > 1) throw new Error(`${String(found.length)} of kind ${kind} in: ${sql}`);
  return found[0];
}

function column(sql: string, name: string): NamedThing {
  return thing(sql, 'column', name);
}

describe('a template', () => {
  const books = 'create table book (id int primary key, title text, author_id int);';

  it.each([
    ['{table}_{columns}_idx', 'create index book_title_idx on book (title)', 'yes'],
    ['{table}_{columns}_idx', 'create index book_title_author_id_idx on book (title, author_id)', 'yes'],
    ['{table}_{columns:_and_}_idx', 'create index book_title_and_author_id_idx on book (title, author_id)', 'yes'],
    ['{table}_{columns}_idx', 'create index title_idx on book (title)', 'no'],
    ['{table}_{columns}_idx', 'create index book_title_index on book (title)', 'no'],
    ['{table}_{columns}_idx', 'create index book_author_id_title_idx on book (title, author_id)', 'no'],
    ['{table}_{columns}_idx', 'create index book_title_idx on book (title) include (author_id)', 'yes'],
    ['{table}_{columns}_idx', 'create index book_title_author_id_idx on book (title) include (author_id)', 'yes'],
    ['{table}_{columns}_idx', 'create index "book_authorId_idx" on book (author_id)', 'yes'],
    ['{table}_{columns}_idx', 'create index book_search_idx on book (lower(title))', 'unknown'],
    ['{table}_{columns}_idx', 'create index search on book (lower(title))', 'no'],
    ['{table}_{column}_idx', 'create index book_search_idx on book (title, author_id)', 'unknown'],
    ['{table}_{}_idx', 'create index book_search_idx on book (lower(title))', 'yes'],
    ['{table}_{}_idx', 'create index book__idx on book (title)', 'no'],
    ['{table}_{columns}_idx{number}', 'create index book_title_idx12 on book (title)', 'yes'],
    ['{table}_{columns}_idx{number}', 'create index book_title_idxs on book (title)', 'no'],
    ['{schema}_{table}', 'create index public_book on book (title)', 'yes'],
    ['/^ix_/', 'create index ix_title on book (title)', 'yes'],
    ['/^IX_/i', 'create index ix_title on book (title)', 'yes'],
    ['/^ix_/', 'create index title_ix on book (title)', 'no'],
  ])('%s and %s: %s', (text, sql, answer) => {
    expect(fits(pattern(text), thing(books + sql, 'index'))).toBe(answer);
  });

  it('of several any will do, and what cannot be told is not held against a name', () => {
    const index = thing(`${books}create index book_search_idx on book (lower(title))`, 'index');
    expect(fitsAny([pattern('ix_{}'), pattern('{table}_{}_idx')], index)).toBe('yes');
    expect(fitsAny([pattern('ix_{}'), pattern('{table}_{columns}_idx')], index)).toBe('unknown');
    expect(fitsAny([pattern('ix_{}'), pattern('{columns}')], { ...index, columns: ['title'] })).toBe('no');
  });

  it('that is longer than Postgres allows fits every name, and gives none', () => {
    const long = 'x'.repeat(50);
    const index = thing(`create table ${long} (title_in_full int); create index full_title on ${long} (title_in_full)`, 'index');
    expect(fits(pattern('{table}_{columns}_idx'), index)).toBe('yes');
    expect(render(pattern('{table}_{columns}_idx'), index)).toBeNull();
    expect(fits(pattern('{table}_{column}'), index)).toBe('yes');
    expect(fits(pattern('ix_{columns}'), index)).toBe('no');
  });

  it.each([
    ['{table}_{columns}_idx', 'book_title_idx'], ['{}_idx', null], ['{table}_{number}', 'book_'], ['{singular}_idx', null], ['/^b/', null],
  ])('%s gives %s', (text, name) => {
    expect(render(pattern(text), thing(`${books}create index x on book (title)`, 'index'))).toBe(name);
  });

  it('takes no time over a name that it does not fit', () => {
    const index = thing(`${books}create index ${'a_'.repeat(30)}x on book (title)`, 'index');
    expect(fits(pattern(`${'{}_'.repeat(12)}y`), index)).toBe('no');
  });
});

describe('what is no pattern', () => {
  it.each([
    ['{tabel}_idx', '{tabel} says nothing here; there are {}, {singular}, {plural}, {number}, {schema}, {table}'],
    ['{parent}_id', '{parent} says nothing here; there are {}, {singular}, {plural}, {number}, {schema}, {table}'],
    ['{table', '"{" without its other half; names have no braces'],
    ['{table:_}', '{table:_}: only columns are joined'],
    ['', 'A pattern says how names look: an empty one fits none'],
    ['lib_*', '"*" stands for itself here; a regular expression stands between two slashes, and {} is anything'],
    ['^lib_', '"^" stands for itself here; a regular expression stands between two slashes, and {} is anything'],
    ['[a-z]+', '"[" stands for itself here; a regular expression stands between two slashes, and {} is anything'],
    ['/^lib_', '/^lib_ begins as a regular expression and lacks the "/" behind it'],
  ])('%s', (text, problem) => {
    expect(parsePattern(text, placeholdersOf.policy)).toBe(problem);
  });

  it('a regular expression that is none', () => {
    expect(parsePattern('/(/', placeholders)).toMatch(/^\/\(\/ is no regular expression: /);
    expect(parsePattern('/a/q', placeholders)).toMatch(/^\/a\/q is no regular expression: /);
  });

  it('a kind that there is not', () => {
    const wrong = v.safeParse(v.object({ patterns: patternsOption(['table', 'index'], 'Patterns.') }), { patterns: { tabel: '{plural}' } });
    expect(wrong.issues?.map(({ message }) => message)).toEqual(['There is no kind "tabel"; the nearest is "table"']);
  });

  it('a role that is nearly one', () => {
    const wrong = (role: string): unknown => {
      try {
        return parseConventions({ columns: { [role]: '{}' } });
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(wrong('foreign_key')).toBe('There is no role or type "foreign_key"; the nearest is "foreignKey"');
    expect(wrong('boolen')).toBe('There is no role or type "boolen"; the nearest is "boolean"');
    for (const type of ['citext', 'vector(3)', 'public.status', 'interval', 'bit', 'point', 'name', 'numrange', 'text[]']) {
      expect(wrong(type), type).toBeTypeOf('object');
    }
  });
});

describe('a word', () => {
  const named = (name: string): NamedThing => thing(`create table ${name} (id int)`, 'table');

  it.each([
    'books', 'people', 'book_loans', 'loans_2', 'categories', 'analyses', 'settings', 'metadata', 'news', 'user_history', 'statuses', 'addresses',
  ])('%s is of many', (name) => { expect(fits(pattern('{plural}'), named(name))).toBe('yes'); });
  it.each(['book', 'person', 'loan_address', 'status', 'category'])('%s is not', (name) => { expect(fits(pattern('{plural}'), named(name))).toBe('no'); });
  it.each([
    'book', 'person', 'loan_address', 'status', 'corpus', 'census', 'category', 'settings', 'metadata', 'news', 'analysis', 'dns', 'book_sms', 'sha256',
  ])('%s is of one', (name) => { expect(fits(pattern('{singular}'), named(name))).toBe('yes'); });
  it.each(['books', 'people', 'book_loans', 'loans_2', 'caches'])('%s is not', (name) => { expect(fits(pattern('{singular}'), named(name))).toBe('no'); });

  it.each([
    ['{plural}', 'book_loan_2', 'book_loans_2'], ['{plural}', 'category', 'categories'], ['{plural}', 'person', 'people'],
    ['{singular}', 'cookies', 'cookie'], ['{singular}', 'caches', 'cache'], ['{singular}', 'addresses', 'address'],
    ['{singular}', 'library_children', 'library_child'],
  ])('%s of %s is %s', (text, name, better) => {
    expect(render(pattern(text), named(name))).toBe(better);
  });
});

describe('the parent in the name of a column', () => {
  const tables = `
    create table lib_addresses (id int primary key); create table person (id int primary key); create table country (code text primary key);
    create table categories (id int primary key);`;

  it.each([
    ['lib_address_id', 'lib_addresses', 'yes'], ['address_id', 'lib_addresses', 'yes'], ['addresses_id', 'lib_addresses', 'yes'],
    ['home_address_id', 'lib_addresses', 'yes'], ['category_id', 'categories', 'yes'], ['home_id', 'lib_addresses', 'yes'],
    ['author_id', 'person', 'yes'], ['category_id', 'person', 'no'], ['country_id', 'lib_addresses', 'no'], ['address', 'lib_addresses', 'no'],
    ['address_uuid', 'lib_addresses', 'no'], ['_id', 'person', 'no'],
  ])('%s for %s: %s', (name, parent, answer) => {
    expect(fits(pattern('{parent}_id'), column(`${tables}create table loan (${name} int references ${parent})`, name))).toBe(answer);
  });

  it('is the name of another table where the column referred to has it: a key that is handed down', () => {
    const sql = `${tables}create table profile (category_id int primary key references categories);
      create table picture (profile int references profile (category_id), category_id int references profile (category_id))`;
    const [own] = namedThings(catalogOf(sql)).filter(({ kind, table, name }) => kind === 'column' && table === 'picture' && name === 'category_id');
    if (own === undefined) throw new Error('no column');
    const [parent] = own.parents;
    expect(fits(pattern('{parent}_id'), { ...own, parents: parent === undefined ? [] : [{ ...parent, needsRole: false }] })).toBe('yes');
  });

  it('is any word where the name has to tell a role', () => {
    const roles = column(`${tables}create table book (author_id int references person, editor_id int references person)`, 'author_id');
    expect(fits(pattern('{parent}_id'), roles)).toBe('yes');
    expect(fits(pattern('{parent}_id'), { ...roles, written: 'author' })).toBe('no');
    expect(render(pattern('{parent}_id'), roles)).toBeNull();
    expect(fits(pattern('{parent}_id'), column('create table shelf (id int primary key, above_id int references shelf)', 'above_id'))).toBe('yes');
  });

  it('is rendered where it is one word', () => {
    expect(render(pattern('{parent}_{parent_column}'), column(`${tables}create table loan (country text references country)`, 'country'))).toBe('country_code');
    expect(render(pattern('{parent}_id'), column(`${tables}create table loan (fk_category int references categories)`, 'fk_category'))).toBe('category_id');
    expect(render(pattern('{parent}_id'), column(`${tables}create table loan (created_by int references person)`, 'created_by'))).toBeNull();
    expect(render(pattern('{parent}_id'), column(`${tables}create table loan (address int references lib_addresses)`, 'address'))).toBeNull();
  });

  it('may be either, of a column that is two keys', () => {
    const both = column(`${tables}create table loan (c int references categories references person)`, 'c');
    expect(fits(pattern('{parent}_id'), { ...both, written: 'person_id' })).toBe('yes');
    expect(fits(pattern('{parent}_id'), { ...both, written: 'category_id' })).toBe('yes');
  });
});

describe('which patterns hold for a column', () => {
  const conventions = parseConventions({
    patterns: { column: 'c' }, columns: { foreignKey: 'fk', primaryKey: 'pk', timestamptz: 'tz', timestamp: 'ts', 'numeric(10,2)': 'money', number: 'n' },
  });
  const sql = `create table author (id int primary key);
    create table portrait (id int primary key references author, author_id int references author, day timestamp, at timestamptz(3), price numeric(10,2), size real, note text)`;
  it.each([
    ['id', ['fk', 'pk']], ['author_id', ['fk']], ['day', ['ts']], ['at', ['tz']], ['price', ['money']], ['size', ['n']], ['note', ['c']],
  ])('%s: %s', (name, expected) => {
    const found = namedThings(catalogOf(sql)).find((one) => one.kind === 'column' && one.table === 'portrait' && one.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    expect(patternsFor(conventions, found).map(({ text }) => text)).toEqual(expected);
    expect(patternsFor(parseConventions({ columns: { foreignKey: 'fk' }, patterns: { column: 'c' } }), found).map(({ text }) => text))
      .toEqual(name === 'id' ? [] : name === 'author_id' ? ['fk'] : ['c']);
  });
});

describe('laws', () => {
  const word = fc.stringMatching(/^[a-zé]{1,12}$/u);
  const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('_'));
  const parent = fc.record({ table: name, columns: fc.array(name, { minLength: 1, maxLength: 2 }), needsRole: fc.boolean(), tables: fc.constant(new Set(['author'])) });
  const anyThing: fc.Arbitrary<NamedThing> = fc.record({
    kind: fc.constantFrom('table' as const, 'column' as const, 'index' as const, 'foreignKey' as const), name, table: name, schema: name,
    columns: fc.option(fc.array(name, { minLength: 1, maxLength: 3 })), included: fc.array(name, { maxLength: 1 }), parents: fc.array(parent, { maxLength: 2 }),
  }).map((some) => ({ ...some, written: some.name, origin: null, owner: null, identity: null, isUnnamed: false, keys: [], types: [] }));
  const template = fc.array(fc.oneof(fc.constantFrom(...placeholders.map((one) => `{${one}}`)), word, fc.constant('_')), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join(''));

  it('what a pattern renders fits it', () => {
    let rendered = 0;
    fc.assert(fc.property(template, anyThing, (text, one) => {
      const better = render(pattern(text), one);
      if (better === null) return;
      rendered++;
      expect(fits(pattern(text), { ...one, name: better, written: better })).toBe('yes');
    }), { numRuns: 2000 });
    expect(rendered).toBeGreaterThan(100);
  });

  it('a text without braces fits itself and nothing else', () => {
    fc.assert(fc.property(word, anyThing, (text, one) => {
      expect(fits(pattern(text), one)).toBe(one.name === text ? 'yes' : 'no');
    }));
  });

  it('no name is rendered empty', () => {
    fc.assert(fc.property(anyThing, (one) => { expect(render(pattern('{number}'), one)).toBeNull(); }));
  });

  it('everything fits {}', () => {
    fc.assert(fc.property(anyThing, (one) => { expect(fits(pattern('{}'), one)).toBe('yes'); }));
  });

  it('parsing never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), template, fc.string().map((text) => `/${text}/`)), (text) => {
      expect(['string', 'object']).toContain(typeof parsePattern(text, placeholders));
    }), { numRuns: 500 });
  });
});
