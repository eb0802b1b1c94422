import { join } from 'node:path';
import { projectAround } from '../../intake/project-around.ts';
import { standpointWithoutGit } from '../../project/root.ts';
import { workingTree } from '../../project/working-tree.ts';
import type { PlaceSettings } from './place-settings.ts';
import { placeOf, type Place } from './project-of.ts';

/**
 * The project that ESLint's settings name; or else the one around a folder and those below it, which `below` finds.
 * @throws Problem if the settings name a folder that is not there.
 */
export function placesFrom(folder: string, settings: PlaceSettings, below: () => readonly string[]): readonly Place[] {
  const named = placeOf(join(folder, 'any'), folder, settings);
  if (named.isNamed) return [named];
  const { root, folder: inside } = standpointWithoutGit(folder);
  const around = projectAround(workingTree(root), inside);
  const folders = new Set([...(around === null ? [] : [join(root, around)]), ...below()]);
  return [...folders].map((each) => placeOf(join(each, 'any'), folder, {}));
}
