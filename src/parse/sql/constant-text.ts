import type { A_Expr, FuncCall, Node } from 'libpg-query';
import { parsePostgres } from './postgres-parser.ts';
import { as, texts } from './tree.ts';

/** What an EXECUTE runs, as far as its text tells. */
export interface ExecutedText {
  /** The whole text, or null if variables are in it. */
  readonly text: string | null;
  /** How it begins, as far as that is constant. */
  readonly beginning: string;
}

/** Folds `'…'`, `'…' || '…'` and `format('…', '…')`. `sql` is an expression. */
export function executedText(sql: string): ExecutedText {
  const parse = parsePostgres(`SELECT ${sql}`);
  const [target] = (parse.ok ? as('SelectStmt', parse.statements[0]?.node)?.targetList : undefined) ?? [];
  const node = as('ResTarget', target)?.val;
  if (node === undefined) return { text: null, beginning: '' };
  return { text: fold(node), beginning: beginningOf(node) };
}

function fold(node: Node): string | null {
  const constant = as('A_Const', node);
  if (constant) return constant.sval?.sval ?? null;
  const cast = as('TypeCast', node);
  if (cast?.arg) return fold(cast.arg);
  const operation = as('A_Expr', node);
  if (operation) return isConcatenation(operation) ? foldPair(operation) : null;
  const call = as('FuncCall', node);
  return call && isFormat(call) ? foldFormat(call) : null;
}

function foldPair({ lexpr, rexpr }: A_Expr): string | null {
  const left = lexpr ? fold(lexpr) : null;
  const right = rexpr ? fold(rexpr) : null;
  return left === null || right === null ? null : left + right;
}

function isConcatenation(operation: A_Expr): boolean {
  return texts(operation.name).at(-1) === '||';
}

function isFormat(call: FuncCall): boolean {
  return texts(call.funcname).at(-1) === 'format';
}

/** https://www.postgresql.org/docs/current/functions-string.html#FUNCTIONS-STRING-FORMAT without positions, widths. */
function foldFormat(call: FuncCall): string | null {
  const [pattern, ...values] = (call.args ?? []).map(fold);
  if (pattern === null || pattern === undefined || values.includes(null)) return null;
  if (/%[^%sIL]/.test(pattern)) return null;
  let next = 0;
  return pattern.replace(/%([%sIL])/g, (_, kind: string) => {
    return kind === '%' ? '%' : formatted(kind, values[next++] ?? '');
  });
}

function formatted(kind: string, value: string): string {
  if (kind === 'L') return `'${value.replaceAll("'", "''")}'`;
  return kind === 'I' ? `"${value.replaceAll('"', '""')}"` : value;
}

function beginningOf(node: Node): string {
  const operation = as('A_Expr', node);
  if (operation?.lexpr && isConcatenation(operation)) return beginningOf(operation.lexpr);
  const call = as('FuncCall', node);
  const [pattern] = call?.args ?? [];
  if (call && pattern && isFormat(call)) return beginningOf(pattern);
  return fold(node) ?? '';
}
