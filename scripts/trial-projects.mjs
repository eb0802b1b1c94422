// What trials ask of a checked-out project that nobody here wrote.
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const dist = resolve(import.meta.dirname, '../dist');
const { workingTree } = await import(`${dist}/src/project/working-tree.js`);
const { findDrizzleConfig } = await import(`${dist}/src/project/find-project.js`);

/** Every drizzle.config in a folder, relative to it. */
export function configsIn(folder) {
  const found = findDrizzleConfig(workingTree(folder), '');
  return found.kind === 'found' ? [found.file] : found.candidates;
}

/**
 * drizzle-kit is started in the folder of its configuration: so are we. A configuration with computed paths is read if a
 * sluice.config.json beside it names "schema" and "out".
 */
export function requestFor(folder, config) {
  const cwd = dirname(join(folder, config));
  const computed = existsSync(join(cwd, 'sluice.config.json'));
  return { cwd, scope: { kind: 'all' }, paths: [], ...(computed ? {} : { drizzleConfig: relative(cwd, join(folder, config)) }) };
}

/** `naming/snake-case 3, down/missing 1`; empty where nothing was found. */
export function perRule(findings) {
  const counts = new Map();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => `${rule} ${count}`).join(', ');
}
