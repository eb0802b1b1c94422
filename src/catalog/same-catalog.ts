import type { Catalog } from '../facts/catalog.ts';

/**
 * Are two catalogs made of the same objects? To be asked of catalogs that were put together of the same parts: what is
 * a copy is looked into only as deep as putting together goes, a table down to the fields of its constraints.
 */
export function sameCatalog(left: Catalog, right: Catalog): boolean {
  return same(left, right, 5);
}

function same(left: unknown, right: unknown, depth: number): boolean {
  if (Object.is(left, right)) return true;
  if (depth === 0 || typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (left instanceof Map) return right instanceof Map && sameList([...left], [...right], depth + 1);
  if (left instanceof Set) return right instanceof Set && sameList([...left], [...right], depth);
  if (Array.isArray(left)) return Array.isArray(right) && sameList(left, right, depth);
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length
    && keys.every((key) => same(left[key as keyof typeof left], right[key as keyof typeof right], depth - 1));
}

function sameList(left: readonly unknown[], right: readonly unknown[], depth: number): boolean {
  return left.length === right.length && left.every((each, place) => same(each, right[place], depth - 1));
}
