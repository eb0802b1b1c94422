import type { Catalog } from '../facts/catalog.ts';
import type { History } from '../facts/history.ts';
import { keyOf, memberKey, type ObjectName } from '../facts/names.ts';
import { afterMigrations } from './after-migrations.ts';
import type { Answer } from './born-here.ts';
import { newestSnapshot } from './newest-snapshot.ts';

/** Something that has a name of its own in the database. */
export type Named =
  | { readonly kind: 'schema'; readonly name: string }
  | { readonly kind: 'table' | 'index' | 'enum' | 'view' | 'sequence'; readonly schema: string; readonly name: string }
  | { readonly kind: 'column' | 'constraint' | 'policy'; readonly table: ObjectName; readonly name: string };

/**
 * Whether a migration makes it or the newest snapshot holds it, so that a database may have it under this name. Unknown
 * without migrations (the schema may be pushed), and where neither tells all: no snapshot, and SQL that was not read.
 */
export function isGenerated(history: History, what: Named): Answer {
  const { catalogs, isWhole } = sourcesOf(history);
  if (catalogs.some((catalog) => holds(catalog, what))) return 'yes';
  return isWhole ? 'no' : 'unknown';
}

/**
 * Whether a column of a table that no migration makes may still be there under another name: the newest snapshot has
 * columns of the table that are gone from the current catalog, or without the table it has tables that are gone.
 * drizzle-kit asks about those when the next migration is generated.
 */
export function mayBeRenamed(history: History, current: Catalog, table: ObjectName): boolean {
  const { newest } = sourcesOf(history);
  if (newest === null) return false;
  const [then, now] = [newest.tables.get(keyOf(table)), current.tables.get(keyOf(table))];
  if (then === undefined) return [...newest.tables.keys()].some((key) => !current.tables.has(key));
  const names = new Set(now?.columns.map(({ name }) => name));
  return then.columns.some(({ name }) => !names.has(name));
}

interface MadeSoFar {
  readonly newest: Catalog | null;
  readonly catalogs: readonly Catalog[];
  readonly isWhole: boolean;
}

const known = new WeakMap<History, MadeSoFar>();

function sourcesOf(history: History): MadeSoFar {
  const before = known.get(history);
  if (before !== undefined) return before;
  const { migrations } = history;
  const newest = newestSnapshot(history);
  const replayed = afterMigrations(migrations);
  const sources: MadeSoFar = {
    newest: newest?.catalog ?? null,
    catalogs: newest === null ? [replayed] : [replayed, newest.catalog],
    isWhole: migrations.length > 0 && (newest !== null || migrations.every(({ sql }) =>
      sql?.statements.every(({ reading }) => reading !== 'unparsable' && reading !== 'unanalysed') ?? false)),
  };
  known.set(history, sources);
  return sources;
}

function holds(catalog: Catalog, what: Named): boolean {
  switch (what.kind) {
    case 'schema':
      return catalog.schemas.has(what.name);
    case 'table':
      return catalog.tables.has(keyOf(what));
    case 'index':
      return catalog.indexes.has(keyOf(what));
    case 'enum':
      return catalog.enums.has(keyOf(what));
    case 'view':
      return catalog.views.has(keyOf(what));
    case 'sequence':
      return catalog.sequences.has(keyOf(what));
    case 'policy':
      return catalog.policies.has(memberKey(what.table, what.name));
    case 'column':
      return catalog.tables.get(keyOf(what.table))?.columns.some(({ name }) => name === what.name) ?? false;
    case 'constraint':
      return catalog.tables.get(keyOf(what.table))?.constraints.some(({ name }) => name === what.name) ?? false;
    default:
      return what satisfies never;
  }
}
