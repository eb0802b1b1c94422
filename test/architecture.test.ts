import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Who may import whom, besides itself. ARCHITECTURE.md draws the same table. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  text: [],
  facts: ['text'],
  catalog: ['facts', 'text'],
  naming: ['catalog', 'facts', 'text'],
  parse: ['facts', 'text'],
  rule: ['naming', 'catalog', 'facts', 'text'],
  rules: ['rule'],
  engine: ['rule', 'naming', 'catalog', 'facts', 'text'],
  report: ['engine', 'rule', 'naming', 'facts', 'text'],
  project: ['rule', 'facts', 'text'],
  'rule-files': ['rules', 'project', 'parse', 'rule', 'text'],
  intake: ['rule-files', 'project', 'parse', 'engine', 'rule', 'naming', 'catalog', 'facts', 'text'],
  evidence: ['catalog', 'facts', 'text'],
  'drizzle-kit': ['facts', 'text'],
  examples: ['evidence', 'intake', 'engine', 'parse', 'rule', 'facts', 'text'],
  gate: ['evidence', 'engine', 'catalog', 'facts', 'text'],
};

/** Rooms that compose the others; nobody imports them. */
const composers = ['cli', 'eslint', 'index.ts'];

/** The one room that may import a parser, driver or tool. */
const owners: Readonly<Record<string, string>> = {
  'libpg-query': 'parse/sql',
  'oxc-parser': 'parse/schema',
  'oxc-resolver': 'project',
  '@electric-sql/pglite': 'evidence',
  pg: 'gate',
  commander: 'cli',
  eslint: 'eslint',
  jiti: 'rule-files',
  '@babel/code-frame': 'report',
  'fast-xml-builder': 'report',
  inflection: 'naming',
};

/** Rooms without clock, disk, console or waiting. */
const pure = ['text', 'facts', 'catalog', 'naming', 'parse', 'rule', 'engine', 'report'];
/** The parser is a WebAssembly file that is read once. */
const readsItsParser = 'src/parse/sql/postgres-parser.ts';
/** A hash depends on its input alone: nothing of the world comes in. */
const touchesNothing = ['node:crypto'];

interface Import {
  readonly file: string;
  readonly room: string;
  readonly specifier: string;
}

const files = [...sources('src'), ...sources('rules')].filter((file) => !file.startsWith('src/db/'));
const imports = files.flatMap(importsOf);

describe('the arrows between rooms', () => {
  it('finds the imports it is about', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it('are those of the table', () => {
    const wrong = imports.filter((each) => {
      const target = targetRoom(each);
      if (target === null || target === each.room || composers.includes(each.room)) return false;
      return !(arrows[each.room] ?? []).includes(target);
    });
    expect(wrong).toEqual([]);
  });

  it('know every room', () => {
    const rooms = new Set(files.map(roomOf));
    expect([...rooms].filter((room) => !(room in arrows) && !composers.includes(room))).toEqual([]);
  });

  it('rules import the rule kit and nothing else', () => {
    const wrong = imports.filter(({ file, specifier }) =>
      file.startsWith('rules/') && file !== 'rules/index.ts' && specifier !== '#rule');
    expect(wrong).toEqual([]);
  });

  it('each third-party parser or driver has one room', () => {
    const wrong = imports.filter(({ file, specifier }) => {
      const owner = owners[packageOf(specifier)];
      return owner !== undefined && !file.startsWith(`src/${owner}/`);
    });
    expect(wrong).toEqual([]);
  });

  it('pure rooms use no part of Node that touches the world', () => {
    const wrong = imports.filter(({ file, room, specifier }) =>
      pure.includes(room) && specifier.startsWith('node:') && !touchesNothing.includes(specifier) && file !== readsItsParser);
    expect(wrong).toEqual([]);
  });

  it('only cli prints', () => {
    const printing = files.filter((file) => !file.startsWith('src/cli/') && /\bconsole\.(?:log|error|warn|info)\(|process\.stdout/.test(read(file)));
    expect(printing).toEqual([]);
  });
});

function importsOf(file: string): readonly Import[] {
  const pattern = /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;
  return [...read(file).matchAll(pattern)].map((match) => ({
    file, room: roomOf(file), specifier: match[1] ?? match[2] ?? match[3] ?? '',
  }));
}

function targetRoom({ file, specifier }: Import): string | null {
  if (specifier === '#rule') return 'rule';
  if (!specifier.startsWith('.')) return null;
  return roomOf(relative(root, resolve(root, dirname(file), specifier)));
}

function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'rules' ? 'rules' : second;
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
