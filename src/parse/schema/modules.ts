import type { Span } from '../../text/span.ts';
import { nameOfExport, spanOf } from './ast.ts';
import { noteChanges } from './changed-names.ts';
import { givenBy, givenByVariable, type Given } from './common-js.ts';
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
  | { readonly kind: 'json'; readonly data: unknown }
  /** An export of which nothing can be told. */
  | { readonly kind: 'unread'; readonly span: Span };

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
  /** Locals that hold what is exported beside the names: `module.exports = …`, `export = …`, `Object.assign(exports, …)`. */
  readonly wholes: readonly string[];
  /** `commonJs`: it speaks of `exports`, `module.exports` or `export =`. */
  readonly manner: 'module' | 'commonJs';
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
  readonly wholes: string[];
  manner: Module['manner'];
  readonly changed: Set<string>;
  /** Names that stand for `exports`. */
  readonly aliases: Set<string>;
}

export function indexModule(file: string, program: Program): Module {
  const index = emptyIndex();
  for (const statement of program.body) indexStatement(index, statement);
  return moduleOf(file, index);
}

/** What is given to a name of `exports` changes no variable. */
function moduleOf(file: string, { aliases, ...index }: Index): Module {
  for (const name of aliases) index.changed.delete(name);
  return { file, ...index };
}

/** A module that could not be read, or has nothing in it. */
export function emptyModule(file: string): Module {
  return moduleOf(file, emptyIndex());
}

/** A JSON file, as a module with a default export. */
export function jsonModule(file: string, data: unknown): Module {
  const index = emptyIndex();
  index.locals.set(defaultLocal, { kind: 'json', data });
  index.exports.set('default', { local: defaultLocal, span: { start: 0, end: 0 } });
  return moduleOf(file, index);
}

function emptyIndex(): Index {
  return { locals: new Map(), imports: new Map(), exports: new Map(), stars: [], wholes: [], manner: 'module', changed: new Set(), aliases: new Set() };
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
      { indexGiven(index, { kind: 'whole', node: statement.expression, span: spanOf(statement) }); return; }
    case 'TSImportEqualsDeclaration':
      { indexRequire(index, statement); return; }
    case 'VariableDeclaration':
      for (const { id, init } of statement.declarations) indexVariable(index, id, init);
      return;
    case 'FunctionDeclaration':
    case 'TSEnumDeclaration':
    case 'ClassDeclaration':
      declare(index, statement);
      return;
    default:
      for (const given of givenBy(statement, index.aliases)) indexGiven(index, given);
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

/** `import books = require('./books')` */
function indexRequire(index: Index, { id, importKind, moduleReference }: Of<'TSImportEqualsDeclaration'>): void {
  if (importKind === 'type' || moduleReference.type !== 'TSExternalModuleReference') return;
  index.imports.set(id.name, { specifier: moduleReference.expression.value, name: '*', span: spanOf(moduleReference) });
}

function indexGiven(index: Index, given: Given): void {
  const { span } = given;
  index.manner = 'commonJs';
  switch (given.kind) {
    case 'whole':
      exportDefault(index, { kind: 'expression', node: given.node }, span);
      if (!index.wholes.includes(defaultLocal)) index.wholes.push(defaultLocal);
      return;
    case 'all of': {
      const local = `*assigned ${span.start} ${index.wholes.length}*`;
      index.locals.set(local, { kind: 'expression', node: given.node });
      index.wholes.push(local);
      return;
    }
    case 'name': {
      const local = given.name === 'default' ? defaultLocal : `*exports.${given.name}*`;
      index.locals.set(local, { kind: 'expression', node: given.node });
      index.exports.set(given.name, { local, span });
      return;
    }
    case 'star':
      index.stars.push({ specifier: given.specifier, span });
      return;
    case 'unread': {
      const local = `*unread ${span.start}*`;
      index.locals.set(local, { kind: 'unread', span });
      index.exports.set(local, { local, span });
      return;
    }
    default:
      given satisfies never;
  }
}

/** A variable that nothing exports as a module does; it may be exported in the manner of CommonJS. */
function indexVariable(index: Index, id: BindingPattern, init: Expression | null): void {
  const { given, node, standsFor } = givenByVariable(id, init, index.aliases);
  for (const each of given) indexGiven(index, each);
  declareVariable(index, id, node);
  if (standsFor === 'exports' && id.type === 'Identifier') index.aliases.add(id.name);
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
