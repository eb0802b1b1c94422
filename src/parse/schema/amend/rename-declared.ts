import type { Edit } from '../../../text/edit.ts';
import { applyCasing } from '../casing.ts';
import { bare, nameOfKey, originOf, spanOf, tailOf } from '../ast.ts';
import { type Module, namesIn } from '../modules.ts';
import type { CallExpression, Expression, Node, ObjectExpression, Program } from '../oxc.ts';
import { innermostCall } from './column-call.ts';
import { callWithHead, ownColumns, type OwnColumns, propertyAt, sameSpan } from './declared-table.ts';
import { appended, insertion, literal, type Writing } from './layout.ts';
import { isNamespace, pgCoreFunction } from './pg-core.ts';
import { callTaking, findPlace, isFunction, type Place, plainArguments } from './place.ts';
import type { RenameDeclared } from './amend-schema.ts';

/**
 * Another name for a table, column, enum, index, constraint, policy … Null where the name is not written where it is
 * given (a constant, a function of the project, `pgTableCreator`), or what stands there may serve several objects.
 */
export function renameDeclared(
  wish: RenameDeclared, program: Program, module: Module, writing: Writing,
): readonly Edit[] | null {
  const renaming: Renaming = { wish, program, module, writing };
  return renameColumn(renaming) ?? renameObject(renaming) ?? renameExtra(renaming) ?? renameInlineUnique(renaming);
}

interface Renaming {
  readonly wish: RenameDeclared;
  readonly program: Program;
  readonly module: Module;
  readonly writing: Writing;
}

/** `createdAt: timestamp('createdAt')`, or without a name of its own. */
function renameColumn(renaming: Renaming): readonly Edit[] | null {
  const { wish, program, module } = renaming;
  const found = propertyAt(program, wish.at.span);
  const own = found === null ? null : ownColumns([...found.ancestors, found.node]);
  if (found === null || own?.object !== found.object || found.node.computed || found.node.shorthand) return null;
  const call = innermostCall(found.node.value);
  const key = nameOfKey(found.node.key);
  if (call === null || key === null || !makesColumn(call, own, module)) return null;
  const isNamedByKey = [null, 'snake_case', 'camelCase'].some((casing) =>
    applyCasing(key, casing as Parameters<typeof applyCasing>[1]) === wish.from);
  return renameFirst(call, renaming, isNamedByKey ? 'may be added' : 'must be there');
}

/** A column function of drizzle-orm, an enum or a custom type of this file. Of any other nobody knows what it does. */
function makesColumn(call: CallExpression, { takes }: OwnColumns, module: Module): boolean {
  const callee = bare(call.callee);
  const given = takes === null ? [] : takes.params.flatMap((one) => (one.type === 'TSParameterProperty' ? [] : namesIn(one as Parameters<typeof namesIn>[0])));
  if (callee.type === 'MemberExpression') {
    const object = bare(callee.object);
    return !callee.computed && ((object.type === 'Identifier' && given.includes(object.name)) || isNamespace(object, module));
  }
  if (callee.type !== 'Identifier') return false;
  return given.includes(callee.name) || pgCoreFunction(call, module) !== null || isTypeOfFile(callee.name, module);
}

const typeMakers = new Set(['pgEnum', 'customType']);

function isTypeOfFile(name: string, module: Module): boolean {
  const local = module.locals.get(name);
  if (local?.kind !== 'expression' || local.node === null || module.changed.has(name)) return false;
  const made = bare(local.node);
  return made.type === 'CallExpression' && (typeMakers.has(pgCoreFunction(made, module) ?? '') || calledMethod(made) === 'enum');
}

/** `table` of `library.table('book', { … })`. */
function calledMethod(call: CallExpression): string | null {
  const callee = bare(call.callee);
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null;
  return callee.property.name;
}

const objectMakers = new Set(['pgTable', 'pgEnum', 'pgView', 'pgMaterializedView', 'pgSequence', 'pgSchema']);
const methodsOfSchema = new Set(['table', 'enum', 'view', 'materializedView', 'sequence']);

/** `pgTable('book', { … })`, `library.enum('state', […])`. */
function renameObject(renaming: Renaming): readonly Edit[] | null {
  const { wish, program, module } = renaming;
  const found = callWithHead(program, wish.at);
  if (found === null) return null;
  const isKnown = objectMakers.has(pgCoreFunction(found.node, module) ?? '') || methodsOfSchema.has(calledMethod(found.node) ?? '');
  return isKnown ? renameFirst(found.node, renaming, 'must be there') : null;
}

/** `index('book_title_idx')`, `primaryKey({ name: 'book_pk', columns: […] })` in the third argument of a table. */
function renameExtra(renaming: Renaming): readonly Edit[] | null {
  const { wish, program, module } = renaming;
  const found = findPlace(program, wish.at.span, (node): node is CallExpression =>
    node.type === 'CallExpression' && sameSpan(spanOf(node), wish.at.span));
  if (found === null || !standsOnce(found)) return null;
  switch (pgCoreFunction(found.node, module)) {
    case 'index':
    case 'uniqueIndex':
    case 'unique':
      return renameFirst(found.node, renaming, 'may be added');
    case 'check':
    case 'pgPolicy':
      return renameFirst(found.node, renaming, 'must be there');
    case 'primaryKey':
    case 'foreignKey':
      return renameInOptions(found.node, renaming);
    default:
      return null;
  }
}

/** Outside any function, or in the one that is the third argument of a call: no other makes it twice. */
export function standsOnce({ ancestors }: Place<Node>): boolean {
  const [first, ...others] = ancestors.filter(isFunction);
  if (first === undefined) return true;
  return others.length === 0 && callTaking(first, ancestors.slice(0, ancestors.indexOf(first)), 2) !== null;
}

function renameInOptions(call: CallExpression, { wish, writing }: Renaming): readonly Edit[] | null {
  const [first, ...others] = plainArguments(call) ?? [];
  const options = first === undefined ? null : bare(first);
  if (options?.type !== 'ObjectExpression' || others.length > 0) return null;
  const named = entriesOf(options)?.find(({ name }) => name === 'name');
  if (named !== undefined) return replaced(named.value, wish, writing);
  const last = options.properties.at(-1);
  if (last === undefined || entriesOf(options) === null) return null;
  return appended(writing, spanOf(last), options.end - 1, `name: ${literal(wish.to, writing.quote)}`);
}

/** The entries of an object, or null if one is spread or computed. */
function entriesOf(object: ObjectExpression): readonly { readonly name: string; readonly value: Expression }[] | null {
  const entries = object.properties.flatMap((property) => {
    const name = property.type === 'SpreadElement' || property.computed ? null : nameOfKey(property.key);
    return property.type === 'SpreadElement' || name === null ? [] : [{ name, value: property.value }];
  });
  return entries.length === object.properties.length ? entries : null;
}

/** `.unique()` of a column. */
function renameInlineUnique(renaming: Renaming): readonly Edit[] | null {
  const { wish, program } = renaming;
  const found = findPlace(program, wish.at.span, (node): node is CallExpression => {
    if (node.type !== 'CallExpression' || calledMethod(node) !== 'unique') return false;
    const callee = bare(node.callee);
    return callee.type === 'MemberExpression' && sameSpan(tailOf('', callee.property, node).span, wish.at.span);
  });
  if (found === null) return null;
  const inside = found.ancestors.findLast((node) => node.type === 'ObjectExpression');
  return inside !== undefined && ownColumns(found.ancestors)?.object === inside
    ? renameFirst(found.node, renaming, 'may be added') : null;
}

/** The name as the first argument of a call: put in place of the one that is there, or in front of the options. */
function renameFirst(
  call: CallExpression, { wish, writing }: Renaming, name: 'must be there' | 'may be added',
): readonly Edit[] | null {
  const given = plainArguments(call);
  const [first] = given ?? [];
  if (given === null) return null;
  if (first !== undefined && bare(first).type !== 'ObjectExpression') return replaced(first, wish, writing);
  if (name === 'must be there') return null;
  const added = literal(wish.to, writing.quote);
  return [first === undefined ? insertion(writing, spanOf(call).end - 1, added)
    : insertion(writing, originOf(writing.file, first).span.start, `${added}, `)];
}

/** A name that is written out, and is the one that is meant. */
function replaced(node: Expression, wish: RenameDeclared, { file, text }: Writing): readonly Edit[] | null {
  if (writtenText(node) !== wish.from) return null;
  const span = spanOf(node);
  const quote = text[span.start];
  return quote === "'" || quote === '"' || quote === '`' ? [{ file, span, text: literal(wish.to, quote) }] : null;
}

function writtenText(node: Expression): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return null;
  return node.quasis[0]?.value.cooked ?? null;
}
