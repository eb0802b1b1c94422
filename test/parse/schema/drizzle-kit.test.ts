import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { generateDrizzleJson } from 'drizzle-kit/api';
import { parser } from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import type { Casing } from '../../../src/facts/casing.ts';
import type { Catalog } from '../../../src/facts/catalog.ts';
import { readSnapshot } from '../../../src/parse/drizzle/snapshot.ts';
import { parseModule, type ParseModule, type Program } from '../../../src/parse/schema/oxc.ts';
import { type DeclaredSchema, readSchema } from '../../../src/parse/schema/read-schema.ts';
import { spellType } from '../../../src/parse/sql/types.ts';
import * as archive from '../../fixtures/schema/archive.ts';
import * as everyColumn from '../../fixtures/schema/every-column.ts';
import * as lending from '../../fixtures/schema/lending.ts';
import * as snake from '../../fixtures/schema/snake.ts';
import { asGenerated } from './schema-of.ts';

/** typescript-eslint types its parser without options. */
const typescriptEslint = parser as { parseForESLint(text: string, options: object): { readonly ast: unknown } };

const root = resolve(import.meta.dirname, '../../..');

interface Fixture {
  readonly file: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly casing: Casing | null;
}

const fixtures: readonly Fixture[] = [
  { file: 'every-column.ts', exports: everyColumn, casing: null },
  { file: 'lending.ts', exports: lending, casing: null },
  { file: 'archive.ts', exports: archive, casing: null },
  { file: 'snake.ts', exports: snake, casing: 'snake_case' },
  { file: 'snake.ts', exports: snake, casing: 'camelCase' },
  { file: 'snake.ts', exports: snake, casing: null },
  { file: 'lending.ts', exports: lending, casing: 'snake_case' },
];

describe.each(fixtures)('$file with casing $casing', ({ file, exports, casing }) => {
  const schema = read(file, casing, parseModule);
  const { catalog } = schema;
  const executed = executedCatalog(exports, casing);

  it('is read completely', () => {
    expect(schema.unresolved).toEqual([]);
    expect([...catalog.tables.values()].filter((table) => table.partial)).toEqual([]);
  });

  it.each([
    'schemas', 'tables', 'indexes', 'enums', 'sequences', 'policies',
  ] as const)('declares the %s that drizzle-kit sees when it runs the file', (kind) => {
    expect(asGenerated(catalog[kind])).toEqual(asGenerated(executed[kind]));
  });

  it('declares the views, with the query where it is written as SQL', () => {
    const known = [...catalog.views].filter(([, view]) => view.definition !== null);
    expect([...catalog.views.keys()].sort()).toEqual([...executed.views.keys()].sort());
    expect(asGenerated(new Map(known))).toEqual(
      asGenerated(new Map([...executed.views].filter(([key]) => catalog.views.get(key)?.definition !== null))));
  });

  it('gives every object a place in the file', () => {
    const text = readFileSync(resolve(root, 'test/fixtures/schema', file), 'utf8');
    for (const origin of originsOf(catalog)) {
      expect(origin.file).toBe(`test/fixtures/schema/${file}`);
      expect(origin.span.end).toBeGreaterThan(origin.span.start);
      expect(origin.span.end).toBeLessThanOrEqual(text.length);
    }
  });

  it('reads the same from the tree of typescript-eslint', () => {
    expect(read(file, casing, parseWithTypescriptEslint)).toEqual(schema);
  });
});

it('every fixture has something of every kind', () => {
  const all = fixtures.map(({ file, casing }) => read(file, casing, parseModule).catalog);
  for (const kind of ['tables', 'indexes', 'enums', 'sequences', 'policies', 'views'] as const) {
    expect(all.some((catalog) => catalog[kind].size > 1), kind).toBe(true);
  }
});

function read(file: string, casing: Casing | null, parse: ParseModule): DeclaredSchema {
  return readSchema({
    entries: [`test/fixtures/schema/${file}`], casing, parse,
    read: (path) => readFileSync(resolve(root, path), 'utf8'), resolve: () => null,
  });
}

/** drizzle-kit's own reading of the module as vitest runs it. */
function executedCatalog(exports: Readonly<Record<string, unknown>>, casing: Casing | null): Catalog {
  const json: unknown = generateDrizzleJson({ ...exports }, undefined, undefined, casing ?? undefined);
  const text = JSON.stringify(json, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  const reading = readSnapshot('executed.json', text, { spellType });
  if (!reading.ok) throw new Error(reading.problem.message);
  return reading.snapshot.catalog;
}

const parseWithTypescriptEslint: ParseModule = (file, text) => {
  const parsed = typescriptEslint.parseForESLint(text, { filePath: file, range: true, loc: true });
  return { program: parsed.ast as Program, problem: null, comments: [] };
};

function originsOf(catalog: Catalog): readonly { file: string; span: { start: number; end: number } }[] {
  const tables = [...catalog.tables.values()];
  return [
    ...tables, ...tables.flatMap((table) => [...table.columns, ...table.constraints]), ...catalog.indexes.values(),
    ...catalog.enums.values(), ...catalog.views.values(), ...catalog.policies.values(), ...catalog.sequences.values(),
  ].map(({ origin }) => {
    if (origin === null) throw new Error('an object has no origin');
    return origin;
  });
}
