import type { Origin } from '../../text/span.ts';
import { interpreter } from './interpreter.ts';
import { moduleGraph, type Sources } from './module-graph.ts';
import type { ParseModule } from './oxc.ts';
import type { Dictionary, Unknown, Value } from './values.ts';

/** What could not be read without running the file. */
export interface Unread {
  /** Why. */
  readonly unknown: string;
  readonly origin: Origin;
}

/**
 * Plain data, as JSON would have it, with an `Unread` wherever the text does not tell. In a record the key `...` is an
 * `Unread` for a spread that may hold more keys; what stands before that spread is `Unread` too.
 */
export type ConfigValue =
  | string | number | boolean | null | Unread | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

export function isUnread(value: ConfigValue | undefined): value is Unread {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    && 'origin' in value && 'unknown' in value && typeof value.unknown === 'string';
}

export interface ConfigInput {
  readonly file: string;
  /** The text of a file, or null if there is none. */
  read(path: string): string | null;
  /** The file an import means, or null if it is not known. */
  resolve(specifier: string, from: string): string | null;
  readonly parse: ParseModule;
}

/**
 * The default export of a configuration file, read without running it: an object, `defineConfig({ … })`, `satisfies`,
 * a name, spreads, `module.exports = …`, or a JSON file as a whole. Never throws.
 */
export function readDefaultExport(input: ConfigInput): ConfigValue {
  const { file } = input;
  const sources: Sources = {
    read: (path) => input.read(path), resolve: (specifier, from) => input.resolve(specifier, from), parse: input.parse,
  };
  const run = interpreter(moduleGraph(sources), 'unknown');
  const module = run.modules.at(file);
  const at: Origin = { file, span: { start: 0, end: 0 } };
  const value = run.exported(module, 'default');
  const [problem] = run.modules.problems();
  if (problem !== undefined && (value === null || problem.origin.file === file)) {
    return { unknown: problem.reason, origin: problem.origin };
  }
  return value === null ? { unknown: 'the file has no default export', origin: at } : configValue(value, at);
}

function configValue(value: Value, at: Origin): ConfigValue {
  switch (value.kind) {
    case 'literal':
      return literalValue(value.value);
    case 'instant':
      return value.value.toISOString();
    case 'list':
      return [...value.items.map((item) => configValue(item, at)), ...value.unread.map(unreadOf)];
    case 'dictionary':
      return recordOf(value, at);
    case 'unknown':
      return unreadOf(value);
    case 'function':
      return { unknown: 'a function', origin: at };
    default:
      return { unknown: `a ${value.kind}`, origin: at };
  }
}

/** What JSON has no form of is written as text, `undefined` as null. */
function literalValue(value: string | number | boolean | bigint | null | undefined): ConfigValue {
  if (value === undefined) return null;
  return typeof value === 'bigint' ? String(value) : value;
}

/** Keys of value `undefined` are left out, as JSON leaves them out. */
function recordOf(value: Dictionary, at: Origin): ConfigValue {
  const [spread] = value.unread;
  const entries = [...value.entries]
    .filter(([, entry]) => entry.kind !== 'literal' || entry.value !== undefined)
    .map(([key, entry]) => [key, value.doubtful.has(key) ? spread ?? entry : entry] as const)
    .map(([key, entry]) => [key, configValue(entry, at)] as const);
  return Object.fromEntries(spread === undefined ? entries : [...entries, ['...', unreadOf(spread)] as const]);
}

function unreadOf({ reason, origin }: Unknown): Unread {
  return { unknown: reason, origin };
}
