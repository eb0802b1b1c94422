import { nameOfKey, originOf } from './ast.ts';
import type { Interpreter } from './interpreter.ts';
import type { TSEnumDeclaration } from './oxc.ts';
import { dictionary, literal, type Scope, unknown, type Value } from './values.ts';

/** The members of a TypeScript enum, as the object it becomes. Reverse mappings of numbers are left out. */
export function enumMembers(run: Interpreter, node: TSEnumDeclaration, scope: Scope): Value {
  const entries = new Map<string, Value>();
  const inner: Scope = { module: scope.module, variables: entries, outer: scope };
  let next: number | null = 0;
  for (const each of node.body.members) {
    const at = originOf(scope.module.file, each);
    const key = each.id.type === 'TemplateLiteral' ? null : nameOfKey(each.id);
    if (key === null) return dictionary(entries, [unknown('a name of an enum is not read', at)]);
    const value: Value = each.initializer !== null ? run.evaluate(each.initializer, inner)
      : next === null ? unknown('a value of an enum is not given', at) : literal(next);
    next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : null;
    entries.set(key, value);
  }
  return dictionary(entries);
}
