import type { Catalog } from '../facts/catalog.ts';
import { castsAlone } from './effects/casts.ts';
import { oidTypes } from './effects/type-coercion.ts';
import { baseTypeOf, kindOfType, readTypeName, type TypeName } from './effects/type-name.ts';

/**
 * How the type of a foreign key's column goes with that of the column it refers to.
 *  - `alike`: one type, or two that Postgres compares without a thought, the key's no narrower.
 *  - `narrower`: whole numbers, of which the key's end first. `shorter`: texts, of which the key's may be too short.
 *  - `cast`: accepted, and each look-up in the referencing table turns its column into the other type, so no index of it serves.
 *  - `refused`: SQLSTATE 42804. `unknown`: a type of an extension, or nobody's that we know.
 */
export type KeyTypes = 'alike' | 'narrower' | 'shorter' | 'cast' | 'refused' | 'unknown';

/** Measured on PostgreSQL 17 for every two of some thirty types (test/catalog/key-types.test.ts). */
export function keyTypes(referring: string, referred: string, catalog: Catalog): KeyTypes {
  const [from, to] = [referring, referred].map((type) => baseTypeOf(type, catalog)) as [string, string];
  const [source, target] = [readTypeName(from), readTypeName(to)];
  if (source.name === target.name && source.isArray === target.isArray) return sameName(source, target);
  if (source.isArray || target.isArray) return source.isArray === target.isArray ? 'unknown' : refusedIfKnown([from, to], catalog);
  const [one, other] = [bareName(source), bareName(target)];
  return wholeNumbers(one, other) ?? texts(one, other, source, target) ?? otherTypes(one, other)
    ?? (castsAlone(from, to, catalog, 'implicit') === 'no' ? refusedIfKnown([from, to], catalog) : 'unknown');
}

/** citext may live in any schema. */
function bareName({ name }: TypeName): string {
  return name.endsWith('.citext') ? 'citext' : name;
}

function refusedIfKnown(types: readonly string[], catalog: Catalog): KeyTypes {
  const kinds = types.map((type) => kindOfType(type, catalog));
  return kinds.some((kind) => kind === 'unknown' || kind === 'extension') ? 'unknown' : 'refused';
}

function sameName(source: TypeName, target: TypeName): KeyTypes {
  return source.name === 'character varying' && !source.isArray ? lengths(source, target) : 'alike';
}

function lengths({ modifiers: own }: TypeName, { modifiers: referred }: TypeName): KeyTypes {
  if (own === null) return 'alike';
  return referred === null || Number(own) < Number(referred) ? 'shorter' : 'alike';
}

const whole = ['smallint', 'integer', 'bigint'];
const fractions = ['numeric', 'real', 'double precision'];

function wholeNumbers(from: string, to: string): KeyTypes | null {
  if (!whole.includes(from)) return null;
  if (whole.includes(to)) return whole.indexOf(from) < whole.indexOf(to) ? 'narrower' : 'alike';
  return fractions.includes(to) || oidTypes.has(to) ? 'cast' : null;
}

/** `name` and `character` have operators of their own; what else is a text has those of text. */
function texts(from: string, to: string, source: TypeName, target: TypeName): KeyTypes | null {
  const pair = `${from} → ${to}`;
  if (castTexts.has(pair)) return 'cast';
  if (!likeTexts.has(pair)) return null;
  return from === 'character varying' && to === 'text' ? lengths(source, target) : 'alike';
}

const likeTexts = new Set([
  'text → character varying', 'character varying → text', 'name → text', 'name → character varying',
]);
const castTexts = new Set([
  'text → name', 'text → bpchar', 'character varying → bpchar', 'character varying → name', 'bpchar → text', 'bpchar → name',
  'bpchar → character varying',
  'citext → text', 'citext → character varying',
]);

function otherTypes(from: string, to: string): KeyTypes | null {
  const families = [dates, ['real', 'double precision'], ['inet', 'cidr']];
  if (families.some((family) => family.includes(from) && family.includes(to))) return 'alike';
  return from === 'numeric' && fractions.includes(to) ? 'cast' : null;
}

const dates = ['date', 'timestamp without time zone', 'timestamp with time zone'];
