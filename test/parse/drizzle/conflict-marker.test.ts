import { describe, expect, test } from 'vitest';
import { conflictMarker } from '../../../src/parse/drizzle/conflict-marker.ts';

/** Where the mark stands, as text; null where there is none. */
function markIn(text: string): string | null {
  const span = conflictMarker('drizzle/0003_loans.sql', text)?.origin.span;
  return span === undefined ? null : text.slice(span.start, span.end);
}

describe('marks of an unfinished merge', () => {
  test.each([
    ['as git writes them', '<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> loans\n', '<<<<<<< HEAD'],
    ['with the base between, as diff3 and zdiff3', '<<<<<<< HEAD\nours\n||||||| 5f0c1d2\nbase\n=======\ntheirs\n>>>>>>> loans\n', '<<<<<<< HEAD'],
    ['with Windows ends of lines', '<<<<<<< HEAD\r\nours\r\n=======\r\ntheirs\r\n>>>>>>> loans\r\n', '<<<<<<< HEAD'],
    ['longer, as conflict-marker-size asks', `${'<'.repeat(32)} HEAD\nours\n${'='.repeat(32)}\ntheirs\n${'>'.repeat(32)} loans\n`, `${'<'.repeat(32)} HEAD`],
    ['as Jujutsu writes them', '<<<<<<< conflict 1 of 1\n%%%%%%% diff\n-base\n+ours\n+++++++ theirs\n>>>>>>> conflict 1 of 1 ends\n', '<<<<<<< conflict 1 of 1'],
    ['the last of them taken out', '<<<<<<< HEAD\nours\n=======\ntheirs\n', '<<<<<<< HEAD'],
    ['behind a line that only looks like one', '<<<<<<<<<< title\n<<<<<<< HEAD\n=======\n>>>>>>> loans\n', '<<<<<<< HEAD'],
    ['in the last lines of a file without an end of its last', 'select 1;\n<<<<<<< HEAD\n=======\n>>>>>>> loans', '<<<<<<< HEAD'],
  ])('%s', (_story, text, mark) => {
    expect(markIn(text)).toBe(mark);
  });

  test.each([
    ['a line of equals signs alone', 'Loans\n=======\n'],
    ['a first mark alone', '<<<<<<< HEAD\n'],
    ['signs within a line', 'select \'<<<<<<< HEAD\';\n=======\n'],
    ['in comments', '-- <<<<<<< HEAD\n-- =======\n-- >>>>>>> loans\n'],
    ['a shorter line between', '<<<<<<<< HEAD\n=======\n'],
    ['the separator before it', '=======\n<<<<<<< HEAD\n'],
  ])('are none: %s', (_story, text) => {
    expect(markIn(text)).toBeNull();
  });
});
