import { posix } from 'node:path';
import picomatch from 'picomatch';
import type { Texts } from '../text/texts.ts';
import { pathFrom } from './paths.ts';

/** What drizzle-kit can load and find something in. Declaration files declare nothing at run time. */
const loadable = /(?<!\.d)\.[cm]?[jt]sx?$/;

/**
 * The files that `schema` of drizzle.config names, sorted, each once: a file, a folder (the files in it, not those of
 * its sub-folders) or a glob, which may match folders too; relative to `cwd`. As drizzle-kit 0.31 does it
 * (`prepareFilenames`), except that files it could not load are left out.
 */
export function expandSchema(texts: Texts, cwd: string, patterns: string | readonly string[]): readonly string[] {
  const files = [patterns].flat().flatMap((pattern) => filesOf(texts, pathFrom(cwd, pattern)));
  return [...new Set(files)].filter((file) => loadable.test(file)).sort();
}

function filesOf(texts: Texts, pattern: string): readonly string[] {
  if (texts.exists(pattern)) return [pattern];
  const { base, isGlob } = picomatch.scan(pattern);
  if (!isGlob && !/[{}]/.test(pattern)) return filesIn(pattern, texts.list(pattern));
  const files = texts.list(base === '.' ? '' : base);
  const matches = picomatch(pattern);
  const folders = [...new Set(files.flatMap(foldersAbove))].filter((folder) => matches(folder));
  return [...files.filter((file) => matches(file)), ...folders.flatMap((folder) => filesIn(folder, files))];
}

function filesIn(folder: string, files: readonly string[]): readonly string[] {
  return files.filter((file) => posix.dirname(file) === (folder === '' ? '.' : folder));
}

function foldersAbove(file: string): readonly string[] {
  const folder = posix.dirname(file);
  return folder === '.' || folder === '/' ? [] : [folder, ...foldersAbove(folder)];
}
