import type { Edit } from '../../../text/edit.ts';
import type { Span } from '../../../text/span.ts';
import { bare, spanOf } from '../ast.ts';
import { toCamelCase } from '../casing.ts';
import { type Module, namesIn } from '../modules.ts';
import type {
  ArrayExpression, BindingPattern, CallExpression, Expression, ObjectExpression, ObjectPattern, Program,
} from '../oxc.ts';
import type { AddIndex } from './amend-schema.ts';
import { callWithHead, keyOfColumn } from './declared-table.ts';
import { type ExtrasStyle, extrasStyle } from './extras-style.ts';
import { type ImportedName, importedName } from './imported-name.ts';
import { appended, beginsLine, indentAt, insertion, isOnOneLine, literal, type Writing } from './layout.ts';
import { type AnyFunction, isFunction, nodesUnder, plainArguments, returned } from './place.ts';

/** A line that still reads well. */
const widest = 100;

/**
 * `index('book_author_id_idx').on(table.authorId)` in the third argument of a table, which is added where there is none.
 * Null where the third argument is not written out in the call, or a name would mean something else there.
 */
export function addIndex(wish: AddIndex, program: Program, module: Module, writing: Writing): readonly Edit[] | null {
  const table = callWithHead(program, wish.table);
  const given = table === null ? null : plainArguments(table.node);
  if (table === null || given === null) return null;
  const keys = wish.columns.map((column) =>
    (column.file === writing.file ? keyOfColumn(program, module, table.node, column) : null));
  const name = importedName('index', program, module, writing);
  if (name === null || keys.length === 0 || !keys.every((key) => key !== null)) return null;
  const adding: Adding = { call: table.node, name, index: literal(wish.name, writing.quote), wish, keys, program, module, writing };
  const [, second, third, ...others] = given;
  if (second === undefined || others.length > 0) return null;
  const edits = third === undefined ? withNewExtras(adding, second) : inExtras(adding, bare(third));
  return edits === null ? null : [...name.edits, ...edits];
}

interface Adding {
  readonly call: CallExpression;
  readonly name: ImportedName;
  /** The name of the index, as it is written. */
  readonly index: string;
  readonly wish: AddIndex;
  readonly keys: readonly string[];
  readonly program: Program;
  readonly module: Module;
  readonly writing: Writing;
}

function indexCall({ name, index }: Adding, columns: readonly string[]): string {
  return `${name.called}(${index}).on(${columns.join(', ')})`;
}

const identifierPattern = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function member(of: string, key: string, { quote }: Writing): string {
  return identifierPattern.test(key) ? `${of}.${key}` : `${of}[${literal(key, quote)}]`;
}

/** A third argument of its own, in the form and with the parameter that other tables of the file have. */
function withNewExtras(adding: Adding, second: Expression): readonly Edit[] | null {
  const { writing, call, module, name, program } = adding;
  const style = extrasStyle(program, writing);
  const parameter = parameterName(style, (one) => one !== name.binding && !module.imports.has(one) && !module.locals.has(one));
  if (parameter === null) return null;
  const item = indexCall(adding, adding.keys.map((key) => member(parameter, key, writing)));
  const entry = style.form === 'list' ? item : `${keyFor(adding, [])}: ${item}`;
  const head = `${style.parentheses === 'always' ? `(${parameter})` : parameter} => `;
  const span = spanOf(second);
  if (beginsLine(writing, span)) {
    return appended(writing, span, spanOf(call).end - 1, head + extras(entry, style, indentAt(writing, span.start), writing));
  }
  const line = `, ${head}${oneLine(entry, style)}`;
  const isShort = isOnOneLine(writing, spanOf(call)) && lineLength(writing, spanOf(call).end) + line.length <= widest;
  const text = isShort ? line : `, ${head}${extras(entry, style, indentAt(writing, span.end), writing)}`;
  return [insertion(writing, span.end, text)];
}

function parameterName({ parameter }: ExtrasStyle, isFree: (name: string) => boolean): string | null {
  return [parameter, 't', 'table', 'self'].find(isFree) ?? null;
}

function oneLine(entry: string, { form }: ExtrasStyle): string {
  return form === 'list' ? `[${entry}]` : `({ ${entry} })`;
}

function extras(entry: string, { form, lastComma }: ExtrasStyle, indent: string, { lineEnd, step }: Writing): string {
  const [open, close] = form === 'list' ? ['[', ']'] : ['({', '})'];
  return `${open}${lineEnd}${indent}${step}${entry}${lastComma}${lineEnd}${indent}${close}`;
}

function lineLength({ text }: Writing, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}

/** Into the third argument that is there. */
function inExtras(adding: Adding, third: Expression): readonly Edit[] | null {
  const list = isFunction(third) ? returned(third) : null;
  if (!isFunction(third) || (list?.type !== 'ArrayExpression' && list?.type !== 'ObjectExpression')) return null;
  if (bindsIn(third).includes(adding.name.binding)) return null;
  const named = columnNames(adding, third);
  if (named === null) return null;
  const item = indexCall(adding, named.columns);
  const entry = list.type === 'ArrayExpression' ? item : entryOf(adding, list, item);
  const added = entry === null ? null : intoList(list, entry, adding.writing);
  return added === null ? null : [...named.edits, ...added];
}

function bindsIn({ params }: AnyFunction): readonly string[] {
  return params.flatMap((one) => (one.type === 'TSParameterProperty' ? [] : namesIn(one as BindingPattern)));
}

interface ColumnNames {
  readonly columns: readonly string[];
  readonly edits: readonly Edit[];
}

/** How the function names the columns: as members of its parameter, or as parts of it. */
function columnNames(adding: Adding, takes: AnyFunction): ColumnNames | null {
  const { keys, writing } = adding;
  const [parameter, ...others] = takes.params;
  if (others.length > 0) return null;
  if (parameter === undefined) return withParameter(adding, takes);
  switch (parameter.type) {
    case 'Identifier':
      return { columns: keys.map((key) => member(parameter.name, key, writing)), edits: [] };
    case 'ObjectPattern':
      return takenApart(adding, parameter, takes);
    default:
      return null;
  }
}

/** `() => [` becomes `(t) => [`. */
function withParameter(adding: Adding, takes: AnyFunction): ColumnNames | null {
  const { writing, name, keys, program } = adding;
  const { start } = spanOf(takes);
  const used = usedIn(takes);
  const parameter = parameterName(extrasStyle(program, writing), (one) => !used.has(one) && one !== name.binding);
  if (parameter === null || !/^\(\s*\)/.test(writing.text.slice(start))) return null;
  return { columns: keys.map((key) => member(parameter, key, writing)), edits: [insertion(writing, start + 1, parameter)] };
}

/** `({ author }) => [`: what is not taken out of the table yet is, if the name is free. */
function takenApart(adding: Adding, pattern: ObjectPattern, takes: AnyFunction): ColumnNames | null {
  const { keys, writing, name } = adding;
  const used = usedIn(takes);
  const parts = pattern.properties.flatMap((one) => {
    if (one.type === 'RestElement' || one.computed || one.value.type !== 'Identifier' || one.key.type !== 'Identifier') return [];
    return [[one.key.name, one.value.name] as const];
  });
  const bound = new Map(parts);
  const last = pattern.properties.at(-1);
  if (last === undefined || parts.length < pattern.properties.length) return null;
  const missing = keys.filter((key) => !bound.has(key));
  if (missing.some((key) => used.has(key) || key === name.binding || !identifierPattern.test(key))) return null;
  const end = pattern.typeAnnotation?.start ?? spanOf(pattern).end;
  return {
    columns: keys.map((key) => bound.get(key) ?? key),
    edits: missing.length === 0 ? [] : appended(writing, spanOf(last), end, missing.join(', ')),
  };
}

/** Every name that stands in a function, wherever it comes from. */
function usedIn(takes: AnyFunction): ReadonlySet<string> {
  return new Set([...nodesUnder(takes)].flatMap((node) => (node.type === 'Identifier' ? [node.name] : [])));
}

/** `authorIdIdx: index(…)`, or null where keys are spread or computed. */
function entryOf(adding: Adding, object: ObjectExpression, item: string): string | null {
  const keys = object.properties.flatMap((one) =>
    (one.type === 'SpreadElement' || one.computed ? [] : one.key.type === 'Identifier' ? [one.key.name] : [String((one.key as { value?: unknown }).value)]));
  if (keys.length < object.properties.length) return null;
  return `${keyFor(adding, keys)}: ${item}`;
}

/** A key as the others are written, that is not there yet. */
function keyFor({ wish, writing }: Adding, others: readonly string[]): string {
  const isSnake = others.some((key) => key.includes('_'));
  const made = isSnake ? wish.name : toCamelCase(wish.name);
  const base = identifierPattern.test(made) ? made : wish.name;
  const numbered = Array.from(others, (_, at) => `${base}${at + 2}`);
  const key = [base, ...numbered].find((one) => !others.includes(one)) ?? base;
  return identifierPattern.test(key) ? key : literal(key, writing.quote);
}

function intoList(list: ArrayExpression | ObjectExpression, entry: string, writing: Writing): readonly Edit[] | null {
  const { start, end } = spanOf(list);
  const items = list.type === 'ArrayExpression' ? list.elements : list.properties;
  const last = items.at(-1);
  if (last === null) return null;
  if (last === undefined) return intoEmpty(start, end, entry, writing);
  const isTooWide = isOnOneLine(writing, { start, end }) && lineLength(writing, end) + entry.length > widest;
  const spans = items.flatMap((item) => (item === null ? [] : [spanOf(item)]));
  const broken = isTooWide && spans.length === items.length ? onLines(start, end, spans, entry, writing) : null;
  return broken ?? appended(writing, spanOf(last), end - 1, entry);
}

/** A list that was written in one line, each item now on its own; null where more than commas stands between them. */
function onLines(
  start: number, end: number, items: readonly Span[], entry: string, writing: Writing,
): readonly Edit[] | null {
  const { file, text, lineEnd, step } = writing;
  const outer = `${lineEnd}${indentAt(writing, start)}`;
  const edges = [start + 1, ...items.flatMap((item) => [item.start, item.end]), end - 1];
  const gaps = Array.from({ length: items.length + 1 }, (_, at) => ({ start: edges[at * 2] ?? 0, end: edges[at * 2 + 1] ?? 0 }));
  if (!gaps.every((gap) => /^\s*,?\s*$/.test(text.slice(gap.start, gap.end)))) return null;
  return gaps.map((span, at) => ({
    file, span,
    text: at === 0 ? `${outer}${step}` : at < items.length ? `,${outer}${step}` : `,${outer}${step}${entry},${outer}`,
  }));
}

/** Between brackets with nothing or a comment between them. */
function intoEmpty(start: number, end: number, entry: string, writing: Writing): readonly Edit[] {
  const { file, text, lineEnd, step } = writing;
  const inside = text.slice(start + 1, end - 1);
  const indent = indentAt(writing, start);
  const line = `${lineEnd}${indent}${step}${entry},`;
  if (inside.trim() !== '') return [insertion(writing, start + 1, inside.includes('\n') ? line : `${line}${lineEnd}${indent}${step}`)];
  return [{ file, span: { start: start + 1, end: end - 1 }, text: `${line}${lineEnd}${indent}` }];
}
