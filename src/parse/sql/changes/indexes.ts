import type { IndexElem, IndexStmt, ReindexStmt } from 'libpg-query';
import type { IndexKey } from '../../../facts/catalog.ts';
import type { ChangeOf } from '../../../facts/change.ts';
import { withDistinctOperatorClasses } from '../../../facts/operator-class.ts';
import { optionalIdentifier, relationName } from '../names.ts';
import { elements, inParentheses, indexAt, originOf, wholeOf, type Range, type Scope } from '../scope.ts';
import { allOf, isOn, texts } from '../tree.ts';
import { base, ifNotExists } from './base.ts';
import { collationName } from './columns.ts';
import { expressionBehind, expressionIn } from './expressions.ts';

export function createIndex(scope: Scope, node: IndexStmt): ChangeOf<'createIndex'> {
  const relation = indexAt(scope, node.relation?.location);
  const table = relationName(scope, node.relation, { from: relation, to: scope.tokens.length });
  const concurrently = node.concurrent === true;
  return {
    ...base(scope, ifNotExists(node.if_not_exists)),
    kind: 'createIndex',
    concurrently,
    only: node.relation?.inh !== true,
    index: {
      schema: table.schema,
      ...optionalIdentifier(scope, node.idxname, { from: 0, to: relation }),
      table,
      unique: node.unique === true,
      method: node.accessMethod ?? 'btree',
      keys: withDistinctOperatorClasses(
        node.accessMethod ?? 'btree', indexKeys(scope, allOf('IndexElem', node.indexParams), inParentheses(scope, relation))),
      include: allOf('IndexElem', node.indexIncludingParams).flatMap((element) => element.name ?? []),
      where: expressionBehind(scope, node.whereClause, wholeOf(scope), 'WHERE'),
      nullsNotDistinct: node.nulls_not_distinct === true,
      concurrently,
      origin: originOf(scope),
    },
  };
}

function indexKeys(scope: Scope, nodes: readonly IndexElem[], list: Range): readonly IndexKey[] {
  const ranges = elements(scope, list);
  return nodes.map((node, index) => indexKey(scope, node, ranges[index] ?? list));
}

/** NULLS LAST goes with ascending, NULLS FIRST with descending order, unless said. */
function indexKey(scope: Scope, node: IndexElem, range: Range): IndexKey {
  const order = node.ordering === 'SORTBY_DESC' ? 'desc' : 'asc';
  return {
    column: node.name ?? null,
    expression: node.expr ? expressionIn(scope, node.expr, keyExpression(scope, range)) : null,
    order,
    nulls: nullsOf(node) ?? (order === 'desc' ? 'first' : 'last'),
    operatorClass: operatorClass(texts(node.opclass)),
    collation: collationName(texts(node.collation)),
  };
}

function nullsOf(node: IndexElem): IndexKey['nulls'] | null {
  if (node.nulls_ordering === 'SORTBY_NULLS_FIRST') return 'first';
  return node.nulls_ordering === 'SORTBY_NULLS_LAST' ? 'last' : null;
}

/** `( … )`, or a call with what its parentheses hold. */
function keyExpression(scope: Scope, range: Range): Range {
  const inner = inParentheses(scope, range.from, range.to);
  if (inner.from === range.from + 1) return inner;
  return inner.to < range.to ? { from: range.from, to: inner.to + 1 } : { from: range.from, to: range.to };
}

function operatorClass(parts: readonly string[]): string | null {
  const name = parts.filter((part) => part !== 'pg_catalog' && part !== 'public').join('.');
  return name === '' ? null : name;
}

export function reindex(scope: Scope, node: ReindexStmt): ChangeOf<'reindex'> {
  const common = { ...base(scope), kind: 'reindex' as const, concurrently: isOn(node.params, 'concurrently') };
  switch (node.kind) {
    case 'REINDEX_OBJECT_TABLE':
      return { ...common, target: { kind: 'table', name: relationName(scope, node.relation) } };
    case 'REINDEX_OBJECT_INDEX':
      return { ...common, target: { kind: 'index', name: relationName(scope, node.relation) } };
    case 'REINDEX_OBJECT_SCHEMA':
      return { ...common, target: { kind: 'schema' } };
    default:
      return { ...common, target: { kind: 'database' } };
  }
}
