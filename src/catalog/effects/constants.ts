import type { Catalog, Expression } from '../../facts/catalog.ts';
import type { Failure } from '../../facts/effects.ts';
import { keyOf } from '../../facts/names.ts';
import { typeNameIn } from '../replay/types-in-columns.ts';
import { always } from './combine.ts';
import { baseTypeOf, readTypeName } from './type-name.ts';

/** Errors of a default that is one constant: no value of its enum, longer than its varchar. */
export function constantFailures(expression: Expression, type: string, catalog: Catalog): readonly Failure[] {
  const constant = constantOf(expression);
  if (constant === null || type.endsWith('[]')) return [];
  const base = baseTypeOf(type, catalog);
  const name = typeNameIn(base);
  const values = name === null ? undefined : catalog.enums.get(keyOf(name));
  if (values?.partial === false && !values.values.includes(constant)) {
    return [always('22P02', `'${constant}' is no value of ${values.name}`)];
  }
  const { name: word, modifiers } = readTypeName(base);
  const isLong = word === 'character varying' && modifiers !== null && Array.from(constant.trimEnd()).length > Number(modifiers);
  return isLong ? [always('22001', `'${constant}' is longer than ${base}`)] : [];
}

/** The string of an expression that is nothing else, whatever it is cast to once; a cast to varchar(n) cuts it. */
function constantOf({ text }: Expression): string | null {
  const found = /^'((?:[^']|'')*)'(?:\s*::\s*[\w".]+)?$/.exec(text.trim());
  return found?.[1]?.replaceAll("''", "'") ?? null;
}
