import { fitsAny } from '../match.ts';
import type { NamedKind } from '../kinds.ts';
import type { NamedThing } from '../named-things.ts';
import { parsePattern, type Pattern, type Placeholder } from '../pattern.ts';
import { isEnough, needed, sharesOf, type Claim, type Convention, type Share } from './convention.ts';
import { isMade, madePatterns } from './made.ts';

/** Patterns that are offered together, as one way of naming. */
export type Candidate = readonly string[];

/** A kind of name, and the ways of naming that may be its. */
export interface Question {
  readonly about: string;
  /** As `naming/pattern` calls it: a kind, or `column.` and a role or type. */
  readonly key: string;
  readonly placeholders: readonly Placeholder[];
  readonly things: readonly NamedThing[];
  /** The more they say, the sooner they are asked. */
  readonly candidates: readonly Candidate[];
  /** What nobody would name by the pattern of the rest: `created_by` among foreign keys. Learned where two do so. */
  readonly beside: readonly string[];
  readonly kind: NamedKind;
}

/** A way, and who goes it. */
interface Counted {
  readonly candidate: Candidate;
  readonly following: ReadonlySet<NamedThing>;
}

/**
 * The pattern that says most of those that seven in eight names have. Names that Drizzle made are no evidence of what a team
 * does: the others must show it by themselves, and may then have Drizzle's beside theirs.
 */
export function learnPattern(question: Question): Convention {
  const { about, things, candidates } = question;
  const made = things.filter(isMade);
  const chosen = things.filter((thing) => !made.includes(thing));
  const ways = candidates.map((candidate) => counted(candidate, question, chosen));
  const found = bestOf(ways.filter(({ following }) => isEnough(following.size, chosen.length) && isOfManyNames([...following])), chosen.length);
  const split = [...splitOf(ways, chosen), ...(made.length === 0 ? [] : [{ way: byDrizzle, count: made.length }])];
  const claim = found === undefined ? claimOfMade(made, things) : claimOf(found, question, made);
  return { aspect: 'pattern', about, of: things.length, claim, split };
}

/** What says most, if hardly anybody does otherwise; else what most do. */
function bestOf(ways: readonly Counted[], of: number): Counted | undefined {
  const most = Math.max(...ways.map(({ following }) => following.size));
  return ways.find(({ following }) => following.size / of >= beyondDoubt) ?? ways.find(({ following }) => following.size === most);
}

const beyondDoubt = 0.95;

const byDrizzle = 'as Drizzle names them';

/** `created_at` in forty tables is one name; that `id` is the key in all of them is just what was asked. */
function isOfManyNames(things: readonly NamedThing[]): boolean {
  const [first] = things;
  return first?.kind !== 'column' || first.keys.includes('primaryKey') || new Set(things.map(({ name }) => name)).size >= leastNames;
}

const leastNames = 3;

/**
 * With Drizzle's pattern beside it, and with what else is called so for a reason, where two at least do so: one alone is an
 * outlier, for the baseline.
 */
function claimOf({ candidate, following }: Counted, question: Question, made: readonly NamedThing[]): Claim {
  const ofMade = counted(candidate, question, made).following;
  const others = question.things.filter((thing) => !following.has(thing) && !made.includes(thing));
  const own = question.beside.filter((text) => counted([text], question, others).following.size > 1);
  const fitting = counted(own, question, others).following;
  const beside = [...own, ...oftenNamed(others.filter((thing) => !fitting.has(thing)))];
  const patterns = [...candidate, ...beside, ...(ofMade.size === made.length ? [] : madePatterns(question.kind, made))];
  return {
    way: patterns.join(' or '), following: following.size + made.length, outliers: [],
    setting: { rule: 'naming/pattern', key: question.key, patterns },
  };
}

/** What several tables call a column is the project's word for it: `timestamp` in its logs. */
function oftenNamed(things: readonly NamedThing[]): readonly string[] {
  const names = things.filter(({ kind, name }) => kind === 'column' && /^\w+$/.test(name)).map(({ name }) => name);
  return sharesOf(names).filter(({ count }) => count >= leastNames).map(({ way }) => way);
}

function claimOfMade(made: readonly NamedThing[], things: readonly NamedThing[]): Claim | null {
  const isMost = made.length > 0 && made.length / things.length >= needed.share;
  return isMost ? { way: byDrizzle, following: made.length, outliers: [], setting: null } : null;
}

function counted(candidate: Candidate, { placeholders }: Pick<Question, 'placeholders'>, things: readonly NamedThing[]): Counted {
  const patterns = candidate.map((text) => parsePattern(text, placeholders)).filter((one): one is Pattern => typeof one !== 'string');
  return { candidate, following: new Set(things.filter((thing) => fitsAny(patterns, thing) === 'yes')) };
}

/** Each name goes the way that most names go. */
function splitOf(ways: readonly Counted[], things: readonly NamedThing[]): readonly Share[] {
  const sorted = [...ways].sort((left, right) => right.following.size - left.following.size);
  return sharesOf(things.map((thing) => sorted.find(({ following }) => following.has(thing))?.candidate.join(' or ') ?? 'otherwise'));
}
