import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asOneReads, deltasBetween, liftedRows, type Entity } from './lifted-snapshot.ts';

/** How the migrations of the living project lie: as it has them, or as drizzle-kit 1.0 writes them, with one kind of snapshot or the other. */
export const layouts = ['journal', 'folders, snapshot 8', 'folders, snapshot 9'] as const;
export type Layout = (typeof layouts)[number];

interface Journal {
  readonly entries: readonly { readonly tag: string; readonly when: number }[];
}

/**
 * Lays a project's migrations out as drizzle-kit 1.0 does, as if they had been written so from the first: the SQL is the same to the
 * letter, the snapshots hold what 1.0 reads in the schema. What belongs to no entry of the journal stays where it is. Gives where
 * what was at a path, or at a line of one, is now.
 */
export function layOut(project: string, layout: Layout): (place: string) => string {
  if (layout === 'journal') return (place) => place;
  const out = join(project, 'drizzle');
  const { entries } = JSON.parse(readFileSync(join(out, 'meta/_journal.json'), 'utf8')) as Journal;
  let before: readonly Entity[] = [];
  for (const { tag, when } of entries) {
    const folder = join(out, folderNameOf(tag, when));
    mkdirSync(folder);
    move(join(out, `${tag}.sql`), join(folder, 'migration.sql'));
    move(join(out, `${tag}.down.sql`), join(folder, 'down.sql'));
    const snapshot = join(out, `meta/${tag.split('_')[0] ?? tag}_snapshot.json`);
    if (!existsSync(snapshot)) continue;
    const json = JSON.parse(readFileSync(snapshot, 'utf8')) as { readonly id: string; readonly prevId: string };
    const rows = asOneReads(liftedRows(json));
    const link = { dialect: 'postgres', id: json.id, prevIds: [json.prevId] };
    const text = layout === 'folders, snapshot 8' ? { version: '8', ...link, ddl: rows, renames: [] }
      : before.length === 0 ? { type: 'base', version: '9', ...link, footprints: [], ddl: rows }
        : { type: 'diff', version: '9', ...link, footprints: [], deltas: deltasBetween(before, rows) };
    writeFileSync(join(folder, 'snapshot.json'), JSON.stringify(text, null, 2));
    before = rows;
  }
  rmSync(join(out, 'meta'), { recursive: true });
  return (place) => place.replace(/^drizzle\/(\w+?)(\.down)?\.sql\b/, (same, tag: string, down?: string) => {
    const entry = entries.find((one) => one.tag === tag);
    return entry === undefined ? same : `drizzle/${folderNameOf(tag, entry.when)}/${down === undefined ? 'migration' : 'down'}.sql`;
  });
}

function move(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}

/** `20260706091212_create_keywords`: the time of the entry, and what was named. */
export function folderNameOf(tag: string, when: number): string {
  return `${new Date(when).toISOString().replace(/\D/g, '').slice(0, 14)}_${tag.replace(/^\d+_/, '')}`;
}
