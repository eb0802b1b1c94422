import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { ChosenRule } from '../../src/engine/choose-rules.ts';
import type { ProjectFacts } from '../../src/engine/facts.ts';
import { judge } from '../../src/engine/judge.ts';
import { rule, type Level, type Report, type Rule } from '../../src/rule/index.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { factsOf, stateOf } from './library-facts.ts';

const library = stateOf({
  '0000_authors': { up: 'create table author (id integer primary key, name text);', down: 'drop table author;' },
  '0001_books': { up: 'create table book (id integer primary key);\ncreate table loan (id integer primary key);' },
  '0002_titles': { up: 'alter table book add title text;', down: 'alter table book drop title;' },
});

/** A rule that says something of every table, by what the change or the object is called. */
function says(id: string, check: Rule['check'], level: Level = 'error'): Rule {
  return { ...rule({ id, title: 'Say it', why: 'It is so.', instead: 'Leave it.', level, examples: [], check: {} }), check };
}

function chosen(one: Rule, level: Level = 'error'): ChosenRule {
  return { rule: one, levelIn: () => level, options: {} };
}

function said(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule: id, at, text }) => `${at.file.replace('drizzle/', '')}:${at.span.start} ${id} ${text}`);
}

const creations = says('story/creation', { createTable: ({ table, origin }) => ({ at: origin, text: table.name }) });
const additions = says('story/addition', { addColumn: ({ column, origin }) => ({ at: origin, text: column.name }) });
const lives = says('story/life', {
  createTable: ({ table, origin }, { beforeDeploy, before }) =>
    ({ at: origin, text: `${table.name} after ${[...before.tables.keys()].join(' and ')}, live ${[...beforeDeploy.tables.keys()].join(' and ')}` }),
});

describe('the order of findings', () => {
  test('is that of files, places and rules, whatever the order of the rules', () => {
    const expected = [
      '0000_authors.sql:0 story/creation author', '0001_books.sql:0 story/creation book',
      '0001_books.sql:44 story/creation loan', '0002_titles.sql:17 story/addition title',
    ];
    expect(said(judge(factsOf(library), [chosen(creations), chosen(additions)]).findings)).toEqual(expected);
    expect(said(judge(factsOf(library), [chosen(additions), chosen(creations)]).findings)).toEqual(expected);
  });

  test('two rules at one place stand by their ids, two reports of one by their texts', () => {
    const twice = says('story/a', { createTable: ({ origin }) => [{ at: origin, text: 'b' }, { at: origin, text: 'a' }] });
    const { findings } = judge(factsOf(library, { judged: library.history.migrations.slice(0, 1) }), [chosen(creations), chosen(twice)]);
    expect(said(findings)).toEqual(['0000_authors.sql:0 story/a a', '0000_authors.sql:0 story/a b', '0000_authors.sql:0 story/creation author']);
  });
});

describe('a finding', () => {
  test('carries what its rule says, and the migration it lies in', () => {
    const { findings: [finding] } = judge(factsOf(library), [chosen(additions, 'warn')]);
    expect(finding).toMatchObject({
      rule: 'story/addition', level: 'warn', why: 'It is so.', instead: 'Leave it.', related: [], migration: '0002_titles', fix: null, suggestions: [],
    });
  });

  test('may say better what to do', () => {
    const better = says('story/better', { addColumn: ({ origin }) => ({ at: origin, text: 'so', instead: 'Drop title.' }) });
    expect(judge(factsOf(library), [chosen(better)]).findings[0]?.instead).toBe('Drop title.');
  });

  test.each<[own: Level, chosen: Level, reported: Report['level'], level: Level]>([
    ['error', 'error', undefined, 'error'],
    ['error', 'info', undefined, 'info'],
    ['error', 'error', 'warn', 'warn'],
    ['error', 'info', 'warn', 'info'],
    ['error', 'warn', 'info', 'info'],
    ['warn', 'warn', 'error', 'error'],
    ['warn', 'info', 'error', 'error'],
  ])('of a rule of level %s, set to %s and reported as %s, is %s', (own, set, reported, level) => {
    const one = says('story/level', {
      addColumn: ({ origin }) => ({ at: origin, text: 'so', ...(reported === undefined ? {} : { level: reported }) }),
    }, own);
    expect(judge(factsOf(library), [chosen(one, set)]).findings[0]?.level).toBe(level);
  });
});

describe('what is judged', () => {
  test('older migrations only give the state', () => {
    const judged = library.history.migrations.slice(1);
    expect(said(judge(factsOf(library, { judged }), [chosen(lives)]).findings)).toEqual([
      '0001_books.sql:0 story/life book after public.author, live public.author',
      '0001_books.sql:44 story/life loan after public.author and public.book, live public.author',
    ]);
  });

  test('together it is one deploy: what its first migration made is not live for the second', () => {
    const [one] = said(judge(factsOf(library, { grouping: 'together' }), [chosen(lives)]).findings).slice(1);
    expect(one).toBe('0001_books.sql:0 story/life book after public.author, live ');
  });

  test('what the base says already is not said again', () => {
    const columns = says('story/column', { column: ({ origin, name }, table) => (origin === null ? [] : [{ at: origin, text: `${table.name}.${name}` }]) });
    const base = { ...library, history: { ...library.history, migrations: library.history.migrations.slice(0, 2) } };
    expect(said(judge(factsOf(library, { base }), [chosen(columns)]).findings)).toEqual(['0002_titles.sql:21 story/column book.title']);
  });

  test('is counted', () => {
    const odd = stateOf({
      '0000_authors': { up: 'create table author (id integer);\nvacuum author;\ncreate tabel book ();\ndo $$ begin execute (select 1); end $$;' },
    });
    expect(judge(factsOf(odd), []).counts).toMatchObject({ migrations: 1, judged: 1, statements: 4, unparsable: 1, unanalysed: 1, tables: 1, partialTables: 0 });
    expect(judge(factsOf(odd, { judged: [] }), []).counts).toMatchObject({ migrations: 1, judged: 0, statements: 0, tables: 1 });
  });
});

describe('a history that was flawed at the base', () => {
  const flawed = stateOf({
    '0000_authors': { up: 'create table author (id integer primary key);', when: 1_760_000_300_000 },
    '0001_books': { up: 'create table book (id integer primary key);', when: 1_760_000_100_000 },
    '0002_titles': { up: 'alter table book add title text;', when: 1_760_000_400_000 },
  });
  const [authors, books, titles] = flawed.history.migrations;
  if (authors === undefined || books === undefined || titles === undefined) throw new Error('three migrations were written');
  const bare = { ...books, hasSnapshotFile: false };
  const history = { ...flawed.history, migrations: [authors, bare, titles], strayFiles: ['drizzle/0001_old_books.sql'] };
  const base = { ...flawed, history: { ...history, migrations: [authors, bare] } };
  const about = (facts: Partial<ProjectFacts>): readonly string[] => {
    const asked = rules.filter(({ id }) => id === 'history/files-complete' || id === 'history/journal-order');
    return judge(factsOf({ ...flawed, history }, facts), asked.map((one) => chosen(one)))
      .findings.map(({ rule: id, level }) => `${id} ${level}`).sort();
  };

  test('is not told again with every new migration', () => {
    expect(about({ judged: [titles], base, atBase: base.history, tagsAtBase: new Set(['0000_authors', '0001_books']) })).toEqual([]);
  });

  test('is told where everything is judged, what databases have met as info', () => {
    expect(about({ tagsAtBase: new Set(['0000_authors', '0001_books', '0002_titles']) }))
      .toEqual(['history/files-complete error', 'history/files-complete info', 'history/journal-order info']);
  });

  test('is told of what is new', () => {
    const before = { ...flawed, history: { ...history, migrations: [authors], strayFiles: [] } };
    expect(about({ judged: [bare, titles], base: before, atBase: before.history, tagsAtBase: new Set(['0000_authors']) }))
      .toEqual(['history/files-complete error', 'history/files-complete error', 'history/journal-order error']);
  });
});

describe('a schema that could not be read whole', () => {
  const up = 'create table author (id integer primary key);\ncreate table book (id integer primary key);';
  const head = "import { pgTable, integer } from 'drizzle-orm/pg-core';\n";
  const author = "export const author = pgTable('author', { id: integer().primaryKey() });\n";
  const book = (name: string): string => `export const book = pgTable(${name}, { id: integer().primaryKey() });\n`;
  const tables = says('story/table', { table: ({ name, origin }) => (origin === null ? undefined : { at: origin, text: name }) });

  /** Tables of the project once everything is applied, where the newest snapshot knows author and book. */
  function tablesOf(schema: string): readonly string[] {
    const state = stateOf({ '0000_library': { up } }, head + schema);
    const known = stateOf({}, head + author + book("'book'")).declared;
    const migrations = state.history.migrations.map((one) => (
      one.snapshot === null || known === null ? one : { ...one, snapshot: { ...one.snapshot, catalog: known } }));
    const facts = factsOf({ ...state, history: { ...state.history, migrations } });
    return judge(facts, [chosen(tables)]).findings.map(({ text }) => text).sort();
  }

  test('does not make what the migrations made seem dropped', () => {
    expect(tablesOf(author)).toEqual(['author']);
    expect(tablesOf(author + book('process.env.BOOKS'))).toEqual(['author', 'book']);
  });
});
