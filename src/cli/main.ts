#!/usr/bin/env node
import { nothingStaged } from '../project/nothing-staged.ts';
import { ownVersion } from './own-version.ts';

/** Everything else is loaded only if there is something to do: a commit that does not concern us must not wait for it. */
if (!nothingStaged(process.argv.slice(2), ownVersion)) await import('./program.ts');
