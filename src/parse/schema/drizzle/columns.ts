import type { Origin } from '../../../text/span.ts';
import type { CallSite } from '../call-site.ts';
import type { Interpreter } from '../interpreter.ts';
import { absent, entryOf, isAbsent, textOf, unknown, type Unknown, type Value } from '../values.ts';
import type { ColumnBuilder, ColumnReference, ColumnType, CustomType, EnumValue, Sql } from './objects.ts';
import { applicationDefault } from './application-default.ts';
import { columnTypes, pointWithSystem } from './column-types.ts';

/** `text('title')`, `varchar({ length: 20 })`: a column function of drizzle-orm/pg-core, or null if it is none. */
export function makeColumn(run: Interpreter, name: string, given: readonly Value[], site: CallSite): ColumnBuilder | null {
  const spell = name === 'geometry' && run.generation === '1.0' ? pointWithSystem : columnTypes.get(name);
  if (spell === undefined) return null;
  const sql = spell(optionsOf(given), site.whole);
  return { ...newColumn(given, typeOf(sql), site.whole), notNull: /serial$/.test(name) };
}

/** `state('state')` of an enum. */
export function makeEnumColumn(enumType: EnumValue, given: readonly Value[], site: CallSite): ColumnBuilder {
  return newColumn(given, { sql: enumType.name, enumType, brackets: '' }, site.whole);
}

/** A call of what `customType({ dataType })` gave. */
export function makeCustomColumn(
  run: Interpreter, type: CustomType, given: readonly Value[], site: CallSite,
): ColumnBuilder {
  return newColumn(given, customTypeOf(run, type, given, site), site.whole);
}

function customTypeOf(
  run: Interpreter, type: CustomType, given: readonly Value[], site: CallSite,
): ColumnType | Unknown {
  if (type.dataType.kind !== 'function') return unknown('dataType of a custom type is not read', site.whole);
  const sql = run.apply(type.dataType, [optionsOf(given)], site.whole);
  if (sql.kind === 'unknown') return sql;
  if (sql.kind !== 'literal' || typeof sql.value !== 'string') {
    return unknown('dataType of a custom type gives no text', site.whole);
  }
  return { sql: sql.value, enumType: null, brackets: '' };
}

function typeOf(sql: string | Unknown): ColumnType | Unknown {
  return typeof sql === 'string' ? { sql, enumType: null, brackets: '' } : sql;
}

/** `(name, options)` or `(options)`: getColumnNameAndConfig of drizzle-orm 0.45. */
function optionsOf([first = absent, second = absent]: readonly Value[]): Value {
  return first.kind === 'dictionary' ? first : second;
}

function nameOf([first = absent]: readonly Value[]): string | Unknown {
  if (first.kind === 'unknown') return first;
  return first.kind === 'literal' && typeof first.value === 'string' ? first.value : '';
}

function newColumn(given: readonly Value[], type: ColumnType | Unknown, origin: Origin): ColumnBuilder {
  return {
    kind: 'column', name: nameOf(given), type, notNull: false, primaryKey: null, unique: null, default: null,
    defaultInApplication: null, identity: null, generated: null, references: [], origin,
  };
}

/** A method of a column builder (drizzle-orm 0.45, column-builder.js and pg-core/columns/common.js; 1.0, the latter). */
export function callColumn(run: Interpreter, column: ColumnBuilder, name: string, given: readonly Value[], site: CallSite): Value {
  const [first = absent, second = absent] = given;
  switch (name) {
    case 'notNull':
      return { ...column, notNull: true };
    case 'default':
      return { ...column, default: isAbsent(first) ? null : first };
    case 'defaultNow':
      return { ...column, default: plainSql('now()') };
    case 'defaultRandom':
      return { ...column, default: plainSql('gen_random_uuid()') };
    case 'primaryKey':
      return { ...column, primaryKey: site.tail, notNull: true };
    case 'unique':
      return { ...column, unique: { name: first, options: second, origin: site.tail } };
    case 'references':
      return { ...column, references: [...column.references, { target: first, actions: second, origin: site.tail }] };
    case 'array':
      return run.generation === '1.0' ? withDimensions(column, first) : arrayOf(column, first);
    case 'generatedAlwaysAs':
      return { ...column, generated: first };
    case 'generatedAlwaysAsIdentity':
      return { ...column, identity: 'always', notNull: true };
    case 'generatedByDefaultAsIdentity':
      return { ...column, identity: 'by default', notNull: true };
    case '$type':
      return column;
    case '$default':
    case '$defaultFn':
      return { ...column, defaultInApplication: applicationDefault(first) };
    // It fills in new rows too, where no other default does.
    case '$onUpdate':
    case '$onUpdateFn':
      return { ...column, defaultInApplication: column.defaultInApplication ?? applicationDefault(first) };
    default:
      return unknown(`a column has no method ${name}`, site.tail);
  }
}

/** `author.id.toBuilder({ name, notNull, … })` of 1.0: a column like it, without what it refers to. */
export function builderOf(column: ColumnReference, overrides: Value, site: CallSite): ColumnBuilder | Unknown {
  const own = column.table.columns.find(({ key }) => key === column.key)?.builder;
  if (own === undefined) return unknown(`${column.table.name} has no column with the key ${column.key}`, site.head);
  const copy: ColumnBuilder = { ...own, name: own.name === '' ? column.key : own.name, references: [], origin: site.whole };
  if (overrides.kind === 'unknown') return overrides;
  if (overrides.kind !== 'dictionary') return copy;
  const name = textOf(entryOf(overrides, 'name'), site.whole);
  const unique = entryOf(overrides, 'unique');
  const given = { default: entryOf(overrides, 'default'), notNull: entryOf(overrides, 'notNull'), primaryKey: entryOf(overrides, 'primaryKey') };
  return {
    ...copy,
    name: name ?? copy.name,
    notNull: isAbsent(given.notNull) ? copy.notNull : isTrue(given.notNull),
    primaryKey: isAbsent(given.primaryKey) ? copy.primaryKey : isTrue(given.primaryKey) ? site.tail : null,
    default: isAbsent(given.default) ? copy.default : given.default,
    unique: isAbsent(unique) ? copy.unique
      : unique.kind === 'literal' && unique.value === false ? null : { name: entryOf(unique, 'name'), options: unique, origin: site.tail },
  };
}

function isTrue(value: Value): boolean {
  return value.kind === 'literal' && value.value === true;
}

function plainSql(text: string): Sql {
  return { kind: 'sql', chunks: [text], inlined: false };
}

/** `.array()`, `.array('[][]')` of 1.0: a property of the column, said last. What is no text counts as none, as in drizzle-kit. */
function withDimensions(column: ColumnBuilder, dimensions: Value): ColumnBuilder {
  const brackets = isAbsent(dimensions) ? '[]' : dimensions.kind === 'literal' && typeof dimensions.value === 'string' ? dimensions.value : '';
  const type = dimensions.kind === 'unknown' ? dimensions : 'kind' in column.type ? column.type : { ...column.type, brackets };
  return { ...column, type };
}

/** An array starts afresh: what was said of its element (not null, default, references) is lost, as in drizzle-orm 0.45. */
function arrayOf(element: ColumnBuilder, size: Value): ColumnBuilder {
  const length = size.kind === 'literal' && typeof size.value === 'number' ? String(size.value) : '';
  const type = 'kind' in element.type ? element.type : { ...element.type, sql: `${element.type.sql}[${length}]` };
  return { ...newColumn([absent], type, element.origin), name: element.name };
}
