import { installHook } from '../project/git-hook.ts';
import { workingFolder } from '../project/root.ts';
import { Problem } from '../text/problem.ts';
import { pathUnder } from './path-under.ts';

/** Installs the git hook and says what came of it. @throws Problem where hooks are somebody else's. */
export function hookInstall(flags: { readonly cwd: string }): void {
  const cwd = workingFolder(flags.cwd);
  const installed = installHook(cwd);
  if (installed.kind === 'foreign') {
    throw new Problem(`Nothing is written: hooks are kept by ${installed.found}.`, `Add there: ${installed.add}`);
  }
  process.stdout.write(`${said[installed.kind]} ${pathUnder(cwd, installed.path)}\n`);
}

const said = {
  written: 'Every commit is checked from now on, by',
  renewed: 'Renewed:',
  there: 'Already there:',
};
