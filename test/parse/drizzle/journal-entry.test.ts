import { expect, it } from 'vitest';

import { withEntries } from '../../../src/parse/drizzle/journal-entry.ts';

const rooms = { idx: 1, when: 2000, tag: '0001_rooms', breakpoints: true };
const loans = { idx: 2, when: 3000, tag: '0002_loans', breakpoints: false };
const entry = { idx: 0, version: '6', when: 1000, tag: '0000_books', breakpoints: true };

it('puts entries behind the last, written as that is', () => {
  const journal = { version: '7', dialect: 'postgresql', entries: [entry] };
  const after = { ...journal, entries: [entry, { ...entry, ...rooms }, { ...entry, ...loans }] };
  for (const indent of [2, '\t', undefined]) {
    expect(withEntries(JSON.stringify(journal, null, indent), [rooms, loans])).toBe(JSON.stringify(after, null, indent));
  }
});

it('puts them into a journal without entries as drizzle-kit does', () => {
  const journal = { version: '7', dialect: 'postgresql', entries: [] as unknown[] };
  const written = { idx: 1, version: '7', when: 2000, tag: '0001_rooms', breakpoints: true };
  expect(withEntries(JSON.stringify(journal, null, 2), [rooms])).toBe(JSON.stringify({ ...journal, entries: [written] }, null, 2));
});

it('leaves alone what is no journal', () => {
  expect(withEntries('{}', [rooms])).toBeNull();
  expect(withEntries('<<<<<<< HEAD', [rooms])).toBeNull();
});
