import type { Amendment } from '../facts/amendment.ts';
import type { MigrationsPlace } from '../parse/drizzle/add-migration.ts';
import { amendedFile, amendSchema } from '../parse/schema/amend/amend-schema.ts';
import type { ParseModule } from '../parse/schema/oxc.ts';
import type { Edit } from '../text/edit.ts';
import { movedMigration } from './moved-migration.ts';
import type { Intake } from './take-in.ts';

/** What the edits of an amendment rest on. */
export interface Amended {
  /** The texts that its finding was found in, as they are now. */
  readonly textOf: (file: string) => string | null;
  /** Null: there are none, or not in the layout of a journal. */
  readonly migrations: MigrationsPlace | null;
  readonly parse?: ParseModule;
}

/**
 * What an amendment comes to, as edits of texts; they do not overlap. An edit of a file that is not there makes it. Null
 * where it cannot be made with certainty.
 */
export function editsOf(amendment: Amendment, { textOf, migrations, parse }: Amended): readonly Edit[] | null {
  if (amendment.kind === 'edit') return amendment.edits;
  if (amendment.kind === 'addMigration') return migrations === null ? null : movedMigration(amendment, migrations, textOf);
  const file = amendedFile(amendment);
  const text = textOf(file);
  return text === null ? null : amendSchema(file, text, amendment, parse);
}

/** Where new migrations of a project go. */
export function migrationsPlace({ facts: { history }, location }: Pick<Intake, 'facts' | 'location'>): MigrationsPlace | null {
  const { layout, folder, journalFile } = history;
  return layout === 'journal' ? { folder, journalFile, prefix: location?.prefix ?? null } : null;
}
