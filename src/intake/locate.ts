import { posix } from 'node:path';
import type { Casing } from '../facts/casing.ts';
import type { KitSettings } from '../facts/kit-settings.ts';
import { usualLedger } from '../facts/usual-ledger.ts';
import { drizzleConfig, type DrizzleConfig } from '../parse/drizzle/drizzle-config.ts';
import { parseModule } from '../parse/schema/oxc.ts';
import { isUnread, readDefaultExport, type ConfigValue } from '../parse/schema/config-value.ts';
import type { Settings } from '../project/config.ts';
import { findDrizzleConfig } from '../project/find-project.ts';
import { expandSchema } from '../project/glob.ts';
import { foldersUpTo, isObject, readObject } from '../project/manifest.ts';
import { pathFrom } from '../project/paths.ts';
import { typedPath, type Standpoint } from '../project/root.ts';
import { Problem } from '../text/problem.ts';
import type { Texts } from '../text/texts.ts';
import type { FoundSettings } from './read-settings.ts';
import { refuseMarks } from './refuse-marks.ts';
import type { Request } from './request.ts';

/** Where a project's parts are. Paths and globs are relative to the root of the texts. */
export interface Location {
  /** Folder that the paths of drizzle.config are relative to. */
  readonly folder: string;
  readonly settings: Settings;
  readonly schemaPatterns: readonly string[];
  readonly schemaFiles: readonly string[];
  readonly out: string;
  /** As drizzle.config says; the drizzle-kit of the folder layout does not heed it. */
  readonly casing: Casing | null;
  readonly ledger: Ledger;
  /** Null: there is no drizzle.config, and none is needed. */
  readonly kit: KitSettings | null;
}

/** The table in which Drizzle's migrator notes what is applied, or why it cannot be told which one it is. */
export type Ledger =
  | { readonly schema: string; readonly table: string }
  | { readonly computed: string };

/** Resolves an import of a configuration file: specifier and importing file to a path, or null. */
export type Resolve = (specifier: string, from: string) => string | null;

/**
 * Finds drizzle.config and with it schema and migrations. Nothing is run.
 * @throws Problem if there is no configuration, or a value in it cannot be read and no flag replaces it.
 */
export function locate(
  texts: Texts, standing: Standpoint, request: Request, found: FoundSettings, resolve: Resolve,
): Location {
  const given = givenPaths(standing, request, found);
  const config = readDrizzleConfig(texts, standing, request, given, resolve);
  const folder = config === null ? standing.folder : folderOf(texts, standing.folder, config);
  const written = config?.parts.schema ?? [];
  const schemaPatterns = given.schema ?? written.map((pattern) => pathFrom(folder, pattern));
  const schemaFiles = expandSchema(texts, '', schemaPatterns);
  if (schemaPatterns.length > 0 && schemaFiles.length === 0) {
    throw noSchema(schemaPatterns.map((pattern) => posix.relative(standing.folder, pattern)));
  }
  if (request.out !== undefined && given.out !== undefined && texts.list(given.out).length === 0) {
    throw new Problem(`There is nothing in the folder ${request.out}.`, 'Give --out the folder of the migrations.');
  }
  return {
    folder,
    settings: found.settings,
    schemaPatterns,
    schemaFiles,
    out: given.out ?? pathFrom(folder, config?.parts.out ?? 'drizzle'),
    casing: config?.parts.casing ?? null,
    ledger: config?.ledger ?? usualLedger,
    kit: config === null ? null : kitSettings(texts, config),
  };
}

function kitSettings(texts: Texts, { file, parts: { casing, prefix, driver, breakpoints } }: ReadConfig): KitSettings {
  return { file, casing, prefix, driver, breakpoints, runsOnPglite: runsOnPglite(texts, pathFrom(file, '..')) };
}

/** Of tests alone, in `devDependencies`, nobody knows how they lay out their database. */
export function runsOnPglite(texts: Texts, folder: string): boolean {
  const nearest = foldersUpTo(folder).map((one) => readObject(texts, pathFrom(one, 'package.json'))).find((one) => one !== null);
  const needed = nearest?.['dependencies'];
  return isObject(needed) && '@electric-sql/pglite' in needed;
}

/** Paths that take the place of those in drizzle.config, and of drizzle.config itself. */
export interface GivenPaths {
  readonly drizzleConfig?: string;
  readonly schema?: readonly string[];
  readonly out?: string;
}

/** Flags come before settings, settings before drizzle.config. */
export function givenPaths(standing: Standpoint, request: Request, { settings, folder }: FoundSettings): GivenPaths {
  const typed = (path: string): string => typedPath(standing, path);
  const set = (path: string): string => pathFrom(folder, path);
  const schema = request.schema?.map(typed) ?? (settings.schema === undefined ? undefined : [settings.schema].flat().map(set));
  const out = mapped(request.out, typed) ?? mapped(settings.out, set);
  const drizzleConfig = mapped(request.drizzleConfig, typed) ?? mapped(settings.drizzleConfig, set);
  return {
    ...(schema === undefined ? {} : { schema }),
    ...(out === undefined ? {} : { out }),
    ...(drizzleConfig === undefined ? {} : { drizzleConfig }),
  };
}

function mapped(path: string | undefined, map: (path: string) => string): string | undefined {
  return path === undefined ? undefined : map(path);
}

interface ReadConfig {
  readonly file: string;
  readonly parts: DrizzleConfig;
  readonly ledger: Ledger;
}

/** Null: there is none, and none is needed. */
function readDrizzleConfig(
  texts: Texts, standing: Standpoint, request: Request, given: GivenPaths, resolve: Resolve,
): ReadConfig | null {
  const file = given.drizzleConfig ?? findConfig(texts, standing, given);
  if (file === null) return null;
  const shown = posix.relative(standing.folder, file);
  if (!texts.exists(file)) {
    throw new Problem(`There is no file ${request.drizzleConfig ?? shown}.`, 'Give --drizzle-config the path of drizzle.config.');
  }
  const value = readDefaultExport({ file, read: (path) => texts.read(path), resolve, parse: parseModule });
  const { drizzleConfig: _, ...paths } = given;
  const reading = drizzleConfig(value, shown, paths);
  if (!reading.ok) {
    refuseMarks(shown, texts.read(file));
    throw new Problem(reading.message, reading.hint);
  }
  refuseComputedCasing(value, shown);
  return { file, parts: reading.config, ledger: ledgerOf(value, reading.config, shown) };
}

function findConfig(texts: Texts, { folder }: Standpoint, given: GivenPaths): string | null {
  const found = findDrizzleConfig(texts, folder);
  if (found.kind === 'found') return found.file;
  if (given.schema !== undefined && given.out !== undefined) return null;
  throw new Problem(`There is no drizzle.config in ${folder === '' ? 'this folder' : folder}.`, otherPlaces(texts, folder, found.candidates));
}

function otherPlaces(texts: Texts, folder: string, below: readonly string[]): string {
  const seen = (path: string): string => posix.relative(folder, path);
  if (below.length > 0) return `Found ${below.slice(0, 5).map(seen).join(', ')}: run sluice in its folder, or give it to --drizzle-config.`;
  const above = foldersUpTo(folder).slice(1).find((parent) => findDrizzleConfig(texts, parent).kind === 'found');
  if (above !== undefined) return `There is one in ${seen(above)}: give --cwd ${seen(above)}, or run sluice there.`;
  return 'Run sluice where drizzle.config.ts is, or give --schema and --out.';
}

/** With another casing all names would be others: it is not guessed. A spread that cannot be read most often has none. */
function refuseComputedCasing(value: ConfigValue, file: string): void {
  const casing = isObject(value) ? value['casing'] : undefined;
  if (!isUnread(casing)) return;
  throw new Problem(`${file}: "casing" is computed (${casing.unknown}).`, 'Write it as a text: casing: "snake_case".');
}

function ledgerOf(value: ConfigValue, { migrationsSchema, migrationsTable }: DrizzleConfig, file: string): Ledger {
  const migrations = isObject(value) ? value['migrations'] : undefined;
  const parts = isObject(migrations) && !isUnread(migrations) ? Object.values(migrations) as readonly ConfigValue[] : [migrations];
  const unread = parts.find(isUnread);
  if (unread !== undefined) return { computed: `${file}: "migrations" is computed (${unread.unknown}).` };
  return { schema: migrationsSchema, table: migrationsTable };
}

/**
 * drizzle-kit takes the paths of its configuration relative to where it is started (0.31), which nobody wrote down: the
 * present folder, the configuration's own or, for a configuration deep in a package, one above it. The first in which
 * the migrations are; else the configuration's.
 */
function folderOf(texts: Texts, standing: string, { file, parts }: ReadConfig): string {
  const own = pathFrom(file, '..');
  const holding = [standing, ...foldersUpTo(own)].find((folder) => {
    const migrations = pathFrom(folder, parts.out);
    return texts.exists(`${migrations}/meta/_journal.json`) || texts.list(migrations).some((path) => path.endsWith('.sql'));
  });
  return holding ?? own;
}

function noSchema(patterns: readonly string[]): Problem {
  return new Problem(
    `No file matches the schema ${patterns.map((pattern) => `"${pattern}"`).join(', ')}.`,
    'Mend "schema" in drizzle.config, or give --schema the files as a glob.',
  );
}
