import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Example } from '../../src/rule/example.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { applyEdits } from '../../src/text/apply-edits.ts';
import { findingsOf } from '../kit/sample-project.ts';

const given = `create table author (id integer primary key, name text);
create table book (id integer primary key, title text, author_id integer, editor_id integer);`;
const key = 'ALTER TABLE "book" ADD CONSTRAINT "book_author_id_fk" FOREIGN KEY ("author_id") REFERENCES "author"("id") ON DELETE cascade';

function found(id: string, example: Example): readonly Finding[] {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return findingsOf(rule, example);
}

/** What the only suggestion of the only finding makes of the judged SQL, and the migration it adds. */
function suggested(id: string, example: Example & { readonly bad: string }) {
  const [finding, ...others] = found(id, example);
  expect(others).toEqual([]);
  const [remedy, ...more] = finding?.suggestions ?? [];
  expect(more).toEqual([]);
  if (remedy === undefined) return null;
  const { amendment } = remedy;
  if (amendment.kind !== 'edit' && amendment.kind !== 'addMigration') throw new Error(amendment.kind);
  const sql = applyEdits(example.bad, amendment.edits);
  if (amendment.kind === 'edit') return { sql };
  const { name, up, down } = amendment;
  return { sql, name, up, down };
}

describe('a foreign key that validates', () => {
  it('is added NOT VALID and validated in a migration of its own', () => {
    const down = `-- A constraint cannot be unvalidated: it is made again as it was.
ALTER TABLE "book" DROP CONSTRAINT "book_author_id_fk";
--> statement-breakpoint
${key} NOT VALID;
`;
    expect(suggested('safety/foreign-key-validates', { given, runner: 'sluice', bad: `${key};` })).toEqual({
      sql: `${key} NOT VALID;`,
      name: 'validate_book_author_id_fk',
      up: 'ALTER TABLE "book" VALIDATE CONSTRAINT "book_author_id_fk";\n',
      down,
    });
  });

  it('is only added NOT VALID where both would share a transaction', () => {
    expect(suggested('safety/foreign-key-validates', { given, runner: 'drizzle', bad: `${key};` })).toEqual({ sql: `${key} NOT VALID;` });
  });

  it('is written into the column that came just before', () => {
    const bad = `ALTER TABLE "book" ADD COLUMN "translator_id" integer;--> statement-breakpoint
ALTER TABLE "book" ADD CONSTRAINT "book_translator_id_fk" FOREIGN KEY ("translator_id") REFERENCES "author"("id");--> statement-breakpoint
ALTER TABLE "book" ADD COLUMN "pages" integer;`;
    expect(suggested('safety/foreign-key-validates', { given, bad })).toEqual({
      sql: `ALTER TABLE "book" ADD COLUMN "translator_id" integer CONSTRAINT "book_translator_id_fk" REFERENCES "author"("id");--> statement-breakpoint
ALTER TABLE "book" ADD COLUMN "pages" integer;`,
    });
  });

  it('stays apart from a column that is filled between', () => {
    const bad = `ALTER TABLE "book" ADD COLUMN "translator_id" integer;--> statement-breakpoint
UPDATE "book" SET "translator_id" = "author_id";--> statement-breakpoint
ALTER TABLE "book" ADD CONSTRAINT "book_translator_id_fk" FOREIGN KEY ("translator_id") REFERENCES "author"("id");`;
    expect(suggested('safety/foreign-key-validates', { given, runner: 'sluice', bad })?.name).toBe('validate_book_translator_id_fk');
  });

  it('on a partitioned table cannot be NOT VALID before PostgreSQL 18', () => {
    const partitioned = `${given} create table loan (book_id integer, day date) partition by range (day);
create table loan_old partition of loan default;`;
    const bad = 'alter table loan add constraint loan_book_id_fk foreign key (book_id) references book (id);';
    expect(suggested('safety/foreign-key-validates', { given: partitioned, runner: 'sluice', postgres: 17, bad })).toBeNull();
  });

  it('is said to fail only where rows may not fit', () => {
    const again = `alter table book drop constraint book_author_id_fk; ${key};`;
    const before = `${given} alter table book add constraint book_author_id_fk foreign key (author_id) references author (id);`;
    expect(found('safety/foreign-key-validates', { given: before, bad: again })[0]?.text).not.toContain('fails');
    expect(found('safety/foreign-key-validates', { given, bad: `${key};` })[0]?.text).toContain('it fails if a row refers to nothing');
  });
});

describe('a check that validates', () => {
  it('is added NOT VALID and validated in a migration of its own', () => {
    const bad = 'alter table book add constraint "Title stated" check (title <> \'\'), add column pages integer;';
    expect(suggested('safety/check-validates', { given, runner: 'sluice', bad })).toMatchObject({
      sql: 'alter table book add constraint "Title stated" check (title <> \'\') NOT VALID, add column pages integer;',
      name: 'validate_title_stated',
      up: 'ALTER TABLE "book" VALIDATE CONSTRAINT "Title stated";\n',
    });
  });

  it('in a DO block is left where it is', () => {
    const bad = "do $$ begin alter table book add constraint book_title_check check (title <> ''); end $$;";
    expect(suggested('safety/check-validates', { given, runner: 'sluice', bad })).toBeNull();
  });
});

describe('an index beside other statements', () => {
  const index = 'CREATE UNIQUE INDEX "book_title_index" ON "book" ("title")';

  it.each(['sluice', 'neon-http'] as const)('gets a migration of its own with %s', (runner) => {
    const bad = `ALTER TABLE "book" ADD COLUMN "pages" integer;--> statement-breakpoint
-- Titles are looked up.
${index};`;
    expect(suggested('safety/index-without-concurrently', { given, runner, bad })).toEqual({
      sql: 'ALTER TABLE "book" ADD COLUMN "pages" integer;\n',
      name: 'create_book_title_index',
      up: 'CREATE UNIQUE INDEX CONCURRENTLY "book_title_index" ON "book" ("title");\n',
      down: 'DROP INDEX CONCURRENTLY "book_title_index";\n',
    });
  });

  it('leaves those behind it as they are', () => {
    const bad = `${index};--> statement-breakpoint\nALTER TABLE "book" ADD COLUMN "pages" integer;`;
    expect(suggested('safety/index-without-concurrently', { given, runner: 'sluice', bad })?.sql)
      .toBe('ALTER TABLE "book" ADD COLUMN "pages" integer;');
  });

  it.each([
    'ALTER TABLE "book" ADD CONSTRAINT "book_title_index" UNIQUE USING INDEX "book_title_index";',
    'CREATE TABLE "loan" ("title" text REFERENCES "book" ("title"));',
    'DROP INDEX "book_title_index";',
  ])('stays where %s needs it', (behind) => {
    const bad = `${index};--> statement-breakpoint\n${behind}`;
    expect(suggested('safety/index-without-concurrently', { given, runner: 'sluice', bad })).toBeNull();
  });

  it('stays with the migrator of Drizzle, which cannot run it', () => {
    const [finding] = found('safety/index-without-concurrently', { given, runner: 'drizzle', bad: `${index}; drop table author;` });
    expect(finding?.suggestions).toEqual([]);
    expect(finding?.instead).toContain('sluice migrate');
  });
});

describe('one change', () => {
  const safety = rules.filter(({ id, level }) => id.startsWith('safety/') && level !== 'off').map(({ id }) => id);

  it.each([
    ['safety/column-rewrites-table', 'alter table author add column number integer default random() unique check (number > 0);'],
    ['safety/unique-without-index', 'alter table author add column orcid text unique check (orcid <> \'\');'],
    ['safety/foreign-key-validates', `${key};`],
    ['safety/set-not-null-scans', 'alter table author alter column name set not null;'],
    ['safety/required-column-without-default', 'alter table author add column born date not null;'],
    ['safety/primary-key-without-index', 'alter table author drop constraint author_pkey cascade, add primary key (name);'],
    ['safety/rewrites-table', 'alter table author set unlogged;'],
  ])('is found by %s alone', (id, bad) => {
    expect(safety.filter((one) => found(one, { given, bad }).length > 0)).toEqual([id]);
  });
});

describe('a materialized view', () => {
  it('is refreshed CONCURRENTLY once it has a unique index', () => {
    const view = `${given} create materialized view shelf as select id, title from book; create unique index shelf_id_idx on shelf (id);`;
    expect(suggested('safety/refresh-blocks-reads', { given: view, bad: 'REFRESH MATERIALIZED VIEW "shelf";' }))
      .toEqual({ sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY "shelf";' });
  });
});

describe('advice to paste', () => {
  it.each<[string, Example & { readonly bad: string }, string]>([
    ['safety/primary-key-without-index', {
      given: 'create table loan (id integer constraint loan_pkey primary key, book_id integer not null);', runner: 'sluice',
      bad: 'alter table loan drop constraint loan_pkey; alter table loan add constraint loan_pkey primary key (id, book_id);',
    }, 'CREATE UNIQUE INDEX CONCURRENTLY "loan_pkey_new" ON "loan" ("id", "book_id"); and in a migration behind it, in place of the DROP too: '
      + 'ALTER TABLE "loan" DROP CONSTRAINT "loan_pkey", ADD CONSTRAINT "loan_pkey" PRIMARY KEY USING INDEX "loan_pkey_new";'],
    ['safety/partition-blocks', {
      given: 'create table "Loan" (id integer generated always as identity, day date not null) partition by range (day);', runner: 'sluice',
      bad: `create table "Loan_2026" partition of "Loan" for values from ('2026-01-01') to ('2027-01-01');`,
    }, 'CREATE TABLE "Loan_2026" (LIKE "Loan" INCLUDING ALL EXCLUDING IDENTITY);'],
    ['safety/validate-in-same-deploy', {
      given: 'create table "Book" (id integer);', runner: 'sluice',
      bad: 'alter table "Book" add constraint "idPositive" check (id > 0) not valid; alter table "Book" validate constraint "idPositive";',
    }, 'ALTER TABLE "Book" VALIDATE CONSTRAINT "idPositive";'],
    ['safety/enum-recreated', {
      given: `create type mood as enum ('calm', 'cross'); create table "Author" (id integer, "Mood" mood);`,
      bad: `alter type mood rename to mood_old; create type mood as enum ('calm');
alter table "Author" alter column "Mood" type mood using "Mood"::text::mood; drop type mood_old;`,
    }, `ALTER TABLE "Author" ADD CONSTRAINT "Author_Mood_is_current" CHECK ("Mood" <> 'cross') NOT VALID;`],
  ])('of %s names things as SQL takes them, and nothing that is there', (id, example, words) => {
    expect(found(id, example)[0]?.instead).toContain(words);
  });
});

describe('a column that the same deploy adds', () => {
  const added = 'alter table book add column shelf_id integer;';
  const [reference, check] = [
    `${added} alter table book add constraint book_shelf_id_fk foreign key (shelf_id) references author (id);`,
    `${added} alter table book add constraint book_shelf_id_check check (shelf_id > 0);`,
  ];

  it.each([
    ['safety/foreign-key-validates', reference, undefined, 'info'], ['safety/check-validates', check, undefined, 'info'],
    ['safety/foreign-key-validates', reference, { book: 2_000_000 }, 'warn'], ['safety/check-validates', check, { book: 2_000_000 }, 'warn'],
    ['safety/foreign-key-validates', reference.replace(';', '; update book set shelf_id = id;'), undefined, 'warn'],
    ['safety/check-validates', check.replace(';', '; update book set shelf_id = id;'), undefined, 'warn'],
  ] as const)('is weighed by %s: %s with %o', (id, bad, statistics, level) => {
    expect(found(id, { given, bad, ...(statistics === undefined ? {} : { statistics }) }).map((one) => one.level)).toEqual([level]);
  });
});

describe('advice', () => {
  it('names all columns that one ALTER TABLE requires', () => {
    const bad = 'alter table book alter column title set not null, alter column author_id set not null;';
    const [finding] = found('safety/set-not-null-scans', { given, bad, postgres: 17 });
    expect(finding?.text).toContain('NOT NULL of book.title and book.author_id reads all of the table');
    expect(finding?.instead).toContain('ADD CONSTRAINT "book_author_id_not_null" CHECK ("author_id" IS NOT NULL) NOT VALID;');
  });

  it('goes by null in batches only where the column takes it and was empty', () => {
    const batches = (column: string): string | undefined => found('safety/write-after-blocking-lock', {
      given, bad: `alter table book add column ${column}; update book set pages = id;`,
    })[0]?.instead;
    expect(batches('pages integer')).toContain('WHERE "pages" IS NULL LIMIT 1000');
    expect(batches('pages integer not null default 0')).toContain('WHERE … LIMIT 1000');
    const filled = "alter table book alter column title set default ''; update book set title = '' where title is null;";
    expect(found('safety/write-after-blocking-lock', { given, bad: filled })[0]?.instead).toContain('WHERE "title" IS NULL LIMIT 1000');
  });

  it('does not take a time of another zone for one of UTC', () => {
    const zone = (name: string): string | undefined => found('safety/type-change-rewrites', {
      given: 'create table author (seen timestamp);',
      bad: `alter table author alter column seen type timestamptz using seen at time zone '${name}';`,
    })[0]?.instead;
    expect(zone('UTC')).toContain('SET LOCAL TimeZone');
    expect(zone('America/New_York')).not.toContain('SET LOCAL TimeZone');
  });

  it('names what stands behind a COMMIT for others', () => {
    const bad = 'commit; create index concurrently on book (title); alter table book add column pages integer;';
    const [finding] = found('safety/transaction-statement', { given, bad, runner: 'drizzle' });
    expect(finding?.text).toContain('for create index concurrently on book (title), but alter table book add column pages integer stands behind it');
  });
});
