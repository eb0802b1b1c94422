import { bare } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { CallExpression, Expression } from '../oxc.ts';

export const pgCore = 'drizzle-orm/pg-core';

/** The function of drizzle-orm/pg-core that a call calls, by import or by namespace; null for any other. */
export function pgCoreFunction(call: CallExpression, module: Module): string | null {
  const callee = bare(call.callee);
  if (callee.type === 'Identifier') return importOf(callee.name, module);
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null;
  return isNamespace(callee.object, module) ? callee.property.name : null;
}

function importOf(name: string, module: Module): string | null {
  const imported = module.imports.get(name);
  return imported?.specifier === pgCore && imported.name !== '*' ? imported.name : null;
}

export function isNamespace(node: Expression, module: Module): boolean {
  const object = bare(node);
  if (object.type !== 'Identifier') return false;
  const imported = module.imports.get(object.name);
  return imported?.specifier === pgCore && imported.name === '*';
}
