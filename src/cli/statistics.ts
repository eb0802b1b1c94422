import { basename, dirname, join, resolve } from 'node:path';
import { statisticsText } from '../intake/statistics-file.ts';
import { takeIn } from '../intake/take-in.ts';
import { workingFolder } from '../project/root.ts';
import { writeAll } from '../project/write-files.ts';
import { visible } from '../report/visible.ts';
import { plural } from '../text/plural.ts';
import { Problem } from '../text/problem.ts';
import { lookAtSizes } from './look-at-sizes.ts';
import { pathUnder } from './path-under.ts';

/** What `sluice statistics` is given. */
export interface StatisticsFlags {
  readonly cwd: string;
  readonly config?: string;
  readonly drizzleConfig?: string;
  /** In place of the file that the settings name. */
  readonly output?: string;
}

/** Looks once at the database of the project, and writes down how large its tables are. */
export async function writeStatistics({ output, ...flags }: StatisticsFlags): Promise<void> {
  const cwd = workingFolder(flags.cwd);
  const intake = takeIn({ ...flags, cwd, scope: { kind: 'all' }, paths: [], baseline: 'ignore', statistics: 'none' });
  const path = output === undefined ? join(intake.root, intake.statisticsFile) : resolve(cwd, output);
  const shown = pathUnder(cwd, path);
  const statistics = await lookAtSizes(intake);
  const written = writeAll(dirname(path), [{ path: basename(path), text: statisticsText(statistics) }]);
  if (!written.ok) throw new Problem(`${shown} cannot be written: ${written.message}.`, 'Name a file that may be written with -o.');
  process.stdout.write(`${visible(`Sizes of ${plural(statistics.tables.size, 'table')} of ${statistics.place} written to ${shown}.`)}\n`);
}
