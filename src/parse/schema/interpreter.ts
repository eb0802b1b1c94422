import type { Origin } from '../../text/span.ts';
import type { DrizzleGeneration } from '../../facts/drizzle-generation.ts';
import type { Module } from './modules.ts';
import type { ModuleGraph } from './module-graph.ts';
import type { Expression } from './oxc.ts';
import { apply } from './apply.ts';
import { evaluate } from './evaluate.ts';
import { exported, exportsOf, localValue, lookUp, requiredValue } from './lookup.ts';
import type { SchemaObject } from './drizzle/objects.ts';
import type { FunctionValue, Scope, Unknown, Value } from './values.ts';

/**
 * An abstract interpreter of module-level expressions. It knows constants, data, calls of the project's own functions
 * and drizzle-orm; what it does not know becomes an `unknown` with its reason, never a guess. It runs nothing.
 */
export interface Interpreter {
  readonly modules: ModuleGraph;
  readonly environment: Environment;
  readonly generation: DrizzleGeneration;
  readonly memory: Memory;
  evaluate(node: Expression | null, scope: Scope): Value;
  apply(callee: FunctionValue, given: readonly Value[], at: Origin): Value;
  /** What an identifier means in a scope. */
  lookUp(name: string, scope: Scope, at: Origin): Value;
  /** The value of a module's own name. */
  local(module: Module, name: string): Value;
  /** The value a module exports under a name, or null. */
  exported(module: Module, name: string): Value | null;
  /** What `require()` of a module gives. */
  required(module: Module): Value;
  /** Everything a module exports, its re-exports included. */
  exportsOf(module: Module): ReadonlyMap<string, Value>;
}

/** `unset`: where a variable of the environment has a literal default, that is taken. `unknown`: it is not. */
export type Environment = 'unset' | 'unknown';

/** The mutable part of one reading. */
export interface Memory {
  readonly locals: Map<string, Value>;
  /** Objects made so far, in order: tables, enums, … */
  readonly made: Made[];
  /** Where the default of an environment variable was taken. */
  readonly defaults: Unknown[];
  /** Calls being entered right now. */
  depth: number;
  /** Expressions being evaluated right now, one inside the other. */
  nesting: number;
  /** Steps left. */
  fuel: number;
}

export interface Made {
  readonly object: SchemaObject;
}

/** Steps after which a reading gives up. The largest of twenty public schemas (132 tables, 60 files) takes 16,000. */
const fuel = 500_000;

export function interpreter(modules: ModuleGraph, environment: Environment, generation: DrizzleGeneration = '0.31'): Interpreter {
  const self: Interpreter = {
    modules,
    environment,
    generation,
    memory: { locals: new Map(), made: [], defaults: [], depth: 0, nesting: 0, fuel },
    evaluate: (node, scope) => evaluate(self, node, scope),
    apply: (callee, given, at) => apply(self, callee, given, at),
    lookUp: (name, scope, at) => lookUp(self, name, scope, at),
    local: (module, name) => localValue(self, module, name),
    exported: (module, name) => exported(self, module, name),
    required: (module) => requiredValue(self, module),
    exportsOf: (module) => exportsOf(self, module),
  };
  return self;
}

/** Remembers an object that a call made, under a number of its own. */
export function make<Kind extends SchemaObject>(run: Interpreter, object: Omit<Kind, 'id'>): Kind {
  const made = { ...object, id: run.memory.made.length } as Kind;
  run.memory.made.push({ object: made });
  return made;
}
