import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/facts/change.ts';
import type { SqlFile, Statement } from '../../../src/facts/statement.ts';
import { readSql } from '../../../src/parse/sql/sql-file.ts';

function at(file: SqlFile, origin: { readonly span: { readonly start: number; readonly end: number } } | null | undefined): string {
  return origin ? file.text.slice(origin.span.start, origin.span.end) : '';
}

function only(file: SqlFile): Statement {
  expect(file.statements).toHaveLength(1);
  const [statement] = file.statements;
  if (statement === undefined) throw new Error('no statement');
  return statement;
}

function changesOf(sql: string): readonly Change[] {
  return readSql('a.sql', sql).statements.flatMap(({ changes }) => changes);
}

describe('chunks and statements', () => {
  it('cuts as Drizzle does, then at semicolons', () => {
    const file = readSql('a.sql', 'create table a ();\ncreate table b ();--> statement-breakpoint\n\n--> statement-breakpoint\ndrop table c');
    expect(file.chunks).toBe(3);
    expect(file.statements.map((statement) => [at(file, statement.origin), statement.chunk])).toEqual([
      ['create table a ()', 0], ['create table b ()', 0], ['drop table c', 2],
    ]);
  });

  it('keeps a DROP TABLE between two block comments with apostrophes', () => {
    const file = readSql('a.sql', "/* we can't */ DROP TABLE a; /* don't $$ */ SELECT 1;");
    expect(file.statements.map(({ tag }) => tag)).toEqual(['DROP TABLE', 'SELECT']);
  });

  it.each(['', '  \n', '-- nothing here', '/* nothing */\n--> statement-breakpoint\n', ';;'])('finds nothing in %j', (text) => {
    expect(readSql('a.sql', text).statements).toEqual([]);
  });

  it('reads the file of a window', () => {
    const file = readSql('a.sql', 'create table a (\r\n\tid int\r\n);\r\n--> statement-breakpoint\r\ndrop table b;\r\n');
    expect(file.statements.map((statement) => at(file, statement.origin))).toEqual(['create table a (\r\n\tid int\r\n)', 'drop table b']);
  });
});

describe('what cannot be read', () => {
  it('does not hide the statements around it', () => {
    const file = readSql('a.sql', "create table a ();\ncreat table b ();\ndrop table c; insert into d values ('é 🎉') selec;\ndrop table e;");
    expect(file.statements.map(({ reading }) => reading)).toEqual(['analysed', 'unparsable', 'analysed', 'unparsable', 'analysed']);
    const problems = file.statements.flatMap(({ problem }) => (problem ? [[at(file, problem.origin), problem.message]] : []));
    expect(problems).toEqual([
      ['creat', 'syntax error at or near "creat"'], ['selec', 'syntax error at or near "selec"'],
    ]);
    expect(file.statements[1]).toMatchObject({ tag: '', changes: [], gaps: [] });
  });

  it('points at the word, whatever stands before it', () => {
    const file = readSql('a.sql', "/* é 🎉 */ select '🎉é', \"ünï\" frm;\n -- 🎉\nalter tabel é add b int;");
    expect(at(file, file.statements[1]?.problem?.origin)).toBe('tabel');
  });

  it('points at the end where the text ends too early', () => {
    const file = readSql('a.sql', 'create table a (id int');
    const { problem } = only(file);
    expect(problem?.message).toBe('syntax error at end of input');
    expect(problem?.origin.span).toEqual({ start: 22, end: 22 });
  });

  it.each([
    ["select 'open", "'open"], ['select "open', '"open'], ['select $$ open', '$$ open'], ['select 1 /* open', '/* open'],
    ['drop table a; /* open', '/* open'], ['/* open', '/* open'], ["do $x$ begin end $y$", '$x$ begin end $y$'],
  ])('takes what is not closed for unparsable: %s', (sql, token) => {
    const file = readSql('a.sql', sql);
    const broken = file.statements.filter(({ reading }) => reading === 'unparsable');
    expect(broken).toHaveLength(1);
    const problem = broken[0]?.problem?.origin.span;
    expect(problem && problem.start >= sql.indexOf(token) && problem.end <= sql.length).toBe(true);
  });

  it('refuses a NUL, which ends the text for Postgres', () => {
    const file = readSql('a.sql', 'drop table a;\0drop table b;\ndrop table c;');
    expect(file.statements.map(({ reading }) => reading)).toEqual(['analysed', 'unparsable', 'analysed']);
    expect(readSql('a.sql', '-- nothing\0').statements).toMatchObject([{ reading: 'unparsable' }]);
  });

  it('refuses a byte order mark and says so', () => {
    const file = readSql('a.sql', '\ufeffdrop table a;\ndrop table b;');
    expect(file.statements.map(({ reading }) => reading)).toEqual(['unparsable', 'analysed']);
    expect(file.statements[0]?.problem?.message).toContain('byte order mark');
  });

  it('refuses a statement in which bytes were lost, not one beside a comment', () => {
    const file = readSql('a.sql', "-- caf\ufffd\ndrop table a;\ninsert into b values ('caf\ufffd');");
    expect(file.statements.map(({ reading }) => reading)).toEqual(['analysed', 'unparsable']);
    expect(at(file, file.statements[1]?.problem?.origin)).toBe('\ufffd');
  });

  it('reads a body that holds a breakpoint as one, and tells where Drizzle tears it', () => {
    const text = 'do $$ begin\n--> statement-breakpoint\nnull; end $$;\n--> statement-breakpoint\nselect 1;';
    const file = readSql('a.sql', text);
    expect(file.statements.map(({ reading, chunk }) => [reading, chunk])).toEqual([['unmodelled', 0], ['unmodelled', 2]]);
    expect(file.chunks).toBe(3);
    expect(file.cutTexts.map(({ origin, of: { span }, kind }) => [origin.span.start, span.start, kind])).toEqual([[12, 3, 'body']]);
  });

  it.each([
    ["select 'one --> statement-breakpoint two', 'three --> statement-breakpoint --> statement-breakpoint four';", ['string', 'string']],
    ['/* create table a (id integer);--> statement-breakpoint\ncreate table b (id integer); */', ['comment']],
    ['comment on column "a --> statement-breakpoint b".c is null;', ['name']],
    ["select E'it\\'s --> statement-breakpoint';--> statement-breakpoint select 2;", ['string']],
    ['-- a --> statement-breakpoint\nselect 1;', []],
  ])('tells the texts that are cut: %s', (text, kinds) => {
    const file = readSql('a.sql', text);
    expect(file.cutTexts.map(({ kind }) => kind)).toEqual(kinds);
    expect(file.statements.filter(({ problem }) => problem !== null)).toEqual([]);
  });

  it.each([
    "select 'one;--> statement-breakpoint\nselect 2;",
    "select 'one;--> statement-breakpoint\nselect 'two';",
    'do $$ begin null; end;--> statement-breakpoint\nselect 1;',
  ])('leaves a text that nothing closes as it is cut: %s', (text) => {
    const file = readSql('a.sql', text);
    expect(file.cutTexts).toEqual([]);
    expect(file.statements[0]?.problem).not.toBeNull();
  });

  it('tells its tokens without comments and breakpoints', () => {
    const text = 'select 1 -- one\n, /* two */ 2;--> statement-breakpoint\nselect $$ -- no comment $$';
    expect(readSql('a.sql', text).tokens.map(({ start, end }) => text.slice(start, end)))
      .toEqual(['select', '1', ',', '2', ';', 'select', '$$ -- no comment $$']);
  });
});

describe('places', () => {
  const text = `-- é 🎉
CREATE TABLE "datäset" ( -- 🎉
  "id" serial PRIMARY KEY NOT NULL,
  "tïtle" varchar(20) DEFAULT '🎉, (' NOT NULL CONSTRAINT "ünique" UNIQUE,
  "size" numeric(10, 2) COLLATE "C" CHECK ("size" > 0),
  CONSTRAINT "chéck" CHECK ("datäset"."size" > 0),
  UNIQUE ("tïtle", "size")
);
/* 🎉 */ ALTER TABLE "datäset" ADD COLUMN "ä" int REFERENCES "f🎉" ("id") ON DELETE CASCADE, DROP COLUMN "b,c",
  ADD CONSTRAINT "ë" FOREIGN KEY ("ä") REFERENCES "f🎉" ("id") NOT VALID, ALTER COLUMN "ä" SET DEFAULT coalesce(1, 2);`;
  const file = readSql('0000_é.sql', text);

  it('names the file', () => {
    expect(file.statements[0]?.origin.file).toBe('0000_é.sql');
  });

  it('of columns and constraints reach from their first word to their last', () => {
    const [create] = file.statements[0]?.changes ?? [];
    if (create?.kind !== 'createTable') throw new Error('no table');
    expect(at(file, create.origin)).toBe(text.slice(text.indexOf('CREATE'), text.indexOf(';\n/*')));
    expect(create.columns.map((column) => at(file, column.origin))).toEqual([
      '"id" serial PRIMARY KEY NOT NULL',
      `"tïtle" varchar(20) DEFAULT '🎉, (' NOT NULL CONSTRAINT "ünique" UNIQUE`,
      '"size" numeric(10, 2) COLLATE "C" CHECK ("size" > 0)',
    ]);
    expect(create.columns.flatMap((column) => column.constraints.map((one) => at(file, one.origin)))).toEqual([
      'PRIMARY KEY', 'CONSTRAINT "ünique" UNIQUE', 'CHECK ("size" > 0)',
    ]);
    expect(create.constraints.map((one) => at(file, one.origin))).toEqual([
      'CONSTRAINT "chéck" CHECK ("datäset"."size" > 0)', 'UNIQUE ("tïtle", "size")',
    ]);
    expect(create.columns[1]?.default?.text).toBe("'🎉, ('");
    expect(create.constraints[0]).toMatchObject({ name: 'chéck', expression: { text: '"datäset"."size" > 0', columns: ['size'] } });
  });

  it('of sub-commands are those of their words', () => {
    expect(file.statements[1]?.changes.map((change) => at(file, change.origin))).toEqual([
      'ADD COLUMN "ä" int REFERENCES "f🎉" ("id") ON DELETE CASCADE', 'DROP COLUMN "b,c"',
      'ADD CONSTRAINT "ë" FOREIGN KEY ("ä") REFERENCES "f🎉" ("id") NOT VALID',
      'ALTER COLUMN "ä" SET DEFAULT coalesce(1, 2)',
    ]);
    const [add, , constraint, value] = file.statements[1]?.changes ?? [];
    expect(add?.kind === 'addColumn' && at(file, add.column.constraints[0]?.origin)).toBe('REFERENCES "f🎉" ("id") ON DELETE CASCADE');
    expect(constraint?.kind === 'addConstraint' && at(file, constraint.constraint.origin))
      .toBe('CONSTRAINT "ë" FOREIGN KEY ("ä") REFERENCES "f🎉" ("id") NOT VALID');
    expect(value?.kind === 'setDefault' && value.default.text).toBe('coalesce(1, 2)');
  });

  it('holds a DEFERRABLE in its constraint', () => {
    const sql = 'create table a (b int references c deferrable initially deferred not null, d int)';
    const inner = readSql('a.sql', sql);
    const [create] = inner.statements[0]?.changes ?? [];
    if (create?.kind !== 'createTable') throw new Error('no table');
    expect(at(inner, create.columns[0]?.constraints[0]?.origin)).toBe('references c deferrable initially deferred');
  });

  it('counts behind other chunks and broken statements too', () => {
    const inner = readSql('a.sql', 'drop é;\n--> statement-breakpoint\n-- 🎉\nbroken; alter table "🎉" add b int, add c int;');
    expect(inner.statements.at(-1)?.changes.map((change) => at(inner, change.origin))).toEqual(['add b int', 'add c int']);
  });

  it('gives views and expressions their text', () => {
    const [view, index, policy] = changesOf(`create view v (a) as (select 1 as "é🎉");
      create index i on t (lower(a), (b || 'x')) where b <> '🎉';
      create policy p on t for select using (a = (select 1)) with check (b > 1);`);
    expect(view?.kind === 'createView' && view.view.definition).toEqual({ text: 'select 1 as "é🎉"', spelling: null, columns: null });
    expect(index?.kind === 'createIndex' && index.index.keys.map((key) => key.expression?.text)).toEqual(['lower(a)', "b || 'x'"]);
    expect(index?.kind === 'createIndex' && index.index.where?.text).toBe("b <> '🎉'");
    expect(policy?.kind === 'createPolicy' && [policy.policy.using?.text, policy.policy.check?.text]).toEqual(['a = (select 1)', 'b > 1']);
  });

  it.each([
    ['create view v as select 1 with local check option', 'select 1'],
    ['create materialized view v as select 1 with no data', 'select 1'],
    ['create view v as (select 1) union (select 2)', '(select 1) union (select 2)'],
    ['create view v as with x as (select 1) select * from x', 'with x as (select 1) select * from x'],
  ])('takes the query alone: %s', (sql, text) => {
    const [view] = changesOf(sql);
    expect(view?.kind === 'createView' && view.view.definition?.text).toBe(text);
  });
});

describe('names', () => {
  const long = 'dataset_version_file_download_requests_of_the_organisation_licence_id_fk';
  const cut = long.slice(0, 63);

  it('are given as Postgres cuts them and as they were written', () => {
    const [create, add, rename, index, column] = changesOf(`
      create table "${long}" ("${long}" int);
      alter table t add constraint "${long}" check (a > 0);
      alter table t rename constraint "${long}1" to "${long}2";
      create index ${long.toUpperCase()} on t (a);
      alter table t drop column "${'é'.repeat(40)}";`);
    expect(create).toMatchObject({ table: { name: cut, written: long }, columns: [{ name: cut, written: long }] });
    expect(add).toMatchObject({ constraint: { name: cut, written: long } });
    expect(rename).toMatchObject({ constraint: { name: cut, written: `${long}1` }, to: { name: cut, written: `${long}2` } });
    expect(index).toMatchObject({ index: { name: cut, written: long } });
    expect(column).toMatchObject({ column: { name: 'é'.repeat(31), written: 'é'.repeat(40) } });
  });

  it('tell two constraints that are cut to one', () => {
    const [create] = changesOf(`create table t (a int constraint "${long}_a" unique, constraint "${long}_b" check (a > 0))`);
    expect(create).toMatchObject({
      columns: [{ constraints: [{ name: cut, written: `${long}_a` }] }], constraints: [{ name: cut, written: `${long}_b` }],
    });
  });

  it('fold without quotes and keep with them', () => {
    expect(changesOf('create table DataSet ("Id" INT, ID int, "a""b" int)')).toMatchObject([
      { table: { name: 'dataset', written: 'dataset' }, columns: [{ name: 'Id' }, { name: 'id' }, { name: 'a"b', written: 'a"b' }] },
    ]);
  });

  it('without a schema are in the search path', () => {
    const sql = 'create table a (s status); create type status as enum ();';
    expect(changesOf(sql)).toMatchObject([{ table: { schema: 'public' }, columns: [{ type: 'public.status' }] }, { enum: { schema: 'public' } }]);
    const file = readSql('a.sql', sql, { searchPath: 'archive' });
    expect(file.statements.flatMap(({ changes }) => changes)).toMatchObject([
      { table: { schema: 'archive' }, columns: [{ type: 'archive.status' }] }, { enum: { schema: 'archive' } },
    ]);
  });

  function tables(sql: string): readonly string[] {
    return changesOf(sql).flatMap((change) => (change.kind === 'createTable' ? [`${change.table.schema}.${change.table.name}`] : []));
  }

  it.each([
    ['set search_path = archive, public; create table a ();', ['archive.a']],
    ['set search_path to "$user", "Archive"; create table a ();', ['Archive.a']],
    ["set search_path = 'archive'; create table a (); reset search_path; create table b ();", ['archive.a', 'public.b']],
    ['set search_path to default; create table a ();', ['public.a']],
    ["select set_config('search_path', 'archive', false); create table a ();", ['archive.a']],
    ["select pg_catalog.set_config('search_path', '', false); create table public.a ();", ['public.a']],
    ['begin; set local search_path = archive; create table a (); commit; create table b ();', ['archive.a', 'public.b']],
    ['do $$ begin set search_path = archive; create table a (); end $$; create table b ();', ['archive.a', 'archive.b']],
    ['set lock_timeout = 1; create table a ();', ['public.a']],
  ])('follow the search path: %s', (sql, expected) => {
    expect(tables(sql)).toEqual(expected);
  });

  it('find temporary tables first', () => {
    const changes = changesOf(`create temp table work (id int); create index on work (id); insert into work values (1);
      alter table work rename to job; insert into job values (1); insert into public.job values (1); drop table job;
      insert into job values (1);`);
    expect(changes.map((change) => {
      if (change.kind === 'changeRows') return change.tables[0]?.schema;
      if (change.kind === 'createIndex') return change.index.table.schema;
      return change.kind === 'createTable' ? change.table.schema : 'name' in change && change.name.schema;
    })).toEqual(['pg_temp', 'pg_temp', 'pg_temp', 'pg_temp', 'pg_temp', 'public', 'pg_temp', 'public']);
  });
});

describe('comments', () => {
  const file = readSql('a.sql', `-- first
-- second
create table a (); -- of a
/* of
 * b */
create table b (); create table c (); /* of c */ -- too
--> statement-breakpoint
-- of d
create table d (
  id int -- inside
);
-- last`);

  it('are all there, the breakpoints apart', () => {
    expect(file.comments.map(({ text, style }) => [text, style])).toEqual([
      ['first', 'line'], ['second', 'line'], ['of a', 'line'], ['of\nb', 'block'], ['of c', 'block'], ['too', 'line'],
      ['of d', 'line'], ['inside', 'line'], ['last', 'line'],
    ]);
    expect(file.comments.map((comment) => at(file, comment.origin))[2]).toBe('-- of a');
  });

  it('belong to the statement behind them, or to the one on whose last line they are', () => {
    expect(file.statements.map(({ comments }) => comments.map(({ text }) => text))).toEqual([
      ['first', 'second', 'of a'], ['of\nb'], ['of c', 'too'], ['of d'],
    ]);
  });

  it('give one between two statements of a line to the second', () => {
    const line = readSql('a.sql', 'drop table a; /* b */ drop table b;');
    expect(line.statements.map(({ comments }) => comments.length)).toEqual([0, 1]);
  });
});

describe('the breaking note', () => {
  it.each([
    ['-- breaking: the export job; read title\ndrop table a;', { who: 'the export job', remedy: 'read title' }],
    ['-- BREAKING : all readers ; stop; then start\ndrop table a;', { who: 'all readers', remedy: 'stop; then start' }],
    ['drop table a; -- breaking: x; y', { who: 'x', remedy: 'y' }],
    ['/* Breaking: x; y */ drop table a;', { who: 'x', remedy: 'y' }],
    ['/*\n * breaking: x;\n * y\n */\ndrop table a;', { who: 'x', remedy: 'y' }],
    ['-- breaking: the\n--   export job; read\n-- title\ndrop table a;', { who: 'the export job', remedy: 'read title' }],
    ['-- why\n-- breaking: x; y\n\n-- not this\ndrop table a;', { who: 'x', remedy: 'y' }],
    ['-- breaking: x; y\n-- sluice-disable-next-line a/b -- c\ndrop table a;', { who: 'x', remedy: 'y' }],
    ['-- breaking: x\ndrop table a;', { who: 'x', remedy: '' }],
    ['-- breaking:\ndrop table a;', { who: '', remedy: '' }],
    ['-- breaking: ; y\ndrop table a;', { who: '', remedy: 'y' }],
  ])('%j', (sql, note) => {
    expect(only(readSql('a.sql', sql)).breaking).toMatchObject(note);
  });

  it('lies over all its lines', () => {
    const file = readSql('a.sql', '-- why\n-- breaking: x;\n-- y\ndrop table a;');
    expect(at(file, only(file).breaking?.origin)).toBe('-- breaking: x;\n-- y');
  });

  it.each(['-- unbreaking: x; y\ndrop table a;', '-- is breaking: x; y\ndrop table a;', 'drop table a;', "-- it's not breaking\ndrop table a;"])(
    'is none in %j', (sql) => {
      expect(only(readSql('a.sql', sql)).breaking).toBeNull();
    });

  it('is of its own statement', () => {
    const file = readSql('a.sql', '-- breaking: x; y\ndrop table a;\ndrop table b;');
    expect(file.statements.map(({ breaking }) => breaking?.who)).toEqual(['x', undefined]);
  });
});
