import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../src/naming/learn/configuration.ts';
import { factsOfProject, foundAndListed, learn, told } from './learned.ts';

const words = ['author', 'book', 'loan', 'reader', 'shelf', 'branch', 'fine', 'genre'];

function tables(names: readonly string[], columns = 'id integer primary key'): string {
  return names.map((name) => `create table "${name}" (${columns});`).join('\n');
}

describe('letter case', () => {
  it('is what names of several words show; a single word proves nothing, and follows', () => {
    const some = tables([...words, 'book_loan', 'book_copy', 'loan_fine', 'reader_card', 'home_branch']);
    expect(told(learn(some), 'Case of tables')).toBe('snake_case, 13 of 13');
    expect(told(learn(tables(words)), 'Case of tables')).toBe('none of 8: ');
  });

  it('names who does otherwise', () => {
    const some = tables(['book_loan', 'book_copy', 'loan_fine', 'reader_card', 'home_branch', 'book_genre', 'late_fine', 'readerNote']);
    expect(told(learn(some), 'Case of tables')).toBe('snake_case, 7 of 8, not readerNote');
  });

  it('is none where the names part', () => {
    const some = tables(['book_loan', 'book_copy', 'loan_fine', 'reader_card', 'home_branch', 'readerNote', 'lateFine']);
    expect(told(learn(some), 'Case of tables')).toBe('none of 7: snake_case 5, camelCase 2');
  });

  it('of camelCase is held by a pattern, and the rule about snake_case is not asked there', () => {
    const settings = configurationOf(learn(tables(['Book'], '"bookTitle" text, "lentOn" text, "lentTo" text, "dueOn" text, "fineCents" integer')));
    expect(settings).toEqual({
      'naming/snake-case': 'off',
      'naming/pattern': ['error', { patterns: { column: '/^[a-z][a-zA-Z0-9]*$/' }, casing: 'any' }],
    });
  });

  it('of which too few are there leaves the rules as they are, if these find nothing', () => {
    expect(configurationOf(learn('create table loan (id integer primary key, lent_on date);'))).toEqual({});
    expect(configurationOf(learn('create table loan (id integer primary key, "lentOn" date);'))).toEqual({ 'naming/snake-case': 'off' });
  });

  it('of a constraint is not that of the columns which it names', () => {
    const some = tables(['loan'], '"lentTo" integer, "dueOn" text, constraint "loan_lentTo_key" unique ("lentTo"), constraint loan_due_soon unique ("dueOn")');
    expect(told(learn(some), 'Case of constraints')).toBe('none of 1: snake_case 1');
  });
});

describe('patterns', () => {
  const book = 'create table book (id integer primary key, title text, isbn text, genre text, lent_on date, shelf text, place text);';
  const index = (name: string, column: string): string => `create index ${name} on book (${column});`;

  it('are the one that says most', () => {
    const some = [book, ...['title', 'isbn', 'genre', 'shelf', 'place'].map((column) => index(`book_${column}_idx`, column))].join('\n');
    expect(told(learn(some), 'Indexes')).toBe('{table}_{columns}_idx, 5 of 5');
  });

  it('are a looser one where most names do only that', () => {
    const names = ['book_by_title_idx', 'book_search_idx', 'book_genre_idx', 'book_on_shelf_idx', 'book_where_idx', 'title_of_book'];
    const some = [book, ...['title', 'isbn', 'genre', 'shelf', 'place', 'lent_on'].map((column, place) => index(names[place] ?? '', column))];
    expect(told(learn(some.slice(0, 6).join('\n')), 'Indexes')).toBe('{table}_{}_idx, 5 of 5');
    expect(told(learn(some.join('\n')), 'Indexes')).toMatch(/^none of 6: /);
  });

  it('take names that Drizzle made for no evidence', () => {
    const made = ['title', 'isbn', 'genre', 'shelf', 'place'].map((column) => index(`book_${column}_index`, column));
    expect(told(learn([book, ...made].join('\n')), 'Indexes')).toBe('as Drizzle names them, 5 of 5');
    expect(configurationOf(learn([book, ...made].join('\n')))).not.toHaveProperty('naming/pattern');
  });

  it('have Drizzle’s beside those that were chosen', () => {
    const chosen = ['title', 'isbn', 'genre', 'shelf', 'place'].map((column) => index(`book_${column}_idx`, column));
    expect(told(learn([book, ...chosen, index('book_lent_on_index', 'lent_on')].join('\n')), 'Indexes'))
      .toBe('{table}_{columns}_idx or {table}_{columns}_index, 6 of 6');
  });

  it('take a word of the table for no word of the pattern', () => {
    const some = [book, ...['title', 'isbn', 'genre', 'shelf', 'place'].map((column) => index(`book_${column}`, column))].join('\n');
    expect(told(learn(some), 'Indexes')).toBe('{table}_{columns}, 5 of 5');
  });

  it('are asked of columns by what they are', () => {
    const some = learn(`create table author (id integer primary key, born_on date, is_alive boolean, has_prize boolean, is_public boolean, is_new boolean, is_ours boolean);
      create table book (id integer primary key, author_id integer references author, made_at timestamptz, sold_at timestamptz, lent_at timestamptz);
      create table loan (id integer primary key, author_id integer references author, book_id integer references book, begun_at timestamptz, ended_at timestamptz);
      create table fine (id integer primary key, loan_id integer references loan, since timestamptz);
      create table note (id integer primary key, fine_id integer references fine, made_at timestamptz, read_at timestamptz);`);
    expect(told(some, 'Boolean columns')).toBe('is_{} or has_{}, 5 of 5');
    expect(told(some, 'Timestamps')).toBe('{}_at, 7 of 8, not fine.since');
    expect(told(some, 'Columns that are a foreign key')).toBe('{parent}_id, 5 of 5');
    expect(told(some, 'Columns that are the primary key')).toBe('id, 5 of 5');
    expect(told(some, 'Dates')).toBe('none of 1: otherwise 1');
  });

  it('have beside them what is called otherwise for a reason, where two are', () => {
    const some = learn(`create table book (isbn text primary key, lent_at timestamptz, loan_start timestamptz, fine_start timestamptz, pause_end timestamptz);
      ${['author', 'loan', 'fine', 'note', 'shelf', 'branch', 'genre'].map((name) => `create table ${name} (id integer primary key, book_isbn text references book,
        ${name === 'note' ? 'written_by' : 'author_id'} integer references author, made_at timestamptz, seen_at timestamptz, ${name}_at timestamptz, author_of_${name}_id integer);`).join('\n')}`);
    expect(told(some, 'Timestamps')).toBe('{}_at or {}_start, 24 of 25, not book.pause_end');
    expect(told(some, 'Columns that are the primary key')).toBe('id, 7 of 8, not book.isbn');
  });

  it('need several names, not one in many tables', () => {
    expect(told(learn(tables(words, 'id integer primary key, created_at timestamptz')), 'Timestamps')).toMatch(/^none of 8: /);
  });

  it('tell whether tables are named for one row or for many', () => {
    expect(told(learn(tables(words)), 'Tables, singular or plural')).toBe('singular, 8 of 8');
    expect(told(learn(tables(['authors', 'books', 'loans', 'readers', 'fines', 'genres', 'branches', 'shelf'])), 'Tables, singular or plural'))
      .toBe('plural, 7 of 8, not shelf');
  });
});

describe('columns of every table', () => {
  const own = (name: string): string => `id integer primary key, ${name}_name text, ${name}_place text, ${name}_note text`;
  const kept = ['author', 'book', 'loan', 'reader', 'shelf', 'branch', 'fine'].map((name) => `create table ${name} (${own(name)}, created_at timestamptz not null);`);

  it('are those that nearly all have, with their types; tables that only join are not asked', () => {
    const some = learn([...kept, `create table genre (${own('genre')});`,
      'create table book_author (book integer references book, author integer references author);'].join('\n'));
    expect(told(some, 'Columns of every table')).toMatch(/created_at timestamp with time zone NOT NULL.*, 7 of 8, not genre without created_at$/);
    expect(configurationOf(some)['design/required-columns']).toMatchObject(['error', { columns: { created_at: { type: 'timestamp with time zone', notNull: true } } }]);
  });

  it('are none where tables have nothing in common', () => {
    expect(configurationOf(learn(tables(words, 'a integer, b integer')))).not.toHaveProperty('design/required-columns');
  });

  it('are found by the rule as they are listed', () => {
    const { found, listed } = foundAndListed(factsOfProject([...kept, `create table genre (${own('genre')});`, `create table queue (${own('queue')}, created_at timestamp);`].join('\n')));
    expect(found).toEqual(listed);
    expect(found).toHaveLength(2);
  });
});

describe('tables that a library names', () => {
  const auth = `create table "user" (id text primary key, name text, email text, "emailVerified" boolean, image text, "createdAt" timestamptz);
    create table login (id text primary key, token text, "expiresAt" timestamptz, "ipAddress" text, "userAgent" text, "userId" text references "user");
    create table verification (id text primary key, identifier text, value text, "expiresAt" timestamptz);`;

  it('are known by their columns, whatever they are called, and left out', () => {
    const some = learn(`${auth}\n${tables(['book_loan', 'book_copy', 'loan_fine', 'reader_card', 'home_branch'], 'book_id integer')}`);
    expect(some.thirdParty.map(({ table, of }) => `${table.name}: ${of}`)).toEqual(['login: Better Auth', 'user: Better Auth', 'verification: Better Auth']);
    expect(told(some, 'Case of columns')).toBe('snake_case, 5 of 5');
    expect(configurationOf(some)['naming/snake-case']).toEqual(['error', { ignore: ['login', 'user', 'verification'] }]);
  });

  it('are not known by their names', () => {
    const own = 'create table account (id integer primary key, iban text); create table session (id integer primary key, begins_at timestamptz, hall text); create table "user" (id integer primary key, email text);';
    expect(learn(own).thirdParty).toEqual([]);
  });

  it('are not known by one table alone, which may be anybody’s', () => {
    expect(learn('create table voucher (id text primary key, identifier text, value text, expires_at timestamptz);').thirdParty).toEqual([]);
  });

  it.each([
    ['Auth.js', `create table users (id text primary key, name text, email text, "emailVerified" timestamp, image text);
      create table accounts ("userId" text references users, type text, provider text, "providerAccountId" text, refresh_token text, access_token text, expires_at integer, id_token text, session_state text);
      create table sessions ("sessionToken" text primary key, "userId" text references users, expires timestamp);`, ['accounts', 'sessions', 'users']],
    ['Lucia', 'create table user_session (id text primary key, user_id text, expires_at timestamptz);', ['user_session']],
    ['Supabase', 'create schema auth; create table auth.users (id uuid primary key);', ['users']],
  ])('of %s', (library, sql, names) => {
    expect(learn(sql).thirdParty.map(({ table, of }) => [table.name, of])).toEqual(names.map((name) => [name, library]));
  });
});

describe('the law: the settings find the outliers, and nothing else', () => {
  it.each([
    ['snake_case with outliers', tables(['book_loan', 'book_copy', 'loan_fine', 'reader_card', 'home_branch', 'book_genre', 'late_fine', 'readerNote'], 'id integer primary key, "dueOn" date, lent_to text')],
    ['camelCase with roles', tables(words, 'id integer primary key, "dueOn" date, "lentTo" text, "madeAt" timestamptz, "readAt" timestamptz, "soldAt" timestamptz, since timestamptz, made_by text, "isNew" boolean, ours boolean')],
    ['a column that is two keys', `${tables(['author', 'book', 'loan', 'reader', 'fine'])}
      create table portrait (author integer primary key references author); create table cover (book_id integer primary key references book);
      alter table loan add book_id integer references book; alter table fine add loan_id integer references loan; alter table reader add author_id integer references author; alter table book add author_id integer references author;`],
    ['partitions', `create table reading (id integer, taken_at timestamptz, sentAt timestamptz) partition by range (taken_at);
      create table "Reading2026" partition of reading for values from ('2026-01-01') to ('2027-01-01');`],
  ])('%s', (_, sql) => {
    const { found, listed } = foundAndListed(factsOfProject(sql));
    expect(found).toEqual(listed);
  });

  it('whatever names there are', () => {
    const name = fc.array(fc.constantFrom('book', 'Loan', 'at', 'is', 'idx', 'id', 'authors', 'due', 'key', 'x'), { minLength: 1, maxLength: 4 })
      .chain((parts) => fc.constantFrom('_', '').map((joint) => parts.join(joint)));
    const column = fc.record({ name, type: fc.constantFrom('boolean', 'timestamptz', 'date', 'text', 'integer references parent (id)') });
    const table = fc.record({
      name, columns: fc.uniqueArray(column, { minLength: 1, maxLength: 8, selector: (each) => each.name }), index: name, check: name,
    });
    fc.assert(fc.property(fc.uniqueArray(table, { minLength: 1, maxLength: 12, selector: (each) => each.name }), (all) => {
      const sql = all.map(({ name: own, columns, index, check }, place) => `create table "${own}" (${
        columns.map((each) => `"${each.name}" ${each.type}`).join(', ')}, constraint "${check}" check (true));
        create index "${index}_${place}" on "${own}" ("${columns[0]?.name ?? ''}");`).join('\n');
      const { found, listed } = foundAndListed(factsOfProject(`create table parent (id integer primary key);\n${sql}`));
      expect(found).toEqual(listed);
    }), { numRuns: 60 });
  });
});
