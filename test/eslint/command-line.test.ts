import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { library } from '../cli/library.ts';
import { run } from '../cli/sluice.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { eslint, found, installed } from './command-line.ts';

const esm = `import sluice from 'drizzle-sluice/eslint';\n\nexport default [...sluice.configs.recommended];\n`;
const schema = library['src/schema.ts'] ?? '';
const drizzle = library['drizzle.config.ts'] ?? '';

const titles = ['sluice/safety/index-without-concurrently 1:1-1:64'];
const names = ['sluice/naming/snake-case 6:3-6:25'];
const all = { 'drizzle/0001_index_titles.sql': titles, 'src/schema.ts': names };

describe('a configuration', () => {
  it.each([
    ['eslint.config.js', esm],
    ['eslint.config.mjs', esm],
    ['eslint.config.cjs', `const sluice = require('drizzle-sluice/eslint');\n\nmodule.exports = [...sluice.configs.recommended];\n`],
    ['eslint.config.cjs', `module.exports = import('drizzle-sluice/eslint').then(({ default: sluice }) => [...sluice.configs.recommended]);\n`],
    ['eslint.config.js', `import { defineConfig } from 'eslint/config';
import sluice from 'drizzle-sluice/eslint';

export default defineConfig([{ plugins: { sluice }, extends: ['sluice/recommended'] }]);
`],
    ['eslint.config.js', `import { defineConfig } from 'eslint/config';
import sluice from 'drizzle-sluice/eslint';

export default defineConfig([{ files: ['src/**', 'drizzle/**'], extends: [sluice.configs.recommended] }]);
`],
    ['eslint.config.js', `import tseslint from 'typescript-eslint';
import sluice from 'drizzle-sluice/eslint';

export default [tseslint.configs.base, ...sluice.configs.schema, ...sluice.configs.sql];
`],
    ['eslint.config.js', `import tseslint from 'typescript-eslint';
import sluice from 'drizzle-sluice/eslint';

export default [...sluice.configs.recommended, tseslint.configs.base];
`],
  ])('as %s: %s', async (name, text) => {
    expect(await found(installed({ ...library, [name]: text }), '.')).toEqual(all);
  });

  it('lets rules with type information work on', async () => {
    const folder = installed({
      ...library,
      'tsconfig.json': '{ "compilerOptions": { "strict": true }, "include": ["src"] }',
      'src/loans.ts': 'async function lend(): Promise<void> {}\nlend();\n',
      'eslint.config.js': `import tseslint from 'typescript-eslint';
import sluice from 'drizzle-sluice/eslint';

export default [
  {
    files: ['src/*.ts'], plugins: { '@typescript-eslint': tseslint.plugin }, rules: { '@typescript-eslint/no-floating-promises': 'error' },
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  ...sluice.configs.recommended,
];
`,
    }, ['typescript-eslint', 'typescript']);
    expect(await found(folder, 'src')).toEqual({
      'src/loans.ts': ['@typescript-eslint/no-floating-promises 2:1-2:8'], 'src/schema.ts': names,
    });
  });

  it('lints a schema in JavaScript', async () => {
    const folder = installed({
      ...library, 'eslint.config.js': esm, 'src/schema.js': schema,
      'drizzle.config.ts': (library['drizzle.config.ts'] ?? '').replace('schema.ts', 'schema.js'),
    });
    expect(await found(folder, '.')).toEqual({ 'drizzle/0001_index_titles.sql': titles, 'src/schema.js': names });
  });
});

it('says what to install where nothing can read TypeScript', async () => {
  const built = join(import.meta.dirname, '../../dist/src');
  const folder = temporaryFolder({
    'package.json': '{ "type": "module", "version": "0.0.0" }',
    'dist/src/eslint/typescript-parser.js': readFileSync(join(built, 'eslint/typescript-parser.js'), 'utf8'),
    'dist/src/project/own-version.js': readFileSync(join(built, 'project/own-version.js'), 'utf8'),
    'parse.js': `import { typescriptParser } from './dist/src/eslint/typescript-parser.js';\n\ntypescriptParser.parseForESLint('let a: string');\n`,
  });
  const { code, stderr } = await run(process.execPath, ['parse.js'], folder);
  expect(code).toBe(1);
  expect(stderr).toContain('SyntaxError: ESLint cannot read TypeScript without a parser. Install typescript-eslint:');
});

describe('ESLint’s command', () => {
  it('lints in several threads', async () => {
    expect(await found(installed({ ...library, 'eslint.config.js': esm }), '--concurrency', '2', '.')).toEqual(all);
  });

  it('lints what an editor pipes in', async () => {
    const folder = installed({ ...library, 'eslint.config.js': esm });
    const piped = (file: string, text: string): Promise<unknown> => lintedFromStdin(folder, file, text);
    expect(await piped('src/schema.ts', schema)).toEqual(['sluice/naming/snake-case']);
    expect(await piped('src/schema.ts', schema.replace("'bornOn'", "'born_on'"))).toEqual([]);
    expect(await piped('drizzle/0001_index_titles.sql', 'CREATE TABEL book;')).toEqual(['sluice/sql/unparsable']);
  });

  it('fixes a schema, and leaves migrations alone', async () => {
    const grown = schema.replace("bornOn: text('bornOn'),", "bornOn: text('bornOn'),\n  diedOn: text('diedOn'),");
    const folder = installed({ ...library, 'eslint.config.js': esm, 'src/schema.ts': grown });
    const { stdout } = await eslint(folder, '--fix-dry-run', '--format', 'json', '.');
    const outputs = (JSON.parse(stdout) as ESLint.LintResult[]).flatMap(({ output }) => output ?? []);
    expect(outputs).toEqual([grown.replace("'diedOn'", "'died_on'")]);
    expect(readFileSync(join(folder, 'src/schema.ts'), 'utf8')).toBe(grown);
    await eslint(folder, '--fix', '.');
    expect(readFileSync(join(folder, 'src/schema.ts'), 'utf8')).toBe(outputs[0]);
    expect(readFileSync(join(folder, 'drizzle/0001_index_titles.sql'), 'utf8')).toBe(library['drizzle/0001_index_titles.sql']);
  });

  it('leaves comments in migrations alone that take nothing away', async () => {
    const file = 'drizzle/0001_index_titles.sql';
    const text = `-- eslint-disable-next-line sluice/naming/snake-case -- the old tools ask for it\n${library[file] ?? ''}`;
    const folder = installed({ ...library, 'eslint.config.js': esm, [file]: text });
    expect((await found(folder, '--fix', '.'))[file]).toEqual(['sluice/suppression/unused 1:29-1:53', 'sluice/safety/index-without-concurrently 2:1-2:64']);
    expect(readFileSync(join(folder, file), 'utf8')).toBe(text);
  });
});

describe.each([
  ['recommended', esm],
  ['rules that are mounted by hand', `import tseslint from 'typescript-eslint';
import sluice from 'drizzle-sluice/eslint';

export default [
  { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
  { files: ['**/*.sql'], language: 'sluice/sql' },
  {
    files: ['**/*.{ts,sql}'], plugins: { sluice },
    rules: { 'sluice/naming/snake-case': 'error', 'sluice/safety/index-without-concurrently': 'error', 'sluice/indexes/foreign-key-covered': 'error' },
  },
];
`],
  ['recommended, and a project that ESLint’s settings name', `import sluice from 'drizzle-sluice/eslint';

export default [...sluice.configs.recommended, { settings: { sluice: { drizzleConfig: 'drizzle.config.ts' } } }];
`],
])('--cache with %s', (_, config) => {
  it('tells what another file brings and takes, and lints no file again for nothing', async () => {
    const folder = installed({ ...library, 'eslint.config.js': config });
    const lint = (): ReturnType<typeof found> => found(folder, '--cache', '.');
    const stored = (): string => readFileSync(join(folder, '.eslintcache'), 'utf8');
    expect(await lint()).toEqual(all);
    const first = stored();
    write(folder, { 'README.md': '# Library\n' });
    expect(await lint()).toEqual(all);
    expect(stored()).toBe(first);
    write(folder, { 'drizzle.config.ts': drizzle.replace('src/schema.ts', 'src/empty.ts'), 'src/empty.ts': 'export {};\n' });
    expect(await lint()).toEqual({ 'drizzle/0000_authors_and_books.sql': ['sluice/naming/snake-case 4:2-4:15'], 'drizzle/0001_index_titles.sql': titles });
    write(folder, { 'drizzle.config.ts': drizzle });
    expect(await lint()).toEqual(all);
  });
});

it('--cache knows a project of package.json alone', async () => {
  const { 'drizzle.config.ts': _, 'sluice.config.json': __, ...files } = library;
  const settings = { schema: 'src/schema.ts', out: 'drizzle', rules: { 'history/schema-not-generated': 'off' } };
  const manifest = (sluice: object): string => JSON.stringify({ type: 'module', sluice });
  const folder = installed({ ...files, 'eslint.config.js': esm, 'package.json': manifest(settings) });
  expect(await found(folder, '--cache', '.')).toEqual(all);
  write(folder, { 'package.json': manifest({ ...settings, rules: { ...settings.rules, 'naming/snake-case': 'off' } }) });
  expect(await found(folder, '--cache', '.')).toEqual({ 'drizzle/0001_index_titles.sql': titles });
});

function lintedFromStdin(folder: string, file: string, text: string): Promise<readonly (string | null)[]> {
  return new Promise((settle) => {
    const child = execFile(
      process.execPath, ['node_modules/eslint/bin/eslint.js', '--stdin', '--stdin-filename', file, '--format', 'json'], { cwd: folder },
      (_error, stdout) => { settle((JSON.parse(stdout) as ESLint.LintResult[]).flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId))); },
    );
    child.stdin?.end(text);
  });
}
