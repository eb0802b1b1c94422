import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ESLint } from 'eslint';
import sluicePlugin from '../../src/eslint/index.ts';
import { check } from '../../src/cli/check.ts';
import { freshMemory } from '../../src/intake/read-state.ts';
import { takeIn } from '../../src/intake/take-in.ts';
import { importResolver } from '../../src/project/resolve-import.ts';
import { standpointWithoutGit } from '../../src/project/root.ts';
import { workingTree } from '../../src/project/working-tree.ts';

/** A finding as both hosts can name it. */
export type Place = string;

interface JsonFinding {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
}

/** What `sluice check --all` finds in a project, by the very function behind the command. */
export async function placesOfCheck(folder: string, report: string): Promise<readonly Place[]> {
  await check([], { cwd: folder, all: true, format: 'json', output: [report] });
  const { findings } = JSON.parse(readFileSync(report, 'utf8')) as { readonly findings: readonly JsonFinding[] };
  return findings
    .map(({ rule, file, line, column, endLine, endColumn, message }) =>
      `${rule} ${file}:${line}:${column}-${endLine}:${endColumn} ${message}`)
    .sort();
}

/**
 * What ESLint finds in the files of a project that the gate reads, with nothing but our recommended configuration. It
 * lints nothing above its working directory: where a project keeps its migrations beside itself, that is the workspace.
 */
export async function placesOfEslint(folder: string): Promise<readonly Place[]> {
  const { root, files } = filesOf(folder);
  const isAside = [...files].some((file) => relative(folder, file).startsWith('..'));
  const place = isAside ? [{ settings: { sluice: { cwd: relative(root, folder) } } }] : [];
  const eslint = new ESLint({
    cwd: isAside ? root : folder, overrideConfigFile: true, overrideConfig: [...sluicePlugin.configsIn(isAside ? root : folder).recommended, ...place],
    errorOnUnmatchedPattern: false, ignore: false,
  });
  const results = await eslint.lintFiles([...files]);
  return results.flatMap(({ filePath, messages }) => messages.map((message) => {
    const file = relative(folder, filePath);
    if (message.ruleId === null) return `ESLint ${file}:${message.line}:${message.column} ${message.message}`;
    const { line, column, endLine, endColumn } = message;
    // Before the first column is where no comment of the line reaches; see eslint-rule.ts.
    return `${message.ruleId.replace(/^sluice\//, '')} ${file}:${line}:${Math.max(column, 1)}-${endLine ?? line}:${endColumn ?? column} ${message.message}`;
  })).filter((place) => !isOfEslintItself(place)).sort();
}

/**
 * In TypeScript ESLint speaks of comments itself, beside our rules about them: of unused ones, and of rules it does not
 * know; docs/editor.md says so.
 */
function isOfEslintItself(place: Place): boolean {
  return /^ESLint \S+\.ts:\S+ Unused eslint-disable directive|\.ts:\S+ Definition for rule '.*' was not found\.$/.test(place);
}

function filesOf(folder: string): { readonly root: string; readonly files: ReadonlySet<string> } {
  const here = standpointWithoutGit(folder);
  const texts = workingTree(here.root);
  const source = { here, texts, resolve: importResolver(here.root), memory: freshMemory() };
  const { facts, root } = takeIn({ cwd: folder, scope: { kind: 'all' }, paths: [], conflicts: 'reported' }, source);
  const inFolder = texts.list(facts.history.folder).filter((file) => file.endsWith('.sql'));
  const read = [...facts.schemaFiles, ...(facts.declared === null ? [] : originsOf(facts.declared))];
  const files = [...inFolder, ...read, facts.history.journalFile].filter((file) => texts.exists(file));
  return { root, files: new Set(files.map((file) => join(root, file))) };
}

function originsOf(declared: { readonly tables: ReadonlyMap<string, { readonly origin: { readonly file: string } | null }> }): readonly string[] {
  return [...declared.tables.values()].flatMap(({ origin }) => (origin === null ? [] : [origin.file]));
}
