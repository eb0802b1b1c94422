import { newestSnapshot } from '../catalog/newest-snapshot.ts';
import type { ChangedTexts } from '../engine/fixes.ts';
import type { Amendment } from '../facts/amendment.ts';
import type { History } from '../facts/history.ts';
import type { MigrationPrefix } from '../facts/kit-settings.ts';
import type { MigrationsPlace } from '../parse/drizzle/add-migration.ts';
import { mergedRows } from '../parse/drizzle/folder-snapshots.ts';
import { amendSchema, byFile, type SchemaAmendment } from '../parse/schema/amend/amend-schema.ts';
import type { ParseModule } from '../parse/schema/oxc.ts';
import { amendSql } from '../parse/sql/amend/amend-sql.ts';
import { isDeclared } from '../rule/is-declared.ts';
import type { Edit } from '../text/edit.ts';
import { movedMigration } from './moved-migration.ts';
import type { Intake } from './take-in.ts';

/** What the edits of an amendment rest on. */
export interface Amended {
  /** The texts that its finding was found in, as they are now. */
  readonly textOf: (file: string) => string | null;
  /** Null: there are none. */
  readonly migrations: MigrationsPlace | null;
  readonly parse?: ParseModule;
}

/**
 * What an amendment comes to, as edits of texts; they do not overlap. An edit of a file that is not there makes it. Null
 * where it cannot be made with certainty.
 */
export function editsOf(amendment: Amendment, amended: Amended): readonly Edit[] | null {
  const { textOf, migrations } = amended;
  if (amendment.kind === 'edit') return amendment.edits;
  if (amendment.kind === 'addMigration') return migrations === null ? null : movedMigration(amendment, migrations, textOf);
  const edits = [...byFile(amendment)].map(([file, part]) => inFile(file, part, amended));
  return edits.every((own) => own !== null) ? edits.flat() : null;
}

function inFile(file: string, part: SchemaAmendment, { textOf, parse }: Amended): readonly Edit[] | null {
  const text = textOf(file);
  if (text === null) return null;
  const isTypeScript = isDeclared({ file, span: { start: 0, end: 0 } });
  return isTypeScript ? amendSchema(file, text, part, parse) : amendSql(file, text, part);
}

/** Where new migrations of a project go, with those in mind that are made already. */
export function migrationsPlace(
  { facts: { history }, location }: Pick<Intake, 'facts' | 'location'>, made: ChangedTexts = new Map(),
): MigrationsPlace | null {
  return placeIn(history, location?.kit?.prefix ?? null, made);
}

/** Where new migrations of a history go. */
export function placeIn(history: History, prefix: MigrationPrefix | null, made: ChangedTexts): MigrationsPlace | null {
  const { layout, folder, journalFile, migrations } = history;
  switch (layout) {
    case 'journal': return { layout, folder, journalFile, prefix };
    case 'folders': {
      const known = new Set(migrations.map(({ snapshotFile }) => snapshotFile));
      const added = [...made.keys()].filter((file) => !known.has(file) && file.startsWith(`${folder}/`) && file.endsWith('/snapshot.json')).sort();
      const newest = newestSnapshot(history)?.snapshots ?? null;
      return {
        layout, folder, tags: [...migrations.map(({ tag }) => tag), ...added.map((file) => file.split('/').at(-2) ?? '')],
        leaves: added.length > 0 ? added.slice(-1) : newest?.map(({ file }) => file) ?? null,
        mergedRows: () => (newest === null ? null : mergedRows(newest)),
      };
    }
    case 'none': return null;
    default: return layout satisfies never;
  }
}
