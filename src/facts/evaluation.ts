import type { Catalog } from './catalog.ts';

/** What `drizzle-kit generate` makes of a schema that was executed, on top of the newest snapshot. Nothing is written. */
export type Evaluation =
  /** There is nothing to generate. */
  | { readonly kind: 'same' }
  /** SQL that it would write. */
  | { readonly kind: 'statements'; readonly statements: readonly string[] }
  /** It would ask whether something was renamed, which only a person can answer. */
  | {
    readonly kind: 'ambiguous';
    /** What it would ask about, as `column loan.due_on`; empty where it does not tell. */
    readonly asked: readonly string[];
    /** The executed schema; null where drizzle-kit does not tell it, as 1.0 does not. */
    readonly declared: Catalog | null;
  };
