import type { Casing } from '../facts/casing.ts';
import type { Catalog, Expression } from '../facts/catalog.ts';
import type { DirectedFile } from '../facts/directive.ts';
import type { Runner } from '../facts/deploy.ts';
import type { Statistics, TableSize } from '../facts/statistics.ts';
import type { Origin } from '../text/span.ts';
import type { Evaluation } from '../facts/evaluation.ts';
import type { History, HistoryProblem, Migration } from '../facts/history.ts';
import type { KitSettings } from '../facts/kit-settings.ts';
import type { Uncommitted } from '../rule/context.ts';

/** A place that was not read, and why. */
export interface Unread {
  readonly origin: Origin;
  readonly reason: string;
}

/** A project at one moment: what it declares, and the migrations it has. */
export interface ProjectState {
  /** From the schema TypeScript; null if there is none to read. */
  readonly declared: Catalog | null;
  /** Places of the schema that could not be told without running it: what seems missing may be there. */
  readonly unread: readonly Unread[];
  /** Places where something was taken for true that only running the schema tells: an unset environment variable. */
  readonly assumed: readonly Unread[];
  /** Files of TypeScript with comments that take findings away; those of migrations are in the history. */
  readonly directed: readonly DirectedFile[];
  readonly history: History;
}

/** Everything rules are asked about. */
export interface ProjectFacts extends ProjectState {
  /** Migrations to judge, a subset of the history's in its order. */
  readonly judged: readonly Migration[];
  /** `together`: what is pending is one deploy; `oneByOne`: every judged migration was a deploy of its own. */
  readonly grouping: 'together' | 'oneByOne';
  /** What `grouping` is about; a judged migration that is not among them is a deploy of its own. Left out: the judged. */
  readonly pending?: readonly Migration[];
  /** `new`: of the history only what the rules did not say of the base; left out: all they say. */
  readonly historyReports?: 'new';
  /** The project as it was before the judged work; what it said then is not said again. Null: judge everything. */
  readonly base: ProjectState | null;
  /** Tags of the journal at the base ref; null where there is none to compare with. */
  readonly tagsAtBase: ReadonlySet<string> | null;
  /** The history at the base ref, whatever is judged; left out where there is none to compare with. */
  readonly atBase?: History;
  /** Hashes that the baseline holds of migrations, by tag. Left out: none. */
  readonly recorded?: ReadonlyMap<string, string>;
  /** Marks that an unfinished merge left in files of the schema, one a file. Left out: none. */
  readonly unfinished?: readonly HistoryProblem[];
  /** Left out: git was not asked. */
  readonly uncommitted?: Uncommitted;
  /** Left out: there is no drizzle.config. */
  readonly kit?: KitSettings;
  /** The present, in milliseconds since 1970, to the minute. */
  readonly now: number;
  /** Reads the text of an expression; left out: it stays as it is, and has no spelling. */
  readonly spell?: (text: string) => Expression;
  /** Left out: nobody asked for the schema to be executed. */
  readonly evaluated?: Evaluation;
  readonly postgres: number;
  /** How large the tables in production are; left out where nobody looked. */
  readonly statistics?: Statistics;
  /** Up to which size a table counts as small. Left out: `smallTable`. */
  readonly smallTable?: TableSize;
  readonly runner: Runner;
  readonly casing: Casing | null;
  readonly schemaFiles: readonly string[];
  /** Folder that paths in options are relative to, with a slash at its end, or empty. */
  readonly folder: string;
}
