import { needsNoQuotes } from '../facts/array-element.ts';

/**
 * Whether two spellings (parse/sql/expression.ts) mean the same, though Postgres prints them otherwise: functions with two names, a list
 * as ARRAY and as a literal, the values of a list in another order. What they are put to is one value then, whatever the row.
 */
export function sameMeaning(left: string, right: string): boolean {
  return left === right || meaning(left) === meaning(right);
}

/** Whether two defaults of a column of numbers are one number: `0` and `0.00`. */
export function sameNumber(left: string, right: string): boolean {
  return number.test(left) && number.test(right) && withoutZeros(left) === withoutZeros(right);
}

const number = /^-?\d+(?:\.\d+)?$/;

function withoutZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** pg_proc of PostgreSQL 18: both names of each have one body. */
const otherNames: Readonly<Record<string, string>> = {
  char_length: 'length', character_length: 'length', transaction_timestamp: 'now', ceiling: 'ceil', power: 'pow',
};

const literal = String.raw`'(?:[^']|'')*'`;
const constant = String.raw`(?:${literal}|-?\d+(?:\.\d+)?|true|false)`;
const constantList = String.raw`ARRAY\[((?:${constant})(?:, ${constant})*)?\]`;
/**
 * A list that something is looked for in, any other, and a function; names in quotes and literals are passed by, and so is a function
 * of a schema: spellings leave pg_catalog out, so that it is another.
 */
const piece = new RegExp(String.raw`"(?:[^"]|"")*"|\b(ANY|ALL) ${constantList}|${constantList}|${literal}|(?<![\w$.])([a-z_]+)(?=\()`, 'g');

function meaning(spelling: string): string {
  return spelling.replace(piece, (found: string, quantifier?: string, searched?: string, items?: string, routine?: string) => {
    if (quantifier !== undefined) return `${quantifier} ARRAY[${[...new Set(constantsIn(searched ?? ''))].sort().join(', ')}]`;
    if (routine !== undefined) return otherNames[routine] ?? found;
    return found.startsWith('ARRAY[') ? arrayLiteral(constantsIn(items ?? '')) : found;
  });
}

function constantsIn(list: string): readonly string[] {
  return list.match(new RegExp(constant, 'g')) ?? [];
}

/** As `canonicalConstant` spells it. */
function arrayLiteral(items: readonly string[]): string {
  return `'{${items.map((item) => (item.startsWith("'") ? element(item.slice(1, -1)) : item)).join(',')}}'`;
}

function element(text: string): string {
  return needsNoQuotes(text) ? text : `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}
