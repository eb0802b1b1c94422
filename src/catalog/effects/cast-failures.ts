import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Failure } from '../../facts/effects.ts';
import { withRows } from './combine.ts';
import { baseTypeOf, domainsUnder, kindOfType, readTypeName } from './type-name.ts';

/** What rows may bring about that are cast into another type. What an expression of the author's does to them, nobody knows. */
export function rowFailuresOfCast(from: string, { type, casts }: ChangeOf<'setColumnType'>, catalog: Catalog): readonly Failure[] {
  if (casts === null) return domainFailures(type, catalog);
  const path = [from, ...casts, type].map((one) => baseTypeOf(one, catalog));
  const steps = path.slice(1).flatMap((to, index) => {
    // An explicit cast to varchar(n) cuts what is too long; only what is put into the column at the end is refused.
    const isLast = index === path.length - 2;
    return stepFailures(path[index] ?? from, to, { catalog, isLast: isLast && !(casts.length > 0 && casts.at(-1) === type) });
  });
  const seen = new Map([...steps, ...domainFailures(type, catalog)].map((failure) => [failure.sqlstate, failure]));
  return [...seen.values()];
}

function domainFailures(type: string, catalog: Catalog): readonly Failure[] {
  const domains = domainsUnder(type, catalog);
  return [
    ...(domains.some(({ checks }) => checks.length > 0) ? [withRows('23514', 'rows that break the check of the domain')] : []),
    ...(domains.some(({ notNull }) => notNull) ? [withRows('23502', 'rows that hold null, which the domain does not take')] : []),
  ];
}

interface StepContext {
  readonly catalog: Catalog;
  readonly isLast: boolean;
}

function stepFailures(from: string, to: string, { catalog, isLast }: StepContext): readonly Failure[] {
  const [source, target] = [readTypeName(from), readTypeName(to)];
  const isText = texts.includes(source.name) || source.name.endsWith('.citext');
  const length = target.modifiers === null ? [] : lengthFailures(target.name, isLast);
  const range = numbers.has(target.name) ? [withRows('22003', 'numbers out of range')] : [];
  if (!isText || target.isArray || texts.includes(target.name)) return [...length, ...range];
  const words = kindOfType(to, catalog) === 'enum' || !/^(?:timestamp|time|date|interval|bytea|xml)/.test(target.name) ? '22P02' : '22007';
  return [
    ...length, withRows(words, `texts that are no ${to}`), ...range,
    ...(words === '22007' ? [withRows('22008', 'times out of range')] : []),
    ...(target.name === 'xml' ? [withRows('2200N', 'texts that are no XML')] : []),
  ];
}

function lengthFailures(name: string, isLast: boolean): readonly Failure[] {
  switch (name) {
    case 'character varying':
    case 'bpchar': return isLast ? [withRows('22001', 'texts that are too long')] : [];
    case 'bit': return isLast ? [withRows('22026', 'bits of another number')] : [];
    case 'bit varying': return isLast ? [withRows('22001', 'bits that are too many')] : [];
    case 'numeric': return [withRows('22003', 'numbers out of range')];
    default: return [];
  }
}

const texts = ['text', 'character varying', 'bpchar'];
const numbers: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric', 'money', 'oid']);
