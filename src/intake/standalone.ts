import type { ProjectFacts } from '../engine/facts.ts';
import type { History, Migration } from '../facts/history.ts';
import type { Settings } from '../project/config.ts';
import type { SqlReader } from './read-state.ts';

/** Where nobody knows of migrations. */
export const noHistory: History = {
  layout: 'none', folder: '', journalFile: '', migrations: [], strayFiles: [], straySnapshots: [], otherMetaFiles: [], problems: [], conflicts: [],
};

/**
 * SQL files without a project around them, each judged as a migration of its own. Nothing is known of what was there
 * before, so their position is not that of a first migration.
 */
export function standaloneFacts(
  files: readonly string[], textOf: (file: string) => string | null, sql: SqlReader, settings: Settings,
): Omit<ProjectFacts, 'now'> {
  const migrations = files.map((file, place) => standalone(file, place, sql(file, textOf(file) ?? '')));
  const history: History = { ...noHistory, migrations };
  return {
    declared: null, unread: [], assumed: [], directed: [], history, judged: migrations, grouping: 'oneByOne', base: null, tagsAtBase: null,
    postgres: settings.postgres, runner: settings.runner, casing: null, schemaFiles: [], folder: '',
  };
}

function standalone(file: string, place: number, sql: Migration['sql']): Migration {
  return {
    tag: file.replace(/^.*\//, '').replace(/\.sql$/, ''),
    position: place + 1,
    when: null, entry: null, file, sql, downFile: null, snapshot: null, link: null, hasSnapshotFile: true, snapshotFile: '',
  };
}
