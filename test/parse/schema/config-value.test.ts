import { describe, expect, it } from 'vitest';
import { type ConfigValue, isUnread, readDefaultExport } from '../../../src/parse/schema/config-value.ts';
import { parseModule } from '../../../src/parse/schema/oxc.ts';
import type { Files } from './schema-of.ts';

function configOf(files: Files): ConfigValue {
  const [file = ''] = Object.keys(files);
  return readDefaultExport({ file, read: (path) => files[path] ?? null, resolve: () => null, parse: parseModule });
}

function tsConfig(text: string): ConfigValue {
  return configOf({ 'drizzle.config.ts': text });
}

const plain = { dialect: 'postgresql', schema: ['./src/schema.ts'], strict: true };

describe('the default export', () => {
  it.each([
    ['an object', "export default { dialect: 'postgresql', schema: ['./src/schema.ts'], strict: true };"],
    [
      'defineConfig',
      "import { defineConfig } from 'drizzle-kit'; export default defineConfig({ dialect: 'postgresql', schema: ['./src/schema.ts'], strict: true });",
    ],
    [
      'satisfies',
      "import type { Config } from 'drizzle-kit'; export default { dialect: 'postgresql', schema: ['./src/schema.ts'], strict: true } satisfies Config;",
    ],
    [
      'a name',
      "const config = { dialect: 'postgresql', schema: ['./src/schema.ts'], strict: true } as const; export default config;",
    ],
    [
      'a name, exported as default',
      "const config = { dialect: 'postgresql', schema: ['./src/schema.ts'], strict: true }; export { config as default };",
    ],
    [
      'spreads',
      "const base = { dialect: 'postgresql' }; export default { ...base, schema: [`./src/${'schema'}.ts`], strict: !false };",
    ],
    ['module.exports', "module.exports = { dialect: 'postgresql', schema: ['./src/schema.ts'], strict: true };"],
    ['exports.default', "exports.default = { dialect: 'postgresql', schema: ['./src/schema.ts'], strict: true };"],
    ['export =', "export = { dialect: 'postgresql', schema: ['./src/schema.ts'], strict: true };"],
    [
      'undefined values',
      "export default { dialect: 'postgresql', out: undefined, schema: ['./src/schema.ts'], strict: true };",
    ],
  ])('may be %s', (_, text) => {
    expect(tsConfig(text)).toEqual(plain);
  });

  it('may come from another file, or be JSON', () => {
    expect(configOf({
      'drizzle.config.ts': "export { default } from './base';", 'base.ts': "export default { out: './drizzle' };",
    })).toEqual({ out: './drizzle' });
    expect(configOf({ 'drizzle.config.json': '{ "out": "./drizzle", "breakpoints": false }' }))
      .toEqual({ out: './drizzle', breakpoints: false });
  });

  it('keeps what can be read beside what cannot', () => {
    const text = "import { env } from './env'; export default { out: './drizzle', dbCredentials: { url: env.URL!, ssl: process.env.SSL } };";
    const value = tsConfig(text);
    expect(value).toEqual({
      out: './drizzle',
      dbCredentials: {
        url: { unknown: 'env comes from ./env, which is not part of the project', origin: expect.anything() as unknown },
        ssl: { unknown: 'process.env.SSL is known only when it runs', origin: expect.anything() as unknown },
      },
    });
    const credentials = (value as { dbCredentials: { ssl: ConfigValue } }).dbCredentials;
    expect(isUnread(credentials.ssl)).toBe(true);
    expect(isUnread(value)).toBe(false);
    if (!isUnread(credentials.ssl)) return;
    const { span } = credentials.ssl.origin;
    expect(text.slice(span.start, span.end)).toBe('process.env.SSL');
  });

  it('knows the keys of a condition, not their values', () => {
    expect(tsConfig("const url = process.env.URL; export default { out: 'a', ...(url ? { dbCredentials: { url } } : { driver: 'pglite' }) };"))
      .toMatchObject({ out: 'a', dbCredentials: { unknown: expect.any(String) as unknown }, driver: { unknown: expect.any(String) as unknown } });
  });

  it('tells of a spread that may hold more', () => {
    expect(tsConfig("import base from 'base-config'; export default { ...base, out: 'a' };")).toMatchObject({
      out: 'a', '...': { unknown: 'default comes from base-config, which is not part of the project' },
    });
  });

  it('does not take what an unread spread may overwrite for certain', () => {
    expect(tsConfig("import base from 'base-config'; export default { out: 'a', ...base, schema: 'b' };")).toMatchObject({
      out: { unknown: 'default comes from base-config, which is not part of the project' }, schema: 'b',
    });
  });

  it.each([
    ['', 'the file has no default export'],
    ['export default () => ({});', 'a function'],
    ['export default [', 'Expected `]` but found `EOF`'],
  ])('%s cannot be read', (text, reason) => {
    expect(tsConfig(text)).toMatchObject({ unknown: reason, origin: { file: 'drizzle.config.ts' } });
  });

  it('of a file that is not there, or is no JSON, cannot be read', () => {
    expect(configOf({})).toMatchObject({ unknown: 'the file cannot be read' });
    expect(configOf({ 'drizzle.config.json': '{' })).toMatchObject({ unknown: expect.stringContaining('not JSON') as unknown });
  });
});
