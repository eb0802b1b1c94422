import { describe, expect, test } from 'vitest';
import casingIgnored from '../../rules/history/casing-ignored.ts';
import edited from '../../rules/history/edited-migration.ts';
import inserted from '../../rules/history/inserted-before-head.ts';
import numbering from '../../rules/history/numbering.ts';
import snapshotChain from '../../rules/history/snapshot-chain.ts';
import notCommitted from '../../rules/history/not-committed.ts';
import several from '../../rules/history/several-statements-in-a-chunk.ts';
import unparsable from '../../rules/sql/unparsable.ts';
import breakpointInText from '../../rules/history/breakpoint-in-text.ts';
import type { SampleProject } from '../../src/rule/example.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { findingsOf } from '../kit/sample-project.ts';

function told(rule: Rule, bad: SampleProject): readonly (readonly [level: string, text: string])[] {
  return findingsOf(rule, { bad }).map(({ level, text }) => [level, text]);
}

function levels(rule: Rule, bad: SampleProject): readonly string[] {
  return findingsOf(rule, { bad }).map(({ level }) => level);
}

const down = 'select 1;';
const book = { up: 'create table book (id integer primary key);', down };
const loan = { up: 'create table loan (id integer primary key);', down };
const reader = { up: 'create table reader (id integer primary key);', down };

function journal(...entries: readonly (readonly [tag: string, when: number])[]): Readonly<Record<string, string>> {
  return { 'drizzle/meta/_journal.json': JSON.stringify({
    version: '7', dialect: 'postgresql', entries: entries.map(([tag, when], idx) => ({ idx, version: '7', when, tag, breakpoints: true })),
  }) };
}

describe('history/edited-migration', () => {
  test.each([
    ['create table book (id bigint primary key);', '"create table book (id bigint primary key)" replaced'],
    [`${book.up} select 2;`, '"select 2" taken out'],
    ['', '"create table book (id integer primary key)" added'],
  ])('tells the first statement that is another: %s', (before, words) => {
    expect(told(edited, { migrations: { '0000_books': book }, atBase: { 'drizzle/0000_books.sql': before } }))
      .toEqual([['error', expect.stringContaining(`was edited, ${words}: databases`)]]);
  });

  test.each([
    'CREATE TABLE book (\n  id integer primary key -- of the shelf\n);',
    'create table book (id integer primary key);\n--> statement-breakpoint\n',
  ])('tells an edit that does nothing apart: %s', (before) => {
    expect(told(edited, { migrations: { '0000_books': book }, atBase: { 'drizzle/0000_books.sql': before } }))
      .toEqual([['info', expect.stringContaining('it does what it did')]]);
  });

  test.each([["select 'one  two';", "select 'one two';"], ['select "One";', 'select "one";'], ['select $$ -- a $$;', 'select $$ -- b $$;']])(
    'takes what stands in quotes for what it is: %s', (before, up) => {
      expect(levels(edited, { migrations: { '0000_books': { up, down } }, atBase: { 'drizzle/0000_books.sql': before } })).toEqual(['error']);
    });

  test('says of a difference from the baseline that the base has already only that it is there', () => {
    const baseline = JSON.stringify({ version: 1, migrations: { '0000_books': '0'.repeat(64) }, findings: [] });
    const project = { migrations: { '0000_books': book }, files: { 'sluice.baseline.json': baseline } };
    expect(levels(edited, project)).toEqual(['error']);
    expect(levels(edited, { ...project, atBase: {} })).toEqual(['info']);
  });

  test('a later time than all others makes the migration run again', () => {
    const migrations = { '0000_books': { ...book, when: 1000 }, '0001_loans': { ...loan, when: 3000 } };
    expect(told(edited, { migrations, atBase: journal(['0000_books', 1000], ['0001_loans', 2000]) })).toEqual([['error', expect.stringContaining('applies it again')]]);
    expect(levels(edited, { migrations, atBase: journal(['0000_books', 1000], ['0001_loans', 4000]) })).toEqual(['info']);
  });

  test('migrations that are gone are one finding, and a squash is a milder one', () => {
    const atBase = { ...journal(['0000_books', 1000], ['0001_loans', 2000], ['0002_readers', 3000]), 'drizzle/0001_loans.sql': loan.up, 'drizzle/0002_readers.sql': reader.up };
    expect(told(edited, { migrations: { '0000_books': { ...book, when: 1000 } }, atBase })).toEqual([
      ['error', expect.stringContaining('Migrations 0001_loans and 0002_readers, which the base ref has, are gone')],
    ]);
    expect(told(edited, { migrations: { '0000_all': { up: `${book.up} ${loan.up} ${reader.up}`, down, when: 4000 } }, atBase: { ...atBase, 'drizzle/0000_books.sql': book.up } })).toEqual([
      ['warn', expect.stringContaining('All 3 migrations that the base ref has are gone')],
    ]);
  });
});

describe('history/inserted-before-head', () => {
  const [first, second, third] = ['20260501080000_books', '20260502080000_loans', '20260503080000_readers'];
  const withoutSecond = { [`drizzle/${second}/migration.sql`]: null, [`drizzle/${second}/snapshot.json`]: null };
  const unlinked = { files: { [`drizzle/${second}/snapshot.json`]: null }, atBase: withoutSecond };

  test('speaks in the folder layout of what does not come to the same in either order', () => {
    expect(told(inserted, { layout: 'folders', migrations: { [first]: book, [second]: loan, [third]: loan }, ...unlinked }))
      .toEqual([['error', expect.stringContaining(`new ones first, and both make table loan.`)]]);
    expect(told(inserted, { layout: 'folders', migrations: { [first]: book, [second]: loan, [third]: reader }, ...unlinked })).toEqual([]);
  });

  test('speaks with a journal of each that is skipped', () => {
    const migrations = { '0000_books': { ...book, when: 1000 }, '0001_loans': { ...loan, when: 1500 }, '0002_shelves': { ...loan, when: 1600 }, '0003_readers': { ...reader, when: 2000 } };
    expect(told(inserted, { migrations, atBase: journal(['0000_books', 1000], ['0003_readers', 2000]) })).toEqual([
      ['error', expect.stringContaining('a database that has 0003_readers skips it silently')],
      ['error', expect.stringContaining('a database that has 0003_readers skips it silently')],
    ]);
  });
});

describe('history/not-committed', () => {
  const migrations = { '0000_books': book, '0001_loans': loan, '0002_readers': reader };
  const untracked = ['drizzle/0001_loans.sql', 'drizzle/meta/0001_snapshot.json'];

  test('a migration that the journal of the base names is forgotten, one that came in before others is in the making', () => {
    expect(levels(notCommitted, { migrations, untracked, atBase: {} })).toEqual(['error']);
    expect(told(notCommitted, { migrations, untracked, atBase: journal(['0000_books', 1000], ['0002_readers', 2000]) })).toEqual([]);
    expect(levels(notCommitted, { migrations, untracked, atBase: journal(['0000_books', 1000]) })).toEqual(['error']);
  });

  test('a checkout of a CI service names what is lost, down files too', () => {
    expect(told(notCommitted, { migrations, onCi: true, untracked: ['drizzle/0002_readers.sql', 'drizzle/0002_readers.down.sql', 'drizzle/notes.md'] }))
      .toEqual([['error', expect.stringContaining('drizzle/0002_readers.down.sql and drizzle/0002_readers.sql, which are not committed')]]);
  });
});

describe('history/several-statements-in-a-chunk', () => {
  const up = 'create table book (id integer);; -- the first\nselect 1; select 2 /* ; */;\n--> statement-breakpoint\nselect 3;\n';

  test('is one finding a file, whose fix parts all statements', () => {
    const [finding, ...others] = findingsOf(several, { bad: { driver: 'aws-data-api', migrations: { '0000_books': { up, down } } } });
    expect(others).toEqual([]);
    const amendment = finding?.fix?.amendment;
    const edits = amendment?.kind === 'edit' ? [...amendment.edits].reverse() : [];
    expect(edits.reduce((text, { span, text: put }) => text.slice(0, span.start) + put + text.slice(span.end), up)).toBe(
      'create table book (id integer);;--> statement-breakpoint -- the first\nselect 1;--> statement-breakpoint\n select 2 /* ; */;\n--> statement-breakpoint\nselect 3;\n');
  });
});

test('a body that is cut is one finding, and none of the rules about its halves', () => {
  const migrations = { '0000_books': { up: 'create function f() returns void language plpgsql as $$ begin\n--> statement-breakpoint\ndrop table book; end $$;', down } };
  expect(told(breakpointInText, { migrations })).toHaveLength(1);
  expect(told(unparsable, { migrations })).toEqual([]);
});

test('history/casing-ignored counts the columns, and names three', () => {
  const keys = ['fullTitle', 'bornOn', 'diedOn', 'shelfNumber', 'isbn'];
  const schema = `import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const book = pgTable('book', { ${keys.map((key) => `${key}: text()`).join(', ')} });`;
  expect(told(casingIgnored, { layout: 'folders', casing: 'snake_case', schema, migrations: { '20260501080000_books': book } })).toEqual([['error',
    expect.stringContaining('4 columns are called as in TypeScript, book.fullTitle (not full_title), book.bornOn (not born_on), book.diedOn (not died_on) and 1 more')]]);
});

describe('history/snapshot-chain, behind a snapshot that was copied', () => {
  const tags = ['20260501080000_books', '20260502080000_loans', '20260503080000_readers', '20260504080000_shelves', '20260505080000_authors'] as const;
  const migrations = Object.fromEntries(tags.map((tag) => [tag, { up: `create table ${tag.slice(15)} (id integer primary key);`, down }]));
  const uuid = (id: number): string => `00000000-0000-0000-0000-${String(id).padStart(12, '0')}`;
  const linked = (links: readonly (readonly [id: number, ...parents: readonly number[]])[]): Readonly<Record<string, string>> =>
    Object.fromEntries(links.map(([id, ...parents], place) => [`drizzle/${tags[place] ?? ''}/snapshot.json`, JSON.stringify({
      version: '8', dialect: 'postgres', id: uuid(id), prevIds: parents.map(uuid), ddl: [], renames: [],
    })]));
  const copy = 'The snapshots of 20260501080000_books and 20260502080000_loans have one id: one is a copy, and the tools cannot tell them apart.';
  const lost = (tag: string): string => `The snapshot of ${tag} goes on from one that is in no folder: drizzle-kit 1.0 refuses the history.`;

  test.each<[string, Parameters<typeof linked>[0], readonly string[]]>([
    ['what went on from it is told with it', [[1], [1], [3, 2], [4, 3], [5, 4]], [copy]],
    ['by whom else it was gone on from too', [[1], [1], [3, 2], [4, 2], [5, 3, 4]], [copy]],
    ['what has lost another is told', [[1], [1], [3, 2], [4, 3], [5, 9]], [copy, lost(tags[4])]],
    ['what merges it with another that is lost is told', [[1], [1], [3, 2, 9], [4, 3], [5, 4]], [copy, lost(tags[2])]],
  ])('%s', (_, links, texts) => {
    expect(told(snapshotChain, { layout: 'folders', migrations, files: linked(links) }).map(([, text]) => text)).toEqual(texts);
  });
});

describe('of two migrations that do not get along the one is told that the base ref does not have', () => {
  const toldWhole = (rule: Rule, bad: SampleProject): readonly unknown[] =>
    findingsOf(rule, { bad }).map(({ at: { file }, text, instead }) => ({ file, text, instead }));

  describe('history/snapshot-chain', () => {
    const tags = ['20260501080000_authors', '20260502080000_bio_of_x', '20260503080000_bio_of_y'] as const;
    const bio = (value: string): typeof book => ({ up: `alter table author alter column bio set default '${value}';`, down });
    const migrations = { [tags[0]]: { up: 'create table author (id integer primary key, bio text);', down }, [tags[1]]: bio('x'), [tags[2]]: bio('y') };
    const first = '00000000-0000-0000-0000-000000000001';
    const files = { [`drizzle/${tags[2]}/snapshot.json`]: JSON.stringify({ version: '8', dialect: 'postgres', id: first.replace(/1$/, '3'), prevIds: [first], ddl: [], renames: [] }) };
    const without = (...gone: readonly string[]): Readonly<Record<string, null>> =>
      Object.fromEntries(gone.flatMap((tag) => ['migration.sql', 'down.sql', 'snapshot.json'].map((name) => [`drizzle/${tag}/${name}`, null])));

    test.each([
      ['the earlier is new', without(tags[1]), tags[1]], ['the later is new', without(tags[2]), tags[2]],
      ['both are new', without(tags[1], tags[2]), tags[2]], ['there is no base', undefined, tags[2]],
    ])('%s', (_, atBase, tag) => {
      expect(toldWhole(snapshotChain, { layout: 'folders', migrations, files, ...(atBase === undefined ? {} : { atBase }) })).toEqual([{
        file: `drizzle/${tag}/migration.sql`,
        text: expect.stringContaining(`${tags[1]} and ${tags[2]} both go on from ${tags[0]}`) as string,
        instead: `Delete the folder ${tag}, unless it is applied anywhere, and generate it again on what is there.`,
      }]);
    });
  });

  describe('history/numbering', () => {
    const migrations = { '0000_books': { ...book, when: 1000 }, '0001_loans': { ...loan, when: 2000 }, '0001_readers': { ...reader, when: 3000 } };
    const [loans, readers, own] = ['0001_loans', '0001_readers', 'Give the later one the next number'] as const;
    const rebased = (moved: string, kept: string): string =>
      `Give ${moved} the next number, in its entry, its file and its snapshot: the base ref has ${kept}. sluice rebase moves ${moved} behind it.`;

    test.each([
      ['the earlier is new', journal(['0000_books', 1000], [readers, 3000]), `${loans} has the number of ${readers}`, rebased(loans, readers)],
      ['the later is new', journal(['0000_books', 1000], [loans, 2000]), `${readers} has the number of ${loans}`, rebased(readers, loans)],
      ['both are new', journal(['0000_books', 1000]), `${readers} has the number of ${loans}`, own],
      ['there is no base', undefined, `${readers} has the number of ${loans}`, own],
    ])('%s', (_, atBase, text, instead) => {
      expect(toldWhole(numbering, { migrations, ...(atBase === undefined ? {} : { atBase }) }))
        .toEqual([{ file: 'drizzle/meta/_journal.json', text: expect.stringContaining(text) as string, instead: expect.stringContaining(instead) as string }]);
    });

    test('an idx of the journal too', () => {
      const alike = { 'drizzle/meta/_journal.json': journal(['0000_books', 1000], ['0001_loans', 2000], ['0002_readers', 3000])['drizzle/meta/_journal.json']?.replace('"idx":2', '"idx":1') ?? '' };
      const atBase = journal(['0000_books', 1000], ['0002_readers', 3000]);
      expect(told(numbering, { migrations: { '0000_books': book, '0001_loans': loan, '0002_readers': reader }, files: alike, atBase }))
        .toContainEqual(['error', '0001_loans has the idx 1 in the journal, as 0002_readers has.']);
    });
  });
});
