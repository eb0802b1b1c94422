import { expect, test } from 'vitest';
import { isOnCi } from '../../src/project/on-ci.ts';

test.each([
  ['true', true], ['1', true], ['woodpecker', true],
  ['false', false], ['False', false], ['0', false], ['', false], [undefined, false],
])('CI=%s', (ci, expected) => {
  expect(isOnCi({ CI: ci })).toBe(expected);
});
