/** One connection to a Postgres, whichever: embedded or a server. Statements run one after the other. */
export interface Database {
  /** Where it is, as a message may say it: a folder, or host and database. Never with a password. */
  readonly place: string;
  /**
   * Runs SQL by the simple protocol, as written: several statements are one implicit transaction. Throws
   * `DatabaseFailure`.
   */
  exec(sql: string): Promise<void>;
  /** One statement with `$1` parameters, and its rows. Throws `DatabaseFailure`. */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** An error that Postgres, or the way to it, answers with. */
export class DatabaseFailure extends Error {
  /** https://www.postgresql.org/docs/current/errcodes-appendix.html, or null: the answer did not come from Postgres. */
  readonly sqlstate: string | null;
  readonly detail: string | null;
  readonly hint: string | null;

  constructor(message: string, sqlstate: string | null, detail: string | null, hint: string | null, cause: unknown) {
    super(message, { cause });
    this.name = 'DatabaseFailure';
    this.sqlstate = sqlstate;
    this.detail = detail;
    this.hint = hint;
  }
}

/** Whatever a driver threw, as a failure. node-postgres and PGlite carry the same fields. */
export function failureOf(thrown: unknown): DatabaseFailure {
  if (thrown instanceof DatabaseFailure) return thrown;
  const fields: Readonly<Record<string, unknown>> = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new DatabaseFailure(message, sqlstateOf(fields), textOf(fields.detail), textOf(fields.hint), thrown);
}

/** Operating system errors (`ECONNREFUSED`) travel in the same field; only Postgres sends a severity too. */
function sqlstateOf(fields: Readonly<Record<string, unknown>>): string | null {
  const code = textOf(fields.code);
  return textOf(fields.severity) !== null && code !== null && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

function textOf(field: unknown): string | null {
  return typeof field === 'string' && field !== '' ? field : null;
}
