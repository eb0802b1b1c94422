import type { BreakingStatement } from '../engine/breaking-statements.ts';
import type { MigrationStatus } from '../engine/migration-status.ts';
import { lackOf } from '../rule/breaking-note.ts';
import { plural } from '../text/plural.ts';
import type { Paint } from './pretty.ts';
import type { AskedDatabase, StatusInput } from './status-input.ts';
import { timeOf } from './status-json.ts';
import { visible } from './visible.ts';

type Row = readonly string[];

/**
 * The state of the migrations for people: a line each, the newest last, with what it breaks below it; then what lies beside
 * them, and the numbers. What is said of no migration has no column.
 */
export function statusTable(input: StatusInput, paint: Paint): string {
  const { shown, all, notes, strays, pathOf } = input;
  const ends = [
    ...strays.map((file) => `Of no migration: ${pathOf(file)}`),
    ...notes.map((note) => `Note: ${note}`),
  ].map((line) => `${visible(line)}\n`).join('');
  const left = all.length - shown.length;
  const passed = left === 0 ? '' : `${paint.faint(visible(`${plural(left, 'migration')} before these`))}\n`;
  const table = shown.length === 0 ? '' : `${passed}${tableOf(input, paint)}\n`;
  return `${table}${ends === '' ? '' : `${ends}\n`}${summaryOf(input)}`;
}

interface Column {
  readonly title: string;
  readonly cell: (status: MigrationStatus) => string;
}

function tableOf(input: StatusInput, paint: Paint): string {
  const columns = columnsOf(input);
  const rows: readonly Row[] = input.shown.map((status) => columns.map(({ cell }) => visible(cell(status))));
  const widths = columns.map(({ title }, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: Row): string => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd();
  const lines = input.shown.flatMap(({ breaking }, place) => [
    line(rows[place] ?? []), ...breaking.map((statement) => `  ${visible(breakingWords(statement))}`),
  ]);
  return [paint.strong(line(columns.map(({ title }) => title))), ...lines].map((each) => `${each}\n`).join('');
}

function columnsOf({ shown, database, all }: StatusInput): readonly Column[] {
  const isCompared = all.some(({ isNew }) => isNew !== null);
  const isFound = shown.some((status) => findingWords(status) !== '');
  return [
    { title: 'migration', cell: ({ migration: { tag } }) => tag },
    { title: 'time (UTC)', cell: ({ migration: { when } }) => timeOf(when)?.slice(0, 16).replace('T', ' ') ?? 'none' },
    ...(isCompared ? [{ title: 'base', cell: ({ isNew }: MigrationStatus): string => (isNew === true ? 'new' : 'there') }] : []),
    ...(database === null ? [] : [{
      title: 'database', cell: ({ migration: { tag } }: MigrationStatus): string => database.standing.get(tag) ?? '',
    }]),
    { title: 'files', cell: fileWords },
    { title: 'goes on from', cell: parentWords },
    ...(isFound ? [{ title: 'findings', cell: findingWords }] : []),
  ];
}

function fileWords({ migration: { sql, hasSnapshotFile, downFile } }: MigrationStatus): string {
  const missing = [...(sql === null ? ['SQL'] : []), ...(hasSnapshotFile ? [] : ['snapshot']), ...(downFile === null ? ['down'] : [])];
  return missing.length === 0 ? 'all' : `no ${missing.join(', no ')}`;
}

function parentWords({ parents, followsPrevious }: MigrationStatus): string {
  if (parents === null) return 'not known';
  if (parents.length === 0) return 'nothing';
  if (followsPrevious) return 'the one before';
  return parents.map(({ id, tag }) => tag ?? `${id.slice(0, 8)}, which is nowhere`).join(' and ');
}

function findingWords({ findings: { error, warn, info } }: MigrationStatus): string {
  return [
    ...(error > 0 ? [plural(error, 'error')] : []), ...(warn > 0 ? [plural(warn, 'warning')] : []), ...(info > 0 ? [`${info} info`] : []),
  ].join(', ');
}

function breakingWords({ what, text, note }: BreakingStatement): string {
  const lack = lackOf(note);
  const told = [note?.who, note?.remedy].filter((part) => part !== undefined && part !== '').join('; ');
  return [`breaks: ${what.length === 0 ? text : what.join('; ')}`, ...(told === '' ? [] : [`(${told})`]), ...(lack === null ? [] : [`(${lack})`])].join(' ');
}

function summaryOf({ all, totals: { errors, warnings, infos }, database }: StatusInput): string {
  const added = all.filter(({ isNew }) => isNew === true).length;
  const isCompared = all.some(({ isNew }) => isNew !== null);
  const found = `${plural(errors, 'error')}, ${plural(warnings, 'warning')}${infos > 0 ? `, ${infos} info` : ''}`;
  return [
    `${plural(all.length, 'migration')}${isCompared ? `, ${added} new` : ''}. sluice check --all: ${found}.`,
    ...(database === null ? [] : [databaseWords(database)]),
  ].map((line) => `${visible(line)}\n`).join('');
}

function databaseWords({ place, ledger, rows, standing }: AskedDatabase): string {
  if (rows === null) return `${place} has no ledger ${ledger}: nothing was applied there.`;
  const words = [...standing.values()];
  const count = (word: string): number => words.filter((each) => each === word).length;
  const others = (['skipped', 'repeated'] as const).flatMap((word) => (count(word) > 0 ? [`, ${count(word)} ${word}`] : []));
  return `${place}, ledger ${ledger}: ${count('applied')} applied, ${count('pending')} pending${others.join('')}.`
    + (others.length > 0 ? ' sluice migrate says what to do about them.' : '');
}
