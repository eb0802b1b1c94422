import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { hasProject } from '../../intake/project-around.ts';
import type { Request } from '../../intake/request.ts';
import { realPath } from '../../project/real-path.ts';
import { standpointWithoutGit, workingFolder, type Standpoint } from '../../project/root.ts';
import { workingTree } from '../../project/working-tree.ts';
import { freshFor } from './ground.ts';
import { placeSettings, type PlaceSettings } from './place-settings.ts';

/** Where a linted file lies, and what is asked of the project that it may belong to. */
export interface Place {
  readonly here: Standpoint;
  /** The linted file, relative to the root. */
  readonly path: string;
  readonly request: Request;
  /** Do ESLint's settings say which project is meant? Otherwise it is the nearest around the file. */
  readonly isNamed: boolean;
}

/** Linted files whose places are kept: a rule asks for that of its file once more than the one before. */
const most = 256;

/** The places of files, each looked for at most once in the time that anything is fresh for. */
export function rememberingPlaces(
  now: () => number,
): (linted: { readonly file: string; readonly cwd: string; readonly settings: unknown }) => Place {
  const known = new Map<string, { readonly place: Place; readonly since: number }>();
  return ({ file, cwd, settings }) => {
    const key = JSON.stringify([file, cwd, settings]);
    const before = known.get(key);
    if (before !== undefined && now() - before.since < freshFor) return before.place;
    const since = now();
    const place = placeOf(file, cwd, placeSettings(settings));
    if (known.size >= most) known.clear();
    known.set(key, { place, since });
    return place;
  };
}

/** @throws Problem if the settings name a folder that is not there. */
export function placeOf(file: string, cwd: string, settings: PlaceSettings): Place {
  const { cwd: given, schema, ...paths } = settings;
  const isNamed = Object.keys(settings).length > 0;
  const real = realPath(file);
  const folder = isNamed ? workingFolder(resolve(cwd, given ?? '.')) : existingFolder(dirname(real));
  const here = inProject(standpointWithoutGit(folder), folder);
  const request: Request = {
    ...paths, ...(schema === undefined ? {} : { schema: [schema].flat() }), cwd: folder, scope: { kind: 'all' }, paths: [], conflicts: 'reported',
  };
  return { here, path: relative(here.root, real).split(sep).join('/'), request, isNamed };
}

/** Outside git and workspaces nothing says how far up files belong together: as far as a project goes. */
function inProject(here: Standpoint, folder: string): Standpoint {
  const around = here.root === folder ? nearestProject(folder) : null;
  return around === null ? here : { ...here, root: around, folder: relative(around, folder).split(sep).join('/') };
}

function nearestProject(folder: string): string | null {
  if (hasProject(workingTree(folder), '')) return folder;
  return dirname(folder) === folder ? null : nearestProject(dirname(folder));
}

function existingFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existingFolder(dirname(folder));
}
