import { resolve } from 'node:path';
import { foreignKeysServed } from '../engine/foreign-keys-served.ts';
import { schemaNotes } from '../intake/schema-notes.ts';
import { takeIn } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { workingFolder } from '../project/root.ts';
import { coverageJson, coverageTable, type PlaceOf } from '../report/coverage-report.ts';
import { lineMap } from '../text/line-map.ts';
import { pathUnder } from './path-under.ts';
import { placeIn } from './place-in.ts';
import { projectPaths, type ProjectFlags } from './project-flags.ts';

/** What `sluice coverage` is given. */
export interface CoverageFlags extends ProjectFlags {
  readonly format: 'pretty' | 'json';
}

/** Prints every foreign key of the project with the index that serves it. That one has none fails nothing: `sluice check` does. */
export function coverageCommand({ format, ...flags }: CoverageFlags): void {
  preferBaselineCompiler();
  const cwd = workingFolder(flags.cwd);
  const intake = takeIn({ cwd, scope: { kind: 'all' }, paths: [], baseline: 'ignore', statistics: 'none', ...projectPaths(flags) });
  const { facts, root, textOf } = intake;
  const placeOf: PlaceOf = ({ file, span }) =>
    ({ file: pathUnder(cwd, resolve(root, file)), ...lineMap(textOf(file) ?? '').positionAt(span.start) });
  const keys = foreignKeysServed(facts);
  process.stdout.write(format === 'json' ? coverageJson(keys, placeOf) : coverageTable(keys, schemaNotes(facts, placeIn(intake, cwd))));
}
