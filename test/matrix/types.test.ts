import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../cli/sluice.ts';
import { consumer, eslintMajors, write } from './consumer.ts';

/** Where each TypeScript is installed. 7 has an alias, for 5.9 and 6 go by the name `typescript` in two folders. */
const compilers = {
  '5.9': join(import.meta.dirname, 'node_modules/typescript'),
  '6.0': resolve(import.meta.dirname, '../../node_modules/typescript'),
  '7.0': join(import.meta.dirname, 'node_modules/typescript-7'),
} as const;

/** Everything a project can name of ours, as strictly as a project can ask. The last lines must not compile. */
const uses = {
  'eslint.config.ts': `import { type ESLint, type Linter, RuleTester } from 'eslint';
import { defineConfig } from 'eslint/config';
import sluice from 'drizzle-sluice/eslint';
import type { SluicePlugin } from 'drizzle-sluice/eslint';

export const plugin: ESLint.Plugin = sluice;
export const named: SluicePlugin = sluice;
export const configurations: Linter.Config[] = [...sluice.configs.recommended, ...sluice.configs.strict];
export const elsewhere: Linter.Config[] = sluice.configsIn('../library', { config: 'sluice.ci.json' }).recommended;
export const byName = defineConfig({ plugins: { sluice }, extends: ['sluice/recommended'] });
export const byObject = defineConfig([sluice.configs.sql, { extends: [sluice.configs.schema] }]);
export const alias = defineConfig({
  files: ['**/*.sql'],
  plugins: { gate: sluice },
  language: 'gate/sql',
  rules: { 'gate/naming/snake-case': ['error', { acronyms: ['ORCID'] }] },
});
export default defineConfig([
  ...sluice.configs.recommended,
  { settings: { sluice: { out: './drizzle', schema: ['./src/db/schemas/*.ts'] } } },
]);

const rule = sluice.rules['naming/snake-case'];
if (rule !== undefined) {
  new RuleTester({ plugins: { sluice }, language: 'sluice/sql' })
    .run('naming/snake-case', rule, { valid: ['select 1;'], invalid: [] });
}

// @ts-expect-error There is no such configuration.
sluice.configs.everything;
`,
  'sluice.config.ts': `import { defineConfig } from 'drizzle-sluice/config';

export default defineConfig({ postgres: 18, extends: 'strict', rules: { 'naming/snake-case': ['error', { acronyms: ['ORCID'] }] } });

// @ts-expect-error There is no such runner.
defineConfig({ runner: 'flyway' });
`,
  'api.ts': `import { takeIn } from 'drizzle-sluice';
import type * as kit from 'drizzle-sluice/rule';
import { rule } from 'drizzle-sluice/rule';

export const intake = takeIn({ cwd: '.', scope: { kind: 'all' }, paths: [] });
export const files: readonly string[] = intake.facts.judged.map(({ file }) => file);
export const table = (declared: kit.Table): string => declared.name;
export const own = rule({
  id: 'archive/no-loans', title: 'Lend nothing', why: 'It never comes back.', instead: 'Give it away.', level: 'warn', examples: [],
  check: {
    table(declared) {
      if (declared.origin === null) return;
      return { at: declared.origin, text: \`\${declared.name} is lent.\` };
    },
  },
});

// @ts-expect-error A scope has a kind.
takeIn({ cwd: '.', scope: 'all', paths: [] });
`,
} as const;

const tsconfig = {
  compilerOptions: {
    target: 'es2022', module: 'nodenext', strict: true, noEmit: true, skipLibCheck: false, types: ['node'],
    exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true, isolatedModules: true,
  },
  files: Object.keys(uses),
};

describe.each(eslintMajors)('with the types of ESLint %i', (major) => {
  test.each(Object.entries(compilers))('our types compile under TypeScript %s', async (version, compiler) => {
    const folder = consumer(major);
    for (const [file, text] of Object.entries(uses)) write(folder, file, text);
    write(folder, 'tsconfig.json', JSON.stringify(tsconfig));
    const tsc = join(compiler, 'bin/tsc');
    expect((await run(process.execPath, [tsc, '--version'], folder)).stdout).toContain(`Version ${version}`);
    expect(await run(process.execPath, [tsc, '-p', '.'], folder)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});
