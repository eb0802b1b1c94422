import type { Node, RangeVar } from 'libpg-query';
import type { ChangeOf } from '../../../facts/change.ts';
import type { ObjectName } from '../../../facts/names.ts';
import { keyOf } from '../../../facts/names.ts';
import { columnsOf } from '../expression.ts';
import { relationName } from '../names.ts';
import { placedLiterals } from '../placed-literals.ts';
import { findWord, wholeOf, type Range, type Scope } from '../scope.ts';
import { allOf, as, kindOf, texts, walk } from '../tree.ts';
import { base } from './base.ts';
import { expressionIn } from './expressions.ts';

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
      const { relation, selectStmt, cols } = as('InsertStmt', node) ?? {};
      const filtered = isCondition(as('SelectStmt', selectStmt)?.whereClause);
      return rows(scope, node, 'insert', [relation], { bounded: isBoundedSource(selectStmt), filtered, columns: targets(cols) });
    }
    case 'UpdateStmt': {
      const { relation, whereClause, targetList } = as('UpdateStmt', node) ?? {};
      return rows(scope, node, 'update', [relation], { ...condition(scope, whereClause), columns: targets(targetList) });
    }
    case 'DeleteStmt': {
      const { relation, whereClause } = as('DeleteStmt', node) ?? {};
      return rows(scope, node, 'delete', [relation], condition(scope, whereClause));
    }
    case 'MergeStmt': {
      const { relation, mergeWhenClauses } = as('MergeStmt', node) ?? {};
      const written = allOf('MergeWhenClause', mergeWhenClauses).flatMap(({ targetList }) => targets(targetList) ?? []);
      return rows(scope, node, 'merge', [relation], { columns: written.length === 0 ? null : [...new Set(written)] });
    }
    case 'TruncateStmt': {
      const { relations, behavior } = as('TruncateStmt', node) ?? {};
      return rows(scope, node, 'truncate', allOf('RangeVar', relations), { cascade: behavior === 'DROP_CASCADE' });
    }
    case 'CopyStmt': {
      const copy = as('CopyStmt', node);
      const columns = copy?.attlist === undefined ? null : texts(copy.attlist);
      return copy?.is_from ? rows(scope, node, 'copy', [copy.relation], { columns }) : null;
    }
    default:
      return null;
  }
}

function rows(
  scope: Scope, node: Node, command: ChangeRows['command'], relations: readonly (RangeVar | undefined)[], said: Partial<ChangeRows>,
): ChangeRows {
  const tables: readonly ObjectName[] = relations.map((relation) => relationName(scope, relation));
  return {
    ...base(scope), kind: 'changeRows', command, tables, bounded: false, filtered: false, where: null, columns: null,
    reads: sources(scope, node, relations), only: relations.every((relation) => relation?.inh !== true), cascade: false,
    literals: placedLiterals(scope, node), ...said,
  };
}

/** Every relation that the statement names but those it changes and those its WITH makes. */
function sources(scope: Scope, node: Node, changed: readonly (RangeVar | undefined)[]): readonly ObjectName[] {
  const found = new Map<string, ObjectName>();
  const made = new Set<string>();
  walk(node, (kind, body) => {
    if (kind === 'CommonTableExpr') made.add((body as { ctename?: string }).ctename ?? '');
    if (kind !== 'RangeVar' || changed.includes(body as RangeVar)) return undefined;
    const name = relationName(scope, body as RangeVar);
    found.set(keyOf(name), name);
    return undefined;
  });
  return [...found.values()].filter(({ name }) => !made.has(name));
}

/** The columns of an INSERT list or of SET. */
function targets(nodes: readonly Node[] | undefined): readonly string[] | null {
  return nodes === undefined ? null : [...new Set(allOf('ResTarget', nodes).flatMap(({ name }) => name ?? []))];
}

function condition(scope: Scope, where: Node | undefined): Pick<ChangeRows, 'bounded' | 'filtered' | 'where'> {
  const asks = isCondition(where);
  return { bounded: asks, filtered: asks, where: where === undefined ? null : expressionIn(scope, where, whereRange(scope)) };
}

/** From the last WHERE outside of parentheses (those of WITH are inside) to RETURNING or the end. */
function whereRange(scope: Scope): Range {
  const whole = wholeOf(scope);
  const from = findWord(scope, whole, 'WHERE') + 1;
  const end = findWord(scope, { from, to: whole.to }, 'RETURNING');
  return { from, to: end < 0 ? whole.to : end };
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
