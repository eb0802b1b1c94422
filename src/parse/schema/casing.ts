import type { Casing } from '../../facts/casing.ts';
import type { ColumnReference, TableColumn } from './drizzle/objects.ts';

/** drizzle-orm 0.45, casing.js: ASCII words only; everything that is no letter and no digit is lost. */
function wordsOf(key: string): readonly string[] {
  return key.replace(/['\u2019]/g, '').match(/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g) ?? [];
}

export function toSnakeCase(key: string): string {
  return wordsOf(key).map((word) => word.toLowerCase()).join('_');
}

export function toCamelCase(key: string): string {
  return joinedCamel(wordsOf(key));
}

function joinedCamel(words: readonly string[]): string {
  return words.map((word, index) =>
    index === 0 ? word.toLowerCase() : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('');
}

/** drizzle-orm 1.0, casing.js: words of any script. */
export function applyUnicodeCasing(key: string, casing: Casing): string {
  const words = key.replace(/['\u2019]/g, '')
    .match(/[\d\p{Ll}\p{Lo}]+|\p{Lu}+(?![\p{Ll}\p{Lo}])|\p{Lu}[\d\p{Ll}\p{Lo}]+/gu) ?? [];
  return casing === 'snake_case' ? words.map((word) => word.toLowerCase()).join('_') : joinedCamel(words);
}

/** The name a key gives its column. Tables are never renamed. */
export function applyCasing(key: string, casing: Casing | null): string {
  switch (casing) {
    case 'snake_case':
      return toSnakeCase(key);
    case 'camelCase':
      return toCamelCase(key);
    case null:
      return key;
    default:
      return casing satisfies never;
  }
}

/** The column's name in the database: its own, or what casing makes of its key. */
export function columnName(column: TableColumn, casing: Casing | null): string {
  const { name } = column.builder;
  return typeof name === 'string' && name !== '' ? name : applyCasing(column.key, casing);
}

export function casedName(reference: ColumnReference, casing: Casing | null): string {
  const column = reference.table.columns.find((one) => one.key === reference.key);
  return column === undefined ? reference.key : columnName(column, casing);
}
