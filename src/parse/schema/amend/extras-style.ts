import { bare, spanOf } from '../ast.ts';
import type { CallExpression, Node, ObjectExpression, Program } from '../oxc.ts';
import { columnsOf } from './declared-table.ts';
import { commaBehind, isOnOneLine, type Writing } from './layout.ts';
import { type AnyFunction, isFunction, nodesUnder, plainArguments, returned } from './place.ts';

/** How a file writes the third argument of its tables. */
export interface ExtrasStyle {
  /** Drizzle took an object before 0.36; a file that still gives one keeps to it. */
  readonly form: 'list' | 'object';
  readonly parameter: string;
  readonly parentheses: 'always' | 'where needed';
  /** What stands behind the last of several lines. */
  readonly lastComma: ',' | '';
}

/** As the tables of the file have it; where none has a third argument, as Drizzle's documentation. */
export function extrasStyle(program: Program, writing: Writing): ExtrasStyle {
  const tables = [...nodesUnder(program)].filter((node) => node.type === 'CallExpression').filter((call) => columnsOf(call) !== null);
  const functions = tables.flatMap(extrasOf);
  const forms = functions.map((one) => returned(one)?.type);
  const [named] = functions.filter(({ params: [first] }) => first?.type === 'Identifier');
  return {
    form: forms.includes('ObjectExpression') && !forms.includes('ArrayExpression') ? 'object' : 'list',
    parameter: named === undefined ? 't' : nameOf(named.params[0]),
    parentheses: named === undefined || writing.text[spanOf(named).start] === '(' ? 'always' : 'where needed',
    lastComma: tables.some((table) => lacksLastComma(columnsOf(table), writing)) ? '' : ',',
  };
}

function extrasOf(call: CallExpression): readonly AnyFunction[] {
  const third = plainArguments(call)?.[2];
  const node = third === undefined ? null : bare(third);
  return node !== null && isFunction(node) ? [node] : [];
}

function nameOf(parameter: Node | undefined): string {
  return parameter?.type === 'Identifier' ? parameter.name : 't';
}

function lacksLastComma(columns: ObjectExpression | null, writing: Writing): boolean {
  const last = columns?.properties.at(-1);
  if (columns === null || last === undefined || isOnOneLine(writing, spanOf(columns))) return false;
  return commaBehind(writing, spanOf(last), spanOf(columns).end) === null;
}
