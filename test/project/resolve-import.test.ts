import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRef } from '../../src/project/git-ref.ts';
import { importResolver } from '../../src/project/resolve-import.ts';
import { commit, git, repository, temporaryFolder, write } from './folder.ts';

function json(value: object): string {
  return JSON.stringify(value, null, 2);
}

describe('relative imports', () => {
  const root = (): string => temporaryFolder({
    'src/schema/index.ts': '', 'src/schema/authors.ts': '', 'src/schema/loans.mts': '', 'src/schema/readers.tsx': '',
    'src/schema/both.ts': '', 'src/schema/both.js': '', 'src/plain.js': '', 'src/lib/names.ts': '', 'src/names.ts': '',
    'src/types.d.ts': '', 'outside/../src/x.json': '{}',
  });

  test.each([
    ['./authors', 'src/schema/authors.ts'],
    ['./authors.ts', 'src/schema/authors.ts'],
    ['./authors.js', 'src/schema/authors.ts'],
    ['./loans.mjs', 'src/schema/loans.mts'],
    ['./readers.js', 'src/schema/readers.tsx'],
    ['./both.js', 'src/schema/both.ts'],
    ['.', 'src/schema/index.ts'],
    ['./', 'src/schema/index.ts'],
    ['../schema', 'src/schema/index.ts'],
    ['../schema/index.js', 'src/schema/index.ts'],
    ['../plain.js', 'src/plain.js'],
    ['../lib/names.ts', 'src/lib/names.ts'],
    ['../lib/names.js', 'src/lib/names.ts'],
    ['../x.json', 'src/x.json'],
    ['../types', null],
    ['./nowhere', null],
    ['../../../etc/passwd', null],
  ])('%s', (specifier, path) => {
    expect(importResolver(root())(specifier, 'src/schema/index.ts')).toBe(path);
  });
});

describe('tsconfig paths', () => {
  test('with comments, a base and an exact name', () => {
    const resolve = importResolver(temporaryFolder({
      'tsconfig.json': '{ // aliases\n "compilerOptions": { "paths": { "@/*": ["src/*"], "schema": ["src/db/schema.ts",], } },\n}',
      'src/db/schema.ts': '', 'src/db/deep/loans.ts': '',
    }));
    expect(resolve('@/db/schema', 'src/app.ts')).toBe('src/db/schema.ts');
    expect(resolve('@/db/deep/loans.js', 'src/app.ts')).toBe('src/db/deep/loans.ts');
    expect(resolve('schema', 'src/app.ts')).toBe('src/db/schema.ts');
    expect(resolve('@/db/nowhere', 'src/app.ts')).toBeNull();
  });

  test('the nearest tsconfig is asked, and what it extends', () => {
    const resolve = importResolver(temporaryFolder({
      'tsconfig.base.json': json({ compilerOptions: { baseUrl: '.', paths: { '#names/*': ['names/*'] } } }),
      'apps/web/tsconfig.json': json({ extends: '../../tsconfig.base.json' }),
      'apps/web/src/schema.ts': '', 'names/authors.ts': '', 'apps/api/tsconfig.json': json(
        { compilerOptions: { paths: { '~/*': ['./src/*'] } } },
      ),
      'apps/api/src/loans.ts': '',
    }));
    expect(resolve('#names/authors', 'apps/web/src/schema.ts')).toBe('names/authors.ts');
    expect(resolve('~/loans', 'apps/api/src/schema.ts')).toBe('apps/api/src/loans.ts');
    expect(resolve('~/loans', 'apps/web/src/schema.ts')).toBeNull();
  });

  test('what it extends is not installed: its own paths still hold', () => {
    const resolve = importResolver(temporaryFolder({
      'packages/db/tsconfig.json': json({
        extends: [
          '@library/tsconfig/base.json', './tsconfig.paths.json',
        ], compilerOptions: { paths: { '@/*': ['./src/*'] } },
      }),
      'packages/db/tsconfig.paths.json': json(
        { compilerOptions: { baseUrl: './src', paths: { '~tables/*': ['tables/*'] } } },
      ),
      'packages/db/src/authors.ts': '', 'packages/db/src/tables/loans.ts': '', 'packages/db/src/index.ts': '',
    }));
    expect(resolve('@/authors', 'packages/db/src/index.ts')).toBe('packages/db/src/authors.ts');
    expect(resolve('~tables/loans', 'packages/db/src/index.ts')).toBe('packages/db/src/tables/loans.ts');
    expect(resolve('tables/loans', 'packages/db/src/index.ts')).toBe('packages/db/src/tables/loans.ts');
    expect(resolve('./authors', 'packages/db/src/index.ts')).toBe('packages/db/src/authors.ts');
  });

  test('project references, as Vite lays them out', () => {
    const resolve = importResolver(temporaryFolder({
      'tsconfig.json': json({ files: [], references: [{ path: './tsconfig.app.json' }, { path: './packages/db' }] }),
      'tsconfig.app.json': json({ extends: '@missing/base', compilerOptions: { paths: { '@/*': ['./src/*'] } } }),
      'src/schema.ts': '',
    }));
    expect(resolve('@/schema', 'src/app.ts')).toBe('src/schema.ts');
  });

  test('configurations that extend each other come to an end', () => {
    const resolve = importResolver(temporaryFolder({
      'tsconfig.json': json({ extends: './other.json' }), 'other.json': json(
        { extends: './tsconfig.json' },
      ), 'a.ts': '',
    }));
    expect(resolve('@/a', 'a.ts')).toBeNull();
  });
});

const workspace = {
  'package.json': json({ name: 'library', private: true }),
  'pnpm-workspace.yaml': [
    'packages:', '  # applications', '  - "apps/*"', '  - packages/**  # the rest', '  - "!packages/old"', '', 'catalog:',
    '  zod: ^4',
  ].join('\n'),
  'packages/names/package.json': json({
    name: '@library/names',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './prefix': './src/prefix.ts',
      './tables/*': { types: './dist/tables/*.d.ts', default: './src/tables/*.ts' },
      './secret': null,
    },
  }),
  'packages/names/src/index.ts': '', 'packages/names/src/prefix.ts': '', 'packages/names/src/tables/loans.ts': '',
  'packages/names/src/secret.ts': '',
  'packages/plain/package.json': json({ name: 'plain', main: './lib/main.js' }),
  'packages/plain/src/main.ts': '', 'packages/plain/src/extra.ts': '',
  'packages/bare/package.json': json({ name: 'bare' }), 'packages/bare/src/index.ts': '',
  'packages/old/package.json': json({ name: '@library/old' }), 'packages/old/index.ts': '',
  'fixtures/fake/package.json': json({ name: 'drizzle-orm' }), 'fixtures/fake/index.ts': '',
  'apps/web/package.json': json({ name: 'web', imports: { '#db/*': './src/db/*.ts', '#built': './dist/built.js' } }),
  'apps/web/src/schema.ts': '', 'apps/web/src/db/loans.ts': '', 'apps/web/src/built.ts': '',
};

describe('packages of the workspace, where nothing is installed or built', () => {
  test.each([
    ['@library/names', 'packages/names/src/index.ts'],
    ['@library/names/prefix', 'packages/names/src/prefix.ts'],
    ['@library/names/tables/loans', 'packages/names/src/tables/loans.ts'],
    ['@library/names/secret', null],
    ['@library/names/not-exported', null],
    ['plain', 'packages/plain/src/main.ts'],
    ['plain/extra', 'packages/plain/src/extra.ts'],
    ['plain/src/extra', 'packages/plain/src/extra.ts'],
    ['bare', 'packages/bare/src/index.ts'],
    ['@library/old', null],
    ['drizzle-orm', null],
    ['node:fs', null],
    ['fs', null],
    ['#db/loans', 'apps/web/src/db/loans.ts'],
    ['#built', 'apps/web/src/built.ts'],
  ])('%s', (specifier, path) => {
    expect(importResolver(temporaryFolder(workspace))(specifier, 'apps/web/src/schema.ts')).toBe(path);
  });

  test.each([
    ['an array', ['packages/*']], ['an object', { packages: ['./packages/*/'] }],
  ])('workspaces of package.json as %s', (_, workspaces) => {
    const root = temporaryFolder({
      'package.json': json({ workspaces }), 'packages/db/package.json': json(
        { name: '@library/db', exports: './src/index.ts' },
      ),
      'packages/db/src/index.ts': '', 'apps/web/a.ts': '',
    });
    expect(importResolver(root)('@library/db', 'apps/web/a.ts')).toBe('packages/db/src/index.ts');
  });

  test('a package imports itself by its name, without any workspace', () => {
    const root = temporaryFolder({
      'db/package.json': json(
        { name: '@library/db', exports: { './names': './src/names.ts' } },
      ), 'db/src/names.ts': '', 'db/src/schema.ts': '',
    });
    expect(importResolver(root)('@library/db/names', 'db/src/schema.ts')).toBe('db/src/names.ts');
  });
});

describe('where packages are installed', () => {
  test('links of the workspace lead to their source, other packages are not the project’s', () => {
    const root = temporaryFolder({
      ...workspace, 'packages/names/dist/index.d.ts': '', 'packages/names/dist/index.js': '',
      'node_modules/drizzle-orm/package.json': json(
        { name: 'drizzle-orm', main: 'index.js' },
      ), 'node_modules/drizzle-orm/index.js': '',
      'apps/web/node_modules/@library/.keep': '',
    });
    symlinkSync('../../../../packages/names', join(root, 'apps/web/node_modules/@library/names'));
    const resolve = importResolver(root);
    expect(resolve('@library/names', 'apps/web/src/schema.ts')).toBe('packages/names/src/index.ts');
    expect(resolve('drizzle-orm', 'apps/web/src/schema.ts')).toBeNull();
  });

  test('an import that leaves the root is not the project’s', () => {
    const outer = temporaryFolder({
      'package.json': json({ workspaces: ['*'] }), 'db/package.json': json(
        { name: 'db', main: 'index.ts' },
      ), 'db/index.ts': '', 'app/a.ts': '',
      'node_modules/.keep': '',
    });
    symlinkSync('../db', join(outer, 'node_modules/db'));
    expect(importResolver(join(outer, 'app'))('db', 'a.ts')).toBeNull();
    expect(importResolver(join(outer, 'app'))('../db/index.ts', 'a.ts')).toBeNull();
  });
});

test('at a git ref the files of that ref are meant', () => {
  const root = repository({
    'tsconfig.json': json(
      { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
    ), 'src/index.ts': '', 'src/authors.ts': '', 'src/loans/index.ts': '',
  });
  const before = git(root, 'rev-parse', 'HEAD');
  git(root, 'mv', 'src/authors.ts', 'src/people.ts');
  write(root, { 'src/loans.ts': '' });
  commit(root, 'People');
  const [then, now] = [importResolver(root, gitRef(root, before)), importResolver(root)];
  expect(then('./authors', 'src/index.ts')).toBe('src/authors.ts');
  expect(then('@/authors', 'src/index.ts')).toBe('src/authors.ts');
  expect(then('@/loans', 'src/index.ts')).toBe('src/loans/index.ts');
  expect(then('@/people', 'src/index.ts')).toBeNull();
  expect(now('@/people', 'src/index.ts')).toBe('src/people.ts');
  expect(now('@/loans', 'src/index.ts')).toBe('src/loans.ts');
  expect(now('./authors', 'src/index.ts')).toBeNull();
});
