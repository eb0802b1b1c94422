import type * as v from 'valibot';
import type {
  Catalog, Column, Constraint, Domain, EnumType, Index, Policy, Routine, Schema, Sequence, Table, Trigger, View,
} from '../facts/catalog.ts';
import type { Change, ChangeKind, ChangeOf } from '../facts/change.ts';
import type { Directive } from '../facts/directive.ts';
import type { History, HistoryProblem } from '../facts/history.ts';
import type { Statement } from '../facts/statement.ts';
import type {
  ChangeContext, DeployContext, DirectiveContext, HistoryContext, ObjectContext, RuleContext, StatementContext,
} from './context.ts';
import type { Deploy } from '../facts/deploy.ts';
import type { Example } from './example.ts';
import type { Level, Report } from './finding.ts';
import type { Preset } from './presets.ts';

/** Nothing, one report, or several. */
export type Reports = Report | readonly Report[] | undefined;

/** Checks about objects: each object is asked about once, in the one home it has. */
export interface ObjectChecks<Options> {
  readonly schema?: (schema: Schema, on: ObjectContext<Options>) => Reports;
  readonly table?: (table: Table, on: ObjectContext<Options>) => Reports;
  readonly column?: (column: Column, table: Table, on: ObjectContext<Options>) => Reports;
  readonly constraint?: (constraint: Constraint, table: Table, on: ObjectContext<Options>) => Reports;
  readonly index?: (index: Index, on: ObjectContext<Options>) => Reports;
  readonly enum?: (type: EnumType, on: ObjectContext<Options>) => Reports;
  readonly domain?: (domain: Domain, on: ObjectContext<Options>) => Reports;
  readonly sequence?: (sequence: Sequence, on: ObjectContext<Options>) => Reports;
  readonly view?: (view: View, on: ObjectContext<Options>) => Reports;
  readonly policy?: (policy: Policy, on: ObjectContext<Options>) => Reports;
  readonly routine?: (routine: Routine, on: ObjectContext<Options>) => Reports;
  readonly trigger?: (trigger: Trigger, on: ObjectContext<Options>) => Reports;
  /** Once, for what takes the whole catalog to see. */
  readonly catalog?: (catalog: Catalog, on: ObjectContext<Options>) => Reports;
}

/** Checks about changes: one for each kind of change a judged migration makes. */
export type ChangeChecks<Options> = {
  readonly [Kind in ChangeKind]?: (change: ChangeOf<Kind>, on: ChangeContext<Options>) => Reports;
};

export type Checks<Options> = ObjectChecks<Options> & ChangeChecks<Options> & {
  /** For every change, whatever its kind. */
  readonly change?: (change: Change, on: ChangeContext<Options>) => Reports;
  readonly statement?: (statement: Statement, on: StatementContext<Options>) => Reports;
  /** Once for each deploy, for what takes all of its changes to see. */
  readonly deploy?: (deploy: Deploy, on: DeployContext<Options>) => Reports;
  /** Once: the whole history as one deploy on an empty database, for what fails there and nowhere else. */
  readonly freshDatabase?: (deploy: Deploy, on: DeployContext<Options>) => Reports;
  readonly history?: (history: History, on: HistoryContext<Options>) => Reports;
  /** For every mark that an unfinished merge left in the history; what they report is all that is reported. */
  readonly conflict?: (problem: HistoryProblem, on: RuleContext<Options>) => Reports;
  /** For every comment of the schema and of judged migrations that takes findings away. */
  readonly directive?: (directive: Directive, on: DirectiveContext<Options>) => Reports;
};

/** Options are one valibot object: types, checking, JSON Schema and the docs table come from it. */
export type OptionsSchema = v.GenericSchema<Record<string, unknown>, Record<string, unknown>>
  & { readonly entries: v.ObjectEntries };

/** The migrations that are new, the history of git, a live database: what only the command line can ask for. */
export type Need = 'pending' | 'git' | 'database';

/** A rule, as its file writes it. */
export interface RuleDefinition<Schema extends OptionsSchema> {
  /** `family/name`, the path of its file under rules/. */
  readonly id: string;
  /** What to do, as a heading: `Build an index on a live table concurrently`. */
  readonly title: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to do instead. */
  readonly instead: string;
  /** Its level where the settings say nothing; `off` for a rule that a team must choose. */
  readonly level: Level | 'off';
  /** Levels that presets raise it to. */
  readonly presets?: Readonly<Partial<Record<Exclude<Preset, 'recommended'>, Level>>>;
  /** What it asks for that an editor does not have; a rule that asks for nothing runs everywhere. */
  readonly needs?: readonly Need[];
  /** It names the step that follows a change of the schema, so a fix of the schema may bring its findings. */
  readonly nextStep?: true;
  /** Cases in which it is silent, for the docs page: one sentence each. */
  readonly silent?: readonly string[];
  readonly options?: Schema;
  readonly examples: readonly Example[];
  readonly check: Checks<v.InferOutput<Schema>>;
}

/** A rule whose options nobody needs to know the type of: the engine checks them with `options` before it asks. */
export interface Rule extends Omit<RuleDefinition<OptionsSchema>, 'check' | 'options'> {
  /** Path of its file, as findings have paths, if it is a project's own; ours have none. */
  readonly file?: string;
  readonly options: OptionsSchema | null;
  readonly check: Checks<never>;
}

/** Defines a rule. The only thing a rule file has to call. */
export function rule<const Schema extends OptionsSchema = OptionsSchema>(
  definition: RuleDefinition<Schema>,
): Rule {
  return { ...definition, options: definition.options ?? null };
}
