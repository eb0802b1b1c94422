import type { CreateFunctionStmt, Node, SelectStmt } from 'libpg-query';
import type { Expression } from '../../facts/catalog.ts';
import { readExpression } from './expression.ts';
import { parsePostgres } from './postgres-parser.ts';
import { allOf, as, option, texts, walk } from './tree.ts';

/**
 * The expression that Postgres puts in the place of a call of the function, or null where it calls it: anything but SQL,
 * SECURITY DEFINER, SET, a set, and a body that is more than one SELECT of one value from nowhere. Source: `inline_function`
 * in src/backend/optimizer/util/clauses.c.
 */
export function inlinedBody(node: CreateFunctionStmt): Expression | null {
  const language = as('String', option(node.options, 'language')?.arg)?.sval ?? 'sql';
  const isDefiner = as('Boolean', option(node.options, 'security')?.arg)?.boolval === true;
  const isPlain = language.toLowerCase() === 'sql' && !isDefiner && option(node.options, 'set') === undefined
    && node.returnType?.setof !== true && node.is_procedure !== true;
  const value = isPlain ? valueOf(bodyOf(node)) : null;
  return value === null || hasQuery(value) ? null : readExpression(value, textOf(node));
}

/** The statement of the body if there is just one. */
function bodyOf(node: CreateFunctionStmt): Node | null {
  if (node.sql_body !== undefined) return onlyOne(node.sql_body);
  const parse = parsePostgres(textOf(node));
  return parse.ok && parse.statements.length === 1 ? parse.statements[0]?.node ?? null : null;
}

/** BEGIN ATOMIC holds a list of lists. */
function onlyOne(body: Node): Node | null {
  const items = as('List', body)?.items;
  if (items === undefined) return body;
  return items.length === 1 && items[0] !== undefined ? onlyOne(items[0]) : null;
}

function textOf({ options }: CreateFunctionStmt): string {
  return texts(as('List', option(options, 'as')?.arg)?.items)[0] ?? '';
}

function valueOf(statement: Node | null): Node | null {
  if (statement === null) return null;
  const returned = as('ReturnStmt', statement)?.returnval;
  if (returned !== undefined) return returned;
  const select = as('SelectStmt', statement);
  const targets = allOf('ResTarget', select?.targetList);
  return select !== undefined && isBare(select) && targets.length === 1 ? targets[0]?.val ?? null : null;
}

/** Nothing but a list of values to select. */
function isBare(select: SelectStmt): boolean {
  const parts = [select.fromClause, select.whereClause, select.groupClause, select.havingClause, select.sortClause, select.distinctClause,
    select.limitCount, select.limitOffset, select.withClause, select.valuesLists, select.larg, select.intoClause];
  return parts.every((part) => part === undefined);
}

function hasQuery(value: Node): boolean {
  let found = false;
  walk(value, (kind) => {
    found ||= kind === 'SubLink';
    return undefined;
  });
  return found;
}
