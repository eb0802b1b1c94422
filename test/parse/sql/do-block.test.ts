import { describe, expect, it } from 'vitest';
import type { SqlFile, Statement } from '../../../src/facts/statement.ts';
import { readSql } from '../../../src/parse/sql/sql-file.ts';

function read(sql: string): SqlFile {
  return readSql('0001_a.sql', sql);
}

/** Each change as its kind, the words it stands on, and how it runs. */
function changesOf(file: SqlFile, statement: Statement | undefined): readonly string[] {
  return (statement?.changes ?? []).map((change) => {
    const words = file.text.slice(change.origin.span.start, change.origin.span.end);
    return [change.kind, words, change.conditional ? 'may run' : '', change.tolerates ?? ''].filter((part) => part !== '').join(' | ');
  });
}

function last(sql: string): readonly string[] {
  const file = read(sql);
  return changesOf(file, file.statements.at(-1));
}

describe('a DO block', () => {
  it('of an old drizzle-kit holds a constraint and tolerates that it is there', () => {
    expect(last(`DO $$ BEGIN
 ALTER TABLE "file" ADD CONSTRAINT "file_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."dataset"("id") ON DELETE cascade;
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;`)).toEqual([
      'addConstraint | ADD CONSTRAINT "file_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."dataset"("id") ON DELETE cascade | duplicate',
    ]);
  });

  it('is read in every branch and loop', () => {
    expect(last(`do $do$
declare n int; r record; names text[];
begin
  create table a ();
  if n > 1 then create table b (); elsif n = 2 then create table c (); else create table d (); end if;
  case n when 1 then drop table e; else drop table f; end case;
  for r in select * from g loop drop table h; end loop;
  for n in 1..3 loop drop table i; end loop;
  while n < 3 loop drop table j; end loop;
  loop drop table k; exit; end loop;
  foreach n in array names loop drop table l; end loop;
  for r in update m set a = 1 returning * loop drop table o; end loop;
  begin drop table p; end;
  drop table q;
end $do$`)).toEqual([
      'createTable | create table a ()', 'createTable | create table b () | may run', 'createTable | create table c () | may run',
      'createTable | create table d () | may run', 'dropRelation | drop table e | may run', 'dropRelation | drop table f | may run',
      'dropRelation | drop table h | may run', 'dropRelation | drop table i | may run', 'dropRelation | drop table j | may run',
      'dropRelation | drop table k | may run', 'dropRelation | drop table l | may run', 'changeRows | update m set a = 1 returning *',
      'dropRelation | drop table o | may run', 'dropRelation | drop table p', 'dropRelation | drop table q',
    ]);
  });

  it('may end early where a branch returns', () => {
    expect(last('do $$ begin drop table a; if true then return; end if; drop table b; end $$')).toEqual([
      'dropRelation | drop table a', 'dropRelation | drop table b | may run',
    ]);
  });

  it.each([
    ['duplicate_object', 'create table a ()', 'duplicate'],
    ['duplicate_column or duplicate_table', 'alter table a add b int', 'duplicate'],
    ['others', 'create type a as enum ()', 'duplicate'],
    ['others', 'drop table a', 'missing'],
    ['undefined_table', 'drop table a', 'missing'],
    ["sqlstate '42710'", 'create type a as enum ()', 'duplicate'],
    ['invalid_table_definition', 'alter table a add primary key (b)', 'duplicate'],
    ['division_by_zero', 'drop table a', undefined],
  ])('with a handler for %s: %s', (condition, statement, tolerates) => {
    const file = read(`do $$ begin ${statement}; exception when ${condition} then raise notice 'there'; end $$`);
    expect(file.statements[0]?.changes[0]?.tolerates ?? undefined).toBe(tolerates);
  });

  it('tolerates nothing if its handler raises again, and runs the handler only then', () => {
    expect(last('do $$ begin drop table a; exception when others then drop table b; raise; end $$')).toEqual([
      'dropRelation | drop table a', 'dropRelation | drop table b | may run',
    ]);
  });

  it('has its places right among accents, emoji, comments and repetitions', () => {
    expect(last('do $$ begin /* drop table a */ drop table a; end $$')).toEqual(['dropRelation | drop table a']);
    const inline = read('do $$ begin /* drop table a */ drop table a; end $$');
    expect(inline.statements[0]?.changes[0]?.origin.span.start).toBe(31);
    const file = read(`-- é 🎉
DO $$ -- 🎉 drop table "é🎉"
BEGIN
  /* drop table "é🎉" */ RAISE NOTICE 'drop table "é🎉"';
  drop table "é🎉"; drop table "é🎉";
  drop
    table "é🎉";
END $$;`);
    const spans = file.statements[0]?.changes.map(({ origin }) => origin.span.start) ?? [];
    expect(changesOf(file, file.statements[0])).toEqual([
      'dropRelation | drop table "é🎉"', 'dropRelation | drop table "é🎉"', 'dropRelation | drop\n    table "é🎉"',
    ]);
    const first = file.text.indexOf('  drop table "é🎉"; drop') + 2;
    expect(spans).toEqual([first, first + 'drop table "é🎉"; '.length, file.text.indexOf('drop\n')]);
  });

  it('finds statements from which INTO was taken', () => {
    expect(last(`do $$ declare n int; begin
      insert into a (b) values (1) returning b into n;
      update a set b = 2 where b = 1 returning b
        into strict n;
    end $$`)).toEqual([
      'changeRows | insert into a (b) values (1) returning b',
      'changeRows | update a set b = 2 where b = 1 returning b',
    ]);
  });

  it('in a plain string is read too; where quotes are doubled its places are those of the string', () => {
    expect(last("do 'begin drop table a; end'")).toEqual(['dropRelation | drop table a']);
    expect(last("do 'begin create type a as enum (''b''); end'")).toEqual(["createEnum | 'begin create type a as enum (''b''); end'"]);
  });

  it('gives temporary tables and a search path to what follows in it', () => {
    const file = read('do $$ begin create temp table w (); set local search_path = x; insert into w values (1); insert into v values (1); end $$');
    expect(file.statements[0]?.changes.flatMap((change) => (change.kind === 'changeRows' ? change.tables : []))).toMatchObject([
      { schema: 'pg_temp' }, { schema: 'x' },
    ]);
  });
});

describe('EXECUTE', () => {
  it.each([
    ["execute 'drop table a'", 'dropRelation | drop table a'],
    ['execute $x$drop table a$x$', 'dropRelation | drop table a'],
    ["execute format('drop table a')", "dropRelation | format('drop table a')"],
    ["execute format('drop table %I', 'A')", "dropRelation | format('drop table %I', 'A')"],
    ["execute 'drop ' || 'table a'", "dropRelation | 'drop ' || 'table a'"],
    ["execute 'create type a as enum (''b'')'", "createEnum | 'create type a as enum (''b'')'"],
  ])('of a constant text is read: %s', (statement, change) => {
    expect(last(`do $$ begin ${statement}; end $$`)).toEqual([change]);
  });

  it.each([
    "execute format('drop table %I', name)", "execute 'drop table ' || name", 'execute name', "execute 'drop tabel a'",
    "for r in execute 'update a set b = ' || name || ' returning *' loop end loop",
  ])('of another is a gap: %s', (statement) => {
    const file = read(`do $$ declare name text; r record; begin drop table b; ${statement}; end $$`);
    const [block] = file.statements;
    expect(block).toMatchObject({ reading: 'unanalysed', gaps: [{ kind: 'dynamicExecute' }], changes: [{ kind: 'dropRelation' }] });
    const { start, end } = block?.gaps[0]?.origin.span ?? { start: 0, end: 0 };
    expect(statement).toContain(file.text.slice(start, end));
    expect(end - start).toBeLessThan(statement.length);
  });

  it('of a query changes nothing', () => {
    const file = read("do $$ declare n int; begin execute format('select count(*) from %I', 'a' || n) into n; end $$");
    expect(file.statements[0]).toMatchObject({ reading: 'unmodelled', gaps: [] });
  });
});

describe('a body that cannot be read', () => {
  it('of PL/pgSQL is a gap', () => {
    expect(read('do $$ begin drop table a end $$').statements[0]).toMatchObject({
      tag: 'DO', reading: 'unanalysed', gaps: [{ kind: 'unreadableBody' }],
    });
    expect(read('create function f() returns int language plpgsql as $$ begin retur 1; end $$').statements[0]).toMatchObject({
      reading: 'unanalysed', changes: [{ kind: 'createRoutine' }], gaps: [{ kind: 'unreadableBody' }],
    });
    expect(read("create function f() returns int language sql as 'selec 1'").statements[0]).toMatchObject({
      gaps: [{ kind: 'unreadableBody' }],
    });
  });

  it.each(['"shelf_state"', 'library.shelf_state', 'citext', 'vector(3)', 'mood := \'new\'', 'mood not null default \'new\'', 'job'])(
    'is none for a variable of a type that the parser does not know: %s', (type) => {
      const body = `declare -- a; b
        state ${type}; n int; begin select 'new', 1 into state, n; alter table shelf add column note text; end`;
      expect(read(`create function f() returns int language plpgsql as $$ ${body} $$`).statements[0]?.gaps).toEqual([]);
      expect(last(`do $$ ${body} $$`)).toEqual(['addColumn | add column note text']);
    });

  it('is one where a record takes one of several values: Postgres refuses that', () => {
    const body = "declare state mood; whole record; begin select 'new', 1 into state, whole; end";
    expect(read(`do $$ ${body} $$`).statements[0]).toMatchObject({ gaps: [{ kind: 'unreadableBody' }] });
  });

  it('of another language is a gap where it runs', () => {
    expect(read('do language plv8 $$ plv8.execute("drop table a") $$').statements[0]).toMatchObject({
      reading: 'unanalysed', gaps: [{ kind: 'foreignLanguage', reason: 'it is written in plv8' }],
    });
    const file = read('create function f() returns void language plv8 as $$ x $$; select f();');
    expect(file.statements.map(({ gaps }) => gaps.map(({ kind }) => kind))).toEqual([[], ['foreignLanguage']]);
  });
});

describe('a routine', () => {
  it('changes nothing when it is made', () => {
    const [made] = read(`create function f(name text) returns void language plpgsql as $$
      begin drop table a; execute 'drop table ' || name; end $$`).statements;
    expect(made).toMatchObject({ reading: 'analysed', gaps: [], changes: [{ kind: 'createRoutine' }] });
    expect(made?.changes).toHaveLength(1);
  });

  it.each([
    ['create procedure p() language plpgsql as $$ begin drop table a; end $$; call p();'],
    ['create function public.p() returns void language plpgsql as $$ begin drop table a; end $$; select public.p();'],
    ["create function p() returns void language sql as 'drop table a'; do $$ begin perform p(); end $$;"],
    ["create function p() returns int language sql as 'drop table a'; select 1 where p() = 1"],
  ])('does what it does where the file calls it: %s', (sql) => {
    expect(last(sql)).toEqual(['dropRelation | drop table a | may run']);
  });

  it('that calls itself is read once', () => {
    expect(last('create procedure p() language plpgsql as $$ begin drop table a; call p(); end $$; call p();')).toEqual([
      'dropRelation | drop table a | may run',
    ]);
  });

  it('brings its gaps to the call', () => {
    const file = read(`create procedure p(name text) language plpgsql as $$ begin execute 'drop table ' || name; end $$; call p('a');`);
    expect(file.statements.map(({ reading }) => reading)).toEqual(['analysed', 'unanalysed']);
  });
});
