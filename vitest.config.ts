import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    // Wherever the tests run, what they say is the same: a CI service is played by the tests that are about one.
    env: { CI: '' },
    include: ['test/**/*.test.ts'],
    exclude: ['test/matrix/**', 'node_modules/**'],
    // Left alone, vitest keeps one core for itself, which is half of a small machine; here tests wait for child processes.
    maxWorkers: Math.max(2, availableParallelism()),
    // The slowest (drizzle-kit and an embedded database, several times) take 40 s on two busy cores: a timeout is for
    // what hangs, not for what is slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
