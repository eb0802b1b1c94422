import type { A_Const, A_Expr, FuncCall, Node, SubLink, TypeCast } from 'libpg-query';
import type { Expression } from '../../facts/catalog.ts';
import { quoted } from '../../facts/quoted-name.ts';
import { canonicalConstant } from './constants.ts';
import { parsePostgres } from './postgres-parser.ts';
import { as, kindOf, nameParts, texts, walk } from './tree.ts';
import { readType } from './types.ts';

/**
 * An expression of the parse tree with the text it was read from.
 *
 * Its `spelling` is what the author wrote and what `pg_get_expr`, `pg_get_constraintdef`, `pg_get_indexdef` and
 * `pg_policies` print of it on PostgreSQL 14 to 18, brought to one form. It is for comparing, not for running. What it
 * treats alike, because the server adds, drops or rewrites it:
 * - constants with and without a cast; numbers and booleans in quotes; JSON and array literals by content;
 * - casts that the server adds by itself (to text, character varying, character, numbers, timestamps, and arrays of
 *   these). A cast of that kind that the author chose is lost too: `x::text` and `x` are one. Others stay;
 * - `IN` and `= ANY (ARRAY[…])`, `BETWEEN` and two comparisons, `LIKE` and `~~`, `!=` and `<>`, nested AND and OR,
 *   `AT TIME ZONE` and `timezone()`, CURRENT_TIMESTAMP and `now()`, a CASE without ELSE and one with ELSE NULL;
 * - the qualifier of a column (so in a subquery `a.id` and `b.id` are one), the schemas `pg_catalog` and `public`.
 * What it does not see through: constants that the server folds by their type (a date with a time and one without,
 * fractions in an interval), and functions with two names.
 */
export function readExpression(node: Node, text: string): Expression {
  return { text, spelling: spell(node), columns: columnsOf(node) };
}

/** The same for the text of an expression. Of a text that is none, `spelling` and `columns` are null. */
export function readExpressionText(sql: string): Expression {
  const node = parseExpression(sql);
  return node === null ? { text: sql, spelling: null, columns: null } : readExpression(node, sql);
}

function parseExpression(sql: string): Node | null {
  const parse = parsePostgres(`SELECT (${sql}\n)`);
  if (!parse.ok || parse.statements.length !== 1) return null;
  const targets = as('SelectStmt', parse.statements[0]?.node)?.targetList ?? [];
  return (targets.length === 1 ? as('ResTarget', targets[0])?.val : undefined) ?? null;
}

/** The columns an expression names, each once, in order. In a subquery they may be of another table. */
export function columnsOf(node: Node): readonly string[] {
  const columns = new Set<string>();
  walk(node, (kind, body) => {
    if (kind !== 'ColumnRef') return undefined;
    const column = texts((body as { fields?: Node[] }).fields).at(-1);
    if (column !== undefined) columns.add(column);
    return 'skip';
  });
  return [...columns];
}

/** Without the parentheses around the whole. */
function spell(node: Node): string {
  const spelled = spellNode(node);
  return isWrapped(node) ? spelled.slice(1, -1) : spelled;
}

/** Nodes that `spellNode` puts in parentheses. */
function isWrapped(node: Node): boolean {
  return spellNode(node).startsWith('(') && wrappedKinds.has(kindOf(withoutCasts(node)));
}

const wrappedKinds = new Set(['A_Expr', 'BoolExpr', 'NullTest', 'BooleanTest']);

function spellNode(node: Node): string {
  const known = spellKnown(node);
  return known ?? spellStructure(node);
}

function spellKnown(node: Node): string | undefined {
  const kind = kindOf(node);
  switch (kind) {
    case 'A_Const':
      return spellConstant(as('A_Const', node) ?? {}, undefined);
    case 'ColumnRef':
      return spellColumn(as('ColumnRef', node)?.fields ?? []);
    case 'TypeCast':
      return spellCast(as('TypeCast', node) ?? {});
    case 'A_Expr':
      return spellOperator(as('A_Expr', node) ?? {});
    case 'BoolExpr':
      return spellBoolean(node);
    case 'NullTest': {
      const test = as('NullTest', node);
      return `(${spellOptional(test?.arg)} IS ${test?.nulltesttype === 'IS_NOT_NULL' ? 'NOT ' : ''}NULL)`;
    }
    case 'BooleanTest': {
      const test = as('BooleanTest', node);
      return `(${spellOptional(test?.arg)} ${(test?.booltesttype ?? '').replaceAll('_', ' ')})`;
    }
    case 'FuncCall':
      return spellCall(as('FuncCall', node) ?? {});
    case 'CoalesceExpr':
      return `COALESCE(${spellList(as('CoalesceExpr', node)?.args)})`;
    case 'MinMaxExpr': {
      const extreme = as('MinMaxExpr', node);
      return `${extreme?.op === 'IS_LEAST' ? 'LEAST' : 'GREATEST'}(${spellList(extreme?.args)})`;
    }
    case 'SQLValueFunction':
      return spellValueFunction(node);
    case 'CaseExpr':
      return spellCase(node);
    case 'A_ArrayExpr':
      return `ARRAY[${spellList(as('A_ArrayExpr', node)?.elements)}]`;
    case 'RowExpr':
      return `ROW(${spellList(as('RowExpr', node)?.args)})`;
    case 'CollateClause':
      return spellCollate(node);
    case 'SubLink':
      return spellSubquery(as('SubLink', node) ?? {});
    case 'RangeVar':
      return spellRelation(node);
    case 'SetToDefault':
      return 'DEFAULT';
    default:
      return undefined;
  }
}

function spellOptional(node: Node | undefined): string {
  return node === undefined ? '' : spellNode(node);
}

function spellList(nodes: readonly Node[] | undefined): string {
  return (nodes ?? []).map(spellNode).join(', ');
}

/** Any other node: its kind and parts, places and the names the server gives to unnamed results left out. */
function spellStructure(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spellStructure).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const known = isNode(value) ? spellKnown(value) : undefined;
  if (known !== undefined) return known;
  const parts = Object.entries(value)
    .filter(([key]) => !unspoken.has(key))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, part]) => `${key} ${spellStructure(part)}`);
  return `{${parts.join(', ')}}`;
}

const unspoken = new Set(['location', 'list_start', 'list_end', 'rexpr_list_start', 'rexpr_list_end', 'stmt_location']);

function isNode(value: object): value is Node {
  const keys = Object.keys(value);
  return keys.length === 1 && /^[A-Z]/.test(keys[0] ?? '');
}

// --- constants and casts

function spellConstant(constant: A_Const, type: string | undefined): string {
  if (constant.isnull) return 'NULL';
  if (constant.boolval) return constant.boolval.boolval ? 'true' : 'false';
  if (constant.ival) return String(constant.ival.ival ?? 0);
  if (constant.fval) return constant.fval.fval ?? '0';
  if (constant.bsval) return `'${(constant.bsval.bsval ?? '').replace(/^b/, '')}'`;
  return canonicalConstant(constant.sval?.sval ?? '', type);
}

function spellCast(cast: TypeCast): string {
  const { type } = readType(cast.typeName, 'public');
  const inner = withoutCasts(cast.arg ?? {} as Node);
  const constant = as('A_Const', inner);
  if (constant) return spellConstant(constant, type);
  if (isConstantArray(inner) || isImplicitTarget(type)) return spellOptional(cast.arg);
  return `${spellOptional(cast.arg)}::${type}`;
}

/** What stands under the casts that are not spelled: all of a constant's, and those the server adds. */
function withoutCasts(node: Node): Node {
  let inner = node;
  for (let cast = as('TypeCast', inner); cast?.arg !== undefined; cast = as('TypeCast', inner)) {
    const isKept = !isConstant(cast.arg) && !isImplicitTarget(readType(cast.typeName, 'public').type);
    if (isKept) return inner;
    inner = cast.arg;
  }
  return inner;
}

function isConstant(node: Node): boolean {
  const cast = as('TypeCast', node);
  return cast?.arg === undefined ? as('A_Const', node) !== undefined : isConstant(cast.arg);
}

function isConstantArray(node: Node): boolean {
  const array = as('A_ArrayExpr', node);
  if (array === undefined) return false;
  return (array.elements ?? []).every((element) => isConstant(element) || isConstantArray(element));
}

/** Types the server casts to without being asked, with any length. */
function isImplicitTarget(type: string): boolean {
  return implicitTargets.has(type.replace(/\[\]$/, '').replace(/\([\d,]+\)/, ''));
}

const implicitTargets = new Set([
  'text', 'character varying', 'character', 'bpchar', 'name', 'numeric', 'double precision', 'real', 'bigint',
  'integer', 'smallint', 'timestamp without time zone', 'timestamp with time zone', 'oid', 'regclass',
]);

// --- names

function spellColumn(fields: readonly Node[]): string {
  const column = texts(fields).at(-1);
  const isStar = fields.some((field) => as('A_Star', field) !== undefined);
  return isStar || column === undefined ? '*' : quoted(column);
}

/** A function, operator, type or collation without the schemas that the server leaves out. */
function plainName(parts: readonly string[]): string {
  const schema = parts.at(-2);
  const isUsual = schema === undefined || schema === 'pg_catalog' || schema === 'public';
  return isUsual ? parts.at(-1) ?? '' : parts.join('.');
}

function spellRelation(node: Node): string {
  const relation = as('RangeVar', node);
  const name = plainName([relation?.schemaname ?? 'public', relation?.relname ?? '']);
  return relation?.alias?.aliasname ? `${name} AS ${relation.alias.aliasname}` : name;
}

// --- operators

function spellOperator(operation: A_Expr): string {
  const sign = plainName(texts(operation.name));
  const left = spellOptional(operation.lexpr);
  switch (operation.kind) {
    case 'AEXPR_IN':
      return spellMembership(operation, sign);
    case 'AEXPR_BETWEEN':
      return between(left, operands(operation), 'within');
    case 'AEXPR_NOT_BETWEEN':
      return between(left, operands(operation), 'outside');
    case 'AEXPR_BETWEEN_SYM':
      return betweenEither(left, operands(operation), 'within');
    case 'AEXPR_NOT_BETWEEN_SYM':
      return betweenEither(left, operands(operation), 'outside');
    case 'AEXPR_OP_ANY':
      return `(${left} ${sign} ANY ${spellOptional(operation.rexpr)})`;
    case 'AEXPR_OP_ALL':
      return `(${left} ${sign} ALL ${spellOptional(operation.rexpr)})`;
    case 'AEXPR_DISTINCT':
      return `(${left} IS DISTINCT FROM ${spellOptional(operation.rexpr)})`;
    case 'AEXPR_NOT_DISTINCT':
      return `(NOT (${left} IS DISTINCT FROM ${spellOptional(operation.rexpr)}))`;
    case 'AEXPR_NULLIF':
      return `NULLIF(${left}, ${spellOptional(operation.rexpr)})`;
    default:
      return spellRowTest(operation, sign)
        ?? `(${[left, sign, spellOptional(operation.rexpr)].filter((part) => part !== '').join(' ')})`;
  }
}

/** `(a, b) = (1, 2)` is `a = 1 AND b = 2` to the server. */
function spellRowTest(operation: A_Expr, sign: string): string | null {
  const left = as('RowExpr', operation.lexpr)?.args;
  const right = as('RowExpr', operation.rexpr)?.args;
  if (!left || left.length !== right?.length || (sign !== '=' && sign !== '<>')) return null;
  const tests = left.map((node, index) => `(${spellNode(node)} ${sign} ${spellOptional(right[index])})`);
  return joined(tests, sign === '=' ? 'AND' : 'OR');
}

function operands(operation: A_Expr): readonly string[] {
  return (as('List', operation.rexpr)?.items ?? []).map(spellNode);
}

/**
 * As `transformAExprIn` in PostgreSQL's `parse_expr.c`: what names no column goes into one array if there are two of
 * it, everything else is compared by itself.
 */
function spellMembership(operation: A_Expr, sign: string): string {
  const left = spellOptional(operation.lexpr);
  const items = as('List', operation.rexpr)?.items ?? [];
  const plain = items.filter((item) => columnsOf(item).length === 0);
  const gathered = plain.length > 1 ? plain : [];
  const quantifier = sign === '<>' ? 'ALL' : 'ANY';
  const tests = gathered.length > 0 ? [`(${left} ${sign} ${quantifier} ARRAY[${spellList(gathered)}])`] : [];
  const single = items.filter((item) => !gathered.includes(item)).map((item) => `(${left} ${sign} ${spellNode(item)})`);
  return joined([...tests, ...single], sign === '<>' ? 'AND' : 'OR');
}

function joined(tests: readonly string[], word: 'AND' | 'OR'): string {
  return tests.length === 1 ? tests[0] ?? '' : `(${tests.join(` ${word} `)})`;
}

function between(left: string, [low = '', high = '']: readonly string[], where: 'within' | 'outside'): string {
  if (where === 'within') return `((${left} >= ${low}) AND (${left} <= ${high}))`;
  return `((${left} < ${low}) OR (${left} > ${high}))`;
}

function betweenEither(left: string, [one = '', other = '']: readonly string[], where: 'within' | 'outside'): string {
  const tests = [between(left, [one, other], where), between(left, [other, one], where)];
  return joined(tests, where === 'within' ? 'OR' : 'AND');
}

function spellBoolean(node: Node): string {
  const expression = as('BoolExpr', node);
  if (expression?.boolop === 'NOT_EXPR') return `(NOT ${spellList(expression.args)})`;
  const word = expression?.boolop === 'OR_EXPR' ? 'OR' : 'AND';
  return joined(flatArguments(node, expression?.boolop).map(spellNode), word);
}

/** `BETWEEN` becomes an AND on the server, which then lies flat among others. */
function flatArguments(node: Node, operator: string | undefined): readonly Node[] {
  const expression = as('BoolExpr', node);
  if (expression?.boolop === operator) return (expression?.args ?? []).flatMap((part) => flatArguments(part, operator));
  const unfolded = unfoldBetween(node);
  return unfolded !== null && unfolded.operator === operator ? unfolded.parts : [node];
}

function unfoldBetween(node: Node): { readonly operator: string; readonly parts: readonly Node[] } | null {
  const operation = as('A_Expr', node);
  if (operation?.kind !== 'AEXPR_BETWEEN' && operation?.kind !== 'AEXPR_NOT_BETWEEN') return null;
  const isWithin = operation.kind === 'AEXPR_BETWEEN';
  const signs = isWithin ? ['>=', '<='] : ['<', '>'];
  const parts = (as('List', operation.rexpr)?.items ?? []).map((bound, index): Node => ({
    A_Expr: {
      kind: 'AEXPR_OP', name: [{ String: { sval: signs[index] ?? '' } }], rexpr: bound,
      ...(operation.lexpr ? { lexpr: operation.lexpr } : {}),
    },
  }));
  return { operator: isWithin ? 'AND_EXPR' : 'OR_EXPR', parts };
}

// --- functions and the rest

function spellCall(call: FuncCall): string {
  const name = plainName(texts(call.funcname));
  const args = call.agg_star ? '*' : (call.args ?? []).map((arg) => spellArgument(arg, name)).join(', ');
  const { funcname: _name, args: _args, funcformat: _format, location: _location, agg_star: _star, ...rest } = call;
  const extra = Object.keys(rest).length > 0 ? spellStructure(rest) : '';
  return `${name}(${args})${extra}`;
}

function spellArgument(node: Node, routine: string): string {
  const constant = as('A_Const', withoutCasts(node));
  if (!sequenceRoutines.has(routine) || constant?.sval === undefined) return spellNode(node);
  return canonicalConstant(constant.sval.sval ?? '', 'regclass');
}

/** These name a relation in their first argument, with or without `::regclass`. */
const sequenceRoutines = new Set(['nextval', 'currval', 'setval']);

function spellValueFunction(node: Node): string {
  const value = as('SQLValueFunction', node);
  const name = (value?.op ?? '').replace(/^SVFOP_/, '');
  if (name === 'CURRENT_TIMESTAMP') return 'now()';
  const isPrecise = name.endsWith('_N');
  return isPrecise ? `${name.slice(0, -2)}(${value?.typmod ?? 0})` : name;
}

function spellCase(node: Node): string {
  const expression = as('CaseExpr', node);
  const arms = (expression?.args ?? []).map((arm) => {
    const when = as('CaseWhen', arm);
    return `WHEN ${spellOptional(when?.expr)} THEN ${spellOptional(when?.result)}`;
  });
  const otherwise = spellOptional(expression?.defresult);
  const last = otherwise === '' || otherwise === 'NULL' ? [] : [`ELSE ${otherwise}`];
  const subject = expression?.arg === undefined ? [] : [spellNode(expression.arg)];
  return ['CASE', ...subject, ...arms, ...last, 'END'].join(' ');
}

function spellCollate(node: Node): string {
  const clause = as('CollateClause', node);
  const name = plainName(texts(clause?.collname));
  const inner = spellOptional(clause?.arg);
  return name === 'default' ? inner : `${inner} COLLATE ${quoted(name)}`;
}

/** The server names the results of a subquery; the names mean nothing outside of FROM. */
function spellSubquery(link: SubLink): string {
  const query = as('SelectStmt', link.subselect);
  const targets = (query?.targetList ?? []).map((target): Node => {
    const { name: _name, ...rest } = as('ResTarget', target) ?? {};
    return { ResTarget: rest };
  });
  const body = query === undefined ? spellStructure(link.subselect) : spellStructure({ ...query, targetList: targets });
  const test = spellOptional(link.testexpr);
  const sign = plainName(nameParts({ List: { items: link.operName ?? [] } }));
  return [test, sign, (link.subLinkType ?? '').replace(/_SUBLINK$/, ''), body].filter((part) => part !== '').join(' ');
}
