import { expect, test } from 'vitest';
import redundant from '../../rules/indexes/redundant.ts';
import { findingsOf } from '../kit/sample-project.ts';

const given = 'create table setting (key text primary key, scope text);';

test('a constraint that another one makes needless is dropped as one', () => {
  const [finding, ...others] = findingsOf(redundant, { given, bad: 'alter table setting add constraint setting_key_unique unique (key);' });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    text: 'Constraint setting_key_unique of setting is the same as setting_pkey, which serves all its queries.',
    instead: 'Remove it, unless a foreign key leans on it; where it exists already: ALTER TABLE "setting" DROP CONSTRAINT "setting_key_unique";',
  });
});

test('an index is dropped as one, and one that guards more than its twin is not told of', () => {
  const [finding] = findingsOf(redundant, { given, bad: 'create unique index setting_key_idx on setting (key);' });
  expect(finding?.instead).toBe('Remove it; where it exists already: DROP INDEX CONCURRENTLY "setting_key_idx";');
  expect(findingsOf(redundant, { given, good: 'create unique index setting_scope_idx on setting (scope); create index setting_scope_key_idx on setting (scope, key);' }))
    .toEqual([]);
});
