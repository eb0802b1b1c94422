import type { Origin, Span } from '../text/span.ts';
import type { Change } from './change.ts';
import type { Directive } from './directive.ts';

/** A comment of an SQL file. */
export interface Comment {
  readonly origin: Origin;
  /** Without `--`, or without the block's marks; trimmed. */
  readonly text: string;
  readonly style: 'line' | 'block';
}

/**
 * What a statement is to us. `analysed`: maps to changes. `unmodelled`: parsed, and does nothing that is kept or
 * foretold. `unanalysed`: part of it cannot be read (see its gaps). `unparsable`: Postgres's parser refuses it.
 */
export type Reading = 'analysed' | 'unmodelled' | 'unanalysed' | 'unparsable';

/** A part of a statement that nobody can read without running it. */
export interface Gap {
  readonly origin: Origin;
  readonly kind: 'dynamicExecute' | 'unreadableBody' | 'foreignLanguage';
  /** One sentence part: why it cannot be read. */
  readonly reason: string;
}

/** `-- breaking: <who breaks>; <what they do>` above a statement. A part that is missing is empty. */
export interface BreakingNote {
  readonly origin: Origin;
  readonly who: string;
  readonly remedy: string;
}

/** One statement of a migration, as Postgres parses it. */
export interface Statement {
  /** From its first token to its last, without `;` and leading comments. */
  readonly origin: Origin;
  /** Postgres's own command tag in capitals: `CREATE INDEX`, `ALTER TABLE`, `DO`. Empty if unparsable. */
  readonly tag: string;
  readonly reading: Reading;
  /** What it changes, in order; those inside a DO block too. Those in the body of a function do not run here. */
  readonly changes: readonly Change[];
  readonly gaps: readonly Gap[];
  /** Where Postgres's parser gave up, if it did. */
  readonly problem: { readonly origin: Origin; readonly message: string } | null;
  /** Comments between the statement before and this one, and on its last line. */
  readonly comments: readonly Comment[];
  readonly breaking: BreakingNote | null;
  /** Index of the chunk between `--> statement-breakpoint` marks, as Drizzle cuts; of the first where it cuts the statement. */
  readonly chunk: number;
}

/** A text of SQL that a `--> statement-breakpoint` cuts in two. */
export interface CutText {
  /** The mark; the first of them, where there are several in one text. */
  readonly origin: Origin;
  /** The text. */
  readonly of: Origin;
  /** `body`: in dollar quotes. */
  readonly kind: 'body' | 'string' | 'name' | 'comment';
}

/** One SQL file, read. */
export interface SqlFile {
  readonly file: string;
  readonly text: string;
  readonly statements: readonly Statement[];
  /** Number of chunks that Drizzle cuts, blank ones too. */
  readonly chunks: number;
  /** Texts that Drizzle cuts in two. Statements are read as if it did not. */
  readonly cutTexts: readonly CutText[];
  /** What the server reads of it: its tokens in order, comments and breakpoints left out. Told when first asked for. */
  readonly tokens: readonly Span[];
  readonly comments: readonly Comment[];
  /** Those that take findings away. */
  readonly directives: readonly Directive[];
}
