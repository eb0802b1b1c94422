import { columnsAt, type ColumnOfTable } from '../catalog/columns-at.ts';
import type { Retyping } from '../facts/amendment.ts';
import type { Column, Table } from '../facts/catalog.ts';
import type { ObjectContext } from './context.ts';
import type { Remedy, Report } from './finding.ts';
import { isDeclared } from './is-declared.ts';

/** Does this table tell of the place that declares a column? Of tables that share columns the first does. */
export function tellsOf({ origin }: Column, table: Table, { catalog }: Pick<ObjectContext<unknown>, 'catalog'>): boolean {
  return origin !== null && columnsAt(catalog, origin)[0]?.table === table;
}

/** Another type for columns. */
export interface Retyped {
  readonly columns: readonly Column[];
  readonly to: Retyping;
  /** In the imperative, without a full stop: `Make it jsonb`. */
  readonly text: string;
  /** What it comes to for columns that a database has already; null where it should not be done then. */
  readonly later: string | null;
  /** Whether nothing but the types has to change. Left out: nothing has. */
  readonly isWhole?: (column: ColumnOfTable) => boolean;
}

/**
 * A fix for columns that no migration has made, under any name, and for those that only SQL makes, whose migration is
 * changed if it is new. Otherwise a suggestion, if anything.
 */
export function retyped(
  { columns, to, text, later, isWhole = () => true }: Retyped, { catalog, isGenerated, mayBeRenamed }: ObjectContext<unknown>,
): Pick<Report, 'fix' | 'suggestions'> {
  const origins = columns.map(({ origin }) => origin);
  if (!origins.every((origin) => origin !== null)) return {};
  const all = origins.flatMap((origin) => columnsAt(catalog, origin));
  const isNew = all.every(({ table, column }) =>
    !isDeclared(column.origin) || (isGenerated({ kind: 'column', table, name: column.name }) === 'no' && !mayBeRenamed(table)));
  const remedy = (words: string): Remedy => ({ text: words, amendment: { kind: 'retypeColumns', columns: origins, to } });
  if (!all.every(isWhole)) return {};
  if (isNew) return { fix: remedy(`${text}.`) };
  return later === null ? {} : { suggestions: [remedy(`${text}: ${later}.`)] };
}
