import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Casing } from '../facts/casing.ts';
import type { History } from '../facts/history.ts';
import { Problem } from '../text/problem.ts';
import { dummiesFor, dummyEnvironment, type Environment } from './dummy-environment.ts';
import { type Generated, generatedBy, lastWords } from './generated.ts';
import { copyHistory } from './history-copy.ts';
import { kitPackage, type KitPackage } from './kit-package.ts';
import { exitOfDrizzleKit } from './run-drizzle-kit.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** A project whose schema is to be executed. Paths are absolute, but for `schema`. */
export interface Evaluated {
  /** Folder that drizzle-kit is started in. */
  readonly folder: string;
  /** Files and globs as drizzle.config names them, relative to `folder`. */
  readonly schema: readonly string[];
  readonly out: string;
  /** What lies in `out`. */
  readonly layout: History['layout'];
  readonly casing: Casing | null;
  readonly env: Environment;
  /** Variables that are set besides. */
  readonly given: Environment;
  /** Variables that the schema's code names: those too get a dummy where it fails without. */
  readonly named: ReadonlySet<string>;
  readonly timeoutMs: number;
}

/** What was generated; `snapshot` is, where something is to be asked, the text of the snapshot that 0.31 makes of the whole schema. */
export type EvaluationResult = Generated & { readonly snapshot: string | null };

/**
 * What `drizzle-kit generate` would write, by letting it write into a copy: the schema is loaded by the project's own
 * drizzle-kit, so that casing, globs, `paths` of tsconfig and what it refuses are those of the user's next `generate`. Its
 * API would have to be given the modules, loaded by a loader that only its command has, and 1.0's `--explain` has no SQL in
 * its JSON. drizzle.config itself is not executed: it may demand credentials, and what it says of the paths is known.
 * @throws Problem where drizzle-kit is not installed.
 */
export async function evaluate(project: Evaluated): Promise<EvaluationResult> {
  const kit = kitPackage(project.folder);
  refuseOtherLayout(project, kit);
  const here = { ...project, folder: realpathSync(project.folder) };
  const plain = await inCopy(here, kit, {});
  if (plain.kind !== 'failed' || plain.timedOut || project.named.size === 0) return plain;
  const furnished = await inCopy(here, kit, dummiesFor(project.named));
  return furnished.kind === 'failed' ? plain : furnished;
}

/** Each drizzle-kit takes a folder of the other's for an empty one, or refuses it. */
function refuseOtherLayout({ layout }: Evaluated, kit: KitPackage): void {
  if (layout === 'none' || layout === kit.layout) return;
  throw layout === 'folders'
    ? new Problem(`The migrations lie in folders, of which drizzle-kit ${kit.version} knows nothing.`, 'Install the drizzle-kit 1.0 that made them.')
    : new Problem(`The migrations have a journal, which drizzle-kit ${kit.version} does not read.`, 'Run drizzle-kit up first.');
}

function inCopy(project: Evaluated, kit: KitPackage, dummies: Environment): Promise<EvaluationResult> {
  return inTemporaryFolder(async (place) => {
    const run = { project, kit, place, env: dummyEnvironment(project.env, { ...dummies, ...project.given }) };
    const generated = await generatedIn(run, 'on-top', (out) => { copyHistory(project.out, out, kit.layout); });
    const asks = generated.kind === 'question' && kit.layout === 'journal';
    return { ...generated, snapshot: asks ? await wholeSnapshot(run) : null };
  });
}

interface Run {
  readonly project: Evaluated;
  readonly kit: KitPackage;
  readonly place: string;
  readonly env: Environment;
}

async function generatedIn({ project, kit, place, env }: Run, name: string, prepare: (out: string) => void): Promise<Generated> {
  const out = join(place, name, 'out');
  mkdirSync(join(place, name));
  prepare(out);
  const config = join(place, name, 'drizzle.config.cjs');
  writeFileSync(config, configText(project, out));
  const args = ['generate', '--config', relative(project.folder, config), ...(kit.layout === 'folders' ? ['--output', 'json'] : [])];
  return generatedBy(await exitOfDrizzleKit(args, { cwd: project.folder, env, timeoutMs: project.timeoutMs, until: lastWords }), out);
}

/** 0.31 puts `./` before the paths of snapshots (`validateWithReport`, bin.cjs): an absolute `out` is not found. */
function configText({ folder, schema, casing }: Evaluated, out: string): string {
  return `module.exports = ${JSON.stringify({
    dialect: 'postgresql', schema, out: relative(folder, out), breakpoints: true, ...(casing === null ? {} : { casing }),
  })};\n`;
}

/** On top of nothing there is nothing to ask: the snapshot that is written then is the schema. */
async function wholeSnapshot(run: Run): Promise<string | null> {
  const generated = await generatedIn(run, 'from-nothing', () => undefined);
  if (generated.kind !== 'written') return null;
  const meta = join(run.place, 'from-nothing/out/meta');
  const file = readdirSync(meta).find((name) => !name.startsWith('_'));
  return file === undefined ? null : readFileSync(join(meta, file), 'utf8');
}
