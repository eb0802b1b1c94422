import { describe, expect, test } from 'vitest';
import { drizzleConfig, type GivenPaths } from '../../../src/parse/drizzle/drizzle-config.ts';
import type { ConfigValue } from '../../../src/parse/schema/config-value.ts';

const file = 'drizzle.config.ts';
const origin = { file, span: { start: 40, end: 60 } };
const computed = { unknown: 'process.env.SCHEMA is set where it runs', origin };

function configOf(value: ConfigValue, given?: GivenPaths): object {
  const reading = drizzleConfig(value, file, given);
  if (!reading.ok) throw new Error(reading.message);
  return reading.config;
}

describe('drizzleConfig', () => {
  test('fills in what drizzle-kit fills in', () => {
    expect(configOf({ dialect: 'postgresql', schema: './src/db/schema.ts' })).toEqual({
      dialect: 'postgresql', schema: ['./src/db/schema.ts'], out: 'drizzle', casing: null,
      migrationsTable: '__drizzle_migrations', migrationsSchema: 'drizzle', breakpoints: true, driver: null, prefix: null, unread: [],
    });
  });

  test('takes what is written', () => {
    expect(configOf({
      dialect: 'postgresql', schema: [
        './a.ts', './b/*.ts',
      ], out: './migrations', casing: 'snake_case', breakpoints: false,
      driver: 'pglite', migrations: { table: 'ledger', schema: 'public', prefix: 'timestamp' }, dbCredentials: { url: computed },
    })).toMatchObject({
      schema: ['./a.ts', './b/*.ts'], out: './migrations', casing: 'snake_case', breakpoints: false,
      migrationsTable: 'ledger', migrationsSchema: 'public', driver: 'pglite', unread: [],
    });
  });

  test('driver pg was the dialect once', () => {
    expect(configOf({ driver: 'pg', schema: 'schema.ts' })).toMatchObject({ dialect: 'postgresql' });
  });

  test.each([
    ['mysql', 'drizzle.config.ts: the dialect is mysql; only postgresql is checked.'],
    [null, 'drizzle.config.ts: there is no dialect; only postgresql is checked.'],
  ])('refuses the dialect %s', (dialect, message) => {
    expect(drizzleConfig({ dialect, schema: 'schema.ts' }, file)).toMatchObject({ ok: false, message });
  });

  test('a computed path is told with its flag, unless the flag is there', () => {
    const value = { dialect: 'postgresql', schema: computed, out: 'drizzle' };
    expect(drizzleConfig(value, file)).toEqual({
      ok: false, message: `${file}: "schema" is computed (${computed.unknown}).`, hint: 'Name it with --schema.',
      origin,
    });
    expect(
      drizzleConfig({ ...value, schema: ['a.ts', computed] }, file),
    ).toMatchObject({ hint: 'Name it with --schema.' });
    expect(
      drizzleConfig({ ...value, schema: 'a.ts', out: computed }, file),
    ).toMatchObject({ hint: 'Name it with --out.' });
    expect(configOf(value, { schema: ['src/*.ts'] })).toMatchObject({ schema: ['src/*.ts'], out: 'drizzle' });
  });

  test('other computed values are named, and their defaults stand in', () => {
    const value = { dialect: 'postgresql', schema: 'a.ts', casing: computed, migrations: { table: computed } };
    expect(configOf(value)).toMatchObject({
      casing: null, migrationsTable: '__drizzle_migrations',
      unread: [{ key: 'casing', reason: computed.unknown, origin }, { key: 'migrations.table' }],
    });
  });

  test('what is missing may come from a spread that cannot be read', () => {
    expect(drizzleConfig({ '...': computed }, file)).toMatchObject(
      { ok: false, message: `${file}: "dialect" is computed (${computed.unknown}).` },
    );
    expect(
      drizzleConfig({ '...': computed, dialect: 'postgresql', schema: 'a.ts' }, file),
    ).toMatchObject({ hint: 'Name it with --out.' });
    expect(
      configOf({ '...': computed, dialect: 'postgresql', schema: 'a.ts', out: 'b' }),
    ).toMatchObject({ schema: ['a.ts'], out: 'b' });
  });

  test('a file that cannot be read at all needs both flags', () => {
    expect(drizzleConfig(computed, file, { schema: ['a.ts'] })).toMatchObject(
      { ok: false, hint: 'Name the paths with --schema and --out.' },
    );
    expect(
      configOf(computed, { schema: ['a.ts'], out: 'drizzle' }),
    ).toMatchObject({ schema: ['a.ts'], out: 'drizzle' });
  });

  test.each<[ConfigValue]>([
    [null], [[{ dialect: 'postgresql' }]], ['postgresql'],
  ])('%j is no configuration', (value) => {
    expect(drizzleConfig(value, file)).toMatchObject(
      { ok: false, message: `${file} exports no configuration by default.` },
    );
  });
});
