import { describe, expect, it, test } from 'vitest';
import { isWithin, smallTable } from '../../src/facts/statistics.ts';
import { parseStatistics, statisticsText, type FoundStatistics } from '../../src/intake/statistics-file.ts';
import { statisticsNotes } from '../../src/intake/statistics-notes.ts';
import { takeIn, type Intake } from '../../src/intake/take-in.ts';
import type { Request } from '../../src/intake/request.ts';
import { Problem } from '../../src/text/problem.ts';
import { library } from '../cli/library.ts';
import { temporaryFolder } from '../project/folder.ts';

const takenAt = '2026-05-01T08:00:00.000Z';
const text = `{
  "version": 1,
  "takenAt": "2026-05-01T08:00:00.000Z",
  "tables": {
    "public.author": { "rows": 40, "bytes": 65536 },
    "public.book": { "rows": -1, "bytes": 8192 }
  }
}
`;

describe('the text of a statistics file', () => {
  it('has a table a line, by name, and is read as what was written', () => {
    const tables = new Map([['public.book', { rows: -1, bytes: 8192 }], ['public.author', { rows: 40, bytes: 65_536 }]]);
    expect(statisticsText({ takenAt, tables })).toBe(text);
    expect(parseStatistics('', text)).toEqual({ ok: true, taken: { takenAt, tables } });
    expect(parseStatistics('', statisticsText({ takenAt, tables: new Map() }))).toEqual({ ok: true, taken: { takenAt, tables: new Map() } });
  });

  test.each([
    ['{', ' is not JSON: a name in double quotes is expected'],
    ['{ "version": 2, "sizes": [] }', ' has version 2, and this version of sluice reads 1'],
    ['{ "version": 1, "takenAt": "soon", "tables": {} }', ': "takenAt": it is no date'],
    ['{ "version": 1, "tables": {} }', ': "takenAt": expected "takenAt", got undefined'],
    [`{ "version": 1, "takenAt": "${takenAt}", "tables": { "public.book": { "rows": 1 } } }`, ': "tables.public.book.bytes": expected "bytes", got undefined'],
    [`{ "version": 1, "takenAt": "${takenAt}", "tables": { "public.book": { "rows": -2, "bytes": 1 } } }`, ': "tables.public.book.rows": expected >=-1, got -2'],
    ['[]', ': "version": expected "version", got undefined'],
  ])('%s is none', (wrong, message) => {
    expect(parseStatistics('', wrong)).toEqual({ ok: false, message });
  });
});

describe('a small table', () => {
  test.each([
    [{ rows: 10_000, bytes: smallTable.bytes }, true],
    [{ rows: 10_001, bytes: 8192 }, false],
    [{ rows: 12, bytes: smallTable.bytes + 1 }, false],
    // Never analysed: 280 kB hold no more than ten thousand rows.
    [{ rows: -1, bytes: 24_576 }, true],
    [{ rows: -1, bytes: 280_001 }, null],
    [{ rows: -1, bytes: smallTable.bytes + 1 }, false],
  ])('%o: %s', (size, answer) => {
    expect(isWithin(size, smallTable)).toBe(answer);
  });
});

function intakeOf(files: Readonly<Record<string, string>>, request: Partial<Request> = {}): Intake {
  return takeIn({ cwd: temporaryFolder({ ...library, ...files }), scope: { kind: 'all' }, paths: [], ...request });
}

describe('the statistics of a project', () => {
  it('lie beside the settings, or where these say', () => {
    expect(intakeOf({}).statistics).toBeNull();
    expect(intakeOf({}).statisticsFile).toBe('sluice.statistics.json');
    expect(intakeOf({ 'sluice.statistics.json': text }).facts.statistics?.get('public.author')).toEqual({ rows: 40, bytes: 65_536 });
    const elsewhere = { 'sluice.config.json': '{ "statistics": "db/sizes.json", "smallTable": { "rows": 10 } }', 'db/sizes.json': text };
    expect(intakeOf(elsewhere)).toMatchObject({
      statistics: { kind: 'file', file: 'db/sizes.json' }, facts: { smallTable: { rows: 10, bytes: smallTable.bytes } },
    });
  });

  it('are a problem where they are none, or are named and not there', () => {
    expect(() => intakeOf({ 'sluice.statistics.json': '{ "version": 3 }' })).toThrow(
      new Problem('sluice.statistics.json has version 3, and this version of sluice reads 1.', 'Write it anew with "sluice statistics", or delete the file.'));
    expect(() => intakeOf({ 'sluice.config.json': '{ "statistics": "sizes.json" }' })).toThrow(
      new Problem('The settings name the statistics sizes.json, and there is no such file.', 'Write it anew with "sluice statistics", or take "statistics" out of the settings.'));
  });

  it('are not read where they are given, or none are wanted', () => {
    const given: FoundStatistics = { kind: 'database', place: 'db:5432/library', takenAt, tables: new Map() };
    expect(intakeOf({ 'sluice.statistics.json': '{' }, { statistics: given }).statistics).toBe(given);
    expect(intakeOf({ 'sluice.statistics.json': '{' }, { statistics: 'none' }).statistics).toBeNull();
  });
});

describe('the notes', () => {
  const now = Date.parse('2026-08-01T08:00:00.000Z');
  const taken = (on: string, tables = 2): FoundStatistics => ({
    kind: 'file', file: 'sluice.statistics.json', takenAt: on,
    tables: new Map(Array.from({ length: tables }, (_, at) => [`public.t${at}`, { rows: 1, bytes: 1 }])),
  });
  test.each([
    [taken('2026-08-01T07:00:00Z', 1), 'Sizes of 1 table: from sluice.statistics.json, taken today.'],
    [taken('2026-07-31T07:00:00Z'), 'Sizes of 2 tables: from sluice.statistics.json, taken yesterday.'],
    [taken('2026-05-03T08:00:00Z'), 'Sizes of 2 tables: from sluice.statistics.json, taken 90 days ago.'],
    [taken(takenAt), 'Sizes of 2 tables: from sluice.statistics.json, taken 92 days ago: that is long; "sluice statistics" takes them anew.'],
    [{ kind: 'database', place: 'db:5432/library', takenAt, tables: new Map() } as const, 'Sizes of 0 tables: looked up in db:5432/library just now.'],
  ])('%#: %s', (statistics, note) => {
    expect(statisticsNotes(statistics, now, (file) => file)).toEqual([note]);
  });

  it('are none where nobody has looked', () => {
    expect(statisticsNotes(null, now, (file) => file)).toEqual([]);
  });
});
