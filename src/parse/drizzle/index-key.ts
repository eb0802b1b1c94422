import type { Expression, IndexKey } from '../../facts/catalog.ts';
import { truncateToBytes } from '../../text/utf8.ts';

/** A key of an index as a snapshot has it; a bare text in versions 5 and 6. */
export interface WrittenKey {
  readonly expression: string;
  readonly isExpression: boolean;
  readonly asc: boolean;
  readonly nulls: 'first' | 'last' | null;
  readonly opclass: string | null;
}

/**
 * A key as Postgres sees it. What the snapshot calls an expression may be a column with options behind it
 * (`"title" gin_trgm_ops`, `"added" DESC`): everything given to `sql` is.
 */
export function indexKey(key: WrittenKey, spell: (text: string) => Expression): IndexKey {
  const order = key.asc ? 'asc' : 'desc';
  const nulls = key.nulls ?? (key.asc ? 'last' : 'first');
  if (key.isExpression) return expressionKey(key, order, nulls, spell);
  const column = truncateToBytes(key.expression, 63);
  return { column, expression: null, order, nulls, operatorClass: key.opclass, collation: null };
}

function expressionKey(
  key: WrittenKey, order: 'asc' | 'desc', nulls: 'first' | 'last', spell: (text: string) => Expression,
): IndexKey {
  const parts = withoutOptions(key.expression);
  const column = columnName(parts.expression);
  return {
    column,
    expression: column === null ? spell(parts.expression) : null,
    order: parts.order ?? order,
    nulls: parts.nulls ?? (parts.order === 'desc' ? 'first' : nulls),
    operatorClass: parts.operatorClass ?? key.opclass,
    collation: parts.collation,
  };
}

interface Options {
  readonly expression: string;
  readonly order: 'asc' | 'desc' | null;
  readonly nulls: 'first' | 'last' | null;
  readonly operatorClass: string | null;
  readonly collation: string | null;
}

const name = String.raw`"(?:[^"]|"")+"|[a-z_][\w$]*`;
const nullsAtEnd = /\s+nulls\s+(first|last)$/i;
const orderAtEnd = /\s+(asc|desc)$/i;
const collationAtEnd = new RegExp(String.raw`\s+collate\s+((?:${name})(?:\.(?:${name}))?)$`, 'i');
/** Only a name or a closing parenthesis may stand before an operator class: `a || b` has none. */
const operatorClassAtEnd = new RegExp(
  String.raw`^((?:${name})|.*\)|.*\scollate\s+(?:${name}))\s+((?:${name})(?:\.(?:${name}))?)$`, 'is',
);
/** Of an operator class: `gist_trgm_ops (siglen=32)`. */
const parametersAtEnd = /\s*\(\s*\w+\s*=[^()=]*(?:,\s*\w+\s*=[^()=]*)*\)$/;
/** Words that can stand there and are not an operator class: `a is null`, `"a" is not true`. */
const notAnOperatorClass = /\b(?:null|true|false|unknown|end|collate|is|not)$/i;

/** `index_elem` of the grammar read from its end: https://www.postgresql.org/docs/current/sql-createindex.html */
function withoutOptions(written: string): Options {
  let expression = written.trim();
  const nulls = nullsAtEnd.exec(expression);
  if (nulls !== null) expression = expression.slice(0, nulls.index);
  const order = orderAtEnd.exec(expression);
  if (order !== null) expression = expression.slice(0, order.index);
  expression = expression.replace(parametersAtEnd, '');
  const operatorClass = operatorClassOf(expression);
  if (operatorClass !== null) expression = expression.slice(0, -operatorClass.length).trimEnd();
  const collation = collationAtEnd.exec(expression);
  if (collation !== null) expression = expression.slice(0, collation.index);
  return {
    expression,
    order: lower(order?.[1]) as Options['order'],
    nulls: lower(nulls?.[1]) as Options['nulls'],
    operatorClass,
    collation: collation === null ? null : unquoted(collation[1] ?? ''),
  };
}

function operatorClassOf(expression: string): string | null {
  const found = operatorClassAtEnd.exec(expression)?.[2] ?? null;
  if (found === null || notAnOperatorClass.test(found) || collationAtEnd.test(expression)) return null;
  return found;
}

function columnName(expression: string): string | null {
  if (!new RegExp(`^(?:${name})$`, 'i').test(expression)) return null;
  return truncateToBytes(unquoted(expression), 63);
}

function unquoted(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();
}

function lower(word: string | undefined): string | null {
  return word === undefined ? null : word.toLowerCase();
}
