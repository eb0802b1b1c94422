import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMadeUp } from '../../src/naming/drizzle-words.ts';

const kit = readFileSync(join(dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs'), 'utf8');

function wordsIn(list: string): readonly string[] {
  const start = kit.indexOf(`    ${list} = [`);
  return [...kit.slice(start, kit.indexOf('];', start)).matchAll(/"([a-z_]+)"/g)].map(([, word]) => word ?? '');
}

describe('names that drizzle-kit makes up', () => {
  const [adjectives, heroes] = [wordsIn('adjectives'), wordsIn('heroes')];

  it('are of all its words, and no others', () => {
    expect([adjectives.length, heroes.length]).toEqual([383, 920]);
    expect(adjectives.filter((word) => !isMadeUp(`${word}_havok`))).toEqual([]);
    expect(heroes.filter((word) => !isMadeUp(`wide_${word}`))).toEqual([]);
  });

  it.each(['add_book_isbn', 'wide', 'wide_', '_havok', 'havok_wide', 'new_books', 'wide_havok_again', 'first_migration'])('%s is none', (name) => {
    expect(isMadeUp(name)).toBe(false);
  });
});
