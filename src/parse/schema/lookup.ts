import type { Origin } from '../../text/span.ts';
import { drizzleExport, hasExport } from './drizzle/library.ts';
import type { Interpreter } from './interpreter.ts';
import { fromPlain } from './built-ins.ts';
import { enumMembers } from './enum-members.ts';
import { defaultLocal, type Exported, type Imported, type Local, type Module } from './modules.ts';
import { bind } from './patterns.ts';
import { isTableless } from './tableless-packages.ts';
import { absent, dictionary, isAbsent, type Host, type Scope, unknown, type Unknown, unknownObject, type Value } from './values.ts';

const hosts = new Set([
  'Object', 'Array', 'String', 'Number', 'Boolean', 'JSON', 'Date', 'Math', 'BigInt', 'Symbol', 'process', 'console',
  'require',
]);

function moduleScope(module: Module): Scope {
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
  if (module.manner === 'commonJs' && name === 'exports') return { kind: 'namespace', module };
  if (module.manner === 'commonJs' && name === 'module') return dictionary(new Map([['exports', { kind: 'namespace', module }]]));
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
  const value = valueOfLocal(run, module, name, local);
  if (!module.changed.has(name)) return value;
  const reason = `${name} is changed after its declaration`;
  return isAbsent(value) ? unknownObject(reason, at) : unknown(reason, at, [value]);
}

function valueOfLocal(run: Interpreter, module: Module, name: string, local: Local): Value {
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
      rememberOthers(run, module, scope);
      return scope.variables.get(name) ?? absent;
    case 'class':
      return { kind: 'irrelevant', what: 'class' };
    case 'json':
      return fromPlain(local.data);
    case 'unread':
      return unknownObject('exports are given in a way that is not read', { file: module.file, span: local.span });
    default:
      return local satisfies never;
  }
}

/** Names of one pattern are of one value: taken apart once more, a function would make its tables a second time. */
function rememberOthers(run: Interpreter, module: Module, { variables }: Scope): void {
  for (const [name, value] of variables) {
    const key = `${module.file} ${name}`;
    if (!module.changed.has(name) && !run.memory.locals.has(key)) run.memory.locals.set(key, value);
  }
}

/** What `require()` of a module of the project gives. */
export function requiredValue(run: Interpreter, module: Module): Value {
  if (!module.wholes.includes(defaultLocal)) return { kind: 'namespace', module };
  const whole = localValue(run, module, defaultLocal);
  return whole.kind === 'dictionary' ? { kind: 'namespace', module } : whole;
}

function importedValue(run: Interpreter, module: Module, imported: Imported): Value {
  const at = { file: module.file, span: imported.span };
  const drizzle = drizzleExport(imported.specifier, imported.name);
  if (drizzle !== null) return drizzle;
  const target = run.modules.find(imported.specifier, module);
  if (target === null) return outside(imported, at);
  if (imported.name === '*') return requiredValue(run, target);
  const value = exported(run, target, imported.name);
  return value ?? unknown(`${imported.specifier} exports no ${imported.name}`, at);
}

/** An import that leads out of the project. `defineConfig` of whatever tool gives back what it is given. */
function outside(imported: Imported, at: Origin): Value {
  if (imported.name === 'defineConfig') return { kind: 'host', name: 'defineConfig' } satisfies Host;
  if (imported.name === 'createRequire') return { kind: 'host', name: 'createRequire' } satisfies Host;
  const reason = `${imported.name === '*' ? 'a module' : imported.name} comes from ${imported.specifier}, which is not part of the project`;
  return isTableless(imported.specifier) ? unknown(reason, at) : unknownObject(reason, at);
}

export function exported(run: Interpreter, module: Module, name: string): Value | null {
  return findExport(run, module, name, new Set());
}

function findExport(run: Interpreter, module: Module, name: string, seen: Set<Module>): Value | null {
  if (seen.has(module)) return null;
  seen.add(module);
  const own = module.exports.get(name);
  if (own !== undefined) return exportedValue(run, module, own);
  const given = givenWhole(run, module, name);
  if (given !== null) return given;
  if (name === 'default') return module.manner === 'commonJs' ? { kind: 'namespace', module } : null;
  for (const star of module.stars) {
    if (hasExport(star.specifier, name)) return drizzleExport(star.specifier, name);
    const target = run.modules.find(star.specifier, module);
    const value = target === null ? null : findExport(run, target, name, seen);
    if (value !== null) return value;
  }
  return null;
}

/** Of what is exported as a whole, the later over the earlier. */
function givenWhole(run: Interpreter, module: Module, name: string): Value | null {
  for (const local of module.wholes.toReversed()) {
    const value = localValue(run, module, local);
    if (value.kind === 'namespace' && value.module !== module) {
      const found = run.exported(value.module, name);
      if (found !== null) return found;
    }
    if (value.kind === 'unknown') return value;
    const found = value.kind === 'dictionary' ? value.entries.get(name) ?? value.unread[0] : undefined;
    if (found !== undefined) return found;
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
  const isWhole = module.wholes.includes(defaultLocal);
  for (const [name, own] of module.exports) {
    if (!values.has(name) && !(isWhole && name === 'default')) values.set(name, exportedValue(run, module, own));
  }
  for (const local of module.wholes) collectWhole(run, module, local, values);
  for (const star of module.stars) {
    const target = run.modules.find(star.specifier, module);
    if (target !== null) collectExports(run, target, values, seen);
  }
}

/** What is in it is exported. Of what cannot be read, everything may be in it. */
function collectWhole(run: Interpreter, module: Module, local: string, values: Map<string, Value>): void {
  const value = localValue(run, module, local);
  const lost = (one: Unknown): Unknown => unknownObject(one.reason, one.origin);
  switch (value.kind) {
    case 'dictionary':
      for (const [name, entry] of value.entries) values.set(name, entry);
      value.unread.forEach((one, place) => values.set(`${local} ${place}`, lost(one)));
      return;
    case 'namespace':
      if (value.module !== module) for (const [name, entry] of run.exportsOf(value.module)) values.set(name, entry);
      return;
    case 'unknown':
      values.set(local, lost(value));
      return;
    default:
  }
}
