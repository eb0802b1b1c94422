import type { AlterFunctionStmt, CreateFunctionStmt, DefineStmt, Node, ObjectWithArgs } from 'libpg-query';
import type { Routine } from '../../../facts/catalog.ts';
import type { ChangeOf } from '../../../facts/change.ts';
import { inlinedBody } from '../inlined-body.ts';
import { currentSchema, plainName } from '../names.ts';
import { originOf, type Scope } from '../scope.ts';
import { allOf, as, option, texts } from '../tree.ts';
import { readType } from '../types.ts';
import { base } from './base.ts';

export function createRoutine(scope: Scope, node: CreateFunctionStmt): ChangeOf<'createRoutine'> {
  const routine: Routine = {
    ...plainName(scope, texts(node.funcname)),
    kind: node.is_procedure ? 'procedure' : 'function',
    argumentTypes: inputTypes(scope, node.parameters),
    language: routineLanguage(node),
    securityDefiner: securityOf(node.options) === true,
    searchPath: searchPathOf(node.options) ?? 'unset',
    volatility: volatilityOf(node.options) ?? 'volatile',
    inlined: inlinedBody(node),
    origin: originOf(scope),
  };
  return { ...base(scope), kind: 'createRoutine', routine, replace: node.replace === true };
}

/** Null where none of its rights, search path and volatility change: cost and the like are not kept. */
export function alterRoutine(scope: Scope, node: AlterFunctionStmt): ChangeOf<'alterRoutine'> | null {
  const [securityDefiner, searchPath, volatility] = [securityOf(node.actions), searchPathOf(node.actions), volatilityOf(node.actions)];
  if (node.func === undefined || (securityDefiner === null && searchPath === null && volatility === null)) return null;
  return {
    ...base(scope),
    kind: 'alterRoutine',
    name: plainName(scope, texts(node.func.objname)),
    argumentTypes: namedArguments(scope, node.func),
    securityDefiner,
    searchPath,
    volatility,
  };
}

/** Null where nothing is said. */
function volatilityOf(options: readonly Node[] | undefined): Routine['volatility'] | null {
  switch (as('String', option(options, 'volatility')?.arg)?.sval) {
    case 'immutable': return 'immutable';
    case 'stable': return 'stable';
    case 'volatile': return 'volatile';
    default: return null;
  }
}

/** SECURITY DEFINER or INVOKER; null where nothing is said. */
function securityOf(options: readonly Node[] | undefined): boolean | null {
  const said = option(options, 'security');
  return said === undefined ? null : as('Boolean', said.arg)?.boolval === true;
}

/** What the last SET or RESET says of the search path; null where none does. */
function searchPathOf(options: readonly Node[] | undefined): Routine['searchPath'] | null {
  const settings = allOf('DefElem', options).flatMap(({ defname, arg }) =>
    (defname === 'set' ? as('VariableSetStmt', arg) ?? [] : []));
  const said = settings.findLast(({ name, kind }) => name === 'search_path' || kind === 'VAR_RESET_ALL');
  if (said === undefined) return null;
  return said.kind === 'VAR_SET_VALUE' || said.kind === 'VAR_SET_CURRENT' ? 'set' : 'unset';
}

/** Without LANGUAGE there is an SQL body: `RETURN …` or `BEGIN ATOMIC`. */
export function routineLanguage(node: CreateFunctionStmt): string {
  return (as('String', option(node.options, 'language')?.arg)?.sval ?? 'sql').toLowerCase();
}

export function createAggregate(scope: Scope, node: DefineStmt): ChangeOf<'createRoutine'> {
  const parameters = as('List', node.args?.[0])?.items;
  const routine: Routine = {
    ...plainName(scope, texts(node.defnames)),
    kind: 'aggregate',
    argumentTypes: inputTypes(scope, parameters),
    language: 'internal',
    securityDefiner: false,
    searchPath: 'unset',
    volatility: 'immutable',
    inlined: null,
    origin: originOf(scope),
  };
  return { ...base(scope), kind: 'createRoutine', routine, replace: node.replace === true };
}

/** The types a routine is known by (`pg_proc.proargtypes`): of IN, INOUT and VARIADIC arguments, without lengths. */
function inputTypes(scope: Scope, nodes: readonly Node[] | undefined): readonly string[] {
  return allOf('FunctionParameter', nodes)
    .filter(({ mode }) => mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE')
    .map(({ argType }) => readType(argType, currentSchema(scope.names)).type.replace(/\([^)]*\)/, ''));
}

/** The argument types of a routine that is named in DROP or ALTER; null if the name stands alone. */
export function namedArguments(scope: Scope, node: ObjectWithArgs): readonly string[] | null {
  if (node.args_unspecified) return null;
  if (node.objfuncargs) return inputTypes(scope, node.objfuncargs);
  return allOf('TypeName', node.objargs).map((type) => readType(type, currentSchema(scope.names)).type);
}
