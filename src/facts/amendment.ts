import type { Edit } from '../text/edit.ts';
import type { Origin } from '../text/span.ts';

/**
 * A change to the user's own files, as a rule proposes it: in the words of the catalog. What it comes to as edits of
 * the text is told by who knows the syntax (parse/schema); it may turn out that it cannot be made.
 */
export type Amendment =
  /** For a rule that knows the very text, as in SQL. */
  | { readonly kind: 'edit'; readonly edits: readonly Edit[] }
  /**
   * Another name in the database for what is declared at a place: a table, a column, an index, a constraint. `from` is
   * the name it has, written there or made up by Drizzle; its key in TypeScript stays.
   */
  | { readonly kind: 'renameDeclared'; readonly at: Origin; readonly from: string; readonly to: string }
  /** An index on the table that is declared at a place. Columns by the places that declare them. */
  | { readonly kind: 'addIndex'; readonly table: Origin; readonly name: string; readonly columns: readonly Origin[] };
