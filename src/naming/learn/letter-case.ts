import { isSnakeCase } from '../snake-case.ts';
import type { NamedKind } from '../kinds.ts';
import type { NamedThing } from '../named-things.ts';
import { isEnough, outliersOf, sharesOf, type CaseKind, type Convention, type Setting } from './convention.ts';
import { isMade } from './made.ts';

/** A way to write a name of several words. */
export type LetterCase = 'snake_case' | 'camelCase' | 'PascalCase' | 'words with spaces' | 'another case';

/** What names of a case look like to `naming/pattern`, where there is no rule for the case. */
const looks = { camelCase: '/^[a-z][a-zA-Z0-9]*$/', PascalCase: '/^[A-Z][a-zA-Z0-9]*$/' } as const;

const groups: readonly { readonly kind: CaseKind; readonly about: string; readonly of: readonly NamedKind[] }[] = [
  { kind: 'schema', about: 'Case of schemas', of: ['schema'] },
  { kind: 'table', about: 'Case of tables', of: ['table', 'partition'] },
  { kind: 'column', about: 'Case of columns', of: ['column'] },
  { kind: 'enum', about: 'Case of enums', of: ['enum'] },
  { kind: 'view', about: 'Case of views', of: ['view', 'materializedView'] },
  { kind: 'sequence', about: 'Case of sequences', of: ['sequence'] },
  { kind: 'index', about: 'Case of indexes', of: ['index', 'uniqueIndex'] },
  { kind: 'constraint', about: 'Case of constraints', of: ['primaryKey', 'foreignKey', 'unique', 'check', 'exclusion'] },
  { kind: 'policy', about: 'Case of policies', of: ['policy'] },
  { kind: 'routine', about: 'Case of functions', of: ['routine'] },
  { kind: 'trigger', about: 'Case of triggers', of: ['trigger'] },
];

/** The kind of `naming/snake-case` to which a kind of name belongs. */
export function caseKindOf(kind: NamedKind): CaseKind {
  return groups.find(({ of }) => of.includes(kind))?.kind ?? 'constraint';
}

/** The case of a group of names. */
export interface LearnedCase {
  readonly kind: CaseKind;
  readonly convention: Convention;
  /** No name of the group is anything but snake_case: the rule may be asked about it although nothing is learned. */
  readonly isFree: boolean;
}

/**
 * The letter case of names, kind by kind. `repeats`: a name that only repeats those of its table and columns, which are
 * judged themselves. A word in small letters alone is of every case: it counts, and proves nothing. What Drizzle named proves
 * nothing either, and counts only where the rule will speak of it.
 */
export function letterCases(things: readonly NamedThing[], repeats: (thing: NamedThing) => boolean): readonly LearnedCase[] {
  return groups.map(({ kind, about, of }) => {
    const own = things.filter((thing) => of.includes(thing.kind) && !repeats(thing));
    return { kind, convention: conventionOf(kind, about, own), isFree: own.every(({ written }) => isSnakeCase(written)) };
  });
}

function conventionOf(kind: CaseKind, about: string, all: readonly NamedThing[]): Convention {
  const things = all.filter((thing) => !isMade(thing) || !isSnakeCase(thing.written));
  const cases = sharesOf(things.filter((thing) => !isMade(thing)).flatMap(({ written }) => caseOf(written) ?? []));
  const [most] = cases;
  const decided = cases.reduce((sum, { count }) => sum + count, 0);
  const way = most !== undefined && isEnough(most.count, decided) ? most.way as LetterCase : null;
  const setting = way === null ? null : settingOf(way, kind);
  if (way === null || setting === null) return { aspect: 'case', about, of: things.length, claim: null, split: cases };
  const outliers = things.filter(({ written }) => !isOf(way, written));
  return {
    aspect: 'case', about, of: things.length, split: cases,
    claim: { way, following: things.length - outliers.length, outliers: outliersOf(outliers), setting },
  };
}

function settingOf(way: LetterCase, kind: CaseKind): Setting | null {
  if (way === 'snake_case') return { rule: 'naming/snake-case', kind };
  if (way !== 'camelCase' && way !== 'PascalCase') return null;
  const isOne = kind === 'table' || kind === 'column' || kind === 'enum' || kind === 'view';
  return isOne ? { rule: 'naming/pattern', key: kind, patterns: [looks[way]] } : null;
}

/** The case that a name shows; null for a word that is of every one. */
function caseOf(name: string): LetterCase | null {
  if (isSnakeCase(name)) return name.replace(/^_+/, '').includes('_') ? 'snake_case' : null;
  if (/^[a-z][a-zA-Z0-9]*$/.test(name)) return 'camelCase';
  if (/^[A-Z][a-zA-Z0-9]*$/.test(name)) return 'PascalCase';
  return name.includes(' ') ? 'words with spaces' : 'another case';
}

function isOf(way: LetterCase, name: string): boolean {
  const own = caseOf(name);
  if (way === 'PascalCase') return own === 'PascalCase';
  return own === null || own === way;
}
