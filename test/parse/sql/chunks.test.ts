import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutChunks, cutStatements } from '../../../src/parse/sql/chunks.ts';
import { isComment, lex } from '../../../src/parse/sql/lexer.ts';

const breakpoint = '--> statement-breakpoint';

function chunksOf(text: string): string[] {
  return cutChunks(text).map(({ span }) => text.slice(span.start, span.end));
}

function statementsOf(text: string): string[] {
  return cutChunks(text).flatMap((chunk) =>
    cutStatements(text, chunk, lex(text, chunk.span)).map(({ start, end }) => text.slice(start, end)),
  );
}

/** The tokens of a piece of SQL, save semicolons and comments. */
function bareTokens(sql: string): string[] {
  const tokens = lex(sql).filter((token) => !isComment(token));
  return tokens.map(({ start, end }) => sql.slice(start, end)).filter((sign) => sign !== ';');
}

describe('cutChunks', () => {
  it('cuts at the text that the installed drizzle-orm cuts at', () => {
    const migrator = createRequire(import.meta.url).resolve('drizzle-orm/migrator');
    expect(readFileSync(migrator, 'utf8')).toContain(`query.split("${breakpoint}")`);
  });

  it('cuts as a plain split does, inside comments, strings and dollar quotes too', () => {
    const signs = [breakpoint, '--> statement-break', '-', '->', 'é', '🎉', "'", '$$', '/*', '\n'];
    const pieces = fc.array(fc.constantFrom(...signs));
    const property = fc.property(pieces, (parts) => {
      const text = parts.join('');
      expect(chunksOf(text)).toEqual(text.split(breakpoint));
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it('keeps blank chunks', () => {
    expect(chunksOf('')).toEqual(['']);
    expect(chunksOf(`a${breakpoint}${breakpoint}\n`)).toEqual(['a', '', '\n']);
  });
});

describe('cutStatements', () => {
  it('cuts at semicolons, without them, and without the comments around', () => {
    const text = `-- été\ncreate table author ();\n/* 🎉 */ drop table book -- gone\n;\n${breakpoint}\n select 1;;`;
    expect(statementsOf(text)).toEqual(['create table author ()', 'drop table book', 'select 1']);
  });

  it.each(['', ' \n', ';', ' ; ;', '-- only\n', '/* only */ ; -- this'])('drops what is no statement: %j', (text) => {
    expect(statementsOf(text)).toEqual([]);
  });

  it('leaves semicolons in quotes, comments and parentheses alone', () => {
    const whole = [
      "select ';', \";\", $$;$$, E'\\';' -- ;\n, /* ; */ 1",
      'create rule keep as on delete to loan do instead (insert into log values (1); select 1)',
      'do $$ begin delete from loan; end $$',
    ];
    expect(statementsOf(whole.join(';'))).toEqual(whole);
  });

  it('leaves the body of an SQL-standard routine whole', () => {
    const routine =
      'create function dues(a int) returns int language sql Begin /* x */ Atomic\n' +
      ' select case when a > 0 then case a when 1 then 2 end else 3 end; select a as end, a.case, "end" from loan; END';
    const procedure = 'create procedure p() begin atomic end';
    const whole = [routine, 'select 1', procedure, 'select 2'];
    expect(statementsOf(whole.join(';'))).toEqual(whole);
  });

  it('takes BEGIN and END of a transaction for statements', () => {
    expect(statementsOf('begin; select case when true then 1 end; end; commit')).toEqual([
      'begin',
      'select case when true then 1 end',
      'end',
      'commit',
    ]);
  });

  it('keeps what follows an unclosed parenthesis in its chunk, and starts afresh in the next', () => {
    expect(statementsOf(`create table a (; select 1; ${breakpoint} select 2; )); select 3`)).toEqual([
      'create table a (; select 1;',
      'select 2',
      '))',
      'select 3',
    ]);
  });

  it('lexes each chunk on its own, as the server does', () => {
    expect(statementsOf(`do $$ begin; ${breakpoint} end $$; select 1`)).toEqual([`do $$ begin; `, 'end $$; select 1']);
  });

  it('never leaves a token out, save semicolons and comments', () => {
    const words = ['begin', 'atomic', 'case', 'end', 'a', "';'", '$$;$$', breakpoint];
    const pieces = fc.array(fc.constantFrom(...words, ';', '(', ')', '-- c\n', '/*;*/', '\n'));
    const property = fc.property(pieces, (parts) => {
      const text = parts.join(' ');
      expect(statementsOf(text).flatMap(bareTokens)).toEqual(chunksOf(text).flatMap(bareTokens));
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
