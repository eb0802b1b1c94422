import type { Casing } from '../facts/casing.ts';
import { drizzleConfig, type DrizzleConfig } from '../parse/drizzle/drizzle-config.ts';
import { parseModule } from '../parse/schema/oxc.ts';
import { readDefaultExport } from '../parse/schema/config-value.ts';
import { settingsFrom, type Settings } from '../project/config.ts';
import { findDrizzleConfig } from '../project/find-project.ts';
import { expandSchema } from '../project/glob.ts';
import { pathFrom } from '../project/paths.ts';
import { Problem } from '../text/problem.ts';
import type { Texts } from '../text/texts.ts';
import { plainValue } from './plain-value.ts';
import type { Request } from './request.ts';

/** Where a project's parts are. Paths are relative to the root of the texts. */
export interface Location {
  /** Folder that the paths of drizzle.config are relative to. */
  readonly folder: string;
  readonly settings: Settings;
  readonly schemaPatterns: readonly string[];
  readonly schemaFiles: readonly string[];
  readonly out: string;
  readonly casing: Casing | null;
  readonly ledger: { readonly schema: string; readonly table: string };
}

/** Resolves an import of a configuration file: specifier and importing file to a path, or null. */
export type Resolve = (specifier: string, from: string) => string | null;

/**
 * Finds the settings, drizzle.config and with it schema and migrations. Nothing is run.
 * @throws Problem if there is no configuration, or a value in it cannot be read and no flag replaces it.
 */
export function locate(texts: Texts, standing: string, request: Request, resolve: Resolve): Location {
  const settings = readSettings(texts, standing, request, resolve);
  const given = overrides(settings, request);
  const config = given.schema !== undefined && given.out !== undefined && request.drizzleConfig === undefined
    ? null
    : readDrizzleConfig(texts, standing, given.drizzleConfig, resolve, given);
  const parts = config?.config ?? null;
  const schemaPatterns = given.schema ?? parts?.schema ?? [];
  const out = given.out ?? parts?.out ?? 'drizzle';
  const folder = config === null ? standing : folderOf(texts, standing, config.file, out);
  const schemaFiles = expandSchema(texts, given.schema === undefined ? folder : standing, schemaPatterns);
  if (schemaPatterns.length > 0 && schemaFiles.length === 0) throw noSchema(schemaPatterns, folder);
  return {
    folder,
    settings,
    schemaPatterns,
    schemaFiles,
    out: pathFrom(given.out === undefined ? folder : standing, out),
    casing: parts?.casing ?? null,
    ledger: { schema: parts?.migrationsSchema ?? 'drizzle', table: parts?.migrationsTable ?? '__drizzle_migrations' },
  };
}

interface Overrides {
  readonly drizzleConfig?: string;
  readonly schema?: readonly string[];
  readonly out?: string;
}

/** Flags come before settings, settings before drizzle.config. */
function overrides(settings: Settings, request: Request): Overrides {
  const schema = request.schema ?? (settings.schema === undefined ? undefined : [settings.schema].flat());
  const out = request.out ?? settings.out;
  const config = request.drizzleConfig ?? settings.drizzleConfig;
  return {
    ...(schema === undefined ? {} : { schema }),
    ...(out === undefined ? {} : { out }),
    ...(config === undefined ? {} : { drizzleConfig: config }),
  };
}

const settingsFiles = ['sluice.config.ts', 'sluice.config.js', 'sluice.config.mjs', 'sluice.config.json'];

/** The settings, with their defaults where there are none. @throws Problem for a key that is wrong. */
export function readSettings(texts: Texts, standing: string, request: Request, resolve: Resolve): Settings {
  if (request.config !== undefined) {
    const file = pathFrom(standing, request.config);
    if (!texts.exists(file)) throw new Problem(`There is no file ${request.config}.`, 'Give --config the path of the settings.');
    return settingsFrom(valueOf(texts, file, resolve), request.config);
  }
  const file = settingsFiles.map((name) => pathFrom(standing, name)).find((path) => texts.exists(path));
  if (file !== undefined) return settingsFrom(valueOf(texts, file, resolve), file);
  return settingsFrom(packageSettings(texts, pathFrom(standing, 'package.json')) ?? {}, 'package.json, "sluice"');
}

function packageSettings(texts: Texts, file: string): unknown {
  const text = texts.read(file);
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'sluice' in parsed ? parsed.sluice : null;
  } catch {
    return null;
  }
}

/** The default export of a settings file, which must be readable whole. */
function valueOf(texts: Texts, file: string, resolve: Resolve): unknown {
  return plainValue(readDefaultExport({ file, read: (path) => texts.read(path), resolve, parse: parseModule }), file);
}

interface FoundConfig {
  readonly file: string;
  readonly config: DrizzleConfig;
}

function readDrizzleConfig(
  texts: Texts, standing: string, asked: string | undefined, resolve: Resolve, given: Overrides,
): FoundConfig {
  const file = asked === undefined ? findConfig(texts, standing) : pathFrom(standing, asked);
  if (!texts.exists(file)) throw new Problem(`There is no file ${asked ?? file}.`, 'Give --drizzle-config the path of drizzle.config.');
  const value = readDefaultExport({ file, read: (path) => texts.read(path), resolve, parse: parseModule });
  const reading = drizzleConfig(value, file, {
    ...(given.schema === undefined ? {} : { schema: given.schema }),
    ...(given.out === undefined ? {} : { out: given.out }),
  });
  if (!reading.ok) throw new Problem(reading.message, reading.hint);
  return { file, config: reading.config };
}

function findConfig(texts: Texts, standing: string): string {
  const found = findDrizzleConfig(texts, standing);
  if (found.kind === 'found') return found.file;
  throw new Problem(
    `There is no drizzle.config in ${standing === '' ? 'this folder' : standing}.`,
    found.candidates.length === 0
      ? 'Run sluice where drizzle.config.ts is, or give --schema and --out.'
      : `Found ${found.candidates.slice(0, 5).join(', ')}: give one of them to --drizzle-config.`,
  );
}

/**
 * drizzle-kit takes the paths of its configuration relative to where it is started (0.31), which nobody wrote down: the
 * present folder, the configuration's own or, for a configuration deep in a package, one above it. The first in which
 * the migrations are; else the present folder if the configuration lies in it, else the configuration's.
 */
function folderOf(texts: Texts, standing: string, configFile: string, out: string): string {
  const own = pathFrom(configFile, '..');
  const candidates = [standing, own, ...above(own)];
  const holding = candidates.find((folder) => {
    const migrations = pathFrom(folder, out);
    return texts.exists(`${migrations}/meta/_journal.json`) || texts.list(migrations).some((file) => file.endsWith('.sql'));
  });
  return holding ?? own;
}

function above(folder: string): readonly string[] {
  if (folder === '') return [];
  const parent = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
  return [parent, ...above(parent)];
}

function noSchema(patterns: readonly string[], folder: string): Problem {
  return new Problem(
    `No file matches the schema ${patterns.map((pattern) => `"${pattern}"`).join(', ')}${folder === '' ? '' : ` in ${folder}`}.`,
    'Mend "schema" in drizzle.config, or give --schema the files as a glob.',
  );
}
