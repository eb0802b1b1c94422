import { posix, resolve } from 'node:path';
import { projectAround } from '../intake/project-around.ts';
import { findDrizzleConfig } from '../project/find-project.ts';
import { installHook } from '../project/git-hook.ts';
import { standpoint, workingFolder } from '../project/root.ts';
import { workingTree } from '../project/working-tree.ts';
import { Problem } from '../text/problem.ts';
import { pathUnder } from './path-under.ts';

/** Installs the git hook and says what came of it. @throws Problem where hooks are somebody else's. */
export function hookInstall(flags: { readonly cwd: string }): void {
  const cwd = workingFolder(flags.cwd);
  const installed = installHook(projectFolder(cwd));
  if (installed.kind === 'foreign') {
    throw new Problem(`Nothing is written: hooks are kept by ${installed.found}.`, `Add there: ${installed.add}`);
  }
  process.stdout.write(`${said[installed.kind]} ${pathUnder(cwd, installed.path)}\n`);
}

/** The folder of the project around: the hook runs there. */
function projectFolder(cwd: string): string {
  const { root, folder } = standpoint(cwd);
  const texts = workingTree(root);
  const around = projectAround(texts, folder);
  if (around !== null) return resolve(root, around);
  const found = findDrizzleConfig(texts, folder);
  const below = found.kind === 'elsewhere' ? found.candidates[0] : undefined;
  throw new Problem(
    'There is no drizzle.config here or above: a hook would have nothing to check.',
    below === undefined ? 'Run it in the folder of drizzle.config.' : `Give --cwd the folder of ${posix.relative(folder, below)}.`,
  );
}

const said = {
  written: 'Every commit is checked from now on, by',
  renewed: 'Renewed:',
  extended: 'This project is checked too from now on, by',
  there: 'Already there:',
};
