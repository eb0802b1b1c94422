import type { Edit } from '../../../text/edit.ts';
import { spanOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { ImportDeclaration, Program } from '../oxc.ts';
import { appended, beginsLine, indentAt, insertion, type Writing } from './layout.ts';
import { pgCore } from './pg-core.ts';

/** How a function of drizzle-orm/pg-core is called in a file, and what must be done for it. */
export interface ImportedName {
  /** `index`, `idx`, `p.index`. */
  readonly called: string;
  /** The name that must mean this import where it is used. */
  readonly binding: string;
  readonly edits: readonly Edit[];
}

/** Null where there is no import that could take the name in, or the name means something else already. */
export function importedName(name: string, program: Program, module: Module, writing: Writing): ImportedName | null {
  const imports = program.body.filter((statement) => statement.type === 'ImportDeclaration');
  const ofPgCore = imports.filter((one) => one.source.value === pgCore && one.importKind !== 'type');
  return already(name, module) ?? added(name, ofPgCore, isTaken(name, imports, module), writing);
}

function already(name: string, { imports }: Module): ImportedName | null {
  const own = [...imports].filter(([, one]) => one.specifier === pgCore);
  const [binding] = own.find(([, one]) => one.name === name) ?? [];
  if (binding !== undefined) return { called: binding, binding, edits: [] };
  const [namespace] = own.find(([, one]) => one.name === '*') ?? [];
  return namespace === undefined ? null : { called: `${namespace}.${name}`, binding: namespace, edits: [] };
}

function isTaken(name: string, imports: readonly ImportDeclaration[], { locals }: Module): boolean {
  return locals.has(name) || imports.some((one) => one.specifiers.some(({ local }) => local.name === name));
}

function added(
  name: string, imports: readonly ImportDeclaration[], isTakenAlready: boolean, writing: Writing,
): ImportedName | null {
  const into = imports.find((one) => one.specifiers.some(({ type }) => type === 'ImportSpecifier'));
  if (into === undefined || isTakenAlready) return null;
  return { called: name, binding: name, edits: insertedInto(into, name, writing) };
}

/** Where names are in order the new one keeps it, else it comes last. */
function insertedInto(into: ImportDeclaration, name: string, writing: Writing): readonly Edit[] {
  const specifiers = into.specifiers.filter(({ type }) => type === 'ImportSpecifier');
  const names = specifiers.map(({ local }) => local.name);
  const after = names.findIndex((one) => one.localeCompare(name, 'en', { sensitivity: 'base' }) > 0);
  const isInOrder = names.every((one, at) => at === 0 || (names[at - 1] ?? '').localeCompare(one, 'en', { sensitivity: 'base' }) <= 0);
  const next = isInOrder ? specifiers[after] : undefined;
  const last = specifiers.at(-1);
  if (next === undefined) return last === undefined ? [] : appended(writing, spanOf(last), spanOf(into).end, name);
  const { start } = spanOf(next);
  const gap = beginsLine(writing, spanOf(next)) ? `${writing.lineEnd}${indentAt(writing, start)}` : ' ';
  return [insertion(writing, start, `${name},${gap}`)];
}
