/** SQL whose effects are predicted and then observed, statement by statement, in one transaction that is rolled back. */
export interface Form {
  /** What is there besides the ground, committed before. It costs laying the ground anew: part of the ground is better. */
  readonly given?: string;
  /** One statement, or several that depend on what the ones before have done in the transaction. */
  readonly sql: string;
  /** First major that has the syntax; the whole form is left out below. */
  readonly since?: number;
  /** Last major on which the form is asked. */
  readonly until?: number;
}

/** Forms with nothing to say besides their SQL. */
export function plain(...sql: readonly string[]): readonly Form[] {
  return sql.map((text) => ({ sql: text }));
}
