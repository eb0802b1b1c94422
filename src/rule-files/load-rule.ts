import { createRequire } from 'node:module';
import type { createJiti } from 'jiti';
import * as kit from '../rule/index.ts';
import { contained } from './contained.ts';
import { isObject } from './is-object.ts';

const require = createRequire(import.meta.url);

/**
 * Runs a rule file and gives its default export; undefined: it has none. TypeScript is stripped by jiti, so it works on every
 * Node; it is loaded only here, when there is a file to run. The rule kit that the file imports is the one that runs already,
 * wherever this package lies; what the file imports itself is run anew. `path` is absolute. Throws whatever the file throws.
 */
export function loadRule(path: string): unknown {
  const jiti = require('jiti') as { readonly createJiti: typeof createJiti };
  const load: (file: string) => unknown = jiti.createJiti(path, { moduleCache: false, interopDefault: false, virtualModules: { 'drizzle-sluice/rule': kit } });
  return defaultOf(contained(() => load(path)));
}

/** Of CommonJS, `module.exports` itself where it has no `default`: as Node imports it. */
function defaultOf(loaded: unknown): unknown {
  if (!isObject(loaded)) return loaded;
  const isModule = 'default' in loaded || '__esModule' in loaded || Object.keys(loaded).length === 0;
  return isModule ? loaded['default'] : loaded;
}
