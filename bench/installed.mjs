import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The path of a command that benchmarks compare with, installed if it is not: exactly the version of package.json; no
 * lockfile, for each platform's binary is a package of its own.
 */
export function installed(command) {
  const path = join(import.meta.dirname, 'node_modules/.bin', command);
  if (!existsSync(path)) {
    execFileSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund'], { cwd: import.meta.dirname, stdio: 'inherit' });
  }
  return path;
}
