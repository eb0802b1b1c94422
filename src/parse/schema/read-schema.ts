import type { Casing } from '../../facts/casing.ts';
import type { Aspect, Catalog, Unexported } from '../../facts/catalog.ts';
import type { DirectedFile } from '../../facts/directive.ts';
import type { DrizzleGeneration } from '../../facts/drizzle-generation.ts';
import { unspelled } from '../../facts/unspelled.ts';
import type { SqlSpelling } from '../drizzle/snapshot.ts';
import { spellType } from '../sql/types.ts';
import type { Context } from './drizzle/context.ts';
import { declaredCatalog } from './drizzle/declared-catalog.ts';
import { isDrizzle } from './drizzle/library.ts';
import { interpreter, type Interpreter } from './interpreter.ts';
import { moduleGraph, type Sources, type Unresolved } from './module-graph.ts';
import type { Module } from './modules.ts';
import { objectName } from './names.ts';
import { parseModule, type ParseModule } from './oxc.ts';
import type { SchemaObject } from './drizzle/objects.ts';
import { isSchemaObject, isUnknown, type Unknown } from './values.ts';

export interface SchemaInput {
  /** The files that `schema` of drizzle.config names. */
  readonly entries: readonly string[];
  /** The text of a file, or null if there is none. */
  read(path: string): string | null;
  /** The file an import means (tsconfig paths, workspace packages), or null if it is not known. */
  resolve(specifier: string, from: string): string | null;
  /** oxc's, unless another is given. */
  readonly parse?: ParseModule;
  readonly casing: Casing | null;
  /** Left out: what the imports of the entry files tell, `0.31` where they tell nothing. */
  readonly generation?: DrizzleGeneration;
  /** How the SQL in a schema is spelled; types as parse/sql does, unless another is given. */
  readonly spelling?: SqlSpelling;
}

export interface DeclaredSchema {
  readonly catalog: Catalog;
  /** Files that are there and could not be read or parsed: what they declare is missing. */
  readonly unreadable: readonly Unresolved[];
  /** What could not be told without running the code, each once. */
  readonly unresolved: readonly Unresolved[];
  /** Where an environment variable was taken for unset, so that its default holds. */
  readonly assumed: readonly Unresolved[];
  /** Every file that was read. */
  readonly files: readonly string[];
  /** Files with comments that take findings away. */
  readonly directed: readonly DirectedFile[];
}

/**
 * What a schema in TypeScript declares, as drizzle-kit sees it: the top-level exports of the entry files, each
 * object once. Nothing is run; what cannot be told makes its table `partial` and is listed. Never throws.
 */
export function readSchema(input: SchemaInput): DeclaredSchema {
  const graph = moduleGraph(sourcesOf(input));
  const modules = input.entries.map((entry) => graph.at(entry));
  const run = interpreter(graph, 'unset', input.generation ?? generationOf(modules));
  const exports = modules.flatMap((module) => [...run.exportsOf(module).values()]);
  const objects = eachOnce(exports.filter(isSchemaObject));
  const { catalog, gaps } = declaredCatalog(objects, aspects(input.spelling), contextOf(run, input));
  const reached = reachedModules(run, modules);
  for (const module of reached) evaluateLocals(run, module);
  return {
    catalog: { ...catalog, unexported: unexportedObjects(run, objects, reached) },
    unreadable: run.modules.problems(),
    unresolved: eachPlaceOnce([
      ...run.modules.problems(),
      ...reached.flatMap((module) => lostStars(run, module)),
      ...exports.filter(isUnknown).filter((one) => one.mayBeObject).map(unresolvedOf),
      ...gaps.map(unresolvedOf),
    ]),
    assumed: eachPlaceOnce(run.memory.defaults.map(assumedOf)),
    files: run.modules.files(),
    directed: run.modules.directed(),
  };
}

/** Exports of drizzle-orm 1.0 that 0.45 does not have, of those that schemas import. */
const newExports: Readonly<Record<string, ReadonlySet<string>>> = {
  'drizzle-orm/pg-core': new Set(['snakeCase', 'camelCase', 'bytea']), 'drizzle-orm': new Set(['defineRelations', 'defineRelationsPart']),
};

function generationOf(entries: readonly Module[]): DrizzleGeneration {
  const isNew = ({ imports }: Module): boolean =>
    [...imports.values()].some(({ specifier, name }) => newExports[specifier]?.has(name) === true);
  return entries.some(isNew) ? '1.0' : '0.31';
}

function sourcesOf(input: SchemaInput): Sources {
  return {
    read: (path) => input.read(path), resolve: (specifier, from) => input.resolve(specifier, from),
    parse: input.parse ?? parseModule,
  };
}

const always: readonly Aspect[] = [
  'schemas', 'tables', 'columns', 'columnTypes', 'defaults', 'constraints', 'indexes', 'enums', 'sequences', 'views',
  'policies', 'rowSecurity',
];

function aspects(spelling: SqlSpelling | undefined): ReadonlySet<Aspect> {
  const seen = new Set(always);
  if (spelling?.spellExpression !== undefined) seen.add('expressions');
  if (spelling?.spellQuery !== undefined) seen.add('viewDefinitions');
  return seen;
}

function contextOf(run: Interpreter, { casing, spelling }: SchemaInput): Context {
  return {
    run, casing,
    spellType: remembered(spelling?.spellType ?? spellType),
    spell: spelling?.spellExpression ?? unspelled,
    spellQuery: spelling?.spellQuery ?? unspelled,
  };
}

/** A schema has some thousand columns and some ten types. */
function remembered(spell: (type: string) => string): (type: string) => string {
  const known = new Map<string, string>();
  return (type) => {
    const spelled = known.get(type) ?? spell(type);
    known.set(type, spelled);
    return spelled;
  };
}

function eachOnce(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  return [...new Map(objects.map((one) => [one.id, one])).values()];
}

function unresolvedOf({ origin, reason }: Unknown): Unresolved {
  return { origin, reason };
}

function assumedOf({ origin, reason }: Unknown): Unresolved {
  return { origin, reason: `${reason}: its default is taken` };
}

function eachPlaceOnce(all: readonly Unresolved[]): readonly Unresolved[] {
  return [...new Map(all.map((one) => [`${one.origin.file}:${one.origin.span.start}:${one.reason}`, one])).values()];
}

/** The entry modules and those they give on whole, by `export * from …`. */
function reachedModules(run: Interpreter, entries: readonly Module[]): readonly Module[] {
  const reached = new Set<Module>();
  const visit = (module: Module): void => {
    if (reached.has(module)) return;
    reached.add(module);
    for (const star of module.stars) {
      const target = run.modules.find(star.specifier, module);
      if (target !== null) visit(target);
    }
  };
  entries.forEach(visit);
  return [...reached];
}

/** So that tables which are declared and not exported come to light. */
function evaluateLocals(run: Interpreter, module: Module): void {
  for (const name of module.locals.keys()) run.local(module, name);
}

/** `export * from …` of what is not part of the project: whole files of tables may be missing. */
function lostStars(run: Interpreter, module: Module): readonly Unresolved[] {
  return module.stars.flatMap((star): readonly Unresolved[] => {
    if (isDrizzle(star.specifier) || run.modules.find(star.specifier, module) !== null) return [];
    const reason = `everything of ${star.specifier} is exported, which is not part of the project`;
    return [{ origin: { file: module.file, span: star.span }, reason }];
  });
}

function unexportedObjects(
  run: Interpreter, exported: readonly SchemaObject[], reached: readonly Module[],
): readonly Unexported[] {
  const ids = new Set(exported.map((one) => one.id));
  const files = new Set(reached.map(({ file }) => file));
  // A file that gives on all of another one may have a name of its own in the place of one of them.
  const passedBy = new Set(reached.flatMap((module) => [...run.exportsOf(module).values()].filter(isSchemaObject).map(({ id }) => id)));
  const named = namedObjects(run);
  return run.memory.made.flatMap(({ object }): readonly Unexported[] => {
    const binding = named.get(object.id);
    const name = ids.has(object.id) ? null : nameOf(binding?.value ?? object, binding === undefined ? 'has no name' : 'has a name');
    if (name === null) return [];
    const { file } = object.origin;
    const where = !files.has(file) || passedBy.has(object.id) ? 'elsewhere'
      : reached.some((other) => other.file !== file && binding !== undefined && other.exports.has(binding.name)) ? 'clashing' : 'schema';
    return [{ ...name, where, origin: object.origin }];
  });
}

/** An object that a name of a file stands for, as it is once all its methods are called: `pgView()` gives it its number. */
interface NamedObject {
  readonly name: string;
  readonly value: SchemaObject;
}

function namedObjects(run: Interpreter): ReadonlyMap<number, NamedObject> {
  return new Map([...run.memory.locals].flatMap(([key, value]) => (
    isSchemaObject(value) ? [[value.id, { name: key.slice(key.lastIndexOf(' ') + 1), value }] as const] : [])));
}

/** What it is in the database; null for what drizzle-kit would make nothing of either if it were exported. */
function nameOf(
  one: SchemaObject, binding: 'has a name' | 'has no name',
): Pick<Unexported, 'kind' | 'schema' | 'name' | 'written' | 'table'> | null {
  switch (one.kind) {
    case 'policy': {
      if (one.linked?.kind !== 'table') return null;
      const table = objectName(one.linked.schema, one.linked.name);
      return { kind: 'policy', ...objectName(one.linked.schema, one.name), table };
    }
    case 'view':
      return one.state === 'defined' || binding === 'has no name' ? { kind: 'view', ...objectName(one.schema, one.name) } : null;
    case 'schema':
      return { kind: 'schema', ...objectName(null, one.name) };
    case 'table':
    case 'enum':
    case 'sequence':
      return { kind: one.kind, ...objectName(one.schema, one.name) };
    default:
      return one satisfies never;
  }
}
