import type { History } from '../facts/history.ts';

/**
 * Where to tell what is about a history as a whole, or about a file that people do not open, such as a snapshot: in the journal;
 * in the folder layout, which has none, in the SQL of the newest migration.
 */
export function historyFile({ layout, journalFile, migrations }: Pick<History, 'layout' | 'journalFile' | 'migrations'>): string {
  return layout === 'folders' ? migrations.at(-1)?.file ?? journalFile : journalFile;
}
