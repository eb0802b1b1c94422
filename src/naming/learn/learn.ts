import type { Catalog, Table } from '../../facts/catalog.ts';
import { keyOf, showName } from '../../facts/names.ts';
import { isMadeOfKeys } from '../is-made-of-keys.ts';
import type { NameCasing } from '../left-to-others.ts';
import type { NamedKind } from '../kinds.ts';
import { namedThings, type NamedThing } from '../named-things.ts';
import { onlyRepeats } from '../only-repeats.ts';
import { missingPrefixes, type PrefixChoice, type PrefixGround } from '../table-prefixes.ts';
import { thirdPartyTables, type ThirdParty } from '../third-party.ts';
import type { CaseKind, Convention } from './convention.ts';
import { learnInflection } from './inflection.ts';
import { caseKindOf, letterCases, type LetterCase } from './letter-case.ts';
import { learnPattern } from './patterns.ts';
import { learnPrefixes } from './prefixes.ts';
import { questionsOf } from './questions.ts';
import { learnColumns } from './required-columns.ts';
import { settled } from './settled.ts';

/** What the names of a project have in common. */
export interface Learned {
  readonly conventions: readonly Convention[];
  /** Kinds that `naming/snake-case` can be asked about: those of which it is learned, and those without any other name. */
  readonly snakeCaseKinds: readonly CaseKind[];
  /** `any`: some kinds that have a pattern are not asked to be snake_case. */
  readonly casing: NameCasing;
  /** Does `naming/table-prefix` speak of a table where it is told nothing? */
  readonly isPrefixEvident: boolean;
  /** Tables that a library names, which are left out of all that is learned. */
  readonly thirdParty: readonly { readonly table: Table; readonly of: ThirdParty }[];
}

/** What `naming/table-prefix` does where it is told nothing. */
const byEvidence: PrefixChoice = { by: 'evidence', prefixes: {}, allowed: [], schemas: ['public'] };

/** Learns what a project already does from the names of its catalog: nothing is asked of its authors, and nothing is wished. */
export function learnConventions(ground: PrefixGround): Learned {
  const { catalog } = ground;
  const known = thirdPartyTables(catalog);
  const things = namedThings(catalog).filter(({ origin, owner }) => origin !== null && (owner === null || !known.has(keyOf(owner))));
  const cases = letterCases(things, (thing) => repeatsOthers(thing, catalog) || isMadeOfKeys(thing));
  const caseOfColumns = cases.find(({ kind }) => kind === 'column')?.convention.claim?.way as LetterCase | undefined;
  const patterns = [learnInflection(things), ...questionsOf(things, caseOfColumns ?? null).map(learnPattern)];
  const named = onePatternEach([...cases.map(({ convention }) => convention), ...patterns]);
  const snakeCaseKinds = cases.filter(isAsked).map(({ kind }) => kind);
  const casing = named.some(({ claim }) => claim?.setting?.rule === 'naming/pattern' && !isCaseAsked(claim.setting.key, snakeCaseKinds))
    ? 'any' : 'snake_case';
  return {
    conventions: [learnPrefixes(ground), ...settled(named, things, casing), learnColumns([...catalog.tables.values()].filter((table) => !known.has(keyOf(table))))],
    snakeCaseKinds,
    casing,
    isPrefixEvident: [...catalog.tables.values()].some((table) => missingPrefixes(table, byEvidence, ground).length > 0),
    thirdParty: thirdPartyIn(catalog),
  };
}

/** Policies are asked about only where there are some: they are left out of the rule by itself. */
function isAsked({ kind, isFree, convention: { of, claim } }: ReturnType<typeof letterCases>[number]): boolean {
  return (isFree && (kind !== 'policy' || of > 0)) || claim?.setting?.rule === 'naming/snake-case';
}

/** Is the case of what a pattern is for asked about, so that the pattern need not speak of names in another one? */
function isCaseAsked(key: string, snakeCaseKinds: readonly CaseKind[]): boolean {
  const [kind = ''] = key.split('.');
  return snakeCaseKinds.includes(caseKindOf(kind as NamedKind));
}

/** A kind has patterns of which any will do: what is to be true besides is told, and not asked for. */
function onePatternEach(conventions: readonly Convention[]): readonly Convention[] {
  const taken = new Set<string>();
  return conventions.map((convention) => {
    const { claim } = convention;
    if (claim?.setting?.rule !== 'naming/pattern') return convention;
    const { key } = claim.setting;
    if (taken.has(key)) return { ...convention, claim: { ...claim, setting: null } };
    taken.add(key);
    return convention;
  });
}

function thirdPartyIn(catalog: Catalog): Learned['thirdParty'] {
  const tables = [...thirdPartyTables(catalog)].flatMap(([key, of]) => {
    const table = catalog.tables.get(key);
    return table === undefined ? [] : [{ table, of }];
  });
  return tables.sort((left, right) => showName(left.table).localeCompare(showName(right.table), 'en'));
}

/** Of constraints and indexes: the name of the table, or of a column, is what is not snake_case in it. */
function repeatsOthers({ kind, owner, written }: NamedThing, { tables }: Catalog): boolean {
  const isMember = owner !== null && !['table', 'partition', 'view', 'materializedView', 'column', 'policy', 'trigger'].includes(kind);
  const table = isMember ? tables.get(keyOf(owner)) : undefined;
  return table !== undefined && onlyRepeats(written, table);
}
