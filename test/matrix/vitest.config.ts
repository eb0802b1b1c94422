import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Real servers of every supported major: `npm ci` in this folder first. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    env: { CI: '' },
    include: ['test/matrix/**/*.test.ts'],
    exclude: ['test/matrix/node_modules/**'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Two files at a time, with a server each, are enough for a small machine.
    maxWorkers: 2,
  },
});
