import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync(join(import.meta.dirname, '../../docs/custom-rules.md'), 'utf8');

/** The files that docs/custom-rules.md shows, by the path that each begins with. */
export const shownFiles: Readonly<Record<string, string>> = Object.fromEntries(
  [...page.matchAll(/```(?:ts|js)\n\/\/ ([^\n]+)\n([\s\S]*?)```/g)].map(([, path = '', text = '']) => [path, text.trimStart()]));

/** What it shows of the output of a command. */
export const shownOutput = /\n\n```\n([^`]*)```\n/.exec(page)?.[1] ?? '';
