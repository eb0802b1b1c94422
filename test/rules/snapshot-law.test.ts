import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { sql } from 'drizzle-orm';
import {
  check, foreignKey, index, integer, jsonb, numeric, pgEnum, pgPolicy, pgTable, text, timestamp, unique, uniqueIndex, uuid, varchar,
} from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import rule from '../../rules/history/snapshot-not-replayed.ts';
import { difference, showDifference } from '../../src/catalog/difference.ts';
import type { Catalog } from '../../src/facts/catalog.ts';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { observe } from '../../src/evidence/observe.ts';
import { readExpressionText } from '../../src/parse/sql/expression.ts';
import { findingsOf } from '../kit/sample-project.ts';

/**
 * `same`: Postgres has the same, however it was written. `alike`: it prints other text that means the same. `unheld`: another thing,
 * which no snapshot has a word for. `other`: another thing, which a snapshot could hold.
 */
type Verdict = 'same' | 'alike' | 'unheld' | 'other';

/** What SQL says in the place of what drizzle-kit wrote. */
type Edit = readonly [written: string, byHand: string];

const genre = pgEnum('genre', ['novel', 'essay']);
const author = pgTable('author', { id: integer().primaryKey(), name: text().notNull() });
const book = pgTable('book', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  token: uuid().defaultRandom(),
  title: text().notNull().default('untitled'),
  isbn: varchar({ length: 20 }),
  price: numeric({ precision: 8, scale: 2 }).default('0'),
  pages: integer().default(0),
  state: text().notNull().default('in'),
  tags: text().array().default(sql`'{}'::text[]`),
  marks: text().array().default(['new', 'a b']),
  meta: jsonb().default({}),
  genre: genre(),
  authorId: integer(),
  addedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  dueAt: timestamp({ withTimezone: true }).default(sql`now() + interval '14 days'`),
  shown: text().generatedAlwaysAs(sql`lower(title) || ' ' || coalesce(isbn, '')`),
}, (on) => [
  index('title_idx').on(on.title),
  index('newest_idx').on(on.addedAt.desc().nullsFirst(), on.id),
  index('lower_idx').on(sql`lower(${on.title})`),
  index('sorted_idx').on(sql`${on.title} collate "C"`),
  index('tags_idx').using('gin', on.tags),
  index('out_idx').on(on.dueAt).where(sql`${on.state} in ('out', 'late') and ${on.pages} > 10`),
  uniqueIndex('isbn_uidx').on(on.isbn),
  unique('token_unique').on(on.token),
  foreignKey({ name: 'author_fk', columns: [on.authorId], foreignColumns: [author.id] }),
  check('pages_check', sql`${on.pages} between 0 and 9000`),
  check('state_check', sql`${on.state} in ('in', 'out', 'late')`),
  check('title_check', sql`length(${on.title}) > 0`),
  pgPolicy('readable', { for: 'select', to: 'public', using: sql`${on.state} <> 'late' and current_user = 'reader'` }),
]);

const spellings: readonly (readonly [Verdict, string, Edit | string])[] = [
  // Keys of indexes.
  ['unheld', 'a collation of a key', ['"book" USING btree ("title")', '"book" USING btree ("title" COLLATE "C")']],
  ['same', 'the collation of the column', ['"book" USING btree ("title")', '"book" USING btree ("title" COLLATE "default")']],
  ['unheld', 'a collation with an operator class that is the usual one', ['"book" USING btree ("title")', '"book" USING btree ("title" COLLATE "POSIX" text_ops)']],
  ['same', 'the usual operator class', ['"book" USING btree ("title")', '"book" USING btree ("title" text_ops)']],
  ['other', 'another operator class', ['"book" USING btree ("title")', '"book" USING btree ("title" text_pattern_ops)']],
  ['other', 'a collation and another operator class', ['"book" USING btree ("title")', '"book" USING btree ("title" COLLATE "C" text_pattern_ops)']],
  ['same', 'an order that goes without saying', ['"book" USING btree ("title")', '"book" ("title" ASC NULLS LAST)']],
  ['same', 'no order where it is the usual one', ['"added_at" DESC NULLS FIRST', '"added_at" DESC']],
  ['other', 'another order of nulls', ['"added_at" DESC NULLS FIRST', '"added_at" DESC NULLS LAST']],
  ['same', 'an expression in more parentheses', ['(lower("title"))', '((lower((title))))']],
  ['same', 'a cast that changes nothing', ['(lower("title"))', '(lower(title::text))']],
  ['other', 'another function', ['(lower("title"))', '(upper(title))']],
  ['unheld', 'a collation of an expression', ['(lower("title"))', '((lower(title)) COLLATE "C")']],
  ['other', 'another collation than the one that was declared', ['"title" collate "C"', '"title" COLLATE "POSIX"']],
  ['same', 'a collation in other quotes and case', ['"title" collate "C"', 'title COLLATE pg_catalog."C"']],
  ['other', 'no collation, where one was declared', ['"title" collate "C"', '"title"']],
  ['same', 'the usual operator class of an array', ['gin ("tags")', 'gin ("tags" array_ops)']],
  ['other', 'another method', ['"book" USING btree ("title")', '"book" USING hash ("title")']],
  // The rest of indexes.
  ['unheld', 'columns that are carried along', ['USING btree ("title");', 'USING btree ("title") INCLUDE ("pages", "price");']],
  ['same', 'ONLY of a table without parts', ['"title_idx" ON "book"', '"title_idx" ON ONLY "book"']],
  ['unheld', 'storage parameters', ['USING btree ("title");', 'USING btree ("title") WITH (fillfactor = 70);']],
  ['unheld', 'NULLS NOT DISTINCT of an index', ['USING btree ("isbn");', 'USING btree ("isbn") NULLS NOT DISTINCT;']],
  ['same', 'a condition in other words', ['in (\'out\', \'late\') and "book"."pages" > 10', '= any (array[\'out\'::text, \'late\']) and (pages > 10)']],
  ['same', 'a condition without its table', ['"book"."state" in (\'out\', \'late\') and "book"."pages" > 10', '(state IN (\'out\', \'late\')) AND ((pages > 10))']],
  ['other', 'another condition', ['"book"."pages" > 10;', '"book"."pages" > 20;']],
  // Defaults.
  ['same', 'a default with a cast', ["DEFAULT 'untitled'", "DEFAULT 'untitled'::text"]],
  ['same', 'an empty object with its cast', ["DEFAULT '{}'::jsonb", "DEFAULT '{}'"]],
  ['same', 'an empty array as its constructor', ["DEFAULT '{}'::text[]", "DEFAULT '{}'"]],
  ['alike', 'an empty array by ARRAY', ["DEFAULT '{}'::text[]", 'DEFAULT ARRAY[]::text[]']],
  ['alike', 'a number without quotes', ["DEFAULT '0'", 'DEFAULT 0']],
  ['alike', 'a number with a fraction', ["DEFAULT '0'", 'DEFAULT 0.00']],
  ['alike', 'a list of texts by ARRAY', ['\'{"new","a b"}\'', "ARRAY['new', 'a b']"]],
  ['other', 'another list by ARRAY', ['\'{"new","a b"}\'', "ARRAY['a b', 'new']"]],
  ['alike', 'a number in quotes', ['"pages" integer DEFAULT 0', '"pages" integer DEFAULT \'0\'']],
  ['alike', 'the time by its standard name', ['DEFAULT now() NOT NULL', 'DEFAULT CURRENT_TIMESTAMP NOT NULL']],
  ['alike', 'the time of the transaction', ['DEFAULT now() NOT NULL', 'DEFAULT transaction_timestamp() NOT NULL']],
  ['same', 'a function with its schema', ['DEFAULT gen_random_uuid()', 'DEFAULT pg_catalog.gen_random_uuid()']],
  ['same', 'an interval with a cast', ["now() + interval '14 days'", "(now() + '14 days'::interval)"]],
  ['same', 'an interval in other letters', ["now() + interval '14 days'", "(now() + '14 day'::interval)"]],
  ['other', 'another time', ['DEFAULT now() NOT NULL', 'DEFAULT clock_timestamp() NOT NULL']],
  ['other', 'another text', ["DEFAULT 'untitled'", "DEFAULT 'Untitled'"]],
  ['other', 'the time at which the table was made', ['DEFAULT now() NOT NULL', "DEFAULT '2026-01-01' NOT NULL"]],
  // Columns.
  ['unheld', 'a collation of a column', ['"isbn" varchar(20)', '"isbn" varchar(20) COLLATE "C"']],
  ['same', 'a type by another name', ['"added_at" timestamp with time zone', '"added_at" timestamptz']],
  ['other', 'a type of another length', ['"isbn" varchar(20)', '"isbn" varchar(30)']],
  ['same', 'an expression in other words', ["lower(title) || ' ' || coalesce(isbn, '')", "(lower(title::text) || ' '::text) || COALESCE(isbn, ''::varchar)::text"]],
  ['other', 'another expression', ["lower(title) || ' '", "upper(title) || ' '"]],
  ['unheld', 'options of an identity', ['INCREMENT BY 1', 'INCREMENT BY 10']],
  ['other', 'another kind of identity', ['GENERATED ALWAYS AS IDENTITY', 'GENERATED BY DEFAULT AS IDENTITY']],
  ['unheld', 'how a column is stored', 'alter table book alter column title set storage external;'],
  // Constraints.
  ['same', 'BETWEEN as two comparisons', ['"book"."pages" between 0 and 9000', 'pages >= 0 and pages <= 9000']],
  ['same', 'a list by ANY', ['"book"."state" in (\'in\', \'out\', \'late\')', "state = ANY (ARRAY['in'::text, 'out', 'late'])"]],
  ['alike', 'a list in another order', ['"book"."state" in (\'in\', \'out\', \'late\')', "state in ('late', 'in', 'out')"]],
  ['alike', 'a function by its other name', ['length("book"."title") > 0', 'char_length(title) > 0']],
  ['other', 'another limit', ['between 0 and 9000', 'between 1 and 9000']],
  ['unheld', 'a constraint that is not validated', ['ON UPDATE no action;', 'ON UPDATE no action NOT VALID;']],
  ['same', 'a reference without what goes without saying', [' ON DELETE no action ON UPDATE no action;', ';']],
  ['same', 'a reference to the primary key without its columns', ['"author"("id")', '"author"']],
  ['unheld', 'a reference that is checked at the end', ['ON UPDATE no action;', 'ON UPDATE no action DEFERRABLE INITIALLY DEFERRED;']],
  ['other', 'another action', ['ON DELETE no action', 'ON DELETE cascade']],
  ['other', 'NULLS NOT DISTINCT of a constraint', ['UNIQUE("token")', 'UNIQUE NULLS NOT DISTINCT ("token")']],
  ['unheld', 'columns that a constraint carries along', ['UNIQUE("token")', 'UNIQUE ("token") INCLUDE ("pages")']],
  ['unheld', 'an exclusion', "alter table book add constraint alone exclude using gist (int4range(0, pages) with &&);"],
  // Policies.
  ['same', 'a policy without what goes without saying', ['AS PERMISSIVE FOR SELECT TO public', 'FOR SELECT']],
  ['same', 'a condition of a policy in other words', ['"book"."state" <> \'late\' and current_user = \'reader\'', "(state != 'late'::text) AND (CURRENT_USER = 'reader'::name)"]],
  ['other', 'another condition of a policy', ["<> 'late'", "<> 'lost'"]],
  ['unheld', 'row security for the owner too', 'alter table book force row level security;'],
  // What stands beside.
  ['unheld', 'a trigger and its function', 'create function touch() returns trigger language plpgsql as $$ begin return new; end $$; create trigger touch before update on book for each row execute function touch();'],
  ['unheld', 'comments and grants', "comment on table book is 'All of them'; comment on column book.title is 'As printed'; grant select on book to public;"],
  ['unheld', 'the order of an enum', ["ENUM('novel', 'essay')", "ENUM('essay', 'novel')"]],
  ['unheld', 'an unlogged table', ['CREATE TABLE "book"', 'CREATE UNLOGGED TABLE "book"']],
  ['unheld', 'storage parameters of a table', 'alter table book set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01);'],
  ['unheld', 'statistics', 'create statistics book_stats (dependencies) on title, isbn from book; alter table book alter column title set statistics 500;'],
];

describe('what the snapshot holds of', () => {
  let database: Database;
  let snapshot = '';
  let written = '';
  let bySnapshot: Observed;
  beforeAll(async () => {
    database = await freshDatabase();
    const held = (): ReturnType<typeof generateDrizzleJson> => generateDrizzleJson({ genre, author, book }, undefined, undefined, 'snake_case');
    snapshot = JSON.stringify(held());
    written = (await generateMigration(generateDrizzleJson({}), held())).join('\n');
    bySnapshot = await catalogOf(database, written);
  });
  afterAll(() => database.close());

  const edited = (edit: Edit | string): string => {
    if (typeof edit === 'string') return `${written}\n${edit}`;
    const places = written.split(edit[0]).length - 1;
    if (places !== 1) throw new Error(`${edit[0]} stands ${places} times in\n${written}`);
    return written.replace(edit[0], () => edit[1]);
  };

  test.each(spellings)('%s: %s', async (verdict, _what, edit) => {
    const bySql = await catalogOf(database, edited(edit));
    const parted = difference(bySnapshot.catalog, bySql.catalog).map((one) => showDifference(one));
    if (verdict === 'same') expect([parted, bySql.printed]).toEqual([[], bySnapshot.printed]);
    if (verdict === 'other') expect(parted).not.toEqual([]);
    const found = findingsOf(rule, { good: { migrations: { '0000_library': { up: edited(edit) } }, files: { 'drizzle/meta/0000_snapshot.json': snapshot } } });
    expect(found.map(({ text }) => text)).toHaveLength(verdict === 'other' ? 1 : 0);
  });
});

interface Observed {
  readonly catalog: Catalog;
  readonly printed: readonly string[];
}

/** What Postgres has after SQL, as the catalog of the model and in its own words. */
async function catalogOf(database: Database, sqlText: string): Promise<Observed> {
  await database.exec(`begin;\n${sqlText}`);
  const printed = await database.query<{ text: string }>(`
    select pg_get_indexdef(indexrelid) as text from pg_index where indrelid = 'book'::regclass
    union all select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'book'::regclass
    union all select attname || ' ' || format_type(atttypid, atttypmod) || ' ' || coalesce(pg_get_expr(adbin, adrelid), '')
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = 'book'::regclass and attnum > 0
    union all select polname || pg_get_expr(polqual, polrelid) from pg_policy
    order by 1`);
  const catalog = await observe(database, { spell: readExpressionText });
  await database.exec('rollback');
  return { catalog, printed: printed.map(({ text }) => text) };
}
