import { replay } from '../../src/catalog/replay.ts';
import { type Catalog, emptyCatalog, everyAspect } from '../../src/facts/catalog.ts';
import type { Change } from '../../src/facts/change.ts';
import type { ObjectName } from '../../src/facts/names.ts';
import type { Migration } from '../../src/facts/history.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';

/** A database in which nothing is. */
export const nothing: Catalog = emptyCatalog(everyAspect);

/** The catalog after SQL, on an empty database or another catalog. */
export function catalogOf(sql: string, before: Catalog = nothing): Catalog {
  return replay(before, readSql('story.sql', sql).statements);
}

/** Every change that SQL makes, in order. */
export function changesOf(sql: string): readonly Change[] {
  return readSql('story.sql', sql).statements.flatMap((statement) => statement.changes);
}

/** A name in public, or `schema.name`. */
export function name(text: string): ObjectName {
  const [first = '', second] = text.split('.');
  return second === undefined ? { schema: 'public', name: first, written: first } : { schema: first, name: second, written: second };
}

/** A migration made of SQL. */
export function migration(position: number, sql: string): Migration {
  const tag = `${String(position).padStart(4, '0')}_story`;
  const file = `drizzle/${tag}.sql`;
  return {
    tag, position, when: null, entry: null, file, sql: readSql(file, sql), downFile: null, snapshot: null,
    snapshotFile: `drizzle/meta/${String(position).padStart(4, '0')}_snapshot.json`, link: null, hasSnapshotFile: false,
  };
}
