import type { DirectedFile } from '../../facts/directive.ts';
import type { Origin } from '../../text/span.ts';
import { plainValue, readJson } from '../../text/json.ts';
import { readDirectives } from '../directives/read-directives.ts';
import { emptyModule, indexModule, jsonModule, type Module } from './modules.ts';
import type { ParseModule } from './oxc.ts';
import { pathFrom } from './paths.ts';

/** Where the files of a schema come from. */
export interface Sources {
  /** The text of a file, or null if there is none. */
  read(path: string): string | null;
  /** The file an import means, or null where it is not known: a package, or a relative import left to us. */
  resolve(specifier: string, from: string): string | null;
  readonly parse: ParseModule;
}

export interface Unresolved {
  readonly origin: Origin;
  readonly reason: string;
}

/** The files read so far, each once. */
export interface ModuleGraph {
  at(file: string): Module;
  /** The module an import means, or null for a package or a file that is not there. */
  find(specifier: string, from: Module): Module | null;
  files(): readonly string[];
  /** Files that could not be read or parsed. */
  problems(): readonly Unresolved[];
  /** Files with comments that take findings away. */
  directed(): readonly DirectedFile[];
}

export function moduleGraph(sources: Sources): ModuleGraph {
  const modules = new Map<string, Module>();
  const problems: Unresolved[] = [];
  /** Every identifier that is imported asks for its module. */
  const found = new Map<Module, Map<string, Module | null>>();
  const directed: DirectedFile[] = [];
  const at = (file: string): Module => {
    const known = modules.get(file);
    if (known !== undefined) return known;
    const { module, problem, comments } = load(file, sources);
    modules.set(file, module);
    if (problem !== null) problems.push(problem);
    if (comments !== null) directed.push(comments);
    return module;
  };
  return {
    at,
    find(specifier, from) {
      const known = found.get(from) ?? new Map<string, Module | null>();
      found.set(from, known);
      const before = known.get(specifier);
      if (before !== undefined) return before;
      const file = fileOf(specifier, from.file, sources);
      const module = file === null ? null : at(file);
      known.set(specifier, module);
      return module;
    },
    files: () => [...modules.keys()],
    problems: () => problems,
    directed: () => directed,
  };
}

interface Loaded {
  readonly module: Module;
  readonly problem: Unresolved | null;
  /** Null: none that takes findings away. */
  readonly comments: DirectedFile | null;
}

function load(file: string, sources: Sources): Loaded {
  const text = sources.read(file);
  if (text === null) return failed(file, 'the file cannot be read', { start: 0, end: 0 });
  if (file.endsWith('.json')) return loadJson(file, text);
  const { program, problem, comments } = sources.parse(file, text);
  const directives = readDirectives(file, text, comments, 'typescript');
  const unresolved = problem === null ? null : { origin: { file, span: problem.span }, reason: problem.message };
  return {
    module: program === null ? emptyModule(file) : indexModule(file, program),
    problem: unresolved,
    comments: directives.length === 0 ? null : { file, text, language: 'typescript', directives },
  };
}

function loadJson(file: string, text: string): Loaded {
  const json = readJson(text);
  if (!json.ok) return failed(file, `the file is not JSON: ${json.message}`, json.span);
  return { module: jsonModule(file, plainValue(json.node)), problem: null, comments: null };
}

function failed(file: string, reason: string, span: Origin['span']): Loaded {
  return { module: emptyModule(file), problem: { origin: { file, span }, reason }, comments: null };
}

function fileOf(specifier: string, from: string, sources: Sources): string | null {
  const resolved = sources.resolve(specifier, from);
  if (resolved !== null) return isPackageFile(resolved) ? null : resolved;
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return null;
  return candidates(pathFrom(from, specifier)).find((candidate) => sources.read(candidate) !== null) ?? null;
}

/** Code of a third party is not read: a schema that leans on it says so. */
function isPackageFile(file: string): boolean {
  return /(?:^|\/)node_modules\//.test(file) || /\.d\.[cm]?ts$/.test(file);
}

/** Files a relative import may mean, as TypeScript and bundlers look for them. */
function candidates(path: string): readonly string[] {
  const emitted = path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
  const hasExtension = /\.(?:[cm]?[jt]sx?|json)$/.test(path);
  const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '/index.ts', '/index.tsx', '/index.js'];
  return [...(hasExtension ? [emitted, path] : []), ...endings.map((ending) => path + ending)];
}
