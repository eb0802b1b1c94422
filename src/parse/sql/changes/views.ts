import type { CreateTableAsStmt, RefreshMatViewStmt, ViewStmt } from 'libpg-query';
import type { Expression, View } from '../../../facts/catalog.ts';
import type { ChangeOf } from '../../../facts/change.ts';
import { readsOfQuery } from '../column-reads.ts';
import { newRelationName, relationName } from '../names.ts';
import { findWord, inParentheses, indexAt, originOf, textOf, wordAt, type Range, type Scope } from '../scope.ts';
import { base, ifNotExists } from './base.ts';

export function createView(scope: Scope, node: ViewStmt): ChangeOf<'createView'> {
  const replace = node.replace === true;
  const from = indexAt(scope, node.view?.location);
  const view: View = {
    ...newRelationName(scope, node.view), materialized: false, definition: query(scope, from),
    ...readsOfQuery(scope, node.query), origin: originOf(scope),
  };
  return { ...base(scope), kind: 'createView', view, replace };
}

export function createMaterializedView(scope: Scope, node: CreateTableAsStmt): ChangeOf<'createView'> {
  const relation = node.into?.rel;
  const definition = query(scope, indexAt(scope, relation?.location));
  const view: View = { ...newRelationName(scope, relation), materialized: true, definition, ...readsOfQuery(scope, node.query), origin: originOf(scope) };
  return { ...base(scope, ifNotExists(node.if_not_exists)), kind: 'createView', view, replace: false };
}

/** What stands behind AS, without the parentheses that drizzle-kit writes around it. It has no spelling. */
function query(scope: Scope, from: number): Expression | null {
  const word = findWord(scope, { from, to: scope.tokens.length }, 'AS');
  if (word < 0) return null;
  const range = withoutParentheses(scope, { from: word + 1, to: queryEnd(scope, word + 1) });
  return { text: textOf(scope, range), spelling: null, columns: null };
}

/** WITH CHECK OPTION and WITH [NO] DATA are no part of the query. */
function queryEnd(scope: Scope, from: number): number {
  const limit = scope.tokens.length;
  const last = findWord(scope, { from: Math.max(limit - 4, from), to: limit }, 'WITH');
  if (last <= from) return limit;
  const rest = scope.text.slice(scope.tokens[last]?.end, scope.tokens.at(-1)?.end);
  return /^\s+((no\s+)?data|((local|cascaded)\s+)?check\s+option)$/i.test(rest) ? last : limit;
}

function withoutParentheses(scope: Scope, range: Range): Range {
  if (wordAt(scope, range.from) !== '(') return range;
  const inner = inParentheses(scope, range.from, range.to);
  return inner.to === range.to - 1 ? inner : range;
}

export function refreshView(scope: Scope, node: RefreshMatViewStmt): ChangeOf<'refreshView'> {
  const view = relationName(scope, node.relation);
  return { ...base(scope), kind: 'refreshView', view, concurrently: node.concurrent === true };
}
