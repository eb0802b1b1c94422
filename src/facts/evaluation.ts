/** What `drizzle-kit generate` makes of a schema that was executed, on top of the newest snapshot. Nothing is written. */
export type Evaluation =
  /** There is nothing to generate. */
  | { readonly kind: 'same' }
  /** SQL that it would write. */
  | { readonly kind: 'statements'; readonly statements: readonly string[] }
  /** It would ask whether something was renamed, which only a person can answer. */
  | { readonly kind: 'ambiguous' }
  /** The schema cannot be executed here, or drizzle-kit refuses; one line. */
  | { readonly kind: 'failed'; readonly reason: string };
