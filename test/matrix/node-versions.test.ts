import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../cli/sluice.ts';
import { brokenConsumer, write } from './consumer.ts';
import { lint, lintOn } from './lint.ts';

const majors = [22, 24] as const;

function node(major: (typeof majors)[number]): string {
  return join(import.meta.dirname, `node_modules/node-${major}/bin/node`);
}

describe.each(majors)('Node %i', (major) => {
  test('is the one that is installed', async () => {
    expect((await run(node(major), ['--version'], import.meta.dirname)).stdout).toMatch(new RegExp(`^v${major}\\.`));
  });

  test('lints as this Node does, with a configuration of ES modules, of CommonJS and of TypeScript', async () => {
    const folder = brokenConsumer(10);
    write(folder, 'eslint.config.mjs', "import sluice from 'drizzle-sluice/eslint';\nexport default [...sluice.configs.recommended];\n");
    const expected = await lint(folder, '--config', 'eslint.config.mjs', 'src', 'drizzle');
    expect(expected).not.toEqual([]);
    expect(await lintOn(node(major), folder, '--config', 'eslint.config.mjs', 'src', 'drizzle')).toEqual(expected);

    write(folder, 'eslint.config.cjs', "const sluice = require('drizzle-sluice/eslint');\nmodule.exports = [...sluice.configs.recommended];\n");
    expect(await lint(folder, '--config', 'eslint.config.cjs', 'src', 'drizzle')).toEqual(expected);
    expect(await lintOn(node(major), folder, '--config', 'eslint.config.cjs', 'src', 'drizzle')).toEqual(expected);

    write(folder, 'eslint.config.ts', readFileSync(join(folder, 'eslint.config.mjs'), 'utf8'));
    const native = ['--flag', 'unstable_native_nodejs_ts_config', '--config', 'eslint.config.ts'];
    expect(await lintOn(node(major), folder, ...native, 'src', 'drizzle')).toEqual(expected);
  });

  test('checks as this Node does', async () => {
    const folder = brokenConsumer(10);
    const check = ['node_modules/drizzle-sluice/dist/src/cli/main.js', 'check', '--all', '--format', 'github'];
    const expected = await run(process.execPath, check, folder);
    expect(expected.code).toBe(1);
    expect(await run(node(major), check, folder)).toEqual(expected);
  });
});
