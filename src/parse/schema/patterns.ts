import { nameOfKey, originOf } from './ast.ts';
import type { Interpreter } from './interpreter.ts';
import { memberOf } from './members.ts';
import type { BindingPattern, ObjectPattern, ParamPattern } from './oxc.ts';
import { dictionary, isAbsent, list, type Scope, unknown, type Value } from './values.ts';

/** Gives the names of a pattern their values. */
export function bind(run: Interpreter, pattern: BindingPattern | ParamPattern, value: Value, scope: Scope): void {
  switch (pattern.type) {
    case 'Identifier':
      scope.variables.set(pattern.name, value);
      return;
    case 'AssignmentPattern':
      { bind(run, pattern.left, isAbsent(value) ? run.evaluate(pattern.right, scope) : value, scope); return; }
    case 'ObjectPattern':
      { bindObject(run, pattern, value, scope); return; }
    case 'ArrayPattern':
      { pattern.elements.forEach((element, at) => {
        if (element === null) return;
        if (element.type === 'RestElement') { bind(run, element.argument, restOfList(value, at), scope); return; }
        bind(run, element, itemOf(value, at), scope);
      }); return; }
    case 'RestElement':
      { bind(run, pattern.argument, value, scope); return; }
    case 'TSParameterProperty':
      { bind(run, pattern.parameter, value, scope); return; }
    default:
      return pattern satisfies never;
  }
}

function bindObject(run: Interpreter, pattern: ObjectPattern, value: Value, scope: Scope): void {
  const { file } = scope.module;
  const taken = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      bind(run, property.argument, withoutKeys(value, taken), scope);
      continue;
    }
    const at = originOf(file, property);
    const key = property.computed ? null : nameOfKey(property.key);
    if (key !== null) taken.add(key);
    const member = key === null ? unknown('a computed key is taken apart', at) : memberOf(run, value, key, at);
    bind(run, property.value, member, scope);
  }
}

function withoutKeys(value: Value, taken: ReadonlySet<string>): Value {
  if (value.kind !== 'dictionary') return value;
  return dictionary(new Map([...value.entries].filter(([key]) => !taken.has(key))), value.unread);
}

function itemOf(value: Value, at: number): Value {
  if (value.kind !== 'list') return value.kind === 'unknown' ? value : { kind: 'literal', value: undefined };
  return value.unread[0] ?? value.items[at] ?? { kind: 'literal', value: undefined };
}

function restOfList(value: Value, from: number): Value {
  return value.kind === 'list' ? list(value.items.slice(from), value.unread) : value;
}
