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
  | { readonly kind: 'addIndex'; readonly table: Origin; readonly name: string; readonly columns: readonly Origin[] }
  /**
   * Part of a migration that goes into a migration of its own behind the last one: `edits` take it out, or change it, where
   * it stands; `up` and `down` are the SQL of the new one. It comes with an entry in the journal and a snapshot, which is
   * the last one under another id: what such migrations do is in no snapshot, or in the last one already.
   */
  | {
    readonly kind: 'addMigration';
    readonly edits: readonly Edit[];
    /** In words joined by `_`, as `drizzle-kit generate --name` takes them: `validate_book_author_id_fk`. */
    readonly name: string;
    readonly up: string;
    readonly down: string;
  };
