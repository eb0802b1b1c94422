import type { Expression } from '../../facts/catalog.ts';
import { renameColumnInSpelling } from '../../facts/expression-spelling.ts';
import { mentionsName, renameColumnInText } from './expression-text.ts';

/** Whether an expression reads a column; of one that nobody parsed, whether it may. */
export function namesColumn(expression: Expression | null, column: string): boolean {
  if (expression === null) return false;
  return expression.columns === null ? mentionsName(expression.text, column) : expression.columns.includes(column);
}

/** The expression after a column it reads has got another name. */
export function withColumnRenamed(expression: Expression, from: string, to: string): Expression {
  if (!namesColumn(expression, from)) return expression;
  return {
    text: renameColumnInText(expression.text, from, to),
    spelling: expression.spelling === null ? null : renameColumnInSpelling(expression.spelling, from, to),
    columns: expression.columns?.map((column) => (column === from ? to : column)) ?? null,
  };
}
