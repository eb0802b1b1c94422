import type { Origin } from '../../text/span.ts';
import { literal, unknown, type Unknown, type Value } from './values.ts';

/** `left operator right` of JavaScript, on literals. */
export function binary(operator: string, left: Value, right: Value, at: Origin): Value {
  if (left.kind === 'unknown') return left;
  if (right.kind === 'unknown') return right;
  if (left.kind !== 'literal' || right.kind !== 'literal') return unknown(`${operator} is not read here`, at);
  const [a, b] = [left.value, right.value];
  switch (operator) {
    case '===':
      return literal(a === b);
    case '!==':
      return literal(a !== b);
    case '+':
      if (typeof a === 'string' || typeof b === 'string') return literal(`${String(a)}${String(b)}`);
      return arithmetic(operator, a, b, at);
    default:
      return arithmetic(operator, a, b, at);
  }
}

function arithmetic(operator: string, a: unknown, b: unknown, at: Origin): Value {
  if (typeof a !== 'number' || typeof b !== 'number') return unknown(`${operator} is not read here`, at);
  switch (operator) {
    case '+': return literal(a + b);
    case '-': return literal(a - b);
    case '*': return literal(a * b);
    case '/': return literal(a / b);
    case '%': return literal(a % b);
    case '**': return literal(a ** b);
    case '<': return literal(a < b);
    case '<=': return literal(a <= b);
    case '>': return literal(a > b);
    case '>=': return literal(a >= b);
    default: return unknown(`${operator} is not read here`, at);
  }
}

export function unary(operator: string, operand: Value, at: Origin): Value {
  if (operand.kind === 'unknown') return operand;
  if (operator === 'void') return literal(undefined);
  if (operator === '!') return literal(operand.kind === 'literal' ? !operand.value : false);
  if (operand.kind !== 'literal') return unknown(`${operator} is not read here`, at);
  return unaryLiteral(operator, operand.value, at);
}

function unaryLiteral(operator: string, value: unknown, at: Origin): Value | Unknown {
  switch (operator) {
    case '-':
      if (typeof value === 'bigint') return literal(-value);
      return typeof value === 'number' ? literal(-value) : unknown('- is not read here', at);
    case '+':
      return typeof value === 'bigint' ? unknown('+ is not read here', at) : literal(Number(value));
    case 'typeof':
      return literal(typeof value);
    default:
      return unknown(`${operator} is not read here`, at);
  }
}
