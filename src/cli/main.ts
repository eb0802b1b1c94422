#!/usr/bin/env node
import { nothingStaged } from '../project/nothing-staged.ts';

/** Everything else is loaded only if there is something to do: a commit that does not concern us must not wait for it. */
if (await nothingStaged(process.argv.slice(2))) process.exit();
await import('./program.ts');
