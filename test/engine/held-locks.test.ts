import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import { judge } from '../../src/engine/judge.ts';
import type { Runner } from '../../src/facts/deploy.ts';
import { factsOf, stateOf } from './library-facts.ts';

const asked = [
  'safety/locks-several-live-tables', 'safety/statements-after-long-lock', 'safety/unbatched-write', 'safety/validate-in-same-deploy',
  'safety/write-after-blocking-lock', 'safety/write-without-where',
];

const library = stateOf({
  '0000_library': { up: 'create table author (id integer primary key, name text);\ncreate table book (id integer primary key, pages integer);' },
  '0001_add_slug': { up: 'alter table author add slug text;' },
  '0002_check_pages': { up: 'alter table book add constraint book_pages_positive check (pages > 0) not valid;' },
  '0003_fill_slug': { up: 'update author set slug = name;' },
  '0004_validate_pages': { up: 'alter table book validate constraint book_pages_positive;' },
});

function said(runner: Runner, grouping: 'together' | 'oneByOne'): readonly string[] {
  const facts = factsOf(library, { judged: library.history.migrations.slice(1), runner, grouping });
  const settings = Object.fromEntries(asked.map((id) => [id, 'error' as const]));
  const chosen = chooseRules(rules.filter(({ id }) => asked.includes(id)), { rules: settings });
  return judge(facts, chosen).findings.map(({ rule, migration }) => `${migration ?? ''} ${rule}`);
}

describe('a lock is held from one migration to the next', () => {
  test('by Drizzle’s migrator, which runs all that is pending in one transaction', () => {
    expect(said('drizzle', 'together')).toEqual([
      '0003_fill_slug safety/write-after-blocking-lock', '0004_validate_pages safety/validate-in-same-deploy',
    ]);
  });

  test('not by sluice migrate, which gives each its own', () => {
    expect(said('sluice', 'together')).toEqual(['0003_fill_slug safety/unbatched-write']);
  });

  test('nor where each statement is a request of its own', () => {
    expect(said('neon-http', 'together')).toEqual(['0003_fill_slug safety/unbatched-write']);
  });

  test('nor where each was deployed before the next was written', () => {
    expect(said('drizzle', 'oneByOne')).toEqual(['0003_fill_slug safety/write-without-where']);
  });
});
