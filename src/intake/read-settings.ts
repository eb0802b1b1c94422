import { posix } from 'node:path';
import { readDefaultExport } from '../parse/schema/config-value.ts';
import { parseModule } from '../parse/schema/oxc.ts';
import { settingsFrom, type Settings } from '../project/config.ts';
import { isObject, readObject } from '../project/manifest.ts';
import { pathFrom } from '../project/paths.ts';
import { typedPath, type Standpoint } from '../project/root.ts';
import { plainValue as jsonValue, readJson } from '../text/json.ts';
import { Problem } from '../text/problem.ts';
import type { Texts } from '../text/texts.ts';
import type { Resolve } from './locate.ts';
import { plainValue } from './plain-value.ts';
import { refuseMarks } from './refuse-marks.ts';

/** Settings, and the folder that the paths in them are relative to. */
export interface FoundSettings {
  readonly settings: Settings;
  readonly folder: string;
}

const fileNames = ['ts', 'js', 'json', 'mts', 'cts', 'mjs', 'cjs'].map((extension) => `sluice.config.${extension}`);

/**
 * The settings of the file that the user names, or else of the folder the user stands in, with their defaults where
 * there are none. @throws Problem for a file that cannot be read, or a key that is wrong.
 */
export function readSettings(
  texts: Texts, standing: Standpoint, asked: string | undefined, resolve: Resolve,
): FoundSettings {
  const file = asked === undefined ? settingsFile(texts, standing.folder) : typedPath(standing, asked);
  if (file !== null && !texts.exists(file)) {
    throw new Problem(`There is no file ${asked ?? file}.`, 'Give --config the path of the settings.');
  }
  if (file === null) return inPackage(texts, standing.folder);
  const shown = asked ?? posix.relative(standing.folder, file);
  refuseMarks(shown, texts.read(file));
  const value = readDefaultExport({ file, read: (path) => texts.read(path), resolve, parse: parseModule });
  return { settings: settingsFrom(plainValue(value, shown), shown), folder: pathFrom(file, '..') };
}

/** The settings file of a folder, package.json apart. @throws Problem if there are two. */
export function settingsFile(texts: Texts, folder: string): string | null {
  const [found, other] = fileNames.map((name) => pathFrom(folder, name)).filter((path) => texts.exists(path));
  if (found === undefined || other === undefined) return found ?? null;
  throw new Problem(`There are two settings files, ${found} and ${other}.`, 'Keep one of them.');
}

/** Does package.json of the folder hold settings? One that cannot be read is none of ours. */
export function hasPackageSettings(texts: Texts, folder: string): boolean {
  const file = pathFrom(folder, 'package.json');
  if (texts.read(file)?.includes('"sluice"') !== true) return false;
  return (readObject(texts, file)?.['sluice'] ?? null) !== null;
}

function inPackage(texts: Texts, folder: string): FoundSettings {
  const value = packageSettings(texts.read(pathFrom(folder, 'package.json')));
  return { settings: settingsFrom(value ?? {}, 'package.json, "sluice"'), folder };
}

function packageSettings(text: string | null): unknown {
  if (text === null) return null;
  refuseMarks('package.json', text);
  const json = readJson(text);
  if (!json.ok) throw new Problem(`package.json is not JSON: ${json.message}.`, 'Mend package.json and run again.');
  const value = jsonValue(json.node);
  return isObject(value) ? value['sluice'] ?? null : null;
}
