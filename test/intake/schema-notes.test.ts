import { expect, test } from 'vitest';
import { schemaNotes } from '../../src/intake/schema-notes.ts';
import type { Origin } from '../../src/text/span.ts';

function places(...reasons: readonly string[]): Parameters<typeof schemaNotes>[0]['unread'] {
  return reasons.map((reason, start) => ({ reason, origin: { file: 'src/schema.ts', span: { start, end: start } } }));
}

function placeOf({ file, span }: Origin): string {
  return `${file}, ${span.start}`;
}

test('a schema that was read whole has nothing to tell', () => {
  expect(schemaNotes({ unread: [], assumed: [] }, placeOf)).toEqual([]);
});

test('each reason is told once, the first three of them', () => {
  expect(schemaNotes({ unread: places('a table is awaited', 'a table is awaited', 'b', 'c', 'd', 'e'), assumed: [] }, placeOf)).toEqual([
    '2 places of the schema not read: a table is awaited (src/schema.ts, 0).',
    '1 place of the schema not read: b (src/schema.ts, 2).', '1 place of the schema not read: c (src/schema.ts, 3).', '2 more reasons why a part of the schema was not read.',
  ]);
});

test('so is what was taken for granted', () => {
  expect(schemaNotes({ unread: [], assumed: places('process.env.LIBRARY is known only when it runs: its default is taken') }, placeOf))
    .toEqual(['Taken for granted: process.env.LIBRARY is known only when it runs: its default is taken.']);
});
