import type { Amendment } from '../../../facts/amendment.ts';
import type { Edit } from '../../../text/edit.ts';
import { indexModule } from '../modules.ts';
import { parseModule, type ParseModule } from '../oxc.ts';
import { addDefault } from './add-default.ts';
import { addIndex } from './add-index.ts';
import { exportDeclared } from './export-declared.ts';
import { writingOf } from './layout.ts';
import { nullsNotDistinct } from './nulls-not-distinct.ts';
import { removeCall } from './remove-call.ts';
import { removeIndex } from './remove-index.ts';
import { renameDeclared } from './rename-declared.ts';
import { retypeColumns } from './retype-columns.ts';
import { writeOnDelete } from './write-on-delete.ts';

/** What can be proposed about a schema in TypeScript. */
export type SchemaAmendment = Exclude<Amendment, { kind: 'edit' | 'addMigration' }>;
export type RenameDeclared = Extract<Amendment, { kind: 'renameDeclared' }>;
export type RetypeColumns = Extract<Amendment, { kind: 'retypeColumns' }>;
export type WriteOnDelete = Extract<Amendment, { kind: 'writeOnDelete' }>;
export type AddDefault = Extract<Amendment, { kind: 'addDefault' }>;
export type RemoveIndex = Extract<Amendment, { kind: 'removeIndex' }>;
export type RemoveCall = Extract<Amendment, { kind: 'removeCall' }>;
export type AddIndex = Extract<Amendment, { kind: 'addIndex' }>;

/**
 * What an amendment comes to in the file that declares its object: edits of that file alone, which leave it parsing,
 * laid out as it is around them, and declaring exactly what was wished for. Null where that is not certain: the place is
 * not found, a name is computed, a function of the project or a spread stands between.
 */
export function amendSchema(
  file: string, text: string, amendment: SchemaAmendment, parse: ParseModule = parseModule,
): readonly Edit[] | null {
  const { program, problem } = parse(file, text);
  if (program === null || problem !== null) return null;
  const module = indexModule(file, program);
  const writing = writingOf(file, text, program);
  switch (amendment.kind) {
    case 'renameDeclared':
      return renameDeclared(amendment, program, module, writing);
    case 'addIndex':
      return addIndex(amendment, program, module, writing);
    case 'removeIndex':
      return removeIndex(amendment, program, module, writing);
    case 'removeCall':
      return removeCall(amendment, program, module, writing);
    case 'retypeColumns':
      return retypeColumns(amendment, program, module, writing);
    case 'writeOnDelete':
      return writeOnDelete(amendment, program, module, writing);
    case 'exportDeclared':
      return exportDeclared(amendment.at, program, module, writing);
    case 'addDefault':
      return addDefault(amendment, program, writing);
    case 'nullsNotDistinct':
      return nullsNotDistinct(amendment.at, program, module, writing);
    default:
      return amendment satisfies never;
  }
}

/** An amendment as it concerns each file that it is about. */
export function byFile(amendment: SchemaAmendment): ReadonlyMap<string, SchemaAmendment> {
  switch (amendment.kind) {
    case 'addIndex':
      return new Map([[amendment.table.file, amendment]]);
    case 'retypeColumns': {
      const files = new Set(amendment.columns.map(({ file }) => file));
      return new Map([...files].map((file) =>
        [file, { ...amendment, columns: amendment.columns.filter((column) => column.file === file) }]));
    }
    default:
      return new Map([[amendment.at.file, amendment]]);
  }
}
