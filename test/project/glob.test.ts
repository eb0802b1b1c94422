import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { findDrizzleConfig } from '../../src/project/find-project.ts';
import { expandSchema } from '../../src/project/glob.ts';
import { workingTree } from '../../src/project/working-tree.ts';
import { textsOf } from '../parse/drizzle/texts-of.ts';
import { temporaryFolder, write } from './folder.ts';

const files = Object.fromEntries([
  'db/src/schema.ts', 'db/src/schema/authors.ts', 'db/src/schema/books.js', 'db/src/schema/notes.md',
  'db/src/schema/types.d.ts',
  'db/src/schema/lending/loans.ts', 'db/src/schema/.hidden.ts', 'db/src/people/people.schema.ts', 'db/src/[a] b/c.ts',
  'db/other.ts',
  'shared/keys.ts',
].map((path) => [path, '']));

describe('expandSchema', () => {
  const expand = (patterns: string | readonly string[]): readonly string[] => expandSchema(
    textsOf(files), 'db', patterns,
  );

  test.each<[string | readonly string[], readonly string[]]>([
    ['./src/schema.ts', ['db/src/schema.ts']],
    ['src/schema.ts', ['db/src/schema.ts']],
    ['./src/schema', ['db/src/schema/.hidden.ts', 'db/src/schema/authors.ts', 'db/src/schema/books.js']],
    ['./src/schema/', ['db/src/schema/.hidden.ts', 'db/src/schema/authors.ts', 'db/src/schema/books.js']],
    ['./src/schema/*', ['db/src/schema/authors.ts', 'db/src/schema/books.js', 'db/src/schema/lending/loans.ts']],
    ['./src/schema/**/*.ts', ['db/src/schema/authors.ts', 'db/src/schema/lending/loans.ts']],
    ['./src/**/*.schema.ts', ['db/src/people/people.schema.ts']],
    ['./src/{people,schema}/*.{ts,js}', [
      'db/src/people/people.schema.ts', 'db/src/schema/authors.ts', 'db/src/schema/books.js',
    ]],
    ['../shared/*.ts', ['shared/keys.ts']],
    [['./src/schema.ts', './src/*.ts', '../shared/keys.ts'], ['db/src/schema.ts', 'shared/keys.ts']],
    ['./nowhere/*.ts', []],
    ['./src/schema/notes.md', []],
    [[], []],
  ])('%j', (patterns, expected) => { expect(expand(patterns)).toEqual(expected); });

  test('at the root', () => {
    expect(expandSchema(textsOf({ 'schema.ts': '', 'a/b.ts': '' }), '', './*.ts')).toEqual(['schema.ts']);
    expect(expandSchema(textsOf({ 'schema.ts': '', 'a/b.ts': '' }), '', '**/*.ts')).toEqual(['a/b.ts', 'schema.ts']);
    expect(expandSchema(textsOf({ 'schema.ts': '', 'a/b.ts': '' }), '', '.')).toEqual(['schema.ts']);
  });

  test('a folder whose name looks like a pattern', () => {
    expect(expand('./src/[a] b/c.ts')).toEqual(['db/src/[a] b/c.ts']);
  });

  test('finds what drizzle-kit finds', () => {
    const folder = temporaryFolder();
    const tables = ['a/authors.ts', 'a/books.ts', 'a/deep/loans.ts', 'b/readers.ts', 'b/x/y/cards.ts', 'single.ts'];
    write(folder, Object.fromEntries(tables.map((path, at) => [
      path,
      `import { pgTable, text } from 'drizzle-orm/pg-core';\n`
      + `export const t${at} = pgTable('${path}', { id: text() });\n`,
    ])));
    for (const schema of ['./a', './a/*', './**/*.ts', './{a,b}/**', './b/*/y', ['./single.ts', './a/*.ts'], './*']) {
      expect(
        [...expandSchema(workingTree(folder), '', schema)], String(schema),
      ).toEqual([...drizzleKitFiles(folder, schema)]);
    }
  });
});

/** The tables, named after their files, that drizzle-kit prints for a schema setting. */
function drizzleKitFiles(folder: string, schema: string | readonly string[]): readonly string[] {
  const kit = createRequire(import.meta.url).resolve('drizzle-kit').replace(/index\.[cm]?js$/, 'bin.cjs');
  write(folder, { 'drizzle.config.json': JSON.stringify({ dialect: 'postgresql', schema }) });
  write(folder, { 'package.json': '{}' });
  const printed = execFileSync(process.execPath, [kit, 'export', '--config=drizzle.config.json'], {
    cwd: folder, encoding: 'utf8', env: {
      ...process.env, NODE_PATH: new URL('../../node_modules', import.meta.url).pathname,
    },
  });
  return [...printed.matchAll(/CREATE TABLE "(.+?)"/g)].map(([, name = '']) => name).sort();
}

describe('findDrizzleConfig', () => {
  test('the folder’s own, TypeScript first', () => {
    expect(
      findDrizzleConfig(textsOf({ 'drizzle.config.json': '', 'drizzle.config.ts': '' }), ''),
    ).toEqual({ kind: 'found', file: 'drizzle.config.ts' });
    expect(findDrizzleConfig(textsOf({ 'packages/db/drizzle.config.mjs': '' }), 'packages/db'))
      .toEqual({ kind: 'found', file: 'packages/db/drizzle.config.mjs' });
  });

  test('else those that may be meant, the nearest first', () => {
    const texts = textsOf({
      'packages/deep/down/drizzle.config.ts': '', 'packages/db/drizzle.config.ts': '',
      'packages/db/drizzle-admin.config.ts': '',
      'packages/db/drizzle.config.test.ts': '', 'drizzle.dev.config.js': '', 'vite.config.ts': '',
      'node_modules/x/drizzle.config.ts': '',
      'apps/drizzle.config.md': '',
    });
    expect(findDrizzleConfig(texts, '')).toEqual({
      kind: 'elsewhere',
      candidates: [
        'drizzle.dev.config.js', 'packages/db/drizzle-admin.config.ts', 'packages/db/drizzle.config.test.ts',
        'packages/db/drizzle.config.ts',
        'packages/deep/down/drizzle.config.ts',
      ],
    });
    expect(findDrizzleConfig(texts, 'apps')).toEqual({ kind: 'elsewhere', candidates: [] });
  });
});
