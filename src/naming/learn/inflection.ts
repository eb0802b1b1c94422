import { isPlural, isSingular, lastWordOf } from '../inflect.ts';
import type { NamedThing } from '../named-things.ts';
import { isEnough, outliersOf, sharesOf, type Convention } from './convention.ts';

/** Are tables named for one row or for all? Words that are the same for both prove neither. */
export function learnInflection(things: readonly NamedThing[]): Convention {
  const tables = things.filter(({ kind }) => kind === 'table');
  const split = sharesOf(tables.flatMap(({ name }) => numberOf(name) ?? []));
  const [most] = split;
  const decided = split.reduce((sum, { count }) => sum + count, 0);
  const about = 'Tables, singular or plural';
  if (most === undefined || !isEnough(most.count, decided)) return { aspect: 'pattern', about, of: tables.length, claim: null, split };
  const isForm = most.way === 'singular' ? isSingular : isPlural;
  const others = tables.filter(({ name }) => !isForm(lastWordOf(name)));
  const beside = states.filter((ending) => others.some(({ name }) => name.endsWith(ending)));
  const outliers = others.filter(({ name }) => !beside.some((ending) => name.endsWith(ending)));
  return {
    aspect: 'pattern', about, of: tables.length, split,
    claim: {
      way: most.way, following: tables.length - outliers.length, outliers: outliersOf(outliers),
      setting: { rule: 'naming/pattern', key: 'table', patterns: [`{${most.way}}`, ...beside.map((ending) => `{}${ending}`)] },
    },
  };
}

/** How things stand is one state of each, in tables that are plural as in others: `book_status`. */
const states = ['_state', '_status'] as const;

function numberOf(name: string): 'singular' | 'plural' | null {
  const word = lastWordOf(name);
  const [one, many] = [isSingular(word), isPlural(word)];
  if (one === many) return null;
  return one ? 'singular' : 'plural';
}
