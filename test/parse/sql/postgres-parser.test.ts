import fc from 'fast-check';
import { loadModule, parsePlPgSQLSync, parseSync } from 'libpg-query';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cutStatements } from '../../../src/parse/sql/chunks.ts';
import { lex } from '../../../src/parse/sql/lexer.ts';
import type * as postgresParser from '../../../src/parse/sql/postgres-parser.ts';
import { trickySql, validSql } from './tricky-sql.ts';

let door: typeof postgresParser;
beforeAll(async () => {
  await loadModule();
  await openDoor();
});

/** A door that has never been used: it counts the crashes of its parser. */
async function openDoor(): Promise<void> {
  vi.resetModules();
  door = await import('../../../src/parse/sql/postgres-parser.ts');
}

function statementsOf(sql: string): string[] {
  const parsed = door.parsePostgres(sql);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.statements.map(({ start, end }) => sql.slice(start, end));
}

function official(sql: string): object {
  try {
    return { ok: true, nodes: (parseSync(sql).stmts ?? []).map(({ stmt }) => stmt) };
  } catch (error) {
    return { ok: false, message: (error as Error).message };
  }
}

function ours(sql: string): object {
  const parsed = door.parsePostgres(sql);
  if (!parsed.ok) return { ok: false, message: parsed.message };
  return { ok: true, nodes: parsed.statements.map(({ node }) => node) };
}

const manyTerms = `select ${Array(20_000).fill('1').join(' + ')}`;
/** Deeper than the parser bears, and past our estimate, for which AND starts a new list of operands. */
const manyJoins = `select 1 from author ${'join book on true and true '.repeat(20_000)}`;

describe('parsePostgres', () => {
  it.each([...trickySql, ...validSql].filter((sql) => sql !== ''))('answers as the official loader does: %j', (sql) => {
    expect(ours(sql)).toEqual(official(sql));
  });

  it.each(validSql)('finds the statements that the lexer finds: %j', (sql) => {
    const spans = cutStatements(sql, { span: { start: 0, end: sql.length } }, lex(sql));
    expect(statementsOf(sql)).toEqual(spans.map(({ start, end }) => sql.slice(start, end)));
  });

  it('finds the statements between any comments, spaces and semicolons', () => {
    const statements = ['select 1', "insert into été values ('🎉')", 'table "a;b"', 'do $$ ; $$'];
    const noise = fc.constantFrom(' ', '\n', '-- é;\n', '/* 🎉; /* */ */');
    const between = fc.array(fc.oneof(noise, fc.constant(';')), { maxLength: 4 }).map((parts) => parts.join(''));
    const script = fc.array(fc.tuple(between, fc.constantFrom(...statements)), { maxLength: 5 });
    const property = fc.property(script, between, (parts, last) => {
      const sql = parts.map(([before, statement]) => `;${before} ${statement}`).join('') + last;
      expect(statementsOf(sql)).toEqual(parts.map(([, statement]) => statement));
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it.each(['', ' \n', '-- été', '/* 🎉 */ ;', ';;'])('takes blank text for no statements: %j', (sql) => {
    expect(door.parsePostgres(sql)).toEqual({ ok: true, statements: [] });
  });

  it.each([
    ['selec 1', 'selec'],
    ['select 1; /* é🎉é */ drop tabel author', 'tabel'],
    ["insert into été values ('🎉🎉'); selec", 'selec'],
    ["-- 🎉\nselect 'é' from from loan", 'from loan'],
    ["select '🎉' || \"open", '"open'],
    ["select 'é🎉', 'open", "'open"],
    ['select "名前" /* open', '/* open'],
    ['do $$ begin 🎉', '$$ begin'],
  ])('points at the error in UTF-16: %j', (sql, at) => {
    const parsed = door.parsePostgres(sql);
    expect(parsed).toMatchObject({ ok: false, kind: 'syntax', offset: sql.lastIndexOf(at) });
  });

  it('keeps byte locations in the tree, which locationToOffset reads', () => {
    const sql = "select 'é🎉', title from livre";
    const parsed = door.parsePostgres(sql);
    const location = Number(/"RangeVar":.*?"location":(\d+)/.exec(JSON.stringify(parsed))?.[1]);
    expect(location).not.toBe(sql.indexOf('livre'));
    expect(door.locationToOffset(sql)(location)).toBe(sql.indexOf('livre'));
  });

  it('reads a text with lone surrogates to its end', () => {
    expect(statementsOf("select '\ud800é', '\udc00é'; drop table été")).toHaveLength(2);
    expect(ours("select '\ud800é'")).toEqual(ours("select '\ufffdé'"));
  });

  it('reads an unfinished dollar quote at once', () => {
    const before = performance.now();
    expect(door.parsePostgres(`do $$ ${' '.repeat(100_000)}`)).toMatchObject({ ok: false, kind: 'syntax', offset: 3 });
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('leaves long, flat SQL through', () => {
    const rows = Array(20_000).fill("(1, 'a' || 'b', 2 * 3)").join(',');
    const tests = Array(5_000).fill('a = 1').join(' or ');
    const cases = Array(5_000).fill('when a = 1 then b - 1').join(' ');
    const unions = Array(4_000).fill('select a + 1').join(' union all ');
    const sql = `insert into loan values ${rows}; select 1 where ${tests}; select case ${cases} end; ${unions}`;
    expect(statementsOf(sql)).toHaveLength(4);
  });
});

describe('what is refused without a call', () => {
  it.each([
    ['a NUL', 'drop table author;\0drop table book', 'NUL', 18],
    ['nested comments', `select /* ${'/*'.repeat(20_000)}`, 'nested', 7],
    ['closed nested comments', `select 1 ${'/*'.repeat(201)}${'*/'.repeat(201)}`, 'nested', 9],
    ['over 10 MB', `select '${'é'.repeat(5_000_000)}'`, '10 MB', 0],
    ['long chains', manyTerms, 'chained', 12_009],
    ['deep parentheses', `select ${'('.repeat(5_000)}1`, 'nested', 3_007],
  ])('%s', (_, sql, message, offset) => {
    const before = performance.now();
    const refusal = { ok: false, kind: 'refused', message: expect.stringContaining(message) as string, offset };
    expect(door.parsePostgres(sql)).toEqual(refusal);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('and comments 200 deep, and text of just under 10 MB, are not', () => {
    expect(statementsOf(`select 1 ${'/*'.repeat(200)}${'*/'.repeat(200)}`)).toEqual(['select 1']);
    expect(statementsOf(`select '${'é'.repeat(4_900_000)}'`)).toHaveLength(1);
  });

  it('holds in PL/pgSQL bodies', () => {
    const body = `select 1; ${'/*'.repeat(300)}${'*/'.repeat(300)}`;
    for (const sql of [`do $a$ ${body} $a$`, `do '${body}'`]) {
      expect(door.parsePlpgsql(sql)).toMatchObject({ ok: false, offset: sql.indexOf('/*') });
    }
  });
});

describe('a parser that crashed', () => {
  beforeEach(openDoor);
  afterAll(openDoor);

  it('is not even reached by chains of 20,000 terms', () => {
    for (let time = 0; time < 30; time++) expect(door.parsePostgres(manyTerms).ok).toBe(false);
    expect(statementsOf('drop table author; drop table book')).toHaveLength(2);
  });

  it('is replaced five times, and answers rightly each time; after that it says why it does not', () => {
    for (let crash = 1; crash <= 6; crash++) {
      const exitCode = process.exitCode;
      expect(statementsOf('select 1; select 2')).toHaveLength(2);
      expect(door.parsePostgres(manyJoins)).toMatchObject({ ok: false, kind: 'refused' });
      expect(process.exitCode).toBe(exitCode);
    }
    const message = expect.stringContaining('crashed 6 times') as string;
    const refusal = { ok: false, kind: 'refused', message, offset: 0 };
    expect(door.parsePostgres('select 1')).toEqual(refusal);
    expect(door.parsePlpgsql('do $$ begin end $$')).toEqual(refusal);
  });

  it('does not count errors of the SQL', () => {
    for (let time = 0; time < 2_000; time++) expect(door.parsePostgres("select 'é' from from").ok).toBe(false);
    expect(statementsOf('select 1')).toEqual(['select 1']);
  });
});

describe('parsePlpgsql', () => {
  it.each([
    'do $$ begin perform 1; end $$',
    "create function a() returns int language plpgsql as 'begin return ''é🎉''; end'",
    'create procedure b() language plpgsql as $b$ declare n int := 1; begin execute $q$ drop table loan $q$; end $b$',
    'create function c() returns int language sql as $$ select 1 $$',
    'create function d() returns trigger language plpgsql as $$begin return new; end$$; do $$begin null; end$$',
    'select 1',
  ])('answers as the official loader does: %j', (sql) => {
    const { plpgsql_funcs: functions } = parsePlPgSQLSync(sql) as { plpgsql_funcs?: unknown[] };
    expect(door.parsePlpgsql(sql)).toEqual({ ok: true, functions });
  });

  it.each(['', '-- only'])('finds no function in blank text: %j', (sql) => {
    expect(door.parsePlpgsql(sql)).toEqual({ ok: true, functions: [] });
  });

  it.each(['do $$ begin perfor 1; end $$', 'do $$ begin', 'creat function', '/* open', 'do $$ begin \0 end $$'])(
    'answers what is wrong: %j',
    (sql) => {
      const parsed = door.parsePlpgsql(sql);
      expect(parsed.ok).toBe(false);
      expect(parsed).toHaveProperty('message', expect.stringMatching(/./));
    },
  );
});

describe('the parser itself', () => {
  it('parses on with the baseline compiler', () => {
    door.preferBaselineCompiler();
    expect(statementsOf('select 1; select 2')).toEqual(['select 1', 'select 2']);
  });

  it('never throws, whatever the text', () => {
    const words = ['select', 'create table', 'do', '$$', "'", '"', 'é', '🎉', '\ud800', '1'];
    const pieces = fc.constantFrom(...words, '(', ')', ';', ',', '/*', '\0');
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces).map((parts) => parts.join(' ')));
    const property = fc.property(texts, (text) => {
      for (const parsed of [door.parsePostgres(text), door.parsePlpgsql(text)]) {
        if (parsed.ok) continue;
        expect(parsed.offset).toBeGreaterThanOrEqual(0);
        expect(parsed.offset).toBeLessThanOrEqual(text.length);
      }
    });
    fc.assert(property, { numRuns: 5_000 });
    expect(statementsOf('select 1')).toEqual(['select 1']);
  });
});
