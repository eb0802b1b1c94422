import type { Casing } from '../../facts/casing.ts';
import { migrationPrefixes, type MigrationPrefix } from '../../facts/kit-settings.ts';
import { usualLedger } from '../../facts/usual-ledger.ts';
import type { Origin } from '../../text/span.ts';
import { isUnread, type ConfigValue } from '../schema/config-value.ts';

/** What matters here of drizzle.config, with drizzle-kit's defaults (0.31, `configCommonSchema`). */
export interface DrizzleConfig {
  readonly dialect: 'postgresql';
  /** Globs, relative to the folder drizzle-kit is run in; empty if none are given. */
  readonly schema: readonly string[];
  /** Relative to the same folder. */
  readonly out: string;
  readonly casing: Casing | null;
  readonly migrationsTable: string;
  readonly migrationsSchema: string;
  readonly breakpoints: boolean;
  /** Null: nothing is said, as for a server, or it cannot be read. */
  readonly driver: string | null;
  /** How tags of new migrations begin; null: nothing is said, which is `index`, or it cannot be read. */
  readonly prefix: MigrationPrefix | null;
  /** Keys that are there and could not be read, whose defaults stand in. */
  readonly unread: readonly UnreadKey[];
}

export interface UnreadKey {
  readonly key: string;
  readonly reason: string;
  readonly origin: Origin;
}

/** What the user says in place of the file. */
export interface GivenPaths {
  readonly schema?: readonly string[];
  readonly out?: string;
}

export type DrizzleConfigReading =
  | { readonly ok: true; readonly config: DrizzleConfig }
  | { readonly ok: false; readonly message: string; readonly hint: string; readonly origin: Origin | null };

/** The default export of drizzle.config as a configuration. Relative paths stay as they are written. */
export function drizzleConfig(value: ConfigValue, file: string, given: GivenPaths = {}): DrizzleConfigReading {
  if (isUnread(value)) {
    if (given.schema !== undefined && given.out !== undefined) return { ok: true, config: configOf({}, given) };
    const message = `${file} cannot be read without running it: ${value.unknown}.`;
    return failure(message, 'Name the paths with --schema and --out.', value.origin);
  }
  if (!isDictionary(value)) {
    const hint = 'Export one object, as defineConfig of drizzle-kit makes it.';
    return failure(`${file} exports no configuration by default.`, hint);
  }
  return wrongDialect(value, file) ?? computedPath(value, file, given) ?? { ok: true, config: configOf(value, given) };
}

type Dictionary = Readonly<Record<string, ConfigValue>>;

/** The value of a key. A key that is not there may come from a spread that could not be read. */
function at(value: Dictionary, key: string): ConfigValue | undefined {
  return value[key] ?? value['...'];
}

/** `driver: 'pg'` was the dialect until drizzle-kit 0.20. */
function wrongDialect(value: Dictionary, file: string): DrizzleConfigReading | null {
  const dialect = value['driver'] === 'pg' ? value['dialect'] ?? 'postgresql' : at(value, 'dialect');
  if (dialect === 'postgresql') return null;
  if (isUnread(dialect)) {
    const hint = 'Write it as a text: dialect: "postgresql".';
    return failure(`${file}: "dialect" is computed (${dialect.unknown}).`, hint, dialect.origin);
  }
  const said = typeof dialect === 'string' ? `the dialect is ${dialect}` : 'there is no dialect';
  return failure(`${file}: ${said}; only postgresql is checked.`, 'Name another file with --drizzle-config.');
}

function computedPath(value: Dictionary, file: string, given: GivenPaths): DrizzleConfigReading | null {
  for (const key of ['schema', 'out'] as const) {
    const unread = [at(value, key)].flat().find(isUnread);
    if (unread === undefined || given[key] !== undefined) continue;
    return failure(`${file}: "${key}" is computed (${unread.unknown}).`, `Name it with --${key}.`, unread.origin);
  }
  return null;
}

function configOf(value: Dictionary, given: GivenPaths): DrizzleConfig {
  const migrations = isDictionary(value['migrations']) ? value['migrations'] : {};
  const written = [value['schema']].flat().filter((glob) => typeof glob === 'string');
  const casing = value['casing'];
  return {
    dialect: 'postgresql',
    schema: given.schema ?? written,
    out: given.out ?? text(value['out']) ?? 'drizzle',
    casing: casing === 'snake_case' || casing === 'camelCase' ? casing : null,
    migrationsTable: text(migrations['table']) ?? usualLedger.table,
    migrationsSchema: text(migrations['schema']) ?? usualLedger.schema,
    breakpoints: value['breakpoints'] !== false,
    driver: text(value['driver']),
    prefix: migrationPrefixes.find((prefix) => prefix === migrations['prefix']) ?? null,
    unread: [
      ...unreadKeys(value, ['casing', 'breakpoints', 'migrations'], ''),
      ...unreadKeys(migrations, ['table', 'schema'], 'migrations.'),
    ],
  };
}

function unreadKeys(value: Dictionary, keys: readonly string[], prefix: string): readonly UnreadKey[] {
  return keys.flatMap((key) => {
    const each = at(value, key);
    return isUnread(each) ? [{ key: `${prefix}${key}`, reason: each.unknown, origin: each.origin }] : [];
  });
}

function isDictionary(value: ConfigValue | undefined): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnread(value);
}

function text(value: ConfigValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function failure(message: string, hint: string, origin: Origin | null = null): DrizzleConfigReading {
  return { ok: false, message, hint, origin };
}
