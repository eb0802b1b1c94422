import type { Catalog } from '../../facts/catalog.ts';
import { oidTypes } from './type-coercion.ts';
import { baseTypeOf, kindOfType, readTypeName } from './type-name.ts';

/**
 * Whether Postgres takes a value of one type for a column of another without an explicit cast, by `pg_cast` of PostgreSQL
 * 18: `assignment`, as ALTER COLUMN … TYPE without USING asks, or `implicit`. `unknown` where one of them is a type of an
 * extension, or nobody's that we know.
 */
export function castsAlone(from: string, to: string, catalog: Catalog, how: 'assignment' | 'implicit'): 'yes' | 'no' | 'unknown' {
  const [before, after] = [baseTypeOf(from, catalog), baseTypeOf(to, catalog)];
  const [source, target] = [readTypeName(before), readTypeName(after)];
  if (source.name === target.name && source.isArray === target.isArray) return 'yes';
  if ([before, after].some((type) => ['unknown', 'extension'].includes(kindOfType(type, catalog)))) return 'unknown';
  // Any type goes into a text as it is printed; an array goes where its elements go.
  const isPrinted = texts.includes(target.name) && (source.isArray || !target.isArray);
  if (isPrinted) return how === 'assignment' || (!source.isArray && isImplicit(source.name, target.name)) ? 'yes' : 'no';
  if (source.isArray !== target.isArray) return 'no';
  if (source.name.startsWith('interval') && target.name.startsWith('interval')) return 'yes';
  const isCast = isImplicit(source.name, target.name) || (how === 'assignment' && assignments[source.name]?.includes(target.name) === true);
  return isCast ? 'yes' : 'no';
}

const texts = ['text', 'character varying', 'bpchar'];

function isImplicit(from: string, to: string): boolean {
  const isWhole = ['smallint', 'integer', 'bigint'].includes(from);
  if (oidTypes.has(to)) return oidTypes.has(from) || isWhole || (to === 'regclass' && texts.includes(from));
  return implicit[from]?.includes(to) === true;
}

const implicit: Readonly<Record<string, readonly string[]>> = {
  smallint: ['integer', 'bigint', 'numeric', 'real', 'double precision'], integer: ['bigint', 'numeric', 'real', 'double precision'],
  bigint: ['numeric', 'real', 'double precision'], numeric: ['real', 'double precision'], real: ['double precision'],
  text: ['character varying', 'bpchar', 'name'], 'character varying': ['text', 'bpchar', 'name'],
  bpchar: ['text', 'character varying', 'name'],
  name: ['text'], '"char"': ['text'], date: ['timestamp without time zone', 'timestamp with time zone'],
  'timestamp without time zone': ['timestamp with time zone'], 'time without time zone': ['interval', 'time with time zone'],
  bit: ['bit varying'], 'bit varying': ['bit'], cidr: ['inet'], macaddr: ['macaddr8'], macaddr8: ['macaddr'],
};

const assignments: Readonly<Record<string, readonly string[]>> = {
  bigint: ['integer', 'smallint', 'money'], integer: ['smallint', 'money'], numeric: ['bigint', 'integer', 'smallint', 'money'],
  'double precision': ['bigint', 'integer', 'smallint', 'numeric', 'real'], real: ['bigint', 'integer', 'smallint', 'numeric'],
  money: ['numeric'],
  text: ['"char"'], 'character varying': ['"char"'], bpchar: ['"char"'], inet: ['cidr'], json: ['jsonb'], jsonb: ['json'],
  'interval': ['time without time zone'], 'time with time zone': ['time without time zone'],
  'timestamp with time zone': ['date', 'time with time zone', 'time without time zone', 'timestamp without time zone'],
  'timestamp without time zone': ['date', 'time without time zone'],
  ...Object.fromEntries([...oidTypes].map((name) => [name, ['integer', 'bigint']])),
};
