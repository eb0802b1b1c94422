import type { Amendment } from '../facts/amendment.ts';
import { amendedFile, amendSchema } from '../parse/schema/amend/amend-schema.ts';
import type { ParseModule } from '../parse/schema/oxc.ts';
import type { Edit } from '../text/edit.ts';

/**
 * What an amendment comes to, as edits of the texts that its finding was found in; they do not overlap. Null where it
 * cannot be made with certainty.
 */
export function editsOf(
  amendment: Amendment, textOf: (file: string) => string | null, parse?: ParseModule,
): readonly Edit[] | null {
  if (amendment.kind === 'edit') return amendment.edits;
  if (amendment.kind === 'addMigration') return null;
  const file = amendedFile(amendment);
  const text = textOf(file);
  return text === null ? null : amendSchema(file, text, amendment, parse);
}
