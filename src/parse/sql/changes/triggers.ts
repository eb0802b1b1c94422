import type { CreateTrigStmt } from 'libpg-query';
import type { Trigger } from '../../../facts/catalog.ts';
import type { ChangeOf } from '../../../facts/change.ts';
import { columnsOf } from '../expression.ts';
import { identifier, plainName, relationName } from '../names.ts';
import { originOf, type Scope } from '../scope.ts';
import { texts } from '../tree.ts';
import { base } from './base.ts';

export function createTrigger(scope: Scope, node: CreateTrigStmt): ChangeOf<'createTrigger'> {
  const table = relationName(scope, node.relation);
  const trigger: Trigger = {
    ...identifier(scope, node.trigname ?? ''),
    table,
    routine: plainName(scope, texts(node.funcname)),
    forEach: node.row === true ? 'row' : 'statement',
    enabled: true,
    columns: [...new Set([...texts(node.columns), ...(node.whenClause === undefined ? [] : columnsOf(node.whenClause))])],
    origin: originOf(scope),
  };
  return { ...base(scope), kind: 'createTrigger', table, trigger, replace: node.replace === true };
}
