/** What the effects of a change rest on besides the catalog before it. */
export interface EffectsContext {
  /** The major version of Postgres. */
  readonly major: number;
  readonly inTransaction: boolean;
  /**
   * Values that this transaction added to enums, by the key of the enum: Postgres refuses their use until COMMIT
   * (https://www.postgresql.org/docs/current/sql-altertype.html, Notes). Absent: none.
   */
  readonly freshEnumValues?: ReadonlyMap<string, ReadonlySet<string>>;
  /** The session's TimeZone, where the deploy itself sets it to UTC; otherwise nobody knows. */
  readonly timeZone?: 'utc' | 'unknown';
}
