import type { Span } from '../../text/span.ts';
import { nameOfExport, spanOf } from './ast.ts';
import { noteChanges } from './changed-names.ts';
import type {
  BindingPattern, Declaration, Expression, Function, Program, Statement, TSEnumDeclaration,
} from './oxc.ts';

/** What a name of a module stands for, not yet evaluated. */
export type Local =
  | { readonly kind: 'expression'; readonly node: Expression | null }
  | { readonly kind: 'function'; readonly node: Function }
  | { readonly kind: 'enum'; readonly node: TSEnumDeclaration }
  /** One of the names of `const { a, b } = …`. */
  | { readonly kind: 'pattern'; readonly pattern: BindingPattern; readonly init: Expression | null }
  | { readonly kind: 'class' }
  | { readonly kind: 'json'; readonly data: unknown };

/** `*` is the module as a whole. */
export interface Imported {
  readonly specifier: string;
  readonly name: string;
  readonly span: Span;
}

export type Exported = { readonly local: string; readonly span: Span } | Imported;

/** The names of one file: what it declares, takes and gives. Types are left out. */
export interface Module {
  readonly file: string;
  readonly locals: ReadonlyMap<string, Local>;
  readonly imports: ReadonlyMap<string, Imported>;
  readonly exports: ReadonlyMap<string, Exported>;
  /** `export * from …` */
  readonly stars: readonly { readonly specifier: string; readonly span: Span }[];
  /** Names whose value changes after their declaration. */
  readonly changed: ReadonlySet<string>;
}

/** The local name a default export without a name of its own goes by. */
export const defaultLocal = '*default*';

interface Index {
  readonly locals: Map<string, Local>;
  readonly imports: Map<string, Imported>;
  readonly exports: Map<string, Exported>;
  readonly stars: { readonly specifier: string; readonly span: Span }[];
  readonly changed: Set<string>;
}

export function indexModule(file: string, program: Program): Module {
  const index = emptyIndex();
  for (const statement of program.body) indexStatement(index, statement);
  return { file, ...index };
}

/** A module that could not be read, or has nothing in it. */
export function emptyModule(file: string): Module {
  return { file, ...emptyIndex() };
}

/** A JSON file, as a module with a default export. */
export function jsonModule(file: string, data: unknown): Module {
  const index = emptyIndex();
  index.locals.set(defaultLocal, { kind: 'json', data });
  index.exports.set('default', { local: defaultLocal, span: { start: 0, end: 0 } });
  return { file, ...index };
}

function emptyIndex(): Index {
  return { locals: new Map(), imports: new Map(), exports: new Map(), stars: [], changed: new Set() };
}

function indexStatement(index: Index, statement: Statement): void {
  switch (statement.type) {
    case 'ImportDeclaration':
      { indexImport(index, statement); return; }
    case 'ExportNamedDeclaration':
      { indexNamedExport(index, statement); return; }
    case 'ExportAllDeclaration':
      { indexStar(index, statement); return; }
    case 'ExportDefaultDeclaration':
      { indexDefault(index, statement.declaration); return; }
    case 'TSExportAssignment':
      { exportDefault(index, { kind: 'expression', node: statement.expression }, spanOf(statement)); return; }
    case 'VariableDeclaration':
    case 'FunctionDeclaration':
    case 'TSEnumDeclaration':
    case 'ClassDeclaration':
      declare(index, statement);
      return;
    default:
      indexCommonJs(index, statement);
      noteChanges(index.changed, statement);
  }
}

type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>;

function indexImport(index: Index, node: Of<'ImportDeclaration'>): void {
  if (node.importKind === 'type') return;
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type') continue;
    const name = specifier.type === 'ImportDefaultSpecifier' ? 'default'
      : specifier.type === 'ImportNamespaceSpecifier' ? '*'
      : nameOfExport(specifier.imported);
    index.imports.set(specifier.local.name, { specifier: node.source.value, name, span: spanOf(specifier) });
  }
}

function indexNamedExport(index: Index, node: Of<'ExportNamedDeclaration'>): void {
  if (node.exportKind === 'type') return;
  if (node.declaration !== null) {
    const span = spanOf(node.declaration);
    for (const name of declare(index, node.declaration)) index.exports.set(name, { local: name, span });
  }
  for (const specifier of node.specifiers) {
    if (specifier.exportKind === 'type') continue;
    const span = spanOf(specifier);
    const local = nameOfExport(specifier.local);
    const source = node.source;
    const exported = source === null ? { local, span } : { specifier: source.value, name: local, span };
    index.exports.set(nameOfExport(specifier.exported), exported);
  }
}

function indexStar(index: Index, node: Of<'ExportAllDeclaration'>): void {
  if (node.exportKind === 'type') return;
  const from = { specifier: node.source.value, span: spanOf(node) };
  if (node.exported === null) index.stars.push(from);
  else index.exports.set(nameOfExport(node.exported), { ...from, name: '*' });
}

function indexDefault(index: Index, node: Of<'ExportDefaultDeclaration'>['declaration']): void {
  const span = spanOf(node);
  switch (node.type) {
    case 'FunctionDeclaration':
      { exportDefault(index, { kind: 'function', node }, span); return; }
    case 'ClassDeclaration':
      { exportDefault(index, { kind: 'class' }, span); return; }
    case 'TSInterfaceDeclaration':
    case 'TSDeclareFunction':
      return;
    default:
      { exportDefault(index, { kind: 'expression', node: node }, span); return; }
  }
}

function exportDefault(index: Index, local: Local, span: Span): void {
  index.locals.set(defaultLocal, local);
  index.exports.set('default', { local: defaultLocal, span });
}

/** `module.exports = …` and `exports.default = …`. */
function indexCommonJs(index: Index, statement: Statement): void {
  if (statement.type !== 'ExpressionStatement') return;
  const { expression } = statement;
  if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') return;
  const { object, property } = expression.left;
  const path = [object, property].map((part) => (part.type === 'Identifier' ? part.name : '')).join('.');
  if (path !== 'module.exports' && path !== 'exports.default') return;
  exportDefault(index, { kind: 'expression', node: expression.right }, spanOf(statement));
}

/** Notes what a declaration declares, and answers its names. */
function declare(index: Index, node: Declaration): readonly string[] {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations.flatMap((one) => declareVariable(index, one.id, one.init));
    case 'FunctionDeclaration':
      return declareNamed(index, node.id?.name, { kind: 'function', node });
    case 'TSEnumDeclaration':
      return declareNamed(index, node.id.name, { kind: 'enum', node });
    case 'ClassDeclaration':
      return declareNamed(index, node.id?.name, { kind: 'class' });
    default:
      return [];
  }
}

function declareNamed(index: Index, name: string | undefined, local: Local): readonly string[] {
  if (name === undefined) return [];
  index.locals.set(name, local);
  return [name];
}

function declareVariable(index: Index, pattern: BindingPattern, init: Expression | null): readonly string[] {
  if (pattern.type === 'Identifier') return declareNamed(index, pattern.name, { kind: 'expression', node: init });
  const names = namesIn(pattern);
  for (const name of names) index.locals.set(name, { kind: 'pattern', pattern, init });
  return names;
}

/** Every name that a pattern binds. */
export function namesIn(pattern: BindingPattern): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => namesIn(one.type === 'RestElement' ? one.argument : one.value));
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) =>
        one === null ? [] : namesIn(one.type === 'RestElement' ? one.argument : one));
    default:
      return pattern satisfies never;
  }
}
