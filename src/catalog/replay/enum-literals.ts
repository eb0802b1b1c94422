import type { Catalog, Column, Constraint, Expression, Index, Table } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, memberKey } from '../../facts/names.ts';
import { eachChanged, mapped } from './entries.ts';
import { namesColumn } from './expressions.ts';
import { isOfType } from './types-in-columns.ts';

type Respell = (expression: Expression) => Expression;

/**
 * The catalog after an enum's value has got another name: Postgres keeps values by number, so defaults, checks, indexes
 * and policies print the new one. A literal counts as the value where it is the default of a column of the type, or
 * stands in an expression that reads one.
 */
export function withEnumLiteralRenamed(catalog: Catalog, type: ObjectName, from: string, to: string): Catalog {
  const respell: Respell = (expression) => withLiteral(expression, from, to);
  const readers = new Map([...catalog.tables].flatMap(([key, table]) => {
    const columns = table.columns.filter((column) => isOfType(column.type, type)).map(({ name }) => name);
    return columns.length === 0 ? [] : [[key, columns] as const];
  }));
  const within = (table: ObjectName): Respell => {
    const columns = readers.get(keyOf(table)) ?? [];
    return (expression) => (columns.some((column) =>
      namesColumn(expression, column)) ? respell(expression) : expression);
  };
  return {
    ...catalog,
    tables: mapped(catalog.tables, (table) => (readers.has(keyOf(table))
      ? inTable(table, type, respell, within(table)) : table), keyOf),
    indexes: mapped(catalog.indexes, (index) => (readers.has(keyOf(index.table)) ? inIndex(index, within(index.table))
      : index), keyOf),
    policies: mapped(catalog.policies, (policy) => {
      const inside = within(policy.table);
      return readers.has(keyOf(policy.table))
        ? { ...policy, using: ifAny(policy.using, inside), check: ifAny(policy.check, inside) } : policy;
    }, (policy) => memberKey(policy.table, policy.name)),
  };
}

function inTable(table: Table, type: ObjectName, respell: Respell, inside: Respell): Table {
  const columns = eachChanged(table.columns, (column): Column => ({
    ...column,
    default: ifAny(column.default, isOfType(column.type, type) ? respell : inside),
    generated: column.generated === null ? null : { ...column.generated,
      expression: inside(column.generated.expression) },
  }));
  const constraints = eachChanged(table.constraints, (constraint): Constraint => {
    if (constraint.kind === 'check') return { ...constraint, expression: inside(constraint.expression) };
    return constraint.kind === 'exclusion' ? { ...constraint, where: ifAny(constraint.where, inside) } : constraint;
  });
  return { ...table, columns, constraints };
}

function inIndex(index: Index, inside: Respell): Index {
  return {
    ...index, where: ifAny(index.where, inside),
    keys: index.keys.map((key) => ({ ...key, expression: ifAny(key.expression, inside) })),
  };
}

function ifAny(expression: Expression | null, respell: Respell): Expression | null {
  return expression === null ? null : respell(expression);
}

function withLiteral(expression: Expression, from: string, to: string): Expression {
  const swap = (text: string): string =>
    text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, (found) => (found === literal(from) ? literal(to) : found));
  const { text, spelling } = expression;
  return { ...expression, text: swap(text), spelling: spelling === null ? null : swap(spelling) };
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
