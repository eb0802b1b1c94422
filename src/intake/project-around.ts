import { drizzleConfigIn } from '../project/find-project.ts';
import { foldersUpTo } from '../project/manifest.ts';
import type { Texts } from '../text/texts.ts';
import { hasPackageSettings, settingsFile } from './read-settings.ts';

/** The folder itself or the nearest above it, up to the root of the texts, that holds a project; null: none does. */
export function projectAround(texts: Texts, folder: string): string | null {
  return foldersUpTo(folder).find((each) => hasProject(texts, each)) ?? null;
}

/** Does the folder itself hold settings of ours, in package.json too, or a drizzle.config? @throws Problem for two files of settings. */
export function hasProject(texts: Texts, folder: string): boolean {
  return settingsFile(texts, folder) !== null || drizzleConfigIn(texts, folder) !== null || hasPackageSettings(texts, folder);
}
