import type { RequiredColumns } from '../../catalog/required-columns.ts';
import type { Origin } from '../../text/span.ts';
import type { NamedThing } from '../named-things.ts';
import type { PrefixChoice } from '../table-prefixes.ts';
import { showName } from '../../facts/names.ts';

/** Kinds by which `naming/snake-case` is asked. */
export type CaseKind = 'schema' | 'table' | 'column' | 'enum' | 'view' | 'sequence' | 'index' | 'constraint' | 'policy' | 'routine' | 'trigger';

/** What a rule is to be told so that it holds a project to what it does. */
export type Setting =
  | { readonly rule: 'naming/snake-case'; readonly kind: CaseKind }
  /** `key`: as the patterns of `naming/pattern` are called: `index`, `column.boolean`. */
  | { readonly rule: 'naming/pattern'; readonly key: string; readonly patterns: readonly string[] }
  | { readonly rule: 'design/required-columns'; readonly columns: RequiredColumns['columns'] }
  | { readonly rule: 'naming/table-prefix'; readonly choice: Partial<PrefixChoice> };

/** Something that does not follow. */
export interface Outlier {
  /** With its owner: `book.createdAt`. */
  readonly name: string;
  readonly origin: Origin;
}

/** A way of naming, and how many go it. */
export interface Share {
  readonly way: string;
  readonly count: number;
}

/** What a project does about one kind of name, or that it does nothing of the sort. */
export interface Convention {
  readonly aspect: 'prefix' | 'case' | 'pattern' | 'columns';
  /** `Indexes`, `Boolean columns`. */
  readonly about: string;
  /** How many there are. */
  readonly of: number;
  /** Null: nothing that seven in eight do. */
  readonly claim: Claim | null;
  /** How they part, the most frequent first. */
  readonly split: readonly Share[];
}

/** What so many do that a maintainer would say it is how things are done here. */
export interface Claim {
  readonly way: string;
  readonly following: number;
  readonly outliers: readonly Outlier[];
  /** Null: Drizzle made these names, nobody chose them, and nothing is to be held to them. */
  readonly setting: Setting | null;
}

/** So many things at least, and so large a part of all, before a maintainer would sign it. */
export const needed = { things: 5, share: 7 / 8 } as const;

/** Are so many of so many enough? */
export function isEnough(following: number, of: number): boolean {
  return following >= needed.things && following / of >= needed.share;
}

/** Things as outliers. What has no place in a file cannot be one. */
export function outliersOf(things: readonly NamedThing[]): readonly Outlier[] {
  return things.flatMap((thing) => (thing.origin === null ? [] : [{ name: shown(thing), origin: thing.origin }]));
}

function shown({ kind, owner, written, schema }: NamedThing): string {
  if (owner !== null && !['table', 'partition', 'view', 'materializedView'].includes(kind)) return `${showName(owner)}.${written}`;
  return schema === null || kind === 'schema' ? written : showName({ schema, name: written });
}

/** How often each value is there, the most frequent first. */
export function sharesOf(ways: readonly string[]): readonly Share[] {
  const counts = new Map<string, number>();
  for (const way of ways) counts.set(way, (counts.get(way) ?? 0) + 1);
  return [...counts].map(([way, count]) => ({ way, count })).sort((left, right) => right.count - left.count);
}
