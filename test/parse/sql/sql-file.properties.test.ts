import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../src/text/span.ts';
import { readSql } from '../../../src/parse/sql/sql-file.ts';

const fragments = [
  'create table "é🎉" (id int primary key, b text default \'x;y\' not null, check (id > 0))', 'alter table a add b int, drop c',
  'alter table a add constraint c foreign key (d) references e (f) not valid', 'create index on a (lower(b), c desc) where d',
  'do $$ begin drop table a; exception when others then null; end $$', "do $$ begin execute 'drop table ' || a; end $$",
  "do 'begin if true then return; end if; create type a as enum (''b''); end'", 'set search_path = "É", b', 'commit', 'drop table a',
  "insert into a values ('🎉')", 'create temp table a as select 1', 'create view a as (select 1)', 'create function f() returns int',
  "language plpgsql as $$ begin return 1; end $$", 'select f()', 'create policy p on a using (b = 1)', ';', ';\n', '\n', ' ', ',', '(', ')',
  "'", '"', '$$', '$a$', '/*', '*/', '--', '-- breaking: x; y\n', '--> statement-breakpoint', '-- é 🎉\n', '\0', '\ufeff', '\ufffd', '\ud83d',
  'é', '🎉', '\r\n', 'begin', 'end', 'case', 'create table', 'add', 'references', 'default', '1', 'null', '::', '[', ']', 'as', 'using',
];

const soup = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fragments) }, fc.string({ unit: 'binary' })), { maxLength: 14 })
  .map((parts) => parts.join(' '));

function originsIn(value: unknown): readonly Origin[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'span' in value && 'file' in value ? [value as Origin] : [];
  return [...own, ...Object.values(value).flatMap(originsIn)];
}

describe('readSql of any text', () => {
  it('never throws, and every place lies in the text', () => {
    fc.assert(fc.property(soup, (text) => {
      const file = readSql('a.sql', text);
      for (const { span } of originsIn({ ...file, text: '' })) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(span.end).toBeLessThanOrEqual(text.length);
      }
    }), { numRuns: 1500 });
  });

  it('gives statements in order, without overlap, each in its chunk', () => {
    fc.assert(fc.property(soup, (text) => {
      const file = readSql('a.sql', text);
      let end = 0;
      let chunk = 0;
      for (const statement of file.statements) {
        expect(statement.origin.span.start).toBeGreaterThanOrEqual(end);
        expect(statement.chunk).toBeGreaterThanOrEqual(chunk);
        end = statement.origin.span.end;
        chunk = statement.chunk;
        expect(statement.problem === null).toBe(statement.reading !== 'unparsable');
        expect(statement.gaps.length > 0).toBe(statement.reading === 'unanalysed');
      }
      expect(file.chunks).toBe(text.split('--> statement-breakpoint').length);
    }), { numRuns: 700 });
  });

  it('reads what stands on its own the same beside anything sound', () => {
    const sound = fragments.slice(0, 6);
    fc.assert(fc.property(fc.array(fc.constantFrom(...sound), { minLength: 1, maxLength: 6 }), (parts) => {
      const alone = parts.map((part) => readSql('a.sql', part).statements[0]?.tag);
      expect(readSql('a.sql', parts.join(';\n')).statements.map(({ tag }) => tag)).toEqual(alone);
      expect(readSql('a.sql', parts.join('\n--> statement-breakpoint\n')).statements.map(({ tag }) => tag)).toEqual(alone);
    }), { numRuns: 100 });
  });
});
