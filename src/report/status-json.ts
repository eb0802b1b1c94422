import type { BreakingStatement } from '../engine/breaking-statements.ts';
import type { MigrationStatus } from '../engine/migration-status.ts';
import { lackOf } from '../rule/breaking-note.ts';
import type { StatusInput } from './status-input.ts';

/**
 * The state of the migrations for programs, version 1: stable. `isNew` is null without a base ref, `standing` without a
 * database, `parents` without a snapshot; a parent without a tag is one that no migration has.
 */
export function statusJson(input: StatusInput): string {
  const { layout, folder, shown, all, strays, totals, database, notes, pathOf } = input;
  return `${JSON.stringify({
    version: 1,
    layout,
    folder: pathOf(folder),
    database: database === null ? null : { place: database.place, ledger: database.ledger, rows: database.rows },
    migrations: shown.map((status) => jsonMigration(status, input)),
    strays: strays.map(pathOf),
    summary: {
      migrations: all.length,
      new: all.some(({ isNew }) => isNew === null) ? null : all.filter(({ isNew }) => isNew === true).length,
      errors: totals.errors, warnings: totals.warnings, infos: totals.infos,
    },
    notes,
  }, null, 2)}\n`;
}

function jsonMigration(status: MigrationStatus, { database, pathOf }: StatusInput): Record<string, unknown> {
  const { migration: { tag, position, when, file, sql, downFile, snapshotFile, hasSnapshotFile }, parents, isNew, breaking, findings } = status;
  return {
    tag,
    position,
    time: timeOf(when),
    files: {
      sql: { file: pathOf(file), exists: sql !== null },
      snapshot: { file: pathOf(snapshotFile), exists: hasSnapshotFile },
      down: { file: downFile === null ? null : pathOf(downFile), exists: downFile !== null },
    },
    parents,
    isNew,
    standing: database?.standing.get(tag) ?? null,
    breaking: breaking.map(jsonBreaking),
    findings: { errors: findings.error, warnings: findings.warn, infos: findings.info },
  };
}

function jsonBreaking({ what, text, note }: BreakingStatement): Record<string, unknown> {
  return { what, statement: text, who: note?.who ?? null, remedy: note?.remedy ?? null, lacks: lackOf(note) };
}

/** A number that is no time of this calendar is none. */
export function timeOf(when: number | null): string | null {
  const time = new Date(when ?? NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
