import type { Catalog, Expression } from '../../facts/catalog.ts';
import type { Change, NewConstraint } from '../../facts/change.ts';
import type { Failure } from '../../facts/effects.ts';
import { keyOf, type ObjectName } from '../../facts/names.ts';
import { tableOf } from '../replay/table-of.ts';
import { typeNameIn } from '../replay/types-in-columns.ts';
import { always } from './combine.ts';
import { baseTypeOf } from './type-name.ts';

/** Values that the transaction added, by the key of their enum. */
type Fresh = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The error of a change that uses a value which its own transaction added to an enum: any constant of the type counts, in
 * a default, check, predicate, view or row, whether it is evaluated or not.
 */
export function freshValueUse(change: Change, catalog: Catalog, fresh: Fresh | undefined): Failure | null {
  if (fresh === undefined || fresh.size === 0) return null;
  const used = usedIn(change, catalog, fresh);
  return used === null ? null : always('55P04', `'${used}' was added to its enum in this transaction, and may not be used before COMMIT`);
}

function usedIn(change: Change, catalog: Catalog, fresh: Fresh): string | null {
  if (change.kind === 'changeRows') return usedInRows(change, catalog, fresh);
  for (const [key, values] of fresh) {
    const found = [...values].find((value) => spokenIn(change, catalog).some((one) => speaksOf(one, { key, value }, catalog)));
    if (found !== undefined) return found;
  }
  return null;
}

function usedInRows({ tables, reads, literals }: Extract<Change, { kind: 'changeRows' }>, catalog: Catalog, fresh: Fresh): string | null {
  const known = [...tables, ...reads].flatMap((name) => tableOf(catalog, name) ?? []);
  const found = literals.find(({ value, as }) => {
    const types = 'type' in as ? [as.type] : 'column' in as
      ? known.flatMap(({ columns }) => columns.filter(({ name }) => name === as.column).map(({ type }) => type))
      : known.slice(0, 1).flatMap(({ columns }) => columns[as.place]?.type ?? []);
    return types.some((type) => valuesIn(value, type).some((one) => fresh.get(enumOf(type, catalog) ?? '')?.has(one) === true));
  });
  return found === undefined ? null : found.value;
}

/** An expression, the type it is put into, and the types of the columns it may read. */
interface Spoken {
  readonly expression: Expression;
  readonly into: string | null;
  readonly columns: ReadonlyMap<string, string>;
}

function spokenIn(change: Change, catalog: Catalog): readonly Spoken[] {
  switch (change.kind) {
    case 'addColumn': return ofTable(change.column.constraints, [change.column], typesIn(catalog, [change.table]));
    case 'createTable': {
      const inline = change.columns.flatMap(({ constraints }) => constraints);
      return ofTable([...inline, ...change.constraints], change.columns, new Map());
    }
    case 'setDefault': return some(change.default, new Map(), typesIn(catalog, [change.table]).get(change.column.name));
    case 'setExpression': return some(change.expression, typesIn(catalog, [change.table]));
    case 'setColumnType': return some(change.using, typesIn(catalog, [change.table]), change.type);
    case 'addConstraint': return ofTable([change.constraint], [], typesIn(catalog, [change.table]));
    case 'createIndex': {
      const types = typesIn(catalog, [change.index.table]);
      return [...some(change.index.where, types), ...change.index.keys.flatMap(({ expression }) => some(expression, types))];
    }
    case 'createPolicy': return [change.policy.using, change.policy.check].flatMap((one) => some(one, typesIn(catalog, [change.table])));
    case 'alterPolicy': return [change.using, change.check].flatMap((one) => some(one, typesIn(catalog, [change.table])));
    case 'createView': return some(change.view.definition, typesIn(catalog, (change.view.reads ?? []).flatMap(({ tables }) => tables)));
    case 'createDomain': {
      const { type, default: value, checks } = change.domain;
      return ofDomain(type, value, checks.map(({ expression }) => expression));
    }
    case 'alterDomain': {
      const type = catalog.domains.get(keyOf(change.domain))?.type;
      const { action } = change;
      if (type === undefined) return [];
      if (action.kind === 'setDefault') return ofDomain(type, action.default, []);
      return action.kind === 'addCheck' ? ofDomain(type, null, [action.expression]) : [];
    }
    default: return [];
  }
}

interface Defined {
  readonly name: string;
  readonly type: string;
  readonly default: Expression | null;
  readonly generated: { readonly expression: Expression } | null;
}

function ofTable(
  constraints: readonly NewConstraint[], columns: readonly Defined[], there: ReadonlyMap<string, string>,
): readonly Spoken[] {
  const types = new Map([...there, ...columns.map(({ name, type }): [string, string] => [name, type])]);
  return [
    ...columns.flatMap((column) => [...some(column.default, new Map(), column.type), ...some(column.generated?.expression ?? null, types)]),
    ...constraints.flatMap((one) => (one.kind === 'check' ? some(one.expression, types)
      : one.kind === 'exclusion' ? some(one.where, types) : [])),
  ];
}

function ofDomain(type: string, value: Expression | null, checks: readonly Expression[]): readonly Spoken[] {
  return [...some(value, new Map(), type), ...checks.flatMap((check) => some(check, new Map([['value', type]])))];
}

function some(expression: Expression | null, columns: ReadonlyMap<string, string>, into: string | null = null): readonly Spoken[] {
  return expression === null ? [] : [{ expression, columns, into }];
}

function typesIn(catalog: Catalog, tables: readonly ObjectName[]): ReadonlyMap<string, string> {
  const columns = tables.flatMap((name) => tableOf(catalog, name)?.columns ?? []);
  return new Map(columns.map(({ name, type }) => [name, type]));
}

/** The key of the enum that a type is, an array of, or a domain over. */
function enumOf(type: string, catalog: Catalog): string | null {
  const name = typeNameIn(baseTypeOf(type.replace(/(?:\[\])+$/, ''), catalog));
  return name === null ? null : keyOf(name);
}

interface Value {
  readonly key: string;
  readonly value: string;
}

/**
 * Whether an expression holds the value as one of its enum: in what is put into a column of the type, cast to it, or in
 * a term with a column of it that is not cast to something else.
 */
function speaksOf({ expression: { text }, into, columns }: Spoken, { key, value }: Value, catalog: Catalog): boolean {
  const isInto = into !== null && enumOf(into, catalog) === key && !/\bcase\b/i.test(text);
  if (isInto && literalsIn(text).some((literal) => valuesIn(literal, into).includes(value))) return true;
  const known = catalog.enums.get(key);
  const ofEnum = [...columns].filter(([, type]) => enumOf(type, catalog) === key).map(([name]) => name);
  return termsOf(text).some((term) => literalsIn(term).includes(value)
    && ((known !== undefined && castsTo(term, known.name)) || ofEnum.some((column) => namesUncast(term, column))));
}

/** The value itself, or those of an array literal. */
function valuesIn(literal: string, type: string): readonly string[] {
  if (!type.endsWith('[]') || !literal.startsWith('{')) return [literal];
  return literal.slice(1, -1).split(',').map((one) => one.trim().replace(/^"(.*)"$/, '$1'));
}

const literalsOrWords = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\b(?:and|or|when|then|else)\b/gi;

function literalsIn(text: string): readonly string[] {
  return (text.match(/'(?:[^']|'')*'/g) ?? []).map((found) => found.slice(1, -1).replaceAll("''", "'"));
}

/** Cut at the words that join conditions, outside of literals and quoted names. */
function termsOf(text: string): readonly string[] {
  const cuts = [...text.matchAll(literalsOrWords)].filter(([word]) => /^[a-z]/i.test(word)).map(({ index }) => index);
  return [0, ...cuts].map((from, place) => text.slice(from, cuts[place] ?? text.length));
}

function castsTo(term: string, type: string): boolean {
  return new RegExp(`(?:::|\\bas)\\s*(?:"?[\\w$]+"?\\s*\\.\\s*)?"?${escaped(type)}"?(?![\\w"])`, 'i').test(term);
}

function namesUncast(term: string, column: string): boolean {
  const bare = term.replace(/'(?:[^']|'')*'/g, "''");
  return new RegExp(`(?:(?<![\\w"])${escaped(column)}(?![\\w"])|"${escaped(column)}")(?!\\s*(?:::|\\())`, 'i').test(bare);
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
