import type { Origin } from '../../text/span.ts';
import { drizzleExport, hasExport } from './drizzle/library.ts';
import type { Interpreter } from './interpreter.ts';
import { fromPlain } from './built-ins.ts';
import { enumMembers } from './enum-members.ts';
import type { Exported, Imported, Local, Module } from './modules.ts';
import { bind } from './patterns.ts';
import { absent, type Host, type Scope, unknown, type Value } from './values.ts';

const hosts = new Set([
  'Object', 'Array', 'String', 'Number', 'Boolean', 'JSON', 'Date', 'Math', 'BigInt', 'Symbol', 'process', 'console',
]);

export function moduleScope(module: Module): Scope {
  return { module, variables: new Map(), outer: null };
}

export function lookUp(run: Interpreter, name: string, scope: Scope, at: Origin): Value {
  for (let inner: Scope | null = scope; inner !== null; inner = inner.outer) {
    const value = inner.variables.get(name);
    if (value !== undefined) return value;
  }
  return moduleName(run, scope.module, name, at);
}

function moduleName(run: Interpreter, module: Module, name: string, at: Origin): Value {
  if (module.locals.has(name)) return localValue(run, module, name);
  const imported = module.imports.get(name);
  if (imported !== undefined) return importedValue(run, module, imported);
  if (name === 'undefined') return absent;
  if (hosts.has(name)) return { kind: 'host', name };
  return unknown(`${name} is not declared in the file`, at);
}

export function localValue(run: Interpreter, module: Module, name: string): Value {
  const key = `${module.file} ${name}`;
  const known = run.memory.locals.get(key);
  if (known !== undefined) return known;
  const at: Origin = { file: module.file, span: { start: 0, end: 0 } };
  run.memory.locals.set(key, unknown(`${name} needs itself to be known`, at));
  const value = evaluateLocal(run, module, name, at);
  run.memory.locals.set(key, value);
  return value;
}

function evaluateLocal(run: Interpreter, module: Module, name: string, at: Origin): Value {
  const local = module.locals.get(name);
  if (local === undefined) return unknown(`${name} is not declared in the file`, at);
  const value = valueOfLocal(run, module, name, local, at);
  return module.changed.has(name) ? unknown(`${name} is changed after its declaration`, at, [value]) : value;
}

function valueOfLocal(run: Interpreter, module: Module, name: string, local: Local, at: Origin): Value {
  const scope = moduleScope(module);
  switch (local.kind) {
    case 'expression':
      return run.evaluate(local.node, scope);
    case 'function':
      return { kind: 'function', node: local.node, scope };
    case 'enum':
      return enumMembers(run, local.node, scope);
    case 'pattern':
      bind(run, local.pattern, run.evaluate(local.init, scope), scope);
      return scope.variables.get(name) ?? absent;
    case 'class':
      return unknown(`${name} is a class`, at);
    case 'json':
      return fromPlain(local.data);
    default:
      return local satisfies never;
  }
}

function importedValue(run: Interpreter, module: Module, imported: Imported): Value {
  const at = { file: module.file, span: imported.span };
  const drizzle = drizzleExport(imported.specifier, imported.name);
  if (drizzle !== null) return drizzle;
  const target = run.modules.find(imported.specifier, module);
  if (target === null) return outside(imported, at);
  if (imported.name === '*') return { kind: 'namespace', module: target };
  const value = exported(run, target, imported.name);
  return value ?? unknown(`${imported.specifier} exports no ${imported.name}`, at);
}

/** An import that leads out of the project. `defineConfig` of whatever tool gives back what it is given. */
function outside(imported: Imported, at: Origin): Value {
  if (imported.name === 'defineConfig') return { kind: 'host', name: 'defineConfig' } satisfies Host;
  return unknown(`${imported.name} comes from ${imported.specifier}, which is not part of the project`, at);
}

export function exported(run: Interpreter, module: Module, name: string): Value | null {
  return findExport(run, module, name, new Set());
}

function findExport(run: Interpreter, module: Module, name: string, seen: Set<Module>): Value | null {
  if (seen.has(module)) return null;
  seen.add(module);
  const own = module.exports.get(name);
  if (own !== undefined) return exportedValue(run, module, own);
  if (name === 'default') return null;
  for (const star of module.stars) {
    if (hasExport(star.specifier, name)) return drizzleExport(star.specifier, name);
    const target = run.modules.find(star.specifier, module);
    const value = target === null ? null : findExport(run, target, name, seen);
    if (value !== null) return value;
  }
  return null;
}

function exportedValue(run: Interpreter, module: Module, own: Exported): Value {
  if ('specifier' in own) return importedValue(run, module, own);
  return moduleName(run, module, own.local, { file: module.file, span: own.span });
}

export function exportsOf(run: Interpreter, module: Module): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  collectExports(run, module, values, new Set());
  return values;
}

function collectExports(run: Interpreter, module: Module, values: Map<string, Value>, seen: Set<Module>): void {
  if (seen.has(module)) return;
  seen.add(module);
  for (const [name, own] of module.exports) {
    if (!values.has(name)) values.set(name, exportedValue(run, module, own));
  }
  for (const star of module.stars) {
    const target = run.modules.find(star.specifier, module);
    if (target !== null) collectExports(run, target, values, seen);
  }
}
