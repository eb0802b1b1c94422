import { hasProject } from '../intake/project-around.ts';
import { freshMemory } from '../intake/read-state.ts';
import { rulesFor } from '../intake/take-in.ts';
import { foldersHolding } from '../project/folders-holding.ts';
import { importResolver } from '../project/resolve-import.ts';
import { workingTree } from '../project/working-tree.ts';
import type { Rule } from '../rule/rule.ts';
import { Problem } from '../text/problem.ts';
import { placeSettings, type PlaceSettings } from './model/place-settings.ts';
import { placesFrom } from './model/places-from.ts';
import type { Place } from './model/project-of.ts';

/** How far below a folder projects are looked for: `packages/library/server/database`. A whole tree may have 100 000 files. */
const steps = 4;

/** Where the settings of a project are; without them there are no rules of its own. */
const settings = /^(?:sluice\.config\.\w+|package\.json)$/;

/**
 * The rules of their own of the projects that lie around a folder or near below it, or of the one that `place` names. What
 * cannot be read has none: `sluice/setup` tells why where a file of that project is linted.
 */
export function ownRulesFrom(folder: string, place: PlaceSettings): readonly Rule[] {
  const below = (): readonly string[] => foldersHolding(settings, folder, steps).filter((each) => hasProject(workingTree(each), ''));
  return quietly(() => placesFrom(folder, placeSettings(place), below).flatMap((each) => quietly(() => ownRulesOf(each))));
}

function ownRulesOf({ here, request }: Place): readonly Rule[] {
  const texts = workingTree(here.root);
  const source = { here, texts, resolve: importResolver(here.root, texts), memory: freshMemory() };
  return rulesFor(request, source).filter(({ file }) => file !== undefined);
}

function quietly(read: () => readonly Rule[]): readonly Rule[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}
