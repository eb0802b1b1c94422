import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../../src/parse/drizzle/journal.ts';

const file = 'drizzle/meta/_journal.json';

function journal(entries: string, version = '7', dialect = 'postgresql'): string {
  return `{\n  "version": "${version}",\n  "dialect": "${dialect}",\n  "entries": [${entries}]\n}\n`;
}

const authors = '{"idx":0,"version":"7","when":1700000000000,"tag":"0000_create_authors","breakpoints":true}';
const books = '{"idx":1,"version":"7","when":1700000100000,"tag":"0001_create_books","breakpoints":false}';

describe('readJournal', () => {
  test('gives the entries in the order of the file, each with its place', () => {
    const text = journal(`\n    ${books},\n    ${authors}\n  `);
    const { entries, problems } = readJournal(file, text);
    expect(problems).toEqual([]);
    expect(entries.map(({ tag, idx, when, breakpoints }) => ({ tag, idx, when, breakpoints }))).toEqual([
      { tag: '0001_create_books', idx: 1, when: 1700000100000, breakpoints: false },
      { tag: '0000_create_authors', idx: 0, when: 1700000000000, breakpoints: true },
    ]);
    expect(entries.map(({ origin }) => text.slice(origin.span.start, origin.span.end))).toEqual([books, authors]);
    expect(entries[0]?.origin.file).toBe(file);
  });

  test.each([
    ['5', 'pg'], ['6', 'postgresql'], ['7', 'postgresql'],
  ])('knows version %s of dialect %s', (version, dialect) => {
    const { entries, problems } = readJournal(file, journal(authors, version, dialect));
    expect(entries).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test('a byte-order mark and Windows line ends change nothing but the places', () => {
    const text = `\uFEFF${journal(authors).replaceAll('\n', '\r\n')}`;
    const { entries, problems } = readJournal(file, text);
    expect(problems).toEqual([]);
    expect(text.slice(entries[0]?.origin.span.start, entries[0]?.origin.span.end)).toBe(authors);
  });

  test('conflict markers are one problem, at the first of them', () => {
    const text = journal(`\n    ${authors},\n<<<<<<< HEAD\n    ${books}\n=======\n    ${books}\n>>>>>>> loans\n  `);
    const { entries, problems, conflict: problem } = readJournal(file, text);
    expect(entries).toEqual([]);
    expect(problems).toEqual([]);
    expect(problem?.message).toBe(`${file} holds conflict markers: finish the merge first.`);
    expect(text.slice(problem?.origin.span.start, problem?.origin.span.end)).toBe('<<<<<<< HEAD');
  });

  test('what is not JSON is told with its place', () => {
    const text = journal(`${authors},`);
    const { entries, problems } = readJournal(file, text);
    expect(entries).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual([`${file} is not JSON: there is a comma too many.`]);
    expect(problems[0]?.origin.span.start).toBe(text.indexOf(`${authors},`) + authors.length);
  });

  test('an empty file and a file without entries are told', () => {
    expect(
      readJournal(file, '').problems.map(({ message }) => message),
    ).toEqual([`${file} is not JSON: a value is expected.`]);
    expect(readJournal(file, '{"version":"7"}').problems.map(({ message }) => message))
      .toEqual([`${file} has no list of entries.`]);
  });

  test('another dialect and an unknown version are told, and the entries are still read', () => {
    const { entries, problems } = readJournal(file, journal(authors, '9', 'mysql'));
    expect(entries).toHaveLength(1);
    expect(problems.map(({ message }) => message)).toEqual([
      `${file} is of dialect mysql: only postgresql is checked.`,
      `${file} has version 9: 5, 6 and 7 are known.`,
    ]);
  });

  test('an entry without tag or time is left out and told, the others stay', () => {
    const text = journal(`{"idx":0,"when":1}, {"idx":1,"tag":"0001_loans"}, ${books}`);
    const { entries, problems } = readJournal(file, text);
    expect(entries.map(({ tag }) => tag)).toEqual(['0001_create_books']);
    expect(problems.map(({ message }) => message)).toEqual([
      'This entry of the journal has no tag, so no SQL file.',
      'The entry 0001_loans of the journal has no time in "when".',
    ]);
  });

  test('never throws, and every place lies in the text', () => {
    const parts = fc.constantFrom(
      '{', '}', '[', ']', ',', ':', '"entries"', '"tag"', '"when"', '1', 'null', '\n', '<<<<<<< a', '"\\u12',
    );
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(parts).map((all) => all.join(''))), (text) => {
      for (const { origin } of readJournal(file, text).problems) {
        expect(origin.span.start).toBeGreaterThanOrEqual(0);
        expect(origin.span.end).toBeLessThanOrEqual(text.length);
      }
    }));
  });
});
