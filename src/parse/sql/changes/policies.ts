import type { AlterPolicyStmt, CreatePolicyStmt, Node } from 'libpg-query';
import type { Policy } from '../../../facts/catalog.ts';
import type { ChangeOf } from '../../../facts/change.ts';
import { identifier, relationName } from '../names.ts';
import { originOf, wholeOf, type Scope } from '../scope.ts';
import { allOf } from '../tree.ts';
import { base } from './base.ts';
import { expressionInParentheses } from './expressions.ts';

export function createPolicy(scope: Scope, node: CreatePolicyStmt): ChangeOf<'createPolicy'> {
  const table = relationName(scope, node.table);
  const policy: Policy = {
    ...identifier(scope, node.policy_name ?? ''),
    table,
    permissive: node.permissive === true,
    command: policyCommand(node.cmd_name),
    roles: roleNames(node.roles),
    using: expressionInParentheses(scope, node.qual, wholeOf(scope), 'USING'),
    check: expressionInParentheses(scope, node.with_check, wholeOf(scope), 'CHECK'),
    origin: originOf(scope),
  };
  return { ...base(scope), kind: 'createPolicy', table, policy };
}

export function alterPolicy(scope: Scope, node: AlterPolicyStmt): ChangeOf<'alterPolicy'> {
  return {
    ...base(scope),
    kind: 'alterPolicy',
    table: relationName(scope, node.table),
    policy: identifier(scope, node.policy_name ?? ''),
    roles: node.roles === undefined ? null : roleNames(node.roles),
    using: expressionInParentheses(scope, node.qual, wholeOf(scope), 'USING'),
    check: expressionInParentheses(scope, node.with_check, wholeOf(scope), 'CHECK'),
  };
}

function policyCommand(name: string | undefined): Policy['command'] {
  switch (name) {
    case 'select':
    case 'insert':
    case 'update':
    case 'delete':
      return name;
    default:
      return 'all';
  }
}

/** `current_user` and its like stay words: who they are is known when the statement runs. */
function roleNames(nodes: readonly Node[] | undefined): readonly string[] {
  return allOf('RoleSpec', nodes).map(({ roletype, rolename }) =>
    rolename ?? (roletype ?? '').replace(/^ROLESPEC_/, '').toLowerCase());
}
