import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/evidence/database.ts';
import { freshDatabase } from '../../kit/fresh-database.ts';
import { isComment, lex } from '../../../src/parse/sql/lexer.ts';
import { parsePlpgsql, parsePostgres } from '../../../src/parse/sql/postgres-parser.ts';
import { readSql } from '../../../src/parse/sql/sql-file.ts';

const statements = [
  `create table book (added timestamp (3) without time zone, due time (2) with time zone not null, price double precision, isbn character varying (20),
    span interval day to second (2), title text collate "C" default U&'d\\0061' UESCAPE '!', primary key (isbn))`,
  `create unique index concurrently if not exists book_idx on only book using btree (due desc nulls first, lower(isbn) text_pattern_ops nulls last) include (price)
    nulls not distinct with (fillfactor = 70) where price is not null and price not in (1, 2) and price not between 3 and 4 and isbn not like 'x' and isbn not ilike 'y'
    and isbn not similar to 'z' and due is not distinct from due`,
  `alter table if exists only book add column if not exists id int generated always as identity (start with 1), alter column added type timestamp with time zone
    using added at time zone 'utc', alter column isbn set not null, alter column title drop default, add constraint book_fk foreign key (id) references author (id)
    on delete set null on update no action not valid deferrable initially deferred, drop constraint if exists title_check cascade`,
  'alter table book enable row level security, no force row level security, replica identity full',
  "create policy readable on book as permissive for select to public using (true) with check (isbn not in (select 'x'))",
  'create materialized view shelf as with recursive old as not materialized (select 1) select * from old with no data',
  'select * from unnest(array[1]) with ordinality as a (b, c) order by b desc nulls last',
  "create type genre as enum ('a', E'b\\'c', U&'d' UESCAPE '!')",
  "alter type genre add value if not exists 'x' before 'y'",
  'create trigger touch before insert or update of isbn on book for each row when (new.isbn is distinct from old.isbn) execute function touch()',
  'grant select on all tables in schema public to reader with grant option',
  'create view shelves with (security_invoker = true) as select 1 with local check option',
  "select json_object('a' value '1' format json), U&\"d!0061\" UESCAPE '!' from book",
  'insert into book values (1) on conflict (isbn) where price is null do update set price = excluded.price',
] as const;

const comments = ['/* c */', '-- c\n', '/* a /* é */ b */', '\n/* c */\n-- é 🎉\n'];

/** A comment between every two tokens, one at a time. */
function commented(sql: string, comment: string): readonly string[] {
  const tokens = lex(sql);
  return tokens.slice(1).map((token, place) => `${sql.slice(0, tokens[place]?.end)} ${comment} ${sql.slice(token.start)}`);
}

function treeOf(sql: string): string {
  const parse = parsePostgres(sql);
  if (!parse.ok) return parse.message;
  return JSON.stringify(parse.statements.map(({ node }) => node), (key, value: unknown) => (/location|_start$|_end$/.test(key) ? undefined : value));
}

describe('a comment between two words', () => {
  let database: Database;
  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(() => database.close());

  it.each(statements)('changes nothing, here and on the server: %s', async (sql) => {
    const plain = treeOf(sql);
    expect(plain.startsWith('[')).toBe(true);
    for (const comment of comments) {
      for (const text of commented(sql, comment)) expect([text, treeOf(text)]).toEqual([text, plain]);
    }
    // PL/pgSQL parses what it does not reach.
    for (const text of commented(sql, '/* é */')) await database.exec(`do $reach$ begin return;\n${text};\nend $reach$`);
  });

  it('moves no place', () => {
    const read = (text: string): string | undefined => {
      const [change] = readSql('a.sql', text).statements[0]?.changes ?? [];
      return change?.kind === 'addColumn' && change.column.origin !== null ? text.slice(change.column.origin.span.start, change.column.origin.span.end) : undefined;
    };
    const column = "due timestamp (3) without /* é 🎉 */ time zone default 'é'";
    expect(read(`alter table book /* x */ add column ${column};`)).toBe(column);
    const broken = "select 'é' not /* é 🎉 */ in (1), é from from x";
    expect(parsePostgres(broken)).toMatchObject({ ok: false, offset: broken.indexOf('from x') });
  });

  it('stands in a body too', () => {
    const body = 'create function f() returns int language plpgsql as $$ begin if 1 not /* é */ in (2) then return 1; end if; return 2; end $$';
    expect(parsePlpgsql(body)).toMatchObject({ ok: true });
  });

  it('is what it was for the server where strings go on', async () => {
    const text = "select 'a' /* c */\n'b'";
    await expect(database.exec(text)).rejects.toThrow('syntax error');
    expect(parsePostgres(text).ok).toBe(false);
  });

  it('is counted among comments still', () => {
    expect(lex('a not /* c */ in b').filter(isComment)).toHaveLength(1);
  });
});
