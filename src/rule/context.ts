import type { Answer } from '../catalog/born-here.ts';
import type { Breaking } from '../catalog/breaking.ts';
import type { Named } from '../catalog/is-generated.ts';
import type { Casing } from '../facts/casing.ts';
import type { Catalog, Expression } from '../facts/catalog.ts';
import type { Conventions } from '../naming/conventions.ts';
import type { HeldLock } from '../catalog/transaction-state.ts';
import type { Change } from '../facts/change.ts';
import type { Deploy, Runner, Transaction } from '../facts/deploy.ts';
import type { DirectedLanguage, DirectiveRule } from '../facts/directive.ts';
import type { Effects } from '../facts/effects.ts';
import type { Evaluation } from '../facts/evaluation.ts';
import type { History, Migration } from '../facts/history.ts';
import type { KitSettings } from '../facts/kit-settings.ts';
import type { ObjectName } from '../facts/names.ts';
import type { Statement } from '../facts/statement.ts';
import type { Origin } from '../text/span.ts';

export type { Answer } from '../catalog/born-here.ts';

/** What every check can ask. */
export interface RuleContext<Options> {
  readonly options: Options;
  /** Major of the PostgreSQL the project runs on. */
  readonly postgres: number;
  readonly runner: Runner;
}

/** For checks about an object: what the project's database is meant to be after everything is applied. */
export interface ObjectContext<Options> extends RuleContext<Options> {
  readonly catalog: Catalog;
  /** The project's `casing`, as drizzle.config says. */
  readonly casing: Casing | null;
  /** Files of the schema TypeScript, as paths that globs of options are matched with. */
  readonly schemaFiles: readonly string[];
  /** Does a migration make it, or the newest snapshot hold it? What does not exist yet can be renamed for nothing. */
  readonly isGenerated: (what: Named) => Answer;
  /** May a column that is not generated be one of the newest snapshot under another name, in this table or with its table? */
  readonly mayBeRenamed: (table: ObjectName) => boolean;
  /** Path of a file relative to the folder of drizzle.config, as options name it. */
  readonly pathOf: (file: string) => string;
  /** What the project has configured naming/pattern with, for names that a rule proposes; no patterns where it does not run. */
  readonly conventions: Conventions;
}

/** For checks about a change: where in the deploy it happens. */
export interface ChangeContext<Options> extends RuleContext<Options> {
  readonly statement: Statement;
  readonly migration: Migration;
  readonly deploy: Deploy;
  readonly transaction: Transaction;
  /** The catalog just before this change. */
  readonly before: Catalog;
  /** The catalog before the deploy began. */
  readonly beforeDeploy: Catalog;
  readonly effects: Effects;
  /** Locks that its transaction took before, on tables that were there before the transaction. */
  readonly held: readonly HeldLock[];
  /** What the change breaks for code written before the deploy, or null. */
  readonly breaking: () => Breaking | null;
  /** Was the table made in this deploy, and not written to since, or made in this very transaction? */
  readonly bornHere: (table: ObjectName) => Answer;
  /** Was the column added in this deploy, be it with its table? */
  readonly columnBornHere: (table: ObjectName, column: string) => Answer;
  /** Is the table small enough that no lock or scan of it is felt? `unknown` without statistics of the database. */
  readonly isSmall: (table: ObjectName) => Answer;
  /** Has the table no rows at all? `unknown` without statistics of the database. */
  readonly isEmpty: (table: ObjectName) => Answer;
  /**
   * What the schema at the base ref declares, which is what the code in production knows. Null: there is no base to
   * compare with, or no schema there.
   */
  readonly deployed: Catalog | null;
}

/** For checks about a statement as a whole: where it stands, not what it does. */
export type StatementContext<Options> = Omit<ChangeContext<Options>, 'effects' | 'held' | 'statement' | 'breaking'>;

/** One change of a deploy, with everything that a check of this change alone could ask. */
export type Moment = Omit<ChangeContext<unknown>, 'options' | 'postgres' | 'runner'> & { readonly change: Change };

/** For checks about a deploy as a whole. */
export interface DeployContext<Options> extends RuleContext<Options> {
  /** Its changes in order. */
  readonly moments: () => readonly Moment[];
  /** Is the migration one that findings are wanted of? Reports elsewhere are left out. */
  readonly isJudged: (migration: Migration) => boolean;
  /** What objects are asked about: what the database is meant to be once everything is applied, later deploys too. */
  readonly current: () => Catalog;
}

/** What git was not told of. */
export interface Uncommitted {
  /** Paths under the migrations folder that are neither committed, staged nor ignored. */
  readonly files: ReadonlySet<string>;
  /** On a checkout that a CI service made nobody will ever commit them. */
  readonly onCi: boolean;
}

/** For checks about the history. */
export interface HistoryContext<Options> extends RuleContext<Options> {
  /** Migrations that are judged; the others only give the state. */
  readonly judged: readonly Migration[];
  /** Tags of the journal at the base ref, or null if there is none to compare with. */
  readonly tagsAtBase: ReadonlySet<string> | null;
  /** SQL and snapshots that no entry named at the base either: nobody put them there in this work. */
  readonly straysAtBase: ReadonlySet<string>;
  /** The history at the base ref; null where there is none to compare with. */
  readonly atBase: History | null;
  /** SHA-256 of migrations when the baseline was written, by tag; see `migrationHash`. Empty without a baseline. */
  readonly recorded: ReadonlyMap<string, string>;
  /** Files of the migrations folder that git was not told of, and where we run; null where git was not asked. */
  readonly uncommitted: Uncommitted | null;
  /** What drizzle.config says; null if there is none. */
  readonly kit: KitSettings | null;
  /** The present, in milliseconds since 1970, to the minute. */
  readonly now: number;
  /** What drizzle-kit made of the executed schema; null where nobody asked for it. */
  readonly evaluated: Evaluation | null;
  /** The text of an expression in SQL → one spelling; null where it cannot be parsed. */
  readonly spell: (text: string) => Expression;
  /** What TypeScript declares; null if there is no schema to read. */
  readonly declared: Catalog | null;
  /** True if parts of the schema could not be read: what seems missing from `declared` may be there. */
  readonly declaredInPart: boolean;
}

/** For checks about a comment that takes findings away. */
export interface DirectiveContext<Options> extends RuleContext<Options> {
  /** In SQL every rule is ours; in TypeScript others have rules too. */
  readonly language: DirectedLanguage;
  /** Ids of every rule there is, also of those that do not run. */
  readonly ruleIds: ReadonlySet<string>;
  /** Did it take away a finding of ours? */
  readonly isUsed: boolean;
  /** From the first column of the line in which the comment begins to the comment's end. */
  readonly line: Origin;
  /**
   * Rules of ours that it names for nothing: they ran, and had nothing to say where it holds. `all`: it names none, and
   * that is true of every rule.
   */
  readonly unused: readonly DirectiveRule[] | 'all';
}
