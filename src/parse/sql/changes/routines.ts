import type { CreateFunctionStmt, DefineStmt, Node, ObjectWithArgs } from 'libpg-query';
import type { Routine } from '../../../facts/catalog.ts';
import type { ChangeOf } from '../../../facts/change.ts';
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
    securityDefiner: as('Boolean', option(node.options, 'security')?.arg)?.boolval === true,
    origin: originOf(scope),
  };
  return { ...base(scope), kind: 'createRoutine', routine, replace: node.replace === true };
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
