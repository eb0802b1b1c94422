import type { Retyping } from '../../../facts/amendment.ts';
import type { Edit } from '../../../text/edit.ts';
import type { Origin } from '../../../text/span.ts';
import { bare, nameOfKey, spanOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { CallExpression, ObjectExpression, Program } from '../oxc.ts';
import type { RetypeColumns } from './amend-schema.ts';
import { linksOf } from './chain.ts';
import { type ColumnCall, columnCall } from './column-call.ts';
import { type FoundProperty, propertyAt } from './declared-table.ts';
import { appended, insertion, type Writing } from './layout.ts';
import { plainArguments } from './place.ts';
import { swappedImports } from './swapped-imports.ts';

/** The functions that a type can be made of, and the function that makes it instead. */
const functions: Readonly<Record<Retyping, Readonly<Record<string, string>>>> = {
  timestamptz: { timestamp: 'timestamp' },
  jsonb: { json: 'jsonb' },
  bigint: { integer: 'bigint', smallint: 'bigint', serial: 'bigserial', smallserial: 'bigserial' },
  identity: { serial: 'integer', smallserial: 'smallint', bigserial: 'bigint' },
};

/**
 * Another type for columns of one file: another function, other options, a method more. Null where a column is not
 * made by a function of drizzle-orm in its own property, its options are not written out there, or a method that it has
 * already speaks against it.
 */
export function retypeColumns(
  { columns, to }: RetypeColumns, program: Program, module: Module, writing: Writing,
): readonly Edit[] | null {
  const retyped = columns.map((at) => retypedAt(at, to, program, module));
  if (!retyped.every((one) => one !== null)) return null;
  const imports = swappedImports(retyped.filter(({ made }) => made.by === 'import').map(({ made, into }) => (
    { from: made.identifier, into })), program, module, writing);
  const edits = retyped.map((one) => editsFor(one, to, imports?.called ?? new Map(), writing));
  if (imports === null || !edits.every((own) => own !== null)) return null;
  return [...imports.edits, ...edits.flat()];
}

interface Retyped {
  readonly found: FoundProperty;
  readonly made: ColumnCall;
  /** The function of drizzle-orm that is to make it. */
  readonly into: string;
}

function retypedAt(at: Origin, to: Retyping, program: Program, module: Module): Retyped | null {
  const found = propertyAt(program, at.span);
  const made = found === null ? null : columnCall(found, module);
  if (found === null || made === null || !Object.hasOwn(functions[to], made.name)) return null;
  const into = functions[to][made.name];
  if (into === undefined || (made.by === 'part' && into !== made.name)) return null;
  const isRefused = methodsOf(found).some((method) => refused[to]?.test(method) === true);
  return isRefused || (to === 'bigint' && mayEndEarly(found)) ? null : { found, made, into };
}

/** An identity has no default, and neither it nor a number that Drizzle reads as text is asked for twice. */
const refused: Readonly<Partial<Record<Retyping, RegExp>>> = {
  identity: /^(?:default|generated|array|\$default)/,
  bigint: /^array$/,
};

/** The methods that a column is made with: `notNull` and `unique` of `text().notNull().unique()`. */
function methodsOf({ node }: FoundProperty): readonly string[] {
  return linksOf(node.value).map(({ name }) => name);
}

/** An identity whose `maxValue` is given, or may be: it ends there in a bigint too. */
function mayEndEarly({ node }: FoundProperty): boolean {
  const identity = linksOf(node.value).find(({ name }) => /AsIdentity$/.test(name));
  const [given] = identity?.call.arguments ?? [];
  if (given === undefined) return false;
  const options = given.type === 'SpreadElement' ? given : bare(given);
  return options.type !== 'ObjectExpression' || options.properties.some((one) =>
    one.type === 'SpreadElement' || one.computed || nameOfKey(one.key) === 'maxValue');
}

function editsFor(
  { found, made, into }: Retyped, to: Retyping, called: ReadonlyMap<string, string>, writing: Writing,
): readonly Edit[] | null {
  const name = made.by === 'import' ? called.get(into) ?? into : into;
  const text = writing.text.slice(spanOf(made.identifier).start, spanOf(made.identifier).end);
  const renamed = text === name ? [] : [{ file: writing.file, span: spanOf(made.identifier), text: name }];
  switch (to) {
    case 'timestamptz':
      return isReadAsText(made.call) ? null : withOption(made.call, 'withTimezone: true', writing);
    case 'jsonb':
      return renamed;
    case 'bigint': {
      const options = withOption(made.call, `mode: ${writing.quote}number${writing.quote}`, writing);
      return options === null ? null : [...renamed, ...options];
    }
    case 'identity':
      return [...renamed, methodBehind(made.call, found, 'generatedByDefaultAsIdentity', writing)];
    default:
      return to satisfies never;
  }
}

/** `mode: 'string'`: the application sees what the server prints, which a time zone is added to. Or a mode that cannot be told. */
function isReadAsText(call: CallExpression): boolean {
  return (plainArguments(call) ?? []).map(bare).some((given) => given.type === 'ObjectExpression' && given.properties.some((one) =>
    one.type !== 'SpreadElement' && nameOfKey(one.key) === 'mode' && !(one.value.type === 'Literal' && one.value.value === 'date')));
}

/** `timestamp('at')` becomes `timestamp('at', { … })`, `timestamp({ precision: 3 })` gets one option more. */
function withOption(call: CallExpression, option: string, writing: Writing): readonly Edit[] | null {
  const given = plainArguments(call);
  if (given === null || given.length > 2) return null;
  const [first, second] = given;
  if (first === undefined) return [insertion(writing, spanOf(call).end - 1, `{ ${option} }`)];
  const last = bare(second ?? first);
  if (last.type === 'ObjectExpression') return inOptions(last, option, writing);
  const isName = first.type === 'Literal' || first.type === 'TemplateLiteral';
  return second === undefined && isName ? appended(writing, spanOf(first), spanOf(call).end - 1, `{ ${option} }`) : null;
}

/** An option that is there already was chosen. */
function inOptions(options: ObjectExpression, option: string, writing: Writing): readonly Edit[] | null {
  const [wanted] = option.split(':');
  const isReadable = options.properties.every((one) =>
    one.type !== 'SpreadElement' && !one.computed && nameOfKey(one.key) !== wanted);
  const last = options.properties.at(-1);
  if (!isReadable) return null;
  if (last !== undefined) return appended(writing, spanOf(last), spanOf(options).end - 1, option);
  return [{ file: writing.file, span: spanOf(options), text: `{ ${option} }` }];
}

/** As the last method of the column, on a line of its own where the one before has one. */
function methodBehind(call: CallExpression, { node }: FoundProperty, method: string, writing: Writing): Edit {
  const { end } = spanOf(bare(node.value));
  const [gap = ''] = /^\s*/.exec(writing.text.slice(spanOf(call).end, end)) ?? [];
  return insertion(writing, end, `${gap.includes('\n') ? gap : ''}.${method}()`);
}
