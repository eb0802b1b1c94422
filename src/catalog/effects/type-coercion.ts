import type { Catalog } from '../../facts/catalog.ts';
import type { EffectsContext } from './context.ts';
import { baseTypeOf, domainOf, hasConstraints, kindOfType, readTypeName, type TypeName } from './type-name.ts';

/**
 * Whether values stay the bits they are when a column goes through casts into a type: Postgres then keeps the table's file.
 * `unknown` where a type is nobody's that we know.
 *
 * Sources: `ATColumnChangeRequiresRewrite` (commands/tablecmds.c) looks through relabelling, casts to domains without
 * constraints and, where TimeZone is UTC, between the timestamps. Which casts relabel: `castmethod = 'b'` in `pg_cast`.
 * Which changes of a length the planner drops: `varchar_support`, `varbit_support`, `numeric_support`, `interval_support`
 * and `TemporalSimplify` (utils/adt). char, bit and arrays have no such function.
 */
export function keepsBits(
  from: string, through: readonly string[], catalog: Catalog, context: Pick<EffectsContext, 'timeZone' | 'major'>,
): 'yes' | 'no' | 'unknown' {
  let current: Step = { type: from, length: readTypeName(from).modifiers };
  for (const type of through) {
    const kept = isSameType(current.type, type) ? keepsLength(current, type, catalog) : keepsType(current, type, catalog, context);
    if (kept !== 'yes') return kept;
    const target = readTypeName(type);
    current = { type, length: target.modifiers };
  }
  return 'yes';
}

/** A type on the way, and the length its values are known to have; null for none known. */
interface Step {
  readonly type: string;
  readonly length: string | null;
}

function isSameType(left: string, right: string): boolean {
  const [one, other] = [readTypeName(left), readTypeName(right)];
  return withoutFields(one.name) === withoutFields(other.name) && one.isArray === other.isArray;
}

/** `interval day to second` is an interval. */
function withoutFields(name: string): string {
  return name.startsWith('interval') ? 'interval' : name;
}

function keepsType(
  current: Step, to: string, catalog: Catalog, context: Pick<EffectsContext, 'timeZone' | 'major'>,
): 'yes' | 'no' | 'unknown' {
  if (hasConstraints(to, catalog)) return 'no';
  if ([current.type, to].some((type) => kindOfType(type, catalog) === 'unknown')) return 'unknown';
  const [from, base] = [baseTypeOf(current.type, catalog), baseTypeOf(to, catalog)];
  // The column of a domain has no length of its own for the planner, whatever the domain says.
  const length = domainOf(current.type, catalog) === null ? current.length : null;
  if (isSameType(from, base)) return keepsLength({ type: from, length }, base, catalog);
  const [source, target] = [readTypeName(from), readTypeName(base)];
  if (!isRelabelled(source, target) && !isTimestampAtZero(source, target, context)) return 'no';
  return keepsLength({ type: base, length: null }, base, catalog);
}

function isRelabelled(from: TypeName, to: TypeName): boolean {
  if (from.isArray || to.isArray) return false;
  const [source, target] = [bareName(from), bareName(to)];
  return relabels[source]?.includes(target) === true
    || (oidTypes.has(source) && (oidTypes.has(target) || target === 'integer')) || (source === 'integer' && oidTypes.has(target));
}

/** citext may live in any schema. */
function bareName({ name }: TypeName): string {
  return name.endsWith('.citext') ? 'citext' : name;
}

/** Of `pg_cast`, and of citext's casts, those that Postgres makes without a function. */
const relabels: Readonly<Record<string, readonly string[]>> = {
  text: ['character varying', 'bpchar', 'citext'], 'character varying': ['text', 'bpchar', 'citext'],
  citext: ['text', 'character varying', 'bpchar'],
  xml: ['text', 'character varying', 'bpchar'], cidr: ['inet'], bit: ['bit varying'], 'bit varying': ['bit'],
};

/** They are numbers of objects, `oid` by another name. */
export const oidTypes: ReadonlySet<string> = new Set([
  'oid', 'regclass', 'regcollation', 'regconfig', 'regdictionary', 'regnamespace', 'regoper',
  'regoperator', 'regproc', 'regprocedure', 'regrole', 'regtype',
]);

/** `TimestampTimestampTzRequiresRewrite`, from PostgreSQL 12 on. */
function isTimestampAtZero(from: TypeName, to: TypeName, { timeZone, major }: Pick<EffectsContext, 'timeZone' | 'major'>): boolean {
  const names = [from.name, to.name].sort().join();
  return timeZone === 'utc' && major >= 12 && !from.isArray && !to.isArray
    && names === 'timestamp with time zone,timestamp without time zone';
}

/** A length that is given anew, where the type itself stays. */
function keepsLength({ type, length }: Step, to: string, catalog: Catalog): 'yes' | 'no' {
  if (domainOf(to, catalog) !== null) return 'yes';
  const [source, { name, modifiers, isArray }] = [readTypeName(type), readTypeName(to)];
  if (name.startsWith('interval')) {
    return isArray ? sameOrNone(source, length, name, modifiers) : keepsInterval(source.name, length, name, modifiers);
  }
  if (modifiers === null || modifiers === length) return 'yes';
  if (isArray) return 'no';
  switch (name) {
    case 'character varying':
    case 'bit varying': return length !== null && Number(length) <= Number(modifiers) ? 'yes' : 'no';
    case 'numeric': return keepsNumeric(length, modifiers);
    default: return /^time/.test(name) && isFiner(length, modifiers) ? 'yes' : 'no';
  }
}

function sameOrNone(source: TypeName, length: string | null, name: string, modifiers: string | null): 'yes' | 'no' {
  const isUnbounded = name === 'interval' && modifiers === null;
  return isUnbounded || (source.name === name && length === modifiers) ? 'yes' : 'no';
}

/** Digits of a second's fraction that times keep at most. */
const mostDigits = 6;

function isFiner(length: string | null, modifiers: string): boolean {
  return Number(modifiers) >= mostDigits || (length !== null && Number(modifiers) >= Number(length));
}

function keepsNumeric(length: string | null, modifiers: string): 'yes' | 'no' {
  const [precision = 0, scale = 0] = (length ?? '').split(',').map(Number);
  const [nextPrecision = 0, nextScale = 0] = modifiers.split(',').map(Number);
  return length !== null && nextScale === scale && nextPrecision >= precision ? 'yes' : 'no';
}

/** Only the smallest field counts, and the digits of a second where there are seconds. */
function keepsInterval(from: string, length: string | null, to: string, modifiers: string | null): 'yes' | 'no' {
  const [had, has] = [smallestField(from), smallestField(to)];
  const digits = modifiers === null ? mostDigits : Number(modifiers);
  const hasDigits = had > 0 || digits >= mostDigits || digits >= (length === null ? mostDigits : Number(length));
  return has <= had && hasDigits ? 'yes' : 'no';
}

const fields = ['second', 'minute', 'hour', 'day', 'month', 'year'];

function smallestField(name: string): number {
  return Math.max(fields.indexOf(name.split(' ').at(-1) ?? ''), 0);
}
