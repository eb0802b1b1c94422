import type { Fixes } from '../engine/fixes.ts';
import type { FixedProject } from '../intake/fix-project.ts';
import type { Source } from '../intake/take-in.ts';
import { writeAll } from '../project/write-files.ts';
import { visible } from '../report/visible.ts';
import type { Rule } from '../rule/rule.ts';
import { plural } from '../text/plural.ts';
import { Problem } from '../text/problem.ts';

/** Rules whose findings only say what to do after a change of the schema. */
export function nextStepsOf(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ id, nextStep }) => (nextStep === undefined ? [] : [id])));
}

/**
 * Writes what was fixed, all files or none. @throws Problem where a file is no longer what was read, or cannot be
 * written.
 */
export function writeFixes({ texts, textBefore }: FixedProject, { here: { root }, texts: now }: Source): void {
  const changed = [...texts.keys()].find((path) => now.read(path) !== textBefore(path));
  if (changed !== undefined) throw new Problem(`${changed} was changed meanwhile: nothing was written.`, 'Run again.');
  const written = writeAll(root, [...texts].map(([path, text]) => ({ path, text })));
  if (!written.ok) {
    throw new Problem(`${written.path} cannot be written: ${written.message}. Nothing was written.`, 'Give yourself the permission, and run again.');
  }
}

/** `Fixed 3 findings in src/db/schemas/agents.ts.`, a line for each file. */
export function fixedLines({ fixed }: Fixes, pathOf: (file: string) => string, what: 'Fixed' | 'Would fix' | 'Rewrote' | 'Would rewrite'): string {
  const files = [...new Set(fixed.map(({ at }) => at.file))].sort();
  return files.map((file) => {
    const count = fixed.filter(({ at }) => at.file === file).length;
    return `${what} ${plural(count, 'finding')} in ${visible(pathOf(file))}.\n`;
  }).join('');
}

/** What would be written, as a patch that `git apply` takes where the user stands. */
export async function patchOf({ texts, textBefore }: FixedProject, pathOf: (file: string) => string): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  return [...texts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([path, text]) => {
    const shown = pathOf(path);
    const before = textBefore(path);
    return createTwoFilesPatch(before === null ? '/dev/null' : `a/${shown}`, `b/${shown}`, before ?? '', text, '', '', { headerOptions: FILE_HEADERS_ONLY });
  }).join('');
}
