import { expect, test } from 'vitest';
import { sameMeaning } from '../../src/catalog/same-meaning.ts';
import { readExpressionText } from '../../src/parse/sql/expression.ts';

test.each([
  ['length(title)', 'char_length(title)', true],
  ['pg_catalog.length(title)', 'pg_catalog.character_length(title)', true],
  ['lower(title) || length(title)', 'lower(title) || char_length(title)', true],
  ['app.length(title)', 'app.char_length(title)', false],
  ['"App".length(title)', '"App".char_length(title)', false],
  ['app.now()', 'app.transaction_timestamp()', false],
  ['page_length(title)', 'page_char_length(title)', false],
])('%s and %s', (left, right, isSame) => {
  const [one, other] = [readExpressionText(left).spelling ?? '', readExpressionText(right).spelling ?? ''];
  expect([one === '' || other === '', sameMeaning(one, other)]).toEqual([false, isSame]);
});
