import type { Catalog } from '../facts/catalog.ts';
import { baseTypeOf, readTypeName } from './effects/type-name.ts';

/**
 * Built-in types whose values Postgres compares with one another as they are stored, one family a line (operator families
 * of btree and hash, pg_amop of PostgreSQL 14 to 18). A foreign key may join types of two lines: then the values of one
 * side are cast first, and if that is the referencing side, no index on its column serves.
 */
const families: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint'],
  ['numeric'],
  ['real', 'double precision'],
  ['oid'],
  ['text', 'character varying'],
  ['bpchar'],
  ['name'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
  ['time without time zone'],
  ['time with time zone'],
  ['interval'],
  ['inet', 'cidr'],
  ['bit'],
  ['bit varying'],
  ['citext', 'public.citext'],
];

/** Whether a foreign key from one type to another compares what the referencing column holds. Types not known: yes. */
export function comparedAsStored(referencing: string, referenced: string, catalog: Catalog): boolean {
  const [own, other] = [referencing, referenced].map((type) => readTypeName(baseTypeOf(type, catalog)));
  if (own === undefined || other === undefined || own.isArray || other.isArray) return true;
  const [family, others] = [own, other].map(({ name }) => families.findIndex((one) => one.includes(name)));
  return family === others || family === -1 || others === -1;
}
