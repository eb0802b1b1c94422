import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { hasProject } from '../../intake/project-around.ts';
import type { Request } from '../../intake/request.ts';
import { standpointWithoutGit, workingFolder, type Standpoint } from '../../project/root.ts';
import { workingTree } from '../../project/working-tree.ts';
import type { PlaceSettings } from './place-settings.ts';

/** Where a linted file lies, and what is asked of the project that it may belong to. */
export interface Place {
  readonly here: Standpoint;
  /** The linted file, relative to the root. */
  readonly path: string;
  readonly request: Request;
  /** Do ESLint's settings say which project is meant? Otherwise it is the nearest around the file. */
  readonly isNamed: boolean;
}

/** @throws Problem if the settings name a folder that is not there. */
export function placeOf(file: string, cwd: string, settings: PlaceSettings): Place {
  const { cwd: given, schema, ...paths } = settings;
  const isNamed = Object.keys(settings).length > 0;
  const real = realPath(file);
  const folder = isNamed ? workingFolder(resolve(cwd, given ?? '.')) : existingFolder(dirname(real));
  const here = inProject(standpointWithoutGit(folder), folder);
  const request: Request = {
    ...paths, ...(schema === undefined ? {} : { schema: [schema].flat() }), cwd: folder, scope: { kind: 'all' }, paths: [],
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

/** Without symbolic links, also of a file that is not written yet. */
function realPath(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  const folder = dirname(file);
  return folder === file ? file : join(realPath(folder), basename(file));
}

function existingFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existingFolder(dirname(folder));
}
