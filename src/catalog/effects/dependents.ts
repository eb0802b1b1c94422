import type { Catalog, Expression, View } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';
import { sameName, showName } from '../../facts/names.ts';
import { namesColumn } from '../replay/expressions.ts';
import { tableOf } from '../replay/table-of.ts';
import { isOfType } from '../replay/types-in-columns.ts';

/** What needs a column and is no index or constraint of its table. */
export interface Dependents {
  /** Views, by name. */
  readonly views: readonly string[];
  /** Generated columns. */
  readonly generated: readonly string[];
  readonly policies: readonly string[];
  readonly triggers: readonly string[];
  /** What may need it, a sentence part each: `whether view shelf reads book.title is not known`. */
  readonly perhaps: readonly string[];
}

export function dependentsOf(catalog: Catalog, table: ObjectName, column: string): Dependents {
  const readers = [...catalog.views.values()].map((view) => ({ view, answer: readsColumn(catalog, view, table, column) }));
  const policies = [...catalog.policies.values()].filter((policy) => sameName(policy.table, table))
    .map((policy) => ({ policy, answer: strongest([policy.using, policy.check].map((one) => readsFor(one, column))) }));
  return {
    views: readers.filter(({ answer }) => answer === 'yes').map(({ view }) => showName(view)),
    generated: tableOf(catalog, table)?.columns.filter(({ generated }) =>
      generated !== null && namesColumn(generated.expression, column)).map(({ name }) => name) ?? [],
    policies: policies.filter(({ answer }) => answer === 'yes').map(({ policy }) => policy.name),
    triggers: [...catalog.triggers.values()].filter((trigger) => sameName(trigger.table, table) && trigger.columns.includes(column))
      .map(({ name }) => name),
    perhaps: [
      ...readers.filter(({ answer }) => answer === 'unknown').map(({ view }) =>
        `whether view ${showName(view)} reads ${showName(table)}.${column} is not known`),
      ...policies.filter(({ answer }) => answer === 'unknown').map(({ policy }) =>
        `whether policy ${policy.name} reads ${showName(table)}.${column} is not known`),
    ],
  };
}

type Answer = 'yes' | 'no' | 'unknown';

function readsColumn(catalog: Catalog, view: View, table: ObjectName, column: string): Answer {
  if (view.reads === undefined) return mentions(view.definition, table, column) ? 'unknown' : 'no';
  const meant = view.reads.filter((read) => (read.column === null || read.column === column)
    && read.tables.some((one) => sameName(one, table)));
  if (meant.some((read) => read.column === column && read.tables.length === 1 && tableOf(catalog, table) !== null)) return 'yes';
  return meant.length > 0 ? 'unknown' : 'no';
}

/** A query that nobody read may speak of the column, or of all. */
function mentions(definition: Expression | null, table: ObjectName, column: string): boolean {
  return definition !== null && namesColumn({ ...definition, columns: null }, table.name)
    && (definition.text.includes('*') || namesColumn({ ...definition, columns: null }, column));
}

/** In a subquery the column may be of another table. */
function readsFor(expression: Expression | null, column: string): Answer {
  if (expression === null || !namesColumn(expression, column)) return 'no';
  return expression.columns === null || /\bselect\b/i.test(expression.text) ? 'unknown' : 'yes';
}

function strongest(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

/** Columns that hold rows of the table, `table.column` each: Postgres changes no table whose rows lie in another. */
export function rowTypeUses(catalog: Catalog, table: ObjectName): readonly string[] {
  return [...catalog.tables.values()].flatMap((one) =>
    one.columns.filter(({ type }) => isOfType(type, table)).map(({ name }) => `${showName(one)}.${name}`));
}
