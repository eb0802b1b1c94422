import type { Catalog } from '../facts/catalog.ts';

/** So many tables at least. */
const least = 4;

/**
 * What the names of at least half of a project's tables begin with, its last underscore with it: `library_`, `app_core_`.
 * Nothing, if they have nothing in common.
 */
export function commonPrefix({ tables }: Catalog): string {
  const names = [...tables.values()].filter(({ origin }) => origin !== null).map(({ name }) => name);
  const counts = new Map<string, number>();
  for (const prefix of names.flatMap(prefixesOf)) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  const common = [...counts].filter(([, count]) => count >= least && count / names.length >= 0.5).map(([prefix]) => prefix);
  return common.reduce((longest, prefix) => (prefix.length > longest.length ? prefix : longest), '');
}

function prefixesOf(name: string): readonly string[] {
  return [...name.matchAll(/_(?=.)/g)].map(({ index }) => name.slice(0, index + 1));
}
