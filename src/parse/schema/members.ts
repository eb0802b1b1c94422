import type { Origin } from '../../text/span.ts';
import { casedName } from './casing.ts';
import { plainExport } from './drizzle/library.ts';
import type { Interpreter } from './interpreter.ts';
import type { ColumnReference, EnumValue, TableValue } from './drizzle/objects.ts';
import { absent, derived, environment, list, literal, unknown, unknownObject, type Value } from './values.ts';

/** `value.key` of JavaScript. */
export function memberOf(run: Interpreter, value: Value, key: string, at: Origin): Value {
  switch (value.kind) {
    case 'dictionary': {
      const entry = value.entries.get(key);
      return entry ?? value.unread[0] ?? absent;
    }
    case 'list':
      return itemOrMethod(value.items, value.unread[0] ?? null, key, value);
    case 'namespace':
      return run.exported(value.module, key) ?? unknown(`${value.module.file} exports no ${key}`, at);
    case 'drizzle':
      return value.name === '*' ? plainExport({ ...value, name: key }) : { kind: 'method', of: value, name: key };
    case 'host':
      return value.name === 'process.env' ? environment(key, at)
        : { kind: 'host', name: `${value.name}.${key}` };
    case 'table':
      return columnOf(value, key, at);
    case 'columnReference':
      return key === 'name' ? literal(casedName(value, null)) : { kind: 'method', of: value, name: key };
    case 'enum':
      return enumMember(value, key, at);
    case 'schema':
      return key === 'schemaName' ? literal(value.name) : { kind: 'method', of: value, name: key };
    case 'role':
      return key === 'name' ? literal(value.name) : { kind: 'method', of: value, name: key };
    case 'literal':
      return memberOfLiteral(value.value, key, value, at);
    case 'unknown':
      return derived(value);
    case 'irrelevant':
      return value.what === 'class' ? unknownObject(`${key} of a class is read`, at) : { kind: 'method', of: value, name: key };
    default:
      return { kind: 'method', of: value, name: key };
  }
}

function itemOrMethod(items: readonly Value[], unread: Value | null, key: string, value: Value): Value {
  if (key === 'length') return unread ?? literal(items.length);
  if (/^\d+$/.test(key)) return unread ?? items[Number(key)] ?? absent;
  return { kind: 'method', of: value, name: key };
}

function columnOf(table: TableValue, key: string, at: Origin): Value {
  if (table.columns.some((column) => column.key === key)) {
    return referenceTo(table, key);
  }
  if (key === 'enableRLS') return { kind: 'method', of: table, name: key };
  return table.unread[0] ?? unknown(`${table.name} has no column with the key ${key}`, at);
}

export function referenceTo(table: TableValue, key: string): ColumnReference {
  return { kind: 'columnReference', table, key, order: 'asc', nulls: 'last', operatorClass: null };
}

function enumMember(value: EnumValue, key: string, at: Origin): Value {
  if (key === 'enumName') return literal(value.name);
  if (key === 'schema') return literal(value.schema ?? undefined);
  if (key !== 'enumValues') return unknown(`an enum has no ${key}`, at);
  return 'kind' in value.values ? value.values : list(value.values.map(literal));
}

function memberOfLiteral(literalValue: unknown, key: string, of: Value, at: Origin): Value {
  if (literalValue === undefined || literalValue === null) {
    return unknown(`${key} of ${String(literalValue)} is read`, at);
  }
  if (typeof literalValue === 'string' && key === 'length') return literal(literalValue.length);
  return { kind: 'method', of, name: key };
}
