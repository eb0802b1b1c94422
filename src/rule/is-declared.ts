import type { Catalog } from '../facts/catalog.ts';
import { keyOf } from '../facts/names.ts';
import type { Origin } from '../text/span.ts';
import type { Place } from './replaced.ts';

/** Does TypeScript declare it, so that a change of the schema can cure it? What only SQL makes has its place there. */
export function isDeclared(at: Origin | null): at is Origin {
  return at !== null && /\.[cm]?[jt]sx?$/.test(at.file);
}

/** Does a declared catalog have the table or view, or the column of one? */
export function isDeclaredIn({ tables, views }: Catalog, { table, column }: Place): boolean {
  const key = keyOf(table);
  if (column === null) return tables.has(key) || views.has(key);
  return tables.get(key)?.columns.some(({ name }) => name === column) === true;
}
