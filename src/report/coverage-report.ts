import type { ForeignKeyServed } from '../engine/foreign-keys-served.ts';
import { showName } from '../facts/names.ts';
import { plural } from '../text/plural.ts';
import type { Origin } from '../text/span.ts';
import { visible } from './visible.ts';

type Coverage = ForeignKeyServed['coverage'];
type IndexShape = Extract<Coverage, { kind: 'covered' }>['by'];

/** Which index serves which foreign key, as a table in words, with the counts below, and what was not read. */
export function coverageTable(keys: readonly ForeignKeyServed[], notes: readonly string[]): string {
  const noted = notes.length === 0 ? '' : `\n${notes.map((note) => `Note: ${visible(note)}\n`).join('')}`;
  if (keys.length === 0) return `There are no foreign keys${noted === '' ? '' : ' in what was read'}.\n${noted}`;
  const rows = keys.map(({ table, foreignKey, coverage }) => [
    `${showName(table)} (${foreignKey.columns.join(', ')})`, showName(foreignKey.references), words(coverage),
  ].map(visible));
  return `${lines([['foreign key', 'references', 'served'], ...rows])}\n${countWords(keys)}\n${noted}`;
}

function lines(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd()}\n`).join('');
}

function words(coverage: Coverage): string {
  switch (coverage.kind) {
    case 'covered': return `by ${kindOf(coverage.by)} ${coverage.by.name}`;
    case 'partly': return partWords(coverage);
    case 'converted': {
      const each = coverage.columns.map(({ column, from, to }) => `${column} is ${from}, compared as ${to}`);
      return `by no index: ${each.join('; ')}`;
    }
    case 'bare': return 'by no index';
    case 'unknown': return 'not known: the table could not be read whole';
    default: return coverage satisfies never;
  }
}

function partWords({ by, how }: Extract<Coverage, { kind: 'partly' }>): string {
  const lead = by.keys[0]?.column ?? 'an expression';
  switch (how) {
    case 'someColumns': return `in part by ${kindOf(by)} ${by.name}: it looks up some of the columns`;
    case 'columnBetween': return `in part by ${kindOf(by)} ${by.name}: another column stands between`;
    case 'skipScan': return `by skip scan of ${kindOf(by)} ${by.name}, over the few values of ${lead}`;
    case 'longSkipScan': return `in part by ${kindOf(by)} ${by.name}: a skip scan over every value of ${lead}`;
    default: return how satisfies never;
  }
}

const kinds = { primaryKey: 'primary key', unique: 'unique constraint', exclusion: 'exclusion constraint' } as const;

function kindOf({ constraint, unique }: IndexShape): string {
  return constraint === null ? (unique ? 'unique index' : 'index') : kinds[constraint];
}

type Counts = Readonly<Record<'served' | 'inPart' | 'bare' | 'unknown', number>>;

function countsOf(keys: readonly ForeignKeyServed[]): Counts {
  const count = (...wanted: readonly Coverage['kind'][]): number => keys.filter(({ coverage }) => wanted.includes(coverage.kind)).length;
  return { served: count('covered'), inPart: count('partly'), bare: count('bare', 'converted'), unknown: count('unknown') };
}

function countWords(keys: readonly ForeignKeyServed[]): string {
  const { served, inPart, bare, unknown } = countsOf(keys);
  const parts = [`${String(served)} served`, ...(inPart > 0 ? [`${String(inPart)} in part`] : []), `${String(bare)} by no index`,
    ...(unknown > 0 ? [`${String(unknown)} not known`] : [])];
  return `${plural(keys.length, 'foreign key')}: ${parts.join(', ')}.`;
}

/** Where something stands, for people: path, line and column from 1. */
export type PlaceOf = (origin: Origin) => { readonly file: string; readonly line: number; readonly column: number };

/** The same for programs, version 1. */
export function coverageJson(keys: readonly ForeignKeyServed[], placeOf: PlaceOf): string {
  return `${JSON.stringify({
    version: 1,
    foreignKeys: keys.map(({ table, foreignKey, coverage }) => ({
      schema: table.schema,
      table: table.name,
      constraint: foreignKey.name,
      columns: foreignKey.columns,
      references: { schema: foreignKey.references.schema, table: foreignKey.references.name, columns: foreignKey.referencedColumns },
      coverage: coverage.kind,
      how: coverage.kind === 'partly' ? coverage.how : null,
      by: coverage.kind === 'covered' || coverage.kind === 'partly' ? { name: coverage.by.name, kind: kindOf(coverage.by) } : null,
      converted: coverage.kind === 'converted' ? coverage.columns : [],
      ...(foreignKey.origin === null ? { file: null, line: null, column: null } : placeOf(foreignKey.origin)),
    })),
    summary: { foreignKeys: keys.length, ...countsOf(keys) },
  }, null, 2)}\n`;
}
