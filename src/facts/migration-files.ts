/** The files of one migration, as drizzle-kit names them (0.31, `writeResult`), and the way back. */
export interface MigrationFiles {
  readonly file: string;
  readonly downFile: string;
  readonly snapshotFile: string;
}

/** The same in the layout of drizzle-kit 1.0 (rc.5), where a tag is the name of a folder. */
export function folderFiles(folder: string, tag: string): MigrationFiles {
  const own = within(folder, tag);
  return { file: `${own}/migration.sql`, downFile: `${own}/down.sql`, snapshotFile: `${own}/snapshot.json` };
}

/** Paths of what belongs to a tag in the layout of a journal, whether or not it is there. */
export function migrationFiles(folder: string, tag: string): MigrationFiles {
  return {
    file: within(folder, `${tag}.sql`),
    downFile: within(folder, `${tag}.down.sql`),
    snapshotFile: within(folder, `meta/${tagPrefix(tag)}_snapshot.json`),
  };
}

/** The way back of a migration, from the path of its SQL. */
export function downFileOf(file: string, layout: 'journal' | 'folders' | 'none'): string {
  return layout === 'folders' ? file.replace(/[^/]+$/, 'down.sql') : file.replace(/\.sql$/, '.down.sql');
}

/** What stands before the first `_`. */
export function tagPrefix(tag: string): string {
  return tag.split('_', 1)[0] ?? tag;
}

/** A path in the folder of the migrations. */
export function within(folder: string, path: string): string {
  return folder === '' || folder === '.' ? path : `${folder}/${path}`;
}
