import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Where tests start processes, or keep in mind what the ones before said, as an editor does: each file has a process of its own. */
const apart = ['cli', 'db-scripts', 'drizzle-kit', 'eslint', 'evidence', 'scripts'].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    // Wherever the tests run, what they say is the same: a CI service is played by the tests that are about one.
    env: { CI: '' },
    // Left alone, vitest keeps one core for itself, which is half of a small machine; here tests wait for child processes.
    maxWorkers: Math.max(2, availableParallelism()),
    // The slowest (drizzle-kit and an embedded database, several times) take 40 s on two busy cores: a timeout is for
    // what hangs, not for what is slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      { extends: true, test: { name: 'apart', include: apart } },
      // Functions of values: that the sources are loaded once for all of these files changes nothing but the time. They come
      // after the others, which are longer, so that no core is idle at the end.
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: [...apart, 'test/matrix/**'], isolate: false } },
    ],
  },
});
