import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { RuleTester } from 'eslint';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import sluice from '../../src/eslint/index.ts';
import { presetLevel } from '../../src/rule/presets.ts';

const root = resolve(import.meta.dirname, '../..');
const { name, version } = createRequire(import.meta.url)('../../package.json') as { name: string; version: string };

describe('the plugin', () => {
  it('says which it is', () => {
    expect(sluice.meta).toEqual({ name, version, namespace: 'sluice' });
  });

  it('has every rule of the engine, and one of its own', () => {
    expect(Object.keys(sluice.rules).sort()).toEqual(['setup', ...rules.map(({ id }) => id)].sort());
  });
});

describe.each(Object.entries(sluice.rules))('%s', (id, { meta }) => {
  it('has what ESLint and its tools expect of a rule', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*(?:\/[a-z]+(?:-[a-z]+)*)?$/);
    expect(meta?.type).toMatch(/^(?:problem|suggestion)$/);
    expect(meta?.docs?.description).toMatch(/^[A-Z].*[^.]$/);
    expect(meta?.schema).toBeInstanceOf(Array);
    expect(meta?.languages).toEqual(['js/js', 'sluice/sql', 'sluice/text', 'json/*', 'jsonc/*']);
    expect(meta).not.toHaveProperty('defaultOptions');
  });

  it('has a page that is published', () => {
    const prefix = `https://cdn.jsdelivr.net/npm/${name}@${version}/`;
    const url = meta?.docs?.url ?? '';
    expect(url.startsWith(prefix)).toBe(true);
    const page = url.slice(prefix.length);
    expect(existsSync(join(root, page))).toBe(true);
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: readonly string[] };
    expect(files.some((path) => page === path || page.startsWith(`${path}/`))).toBe(true);
  });
});

it.each(rules.map((rule) => [rule.id, rule] as const))('options of %s are checked by ESLint, and their defaults are in the schema', (id, rule) => {
  const definition = sluice.rules[id];
  if (definition === undefined) throw new Error(`There is no rule ${id}.`);
  const [schema] = definition.meta?.schema as readonly { properties?: Record<string, { default?: unknown }> }[];
  expect(Object.keys(schema?.properties ?? {})).toEqual(Object.keys(rule.options?.entries ?? {}));
  // Without globals to register with, RuleTester runs what it is given at once.
  const run = (options: readonly unknown[]): void => {
    const tester = new RuleTester({ plugins: { sluice: sluice }, language: 'sluice/sql' });
    tester.run(id, definition, { valid: [{ name: 'nothing to find', code: 'select 1;', filename: '/nowhere/one.sql', options: [...options] }], invalid: [] });
  };
  expect(() => { run([{ noSuchOption: true }]); }).toThrow(/noSuchOption|should NOT have more than 0 items/);
  expect(() => { run(rule.options === null ? [] : [{}]); }).not.toThrow();
});

describe('configurations', () => {
  it('mount every rule that needs no more than files, and no other', () => {
    const inEditor = rules.filter(({ needs = [] }) => needs.length === 0).map(({ id }) => `sluice/${id}`);
    for (const config of Object.values(sluice.configs)) {
      const mounting = config.filter((item) => item.rules !== undefined);
      expect(mounting).not.toEqual([]);
      for (const item of mounting) expect(Object.keys(item.rules ?? {}).sort()).toEqual([...inEditor, 'sluice/setup'].sort());
    }
  });

  it('give each rule the severity of its level under the preset; ESLint knows none below a warning', () => {
    for (const preset of ['recommended', 'strict'] as const) {
      const mounted = sluice.configs[preset].find((item) => item.rules !== undefined)?.rules ?? {};
      for (const rule of rules.filter(({ needs = [] }) => needs.length === 0)) {
        expect([rule.id, mounted[`sluice/${rule.id}`]]).toEqual([rule.id, presetLevel(rule, [preset]) === 'error' ? 'error' : 'warn']);
      }
    }
  });

  it('are lists of items with names and files of their own', () => {
    const items = Object.values(sluice.configs).flat();
    expect(items.every(({ name: given, files }) => given?.startsWith('sluice/') === true && files !== undefined)).toBe(true);
    for (const config of Object.values(sluice.configs)) {
      expect(new Set(config.map((item) => item.name)).size).toBe(config.length);
    }
  });
});
