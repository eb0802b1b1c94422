import { posix } from 'node:path';
import type { DrizzleGeneration } from '../facts/drizzle-generation.ts';
import type { History } from '../facts/history.ts';
import { foldersUpTo, isObject, readObject } from '../project/manifest.ts';
import type { Texts } from '../text/texts.ts';

/**
 * Which drizzle-kit a project uses: the layout of its migrations tells, and before the first of them the nearest package.json that
 * names drizzle-kit or drizzle-orm. Null: neither does.
 */
export function generationOf({ layout }: Pick<History, 'layout'>, texts: Texts, schemaFiles: readonly string[]): DrizzleGeneration | null {
  switch (layout) {
    case 'folders':
      return '1.0';
    case 'journal':
      return '0.31';
    case 'none':
      return askedVersion(texts, schemaFiles);
    default:
      return layout satisfies never;
  }
}

/** By the range in package.json; one without a number (`catalog:`, `workspace:*`, `latest`) says nothing. */
function askedVersion(texts: Texts, [file]: readonly string[]): DrizzleGeneration | null {
  for (const folder of file === undefined ? [] : foldersUpTo(posix.dirname(file))) {
    const manifest = readObject(texts, posix.join(folder, 'package.json'));
    const asked = ['devDependencies', 'dependencies', 'peerDependencies'].map((name) => manifest?.[name]).filter(isObject);
    const ranges = ['drizzle-kit', 'drizzle-orm'].flatMap((name) => asked.map((all) => all[name])).filter((range) => typeof range === 'string');
    const major = ranges.flatMap((range) => /\d+/.exec(range) ?? [])[0];
    if (major !== undefined) return Number(major) >= 1 ? '1.0' : '0.31';
  }
  return null;
}
