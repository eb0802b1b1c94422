import { join, posix } from 'node:path';
import { rules as ours } from '../../rules/index.ts';
import { importedSpecifiers } from '../parse/schema/imported-specifiers.ts';
import type { ParseModule } from '../parse/schema/oxc.ts';
import { expandSchema } from '../project/glob.ts';
import type { ImportResolver } from '../project/resolve-import.ts';
import type { Standpoint } from '../project/root.ts';
import { workingTree } from '../project/working-tree.ts';
import type { Rule } from '../rule/rule.ts';
import { sameElements } from '../text/last-answers.ts';
import { lineMap } from '../text/line-map.ts';
import { Problem } from '../text/problem.ts';
import type { Texts } from '../text/texts.ts';
import { checkedRule, messageOf } from './checked-rule.ts';
import { loadRule } from './load-rule.ts';

/** Where rule files lie. They are run as they are on disk; `texts` says which there are, and is asked for each that is run. */
export interface RuleSources {
  readonly texts: Texts;
  readonly standing: Standpoint;
  readonly resolve: ImportResolver;
  readonly parse: ParseModule;
  /** Who named them: `sluice test-rules` takes files as arguments. */
  readonly namedBy: 'settings' | 'arguments';
}

/**
 * The rules of a project, and the only place where they come from: ours, then those of its rule files, which `patterns` name
 * relative to `folder`; `!` before one takes files away. The same files give the same value. @throws Problem for a file that is missing or holds no rule.
 */
export function projectRules(patterns: readonly string[], folder: string, sources: RuleSources): readonly Rule[] {
  if (patterns.length === 0) return ours;
  const files = patterns.filter((pattern) => !isLeftOut(pattern)).flatMap((pattern) => filesOf(pattern, folder, sources));
  const leftOut = patterns.filter(isLeftOut).flatMap((pattern) => expandSchema(sources.texts, folder, pattern.slice(1)));
  const own = [...new Set(files)].filter((file) => !leftOut.includes(file)).map((file) => ruleIn(file, sources));
  for (const [place, rule] of own.entries()) refuseTaken(rule, own.slice(0, place), sources);
  return joined(own);
}

/** `!./sluice-rules/*.test.ts` takes away from what the other globs name. */
function isLeftOut(pattern: string): boolean {
  return pattern.startsWith('!') && !pattern.startsWith('!(');
}

function filesOf(pattern: string, folder: string, { texts, namedBy }: RuleSources): readonly string[] {
  const files = pattern === '' ? [] : expandSchema(texts, folder, pattern);
  if (files.length > 0) return files;
  if (namedBy === 'arguments') throw new Problem(`No file matches "${pattern}".`, 'Name files with a rule each; without any, all that the settings name are tested.');
  throw new Problem(
    `No file matches "${pattern}" of "ruleFiles" in the settings.`,
    'Name files with a rule each, as globs relative to the file of the settings, such as "./sluice-rules/*.ts".',
  );
}

/** Ids are how settings and comments name rules, so each is one rule; a family of ours may grow with every release. */
function refuseTaken({ id, file = '' }: Rule, before: readonly Rule[], { standing }: RuleSources): void {
  const [family = ''] = id.split('/');
  const shown = shownIn(standing, file);
  if (ours.some((rule) => rule.id.startsWith(`${family}/`))) {
    throw new Problem(`${shown}: the id "${id}" lies in a family of ours.`, `Give it a family of your own: "team/${id.slice(family.length + 1)}".`);
  }
  const other = before.find((rule) => rule.id === id)?.file;
  if (other !== undefined) throw new Problem(`${shown}: the id "${id}" is taken by ${shownIn(standing, other)}.`, 'Give each rule an id of its own.');
}

function shownIn({ folder }: Standpoint, file: string): string {
  return posix.relative(folder, file);
}

interface Loaded {
  /** The file and all that it imports, as they were on disk when it was run. */
  readonly read: readonly (string | null)[];
  readonly rule: Rule;
}

/** By the absolute path of its file, and how that is shown. */
const loaded = new Map<string, Loaded>();

function ruleIn(file: string, sources: RuleSources): Rule {
  const { standing } = sources;
  const shown = shownIn(standing, file);
  const files = withImports(file, sources);
  const disk = workingTree(standing.root);
  const read = files.flatMap((each) => [each, disk.read(each)]);
  const key = `${join(standing.root, file)}\0${shown}`;
  const known = loaded.get(key);
  if (known !== undefined && sameElements(known.read, read)) return known.rule;
  const rule = checkedRule(runIn(file, sources), file, shown);
  loaded.set(key, { read, rule });
  return rule;
}

function runIn(file: string, { standing }: RuleSources): unknown {
  try {
    return loadRule(join(standing.root, file));
  } catch (error) {
    throw new Problem(`${shownIn(standing, file)} cannot be run: ${messageOf(error)}.`, 'Mend the rule file, or take it out of "ruleFiles".');
  }
}

/** A rule file and the files of the project that it imports, each once. @throws Problem for one that is no TypeScript. */
function withImports(file: string, { texts, standing, resolve, parse }: RuleSources): readonly string[] {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    const text = texts.read(path);
    if (text === null || path.endsWith('.json')) return;
    const { program, problem } = parse(path, text);
    if (problem !== null) throw unreadable(shownIn(standing, path), text, problem);
    for (const specifier of program === null ? [] : importedSpecifiers(program)) {
      const target = resolve(specifier, path);
      if (target !== null) visit(target);
    }
  };
  visit(file);
  return [...found];
}

function unreadable(shown: string, text: string, { message, span }: NonNullable<ReturnType<ParseModule>['problem']>): Problem {
  const { line, column } = lineMap(text).positionAt(span.start);
  return new Problem(`${shown}:${line}:${column} cannot be read: ${messageOf(message)}.`, 'Mend the rule file, or take it out of "ruleFiles".');
}

let last: readonly (readonly Rule[])[] = [];
const mostJoined = 16;

/** The same rules are the same list, so that what was made of the list holds. */
function joined(own: readonly Rule[]): readonly Rule[] {
  const all = [...ours, ...own];
  const known = last.find((each) => sameElements(each, all)) ?? all;
  last = [known, ...last.filter((each) => each !== known)].slice(0, mostJoined);
  return known;
}
