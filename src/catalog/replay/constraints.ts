import type { Catalog, Column, Constraint, ForeignKey, Index, Table } from '../../facts/catalog.ts';
import type { ConstraintUsingIndex, NewConstraint, NewForeignKey, NotNullConstraint } from '../../facts/change.ts';
import { chosenName } from '../../facts/chosen-name.ts';
import type { Identifier, ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { eachChanged, mapped, withoutKey } from './entries.ts';
import { namesColumn, withColumnRenamed } from './expressions.ts';
import {
  chooseCheckName, chooseForeignKeyName, chooseIndexName, isRelationTaken,
} from './generated-names.ts';
import { renameInElement } from './exclusion-elements.ts';
import type { Replayed } from './replayed.ts';
import { andThen, done, duplicate, unknown } from './replayed.ts';
import { columnOf, nameOf, partitionsOf, tableOf, withTable } from './table-of.ts';

/** ADD CONSTRAINT, on the table and its partitions. */
export function addConstraint(catalog: Catalog, name: ObjectName, added: NewConstraint): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return unknown(catalog, 'relation', name);
  if (added.kind === 'notNull') return addNotNull(catalog, table, added);
  if (added.kind === 'usingIndex') return adoptIndex(catalog, table, added);
  const constraint = namedConstraint(catalog, table, added);
  if (clashes(catalog, table, constraint)) return duplicate(catalog, 'constraint', constraint.name, nameOf(table));
  const after = done(withConstraint(catalog, table, constraint));
  return partitionsOf(after.catalog, table).reduce(
    (replayed, partition) => andThen(replayed, (now) => inherit(now, partition, constraint)), after);
}

/** A constraint of the parent on a partition: checks and references keep their name, keys get one of their own. */
export function inherit(catalog: Catalog, partition: Table, constraint: Constraint): Replayed {
  const table = tableOf(catalog, partition);
  if (table === null || table.constraints.some((one) => isCopyOf(one, constraint))) return done(catalog);
  const keepsName = constraint.kind === 'check'
    || (constraint.kind === 'foreignKey' && !table.constraints.some((one) => one.name === constraint.name));
  return addConstraint(catalog, table, keepsName ? constraint : { ...constraint, name: null, written: null });
}

export function dropConstraint(
  catalog: Catalog, name: ObjectName, dropped: string, cascade: 'cascade' | 'restrict',
): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return unknown(catalog, 'relation', name);
  const constraint = table.constraints.find((one) => one.name === dropped);
  if (constraint === undefined) return dropNotNullConstraint(catalog, table, dropped);
  const after = withoutConstraints(catalog, table, (one) => one === constraint);
  const freed = cascade === 'cascade' ? withoutReferencesTo(after, table, constraint) : after;
  return partitionsOf(freed, table).reduce((replayed, partition) => {
    const copy = partition.constraints.find((one) => isCopyOf(one, constraint));
    return copy === undefined ? replayed : andThen(replayed, (now) =>
      dropConstraint(now, partition, copy.name, cascade));
  }, done(freed));
}

export function renameConstraint(catalog: Catalog, name: ObjectName, from: string, to: Identifier): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return unknown(catalog, 'relation', name);
  if (!table.constraints.some((one) => one.name === from)) return absentMember(catalog, table, from);
  if (table.constraints.some((one) => one.name === to.name)) {
    return duplicate(catalog, 'constraint', to.name, nameOf(table));
  }
  const constraints = table.constraints.map((one) => (one.name === from
    ? { ...one, name: to.name, written: to.written } : one));
  return done(withTable(catalog, { ...table, constraints }));
}

export function validateConstraint(catalog: Catalog, name: ObjectName, validated: string): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return unknown(catalog, 'relation', name);
  const unproven = table.columns.find((column) => column.unprovenNotNull === validated);
  if (unproven !== undefined) {
    const columns = table.columns.map((column) => (column === unproven ? provenColumn(column) : column));
    return done(withTable(catalog, { ...table, columns }));
  }
  if (!table.constraints.some((one) => one.name === validated)) {
    return isNotNullName(table, validated) ? done(catalog) : absentMember(catalog, table, validated);
  }
  const constraints = table.constraints.map((one) =>
    one.name === validated && (one.kind === 'foreignKey' || one.kind === 'check') ? { ...one, validated: true } : one);
  return done(withTable(catalog, { ...table, constraints }));
}

/** A NOT NULL of which nobody doubts any more. */
export function provenColumn({ unprovenNotNull: _proven, ...column }: Column): Column {
  return column;
}

/** A constraint that is not on the table. Of a partial table it may be, unseen. */
function absentMember(catalog: Catalog, table: Table, name: string): Replayed {
  return table.partial ? done(catalog) : unknown(catalog, 'constraint', name, nameOf(table));
}

/** Whether dropping the column takes the constraint with it (`DROP COLUMN`, sql-altertable.html). */
export function involvesColumn(constraint: Constraint, column: string): boolean {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique':
      return constraint.columns.includes(column) || constraint.include.includes(column);
    case 'foreignKey':
      return constraint.columns.includes(column);
    case 'check':
      return namesColumn(constraint.expression, column);
    case 'exclusion':
      return constraint.columns.includes(column) || namesColumn(constraint.where, column);
    default:
      return constraint satisfies never;
  }
}

/** A constraint of the table itself, after one of the table's columns has got another name. */
export function constraintWithColumnRenamed(constraint: Constraint, from: string, to: string): Constraint {
  if (!involvesColumn(constraint, from)) return constraint;
  const rename = (column: string): string => (column === from ? to : column);
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique':
      return { ...constraint, columns: constraint.columns.map(rename), include: constraint.include.map(rename) };
    case 'foreignKey':
      return { ...constraint, columns: constraint.columns.map(rename) };
    case 'check':
      return { ...constraint, expression: withColumnRenamed(constraint.expression, from, to) };
    case 'exclusion':
      return {
        ...constraint, columns: constraint.columns.map(rename),
        elements: constraint.elements.map((element) => renameInElement(element, from, to)),
        where: constraint.where === null ? null : withColumnRenamed(constraint.where, from, to),
      };
    default:
      return constraint satisfies never;
  }
}

/** Foreign keys of every table that `leaves` picks, dropped. */
export function withoutForeignKeys(catalog: Catalog, leaves: (key: ForeignKey, table: Table) => boolean): Catalog {
  const tables = mapped(catalog.tables, (table) => {
    const constraints = table.constraints.filter((one) => one.kind !== 'foreignKey' || !leaves(one, table));
    return constraints.length === table.constraints.length ? table : { ...table, constraints };
  }, keyOf);
  return tables === catalog.tables ? catalog : { ...catalog, tables };
}

export function withoutConstraints(catalog: Catalog, table: Table, leaves: (one: Constraint) => boolean): Catalog {
  const constraints = table.constraints.filter((one) => !leaves(one));
  return constraints.length === table.constraints.length ? catalog : withTable(catalog, { ...table, constraints });
}

/** transformIndexConstraints: a key written twice over the same columns is one; the name and PRIMARY KEY win. */
export function withoutDoubleKeys(constraints: readonly NewConstraint[]): readonly NewConstraint[] {
  const primary = constraints.filter((one) => one.kind === 'primaryKey');
  const kept: NewConstraint[] = [];
  for (const constraint of [...primary, ...constraints.filter((one) => one.kind !== 'primaryKey')]) {
    const at = kept.findIndex((one) => sameKey(one, constraint));
    const first = kept[at];
    if (first === undefined) kept.push(constraint);
    else if (first.name === null) kept[at] = { ...first, name: constraint.name, written: constraint.written };
  }
  return kept;
}

function sameKey(left: NewConstraint, right: NewConstraint): boolean {
  if ((left.kind !== 'unique' && left.kind !== 'primaryKey') || right.kind !== 'unique') return false;
  return sameList(left.columns, right.columns) && sameList(left.include, right.include)
    && (left.kind === 'unique' ? left.nullsNotDistinct : false) === right.nullsNotDistinct;
}

function namedConstraint(
  catalog: Catalog,
  table: Table,
  added: Exclude<NewConstraint, { kind: 'notNull' | 'usingIndex' }>,
): Constraint {
  const name = added.name ?? nameFor(catalog, table, added);
  const names = { name, written: added.written ?? name };
  if (added.kind !== 'foreignKey') return { ...added, ...names };
  return {
    ...added, ...names, references: referenced(catalog, added),
    referencedColumns: added.referencedColumns ?? primaryKeyOf(catalog, added, table),
  };
}

function referenced(catalog: Catalog, key: NewForeignKey): ObjectName {
  const table = tableOf(catalog, key.references);
  return table === null || sameName(table, key.references) ? key.references : nameOf(table);
}

function nameFor(
  catalog: Catalog, table: Table, added: Exclude<NewConstraint, { kind: 'notNull' | 'usingIndex' }>,
): string {
  switch (added.kind) {
    case 'primaryKey': return chooseIndexName(catalog, table, [], 'pkey');
    case 'unique': return chooseIndexName(catalog, table, [...added.columns, ...added.include], 'key');
    case 'exclusion': return chooseIndexName(catalog, table, added.columns, 'excl');
    case 'check': return chooseCheckName(catalog, table, added.expression.columns);
    case 'foreignKey': return chooseForeignKeyName(catalog, table, added.columns);
    default: return added satisfies never;
  }
}

/** The columns meant by REFERENCES without any; none if the table is not known. */
function primaryKeyOf(catalog: Catalog, key: NewForeignKey, self: Table): readonly string[] {
  const table = sameName(key.references, self) ? self : tableOf(catalog, key.references);
  return table?.constraints.find((one) => one.kind === 'primaryKey')?.columns ?? [];
}

function clashes(catalog: Catalog, table: Table, constraint: Constraint): boolean {
  if (table.constraints.some((one) => one.name === constraint.name)) return true;
  if (constraint.kind === 'check' || constraint.kind === 'foreignKey') return false;
  if (constraint.kind === 'primaryKey' && table.constraints.some((one) => one.kind === 'primaryKey')) return true;
  return isRelationTaken(catalog, table.schema, constraint.name);
}

function withConstraint(catalog: Catalog, table: Table, constraint: Constraint): Catalog {
  const constraints = [...table.constraints, constraint];
  const columns = constraint.kind === 'primaryKey' ? notNull(table, constraint.columns) : table.columns;
  return withTable(catalog, { ...table, columns, constraints });
}

function notNull(table: Table, names: readonly string[]): Table['columns'] {
  return eachChanged(table.columns, (column) =>
    names.includes(column.name) && !column.notNull ? { ...column, notNull: true } : column);
}

function addNotNull(catalog: Catalog, table: Table, added: NotNullConstraint): Replayed {
  const { column } = added;
  if (columnOf(table, column) === null) {
    return table.partial ? done(catalog) : unknown(catalog, 'column', column, nameOf(table));
  }
  const wasNull = columnOf(table, column)?.notNull === false;
  const columns = notNull(table, [column]).map((one) => (one.name === column && wasNull && !added.validated
    ? { ...one, unprovenNotNull: added.name ?? notNullName(table, column) } : one));
  const after = withTable(catalog, { ...table, columns });
  return partitionsOf(after, table).reduce(
    (replayed, partition) => andThen(replayed, (now) => addNotNull(now, partition, added)), done(after));
}

/**
 * NOT NULL constraints have names since PostgreSQL 18, which the catalog does not keep: only the one Postgres chooses
 * is known again.
 */
function dropNotNullConstraint(catalog: Catalog, table: Table, dropped: string): Replayed {
  if (!isNotNullName(table, dropped)) return absentMember(catalog, table, dropped);
  const columns = table.columns.map((column) =>
    (column.unprovenNotNull ?? notNullName(table, column.name)) === dropped ? { ...provenColumn(column), notNull: false } : column);
  return done(withTable(catalog, { ...table, columns }));
}

function isNotNullName(table: Table, name: string): boolean {
  return table.columns.some((column) => column.notNull && (column.unprovenNotNull ?? notNullName(table, column.name)) === name);
}

function notNullName(table: Table, column: string): string {
  return chosenName(table.name, column, 'not_null');
}

/** ADD CONSTRAINT … USING INDEX: the index becomes the constraint's, and takes its name. */
function adoptIndex(catalog: Catalog, table: Table, added: ConstraintUsingIndex): Replayed {
  const key = keyOf({ schema: table.schema, name: added.index });
  const index = catalog.indexes.get(key);
  if (index === undefined) {
    return unknown(catalog, 'relation', { schema: table.schema, name: added.index, written: added.index });
  }
  const constraint = constraintOf(index, added);
  const freed = { ...catalog, indexes: withoutKey(catalog.indexes, key) };
  if (clashes(freed, table, constraint)) return duplicate(catalog, 'constraint', constraint.name, nameOf(table));
  return done(withConstraint(freed, table, constraint));
}

function constraintOf(index: Index, added: ConstraintUsingIndex): Constraint {
  const base = {
    name: added.name ?? index.name, written: added.written ?? index.written, origin: added.origin,
    columns: index.keys.flatMap((key) => key.column ?? []), include: index.include,
  };
  return added.makes === 'primaryKey'
    ? { kind: 'primaryKey', ...base }
    : { kind: 'unique', ...base, nullsNotDistinct: index.nullsNotDistinct };
}

/** DROP … CASCADE of a key drops the foreign keys that lean on it, unless another key has the same columns. */
function withoutReferencesTo(catalog: Catalog, table: Table, key: Constraint): Catalog {
  if (key.kind !== 'primaryKey' && key.kind !== 'unique') return catalog;
  const left = tableOf(catalog, table)?.constraints ?? [];
  const another = left.some((one) => (one.kind === 'primaryKey'
    || one.kind === 'unique') && sameSet(one.columns, key.columns));
  if (another) return catalog;
  return withoutForeignKeys(catalog, (one) =>
    sameName(one.references, table) && sameSet(one.referencedColumns, key.columns));
}

/** Whether a constraint of a partition is that of its parent. */
export function isCopyOf(one: Constraint, parent: Constraint): boolean {
  if (one.kind !== parent.kind) return false;
  if (one.kind === 'check') return one.name === parent.name;
  if (parent.kind === 'check' || !sameList(one.columns, parent.columns)) return false;
  return one.kind !== 'foreignKey' || parent.kind !== 'foreignKey' || sameName(one.references, parent.references);
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, at) => item === right[at]);
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}

