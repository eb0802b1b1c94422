import type { Node, RangeVar } from 'libpg-query';
import type { ChangeOf } from '../../../facts/change.ts';
import type { ObjectName } from '../../../facts/names.ts';
import { columnsOf } from '../expression.ts';
import { relationName } from '../names.ts';
import type { Scope } from '../scope.ts';
import { allOf, as, kindOf } from '../tree.ts';
import { base } from './base.ts';

type ChangeRows = ChangeOf<'changeRows'>;

/** The rows a statement changes: its own, and those of the INSERT, UPDATE, DELETE and MERGE in its WITH. */
export function changeRows(scope: Scope, node: Node): readonly ChangeRows[] {
  const statement = Object.values(node)[0] as { withClause?: { ctes?: Node[] } };
  const inner = allOf('CommonTableExpr', statement.withClause?.ctes).flatMap(({ ctequery }) =>
    ctequery === undefined ? [] : changeRows(scope, ctequery));
  const own = ownRows(scope, node);
  return own === null ? inner : [...inner, own];
}

function ownRows(scope: Scope, node: Node): ChangeRows | null {
  switch (kindOf(node)) {
    case 'InsertStmt': {
      const insert = as('InsertStmt', node);
      return rows(scope, 'insert', [insert?.relation], isBoundedSource(insert?.selectStmt));
    }
    case 'UpdateStmt': {
      const update = as('UpdateStmt', node);
      return rows(scope, 'update', [update?.relation], isCondition(update?.whereClause));
    }
    case 'DeleteStmt': {
      const remove = as('DeleteStmt', node);
      return rows(scope, 'delete', [remove?.relation], isCondition(remove?.whereClause));
    }
    case 'MergeStmt':
      return rows(scope, 'merge', [as('MergeStmt', node)?.relation], false);
    case 'TruncateStmt':
      return rows(scope, 'truncate', allOf('RangeVar', as('TruncateStmt', node)?.relations), false);
    case 'CopyStmt': {
      const copy = as('CopyStmt', node);
      return copy?.is_from ? rows(scope, 'copy', [copy.relation], false) : null;
    }
    default:
      return null;
  }
}

function rows(
  scope: Scope, command: ChangeRows['command'], relations: readonly (RangeVar | undefined)[], bounded: boolean,
): ChangeRows {
  const tables: readonly ObjectName[] = relations.map((relation) => relationName(scope, relation));
  return { ...base(scope), kind: 'changeRows', command, tables, bounded };
}

/** A condition that asks for something: `WHERE true` and `WHERE 1 = 1` do not. */
function isCondition(where: Node | undefined): boolean {
  return where !== undefined && (columnsOf(where).length > 0 || as('SubLink', where) !== undefined);
}

/** VALUES are counted by the author; of a query's rows only a condition or LIMIT tells. */
function isBoundedSource(source: Node | undefined): boolean {
  const select = as('SelectStmt', source);
  if (select === undefined) return true;
  if (select.valuesLists !== undefined || select.fromClause === undefined) return select.op === 'SETOP_NONE';
  return isCondition(select.whereClause) || select.limitCount !== undefined;
}
