import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { once } from '../../src/text/once.ts';
import { breaks } from '../cli/living-breaks.ts';
import { livingCopy, replaceIn } from '../cli/living-copy.ts';

const root = resolve(import.meta.dirname, '../..');
const matrix = import.meta.dirname;

/** Majors of ESLint that the plugin is for, and where each is installed. */
export const eslintMajors = [9, 10] as const;
export type EslintMajor = (typeof eslintMajors)[number];
const homes: Readonly<Record<EslintMajor, string>> = { 9: matrix, 10: root };

/** What a project that uses us has besides. */
const companions = [
  '@types/estree', '@types/json-schema', '@types/node', '@typescript-eslint/parser', 'drizzle-kit', 'drizzle-orm',
  'typescript-eslint',
] as const;

/**
 * A copy of the living project as a stranger's: `drizzle-sluice` is what npm would publish of this checkout, not the
 * checkout itself, and ESLint is of the given major. Ends with the test.
 */
export function consumer(eslint: EslintMajor): string {
  const folder = livingCopy();
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  for (const part of ['node_modules', 'dist', 'src/project']) rmSync(join(folder, part), { recursive: true });
  replaceIn(folder, 'sluice.config.ts', './src/project/config.ts', 'drizzle-sluice/config');
  unpack(folder);
  for (const name of [...ownDependencies(), ...companions]) link(folder, name, root);
  for (const name of ['eslint', '@eslint/js']) link(folder, name, homes[eslint]);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'open-data-repository', private: true, type: 'module' }));
  return folder;
}

/** The same with many rules broken at once. */
export function brokenConsumer(eslint: EslintMajor): string {
  const folder = consumer(eslint);
  for (const { rule, does } of breaks) if (broken.includes(rule)) does(folder);
  return folder;
}

/**
 * Rules of every kind whose breaks do not get into one another's way. Not those about comments in TypeScript, of which
 * ESLint has something to say itself; each break alone is compared in test/eslint/parity.test.ts.
 */
export const broken: readonly string[] = [
  'breaking/undocumented', 'down/missing', 'history/schema-not-generated', 'indexes/foreign-key-covered', 'indexes/redundant',
  'naming/identifier-length', 'naming/snake-case', 'naming/table-prefix', 'safety/concurrently-in-transaction',
  'safety/index-without-concurrently', 'sql/unanalysed-body', 'sql/unparsable',
];

/** Writes a file of a folder, and the folders above it. */
export function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const packs = mkdtempSync(join(tmpdir(), 'sluice-pack-'));
afterAll(() => { rmSync(packs, { recursive: true }); });

/** What `npm pack` makes of this checkout, once for all tests of a file. */
const tarball = once(() => {
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', packs], {
    cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
  });
  return join(packs, nameOf(packed));
});

/** The package as npm would install it. */
function unpack(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  execFileSync('tar', ['-xzf', tarball(), '-C', modules]);
  renameSync(join(modules, 'package'), join(modules, 'drizzle-sluice'));
}

function nameOf(packed: string): string {
  const [first] = JSON.parse(packed) as { filename: string }[];
  if (first === undefined) throw new Error(`npm pack made nothing: ${packed}`);
  return first.filename;
}

function ownDependencies(): readonly string[] {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  return Object.keys(dependencies);
}

/** As npm would lay it out, but shared: a package still finds what it needs where it lies. */
export function link(folder: string, name: string, home: string): void {
  const place = join(folder, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(home, 'node_modules', name), place);
}
