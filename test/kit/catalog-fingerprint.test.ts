import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from './fresh-database.ts';
import { type CatalogFingerprint, fingerprintCatalog, namesOf, withoutColumnOrder } from './catalog-fingerprint.ts';

const library = `
  create type genre as enum ('novel', 'essay');
  create table author (id bigint generated always as identity primary key, name text not null);
  create table book (id int, author_id bigint, title varchar(80), genre genre default 'novel');
  create function stamp() returns trigger language plpgsql as 'begin return new; end';
`;

/** One change a line: the entry it must touch, the SQL that makes it. */
const changes: readonly (readonly [entry: string, sql: string])[] = [
  ['schema archive', 'create schema archive'],
  ['table public.book', 'alter table book enable row level security'],
  ['table public.book', 'alter table book set unlogged'],
  ['grant public.book', 'grant select on book to public'],
  ['default privilege', 'alter default privileges grant select on tables to public'],
  ['column public.book.title', 'alter table book alter title type varchar(90)'],
  ['column public.book.title', 'alter table book alter title set not null'],
  ['column public.book.genre', `alter table book alter genre set default 'essay'`],
  ['column public.book.genre', 'alter table book alter genre drop default'],
  ['column public.book.id', 'alter table book alter id set not null, alter id add generated always as identity'],
  ['column public.book.title', 'alter table book alter title set storage plain'],
  [
    'constraint public.book.book_author',
    'alter table book add constraint book_author foreign key (author_id) references author',
  ],
  ['constraint public.book.book_id', 'alter table book add constraint book_id check (id > 0) not valid'],
  ['index public.book_title', 'create index book_title on book (title) where id > 0'],
  ['index public.author_pkey', 'alter table author cluster on author_pkey'],
  ['enum public.genre', `alter type genre add value 'poem' before 'essay'`],
  ['domain public.isbn', 'create domain isbn as text not null'],
  ['sequence public.author_id_seq', 'alter table author alter id set increment by 2'],
  ['view public.novel', `create view novel as select * from book where genre = 'novel'`],
  [
    'function public.stamp()',
    `create or replace function stamp() returns trigger language plpgsql as 'begin return old; end'`,
  ],
  [
    'trigger public.book.book_stamp',
    'create trigger book_stamp before update on book for each row execute function stamp()',
  ],
  ['rule public.book.book_kept', 'create rule book_kept as on delete to book do instead nothing'],
  ['policy public.book.book_read', 'create policy book_read on book for select using (id > 0)'],
  ['comment pg_class table book', `comment on table book is 'one a title'`],
  ['statistics public.book_both', 'create statistics book_both on id, title from book'],
  ['publication shelf', 'create publication shelf for table book'],
  ['event trigger watch', `create function watched() returns event_trigger language plpgsql as 'begin end';
    create event trigger watch on ddl_command_end execute function watched()`],
];

function touched(before: CatalogFingerprint, after: CatalogFingerprint): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
}

describe('the catalog fingerprint', () => {
  let db: Database;
  let before: CatalogFingerprint;
  beforeAll(async () => {
    db = await freshDatabase();
    await db.exec(library);
    before = await fingerprintCatalog(db);
  });
  afterAll(() => db.close());

  const afterwards = async (sql: string): Promise<CatalogFingerprint> => {
    await db.exec(`begin; ${sql}`);
    try {
      return await fingerprintCatalog(db);
    } finally {
      await db.exec('rollback');
    }
  };

  it('is the same when nothing changed', async () => {
    expect(await fingerprintCatalog(db)).toEqual(before);
    expect(namesOf('extension', before)).toEqual(['plpgsql']);
  });

  it.each(changes)('sees %s: %s', async (entry, sql) => {
    const keys = touched(before, await afterwards(sql));
    expect(keys.filter((key) => key === entry || key.startsWith(`${entry} `))).not.toEqual([]);
  });

  it('does not see rows', async () => {
    expect(await afterwards(`insert into author (name) values ('Ada')`)).toEqual(before);
  });

  it('tells a column that came back last, unless the order is left out', async () => {
    const after = await afterwards('alter table author drop id; alter table author add id bigint');
    expect(touched(before, after)).toContain('column order public.author');
    expect(touched(withoutColumnOrder(before), withoutColumnOrder(after))).not.toContain('column order public.author');
  });
});
