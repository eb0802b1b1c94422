import { resolve } from 'node:path';
import { catalogOf } from '../engine/object-findings.ts';
import { schemaNotes } from '../intake/schema-notes.ts';
import { takeIn, type Intake } from '../intake/take-in.ts';
import { learnConventions } from '../naming/learn/learn.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { workingFolder } from '../project/root.ts';
import { conventionsJson, conventionsText, type ConventionsInput } from '../report/conventions.ts';
import { lineMap } from '../text/line-map.ts';
import { Problem } from '../text/problem.ts';
import { pathUnder } from './path-under.ts';
import { placeIn } from './place-in.ts';
import { projectPaths, type ProjectFlags } from './project-flags.ts';
import { terminalPaint } from './terminal-paint.ts';

/** What `sluice conventions` is given. */
export interface ConventionsFlags extends ProjectFlags {
  readonly format: 'pretty' | 'json';
}

/** Prints what the names of the project have in common, and the settings that hold new ones to it. */
export function conventions({ format, ...flags }: ConventionsFlags): void {
  preferBaselineCompiler();
  const cwd = workingFolder(flags.cwd);
  const input = learnedOf(takeIn({ cwd, scope: { kind: 'all' }, paths: [], baseline: 'ignore', statistics: 'none', ...projectPaths(flags) }), cwd);
  process.stdout.write(format === 'json' ? conventionsJson(input) : conventionsText(input, terminalPaint()));
}

function learnedOf(intake: Intake, cwd: string): ConventionsInput {
  const { facts, root, textOf } = intake;
  const catalog = catalogOf(facts);
  const tables = [...catalog.tables.values()];
  if (tables.length === 0) throw new Problem('Neither schema nor migrations make a table: there is nothing to learn from.', 'Name the schema with --schema, or in drizzle.config.');
  return {
    learned: learnConventions({ catalog, pathOf: (file) => (file.startsWith(facts.folder) ? file.slice(facts.folder.length) : file) }),
    counts: { tables: tables.length, columns: tables.reduce((sum, { columns }) => sum + columns.length, 0) },
    notes: schemaNotes(facts, placeIn(intake, cwd)),
    pathOf: (file) => pathUnder(cwd, resolve(root, file)),
    positionOf: ({ file, span }) => lineMap(textOf(file) ?? '').positionAt(span.start),
  };
}
