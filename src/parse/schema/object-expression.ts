import type { Origin } from '../../text/span.ts';
import { nameOfKey, originOf } from './ast.ts';
import type { Interpreter } from './interpreter.ts';
import type { ObjectExpression, ObjectProperty } from './oxc.ts';
import { type Dictionary, dictionary, type Scope, unknown, type Unknown, type Value } from './values.ts';

interface ObjectParts {
  readonly entries: Map<string, Value>;
  readonly unread: Unknown[];
  readonly doubtful: Set<string>;
}

function setEntry(parts: ObjectParts, key: string, value: Value): void {
  parts.entries.set(key, value);
  parts.doubtful.delete(key);
}

/** More keys may come in here, over those that are there. */
function addUnread(parts: ObjectParts, ...unread: readonly Unknown[]): void {
  if (unread.length === 0) return;
  parts.unread.push(...unread);
  for (const key of parts.entries.keys()) parts.doubtful.add(key);
}

/** `{ … }`: its entries, and what could not be read of them. */
export function evaluateObject(run: Interpreter, node: ObjectExpression, scope: Scope): Dictionary {
  const parts: ObjectParts = { entries: new Map(), unread: [], doubtful: new Set() };
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      spread(run, parts, run.evaluate(property.argument, scope), originOf(scope.module.file, property));
    } else {
      addProperty(run, parts, property, scope);
    }
  }
  return { ...dictionary(parts.entries, parts.unread), doubtful: parts.doubtful };
}

function addProperty(run: Interpreter, parts: ObjectParts, property: ObjectProperty, scope: Scope): void {
  const at = originOf(scope.module.file, property);
  const key = keyOf(run, property, scope);
  if (typeof key !== 'string') {
    addUnread(parts, key);
    return;
  }
  if (property.kind !== 'init') {
    setEntry(parts, key, unknown('a getter or setter is not read', at));
    return;
  }
  const value = run.evaluate(property.value, scope);
  setEntry(parts, key, value.kind === 'column' ? { ...value, origin: at } : value);
}

function keyOf(run: Interpreter, property: ObjectProperty, scope: Scope): string | Unknown {
  const at = originOf(scope.module.file, property);
  if (!property.computed) return nameOfKey(property.key) ?? unknown('a key is not read', at);
  if (property.key.type === 'PrivateIdentifier') return unknown('a private name', at);
  const key = run.evaluate(property.key, scope);
  if (key.kind === 'unknown') return key;
  return key.kind === 'literal' ? String(key.value) : unknown(`a ${key.kind} is used as a key`, at);
}

function spread(run: Interpreter, parts: ObjectParts, value: Value, at: Origin): void {
  switch (value.kind) {
    case 'dictionary':
      for (const [key, entry] of value.entries) setEntry(parts, key, entry);
      addUnread(parts, ...value.unread);
      return;
    case 'namespace':
      for (const [key, entry] of run.exportsOf(value.module)) setEntry(parts, key, entry);
      return;
    case 'literal':
      return;
    case 'unknown':
      { spreadUnknown(parts, value, at); return; }
    default:
      addUnread(parts, unknown(`a ${value.kind} is spread into an object`, at));
  }
}

/** Of a condition that cannot be told, the keys are known where both branches are objects; their values are not. */
function spreadUnknown(parts: ObjectParts, value: Unknown, at: Origin): void {
  const branches = value.candidates.filter((one) => one.kind === 'dictionary');
  const isWhole = branches.length > 0 && value.candidates.every(isSpreadable);
  if (!isWhole) {
    addUnread(parts, value);
    return;
  }
  for (const branch of branches) {
    for (const key of branch.entries.keys()) setEntry(parts, key, either(parts.entries.get(key), branches, key, value));
    addUnread(parts, ...branch.unread);
  }

  function either(before: Value | undefined, all: readonly Dictionary[], key: string, why: Unknown): Value {
    const values = all.flatMap((one) => one.entries.get(key) ?? []);
    if (before !== undefined && before.kind !== 'unknown') values.push(before);
    return unknown(why.reason, at, values);
  }
}

function isSpreadable(value: Value): boolean {
  return value.kind === 'literal' || (value.kind === 'dictionary' && value.unread.length === 0);
}
