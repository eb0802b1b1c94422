import type { Node, SelectStmt, TransactionStmt, VacuumStmt, VariableSetStmt } from 'libpg-query';
import type { ChangeOf } from '../../../facts/change.ts';
import { relationName } from '../names.ts';
import type { Scope } from '../scope.ts';
import { allOf, as, isOn, texts } from '../tree.ts';
import { base } from './base.ts';

/** RELEASE changes nothing that matters to a plan; PREPARE ends the transaction for this session. */
export function transaction(scope: Scope, node: TransactionStmt): ChangeOf<'transaction'> | null {
  const command = transactionCommands[node.kind ?? 'TRANS_STMT_BEGIN'];
  return command === undefined ? null : { ...base(scope), kind: 'transaction', command };
}

const transactionCommands: Readonly<Record<string, ChangeOf<'transaction'>['command']>> = {
  TRANS_STMT_BEGIN: 'begin', TRANS_STMT_START: 'begin', TRANS_STMT_COMMIT: 'commit', TRANS_STMT_PREPARE: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback', TRANS_STMT_SAVEPOINT: 'savepoint',
};

/**
 * SET and RESET. The value is as Postgres stores it, the schemas of a search path quoted where needed; null for DEFAULT
 * and RESET.
 */
export function setVariable(scope: Scope, node: VariableSetStmt): ChangeOf<'setVariable'> | null {
  if (!node.name || node.kind === 'VAR_SET_MULTI' || node.kind === 'VAR_SET_CURRENT') return null;
  const isList = /^search_path$/i.test(node.name);
  const values = (node.args ?? []).map(constantText).map((value) => (isList ? quotedIfNeeded(value) : value));
  return {
    ...base(scope),
    kind: 'setVariable',
    variable: node.name.toLowerCase(),
    value: node.kind === 'VAR_SET_VALUE' ? values.join(', ') : null,
    local: node.is_local === true,
  };
}

/** `flatten_set_variable_args` in PostgreSQL's `guc_funcs.c`. */
function quotedIfNeeded(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function constantText(node: Node): string {
  const constant = as('A_Const', node) ?? as('A_Const', as('TypeCast', node)?.arg);
  if (constant?.boolval) return String(constant.boolval.boolval === true);
  if (constant?.ival) return String(constant.ival.ival ?? 0);
  return constant?.sval?.sval ?? constant?.fval?.fval ?? '';
}

/** `SELECT set_config('search_path', 'app', false)`: what SET does, as a function. Only literals are read. */
export function setConfigs(scope: Scope, node: SelectStmt): readonly ChangeOf<'setVariable'>[] {
  return allOf('ResTarget', node.targetList).flatMap(({ val }) => {
    const call = as('FuncCall', val);
    const [variable, value, local] = (call?.args ?? []).map((arg) => as('A_Const', arg));
    if (texts(call?.funcname).at(-1) !== 'set_config' || !variable?.sval || !value?.sval) return [];
    return [{
      ...base(scope),
      kind: 'setVariable' as const,
      variable: (variable.sval.sval ?? '').toLowerCase(),
      value: value.sval.sval ?? '',
      local: local?.boolval?.boolval === true,
    }];
  });
}

export function vacuum(scope: Scope, node: VacuumStmt): ChangeOf<'vacuum'> {
  const relations = allOf('VacuumRelation', node.rels);
  return {
    ...base(scope), kind: 'vacuum', tables: relations.map(({ relation }) => relationName(scope, relation)),
    analyzeOnly: node.is_vacuumcmd !== true, full: isOn(node.options, 'full'),
    only: relations.length > 0 && relations.every(({ relation }) => relation?.inh !== true),
  };
}
