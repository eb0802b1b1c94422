import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { askGit } from './run-git.ts';
import { indexFile } from './index-file.ts';
import type { Reads } from './recorded-texts.ts';
import { stagedChanges } from './path-changes.ts';
import { diskState, isElsewhere, memoryFile, type Run, type StagedMemory } from './staged-memory.ts';
import { writeAll } from './write-files.ts';

/** More is not worth reading at every commit. */
const mostPaths = 20_000;

/**
 * Writes down what a run of `check --staged` has asked, for `nothingStaged`, if what is staged is nothing of it: then
 * HEAD gives the same answers as the index. What cannot be written is done without.
 */
export function rememberStaged({ root, cwd, args }: Run, reads: Reads): void {
  const file = memoryFile(root, cwd);
  const asked = { files: [...reads.files], folders: [...reads.folders] };
  if (file === null || asked.files.length > mostPaths) return;
  const commit = askGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (commit === null || stagedChanges(root, indexFile(root))?.every(isElsewhere(asked)) !== true) return;
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch {
    return;
  }
  const memory: StagedMemory = { folder: cwd, args, commit, disk: diskState(root, cwd, asked.files), ...asked };
  writeAll(dirname(file), [{ path: basename(file), text: JSON.stringify(memory) }]);
}
