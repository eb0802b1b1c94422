/** SQL that has misled a lexer or a parser before. Every piece is valid for Postgres 18's scanner. */
export const trickySql: readonly string[] = [
  // statements
  'CREATE TABLE "author" (\n\t"id" serial PRIMARY KEY,\n\t"name" text NOT NULL\n);\n--> statement-breakpoint\n',
  'ALTER TABLE "book" ADD CONSTRAINT "book_author_id_author_id_fk" FOREIGN KEY ("author_id") ' +
    'REFERENCES "public"."author"("id") ON DELETE cascade ON UPDATE no action NOT VALID;',
  "CREATE INDEX CONCURRENTLY book_title_idx ON book USING gin (to_tsvector('english', title)) WHERE x IS NULL",
  'DO $$ BEGIN\n CREATE TYPE "public"."loan_state" AS ENUM(\'open\', \'late\');\n' +
    'EXCEPTION\n WHEN duplicate_object THEN null;\nEND $$;',
  'DO $do$ BEGIN EXECUTE $q$ drop table loan $q$; END $do$',
  'CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$ begin new.at := now(); return new; end; $body$;',
  'create function total(a int) returns int language sql begin atomic select case when a then 1 end; select 2; end;',
  'CREATE POLICY "Readers are visible" ON "reader" AS PERMISSIVE FOR SELECT TO "authenticated" ' +
    'USING ((select auth.uid()) = id);',
  "insert into dataset (title, tags) values ('Crue de l''été', '{\"a\",\"b\"}'::text[]), " +
    "(E'tab\\there', array['é', '🎉'])",
  'select * from version; ; ;select 1;;',
  'update file set size = size + -1 where id=1-1 and path ~* \'^/a\' or path !~~ \'%b\'',
  'select a.b.*, (c).d[1:2], x[1:n], y[a::int] from t where f(a => 1, b := 2)',
  'grant select on all tables in schema public to reader;' +
    'alter default privileges in schema public grant select on tables to reader',
  'merge into loan using late on loan.id = late.id when matched then update set state = \'late\' ' +
    'when not matched then do nothing',
  'select $1, $22::text, $1a from t',
  // accents, emoji, spaces that are letters
  'create table "été" (naïve text, "名前" text, 🎉 int);',
  "comment on table livre is 'déjà vu 🎉🎉'; select naïve from été",
  'select 1 -- é 🎉\n; select 2 /* ñ 🎉 */ ; select é',
  '\u00a0a \ufeffb c\u2003d',
  '\ufeff',
  // strings
  "select E'\\'' , e'a''b\\\\', E'\\n\\t\\x41\\u00e9', E'a\\\n'",
  "select U&'d\\0061t\\+000061' UESCAPE '!', U&\"d\\0061ta\", u&'', U&\"a\"\n\"b\"",
  "select u&a, U & b, u, U&\n'x'",
  "select b'101', B'', x'1F', X'', N'abc', n'x' 'y', b'1''2', x''''",
  "select 'a'\n'b', 'a'  \n\t 'b'\n\n'c', 'a'\r'b', 'a'\r\n'b', 'a' 'b', 'a'\n b",
  "select E'a'\n'b\\'c', N'a'\n'b', x'1'\n'2', U&'a'\n'b'",
  "select 'a' -- c\n 'b', 'a'\n-- c\n'b', 'a'\n/* c */'b'",
  "select '''', '''''', '', \"\"\"\", \"a\"\"b\", 'back\\', 'new\nline', \"new\nline\"",
  "a'b'c'd'e'f'x'1'y é'g' 1'h'",
  // dollar quotes
  'select $$a$$, $$$$, $a$ $b$ $$ $a$, $a$$b$a$, $é$x$é$, $_1$y$_1$, $$it\'s "so"$$',
  'select a$1, a$$b, x$$y$$, $a, $ 1, $a b$, $1$$a$$, $-$, $1.5',
  '$$ -- /* \' " $$ $A$ $a$ $A$',
  // comments
  '/* a /* b */ c */ select 1 /**/ /***/ /* * / */ /*/ */ /*-- */ --/*\n',
  '/* don\'t */ drop table a; /* can\'t "quote" $$ */ select 1; /* $$ */',
  '--a\r--b\r\n--c\n--\n---\n--',
  '-- only a comment',
  'select 1--1\n+2/*x*/-3',
  // operators
  'a+-b a-+b a*-b a<>-b a@-b a||-b a->-b a=-1 a>=-1 @-@ a <-> b a->>-1 -+-+- +-*+- ~- !-- x\n',
  'a<=b a>=b a<>b a!=b a=>b a=b a==b a<b>c a<@b a@>b a&&b a?b a?|b a?&b a#>>b a^@b a|/b a||/b a%b `a` a##b',
  'a/*c*/*b a*/*c*/b +/*c*/+ /**/-/**/ @--c\n-- -',
  'a/b */ a//b /+ +/ %% ?- -? ?',
  'a::b a:=b a:b a: :b a:::b =:= :: := ::= :=: [:] [1:2] [a:b]',
  // numbers
  'select 1, 1.5, .5, 5., 1e5, 1E-5, 1.e+5, .5e5, 1_000, 1_0.0_1e1_0, 1.5.6, 1..2, 1.5..2, 1...2, 0.1',
  'select 0x1F, 0X_ff_0, 0b101, 0B_1, 0o17, 0O_7, 0, 00, 007, 1 .. 2, a.1, 1.*2, t.*',
  'for i in 1..10 loop x[1..2]; . .. ... .... ',
  // other signs, spaces
  '\\ { } \\d ; , ( ) [ ]',
  'a b\tc\nd\re\r\nf',
  '',
  ' \n\t ',
];

/** The pieces of `trickySql` that Postgres's grammar takes, and some more. */
export const validSql: readonly string[] = [
  ...trickySql.slice(0, 14),
  ...trickySql.slice(15, 18),
  'select 1',
  '/* été */ select 1 -- 🎉\n ; /* x */ select 2 /* y */',
  ';;select 1;;;select 2 -- end\n;',
  "select 'a\u0001b', E'\\n'; table été;",
  'create function "Total été"() returns int language sql begin atomic select 1; select case when a then 2 end; end; ' +
    'table b',
  'create rule r as on insert to loan do also (insert into log values (1); insert into log values (2)); select 3',
  'create table a ("\u{1f389}" text default \'é\');alter table a drop column b -- gone\n',
  'select 1 as end, a.end, 2 as "case"; select 2',
  'begin; select 1; end; commit',
];
