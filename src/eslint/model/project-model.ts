import { posix } from 'node:path';
import { chooseRules, type ChosenRule, type RuleChoice } from '../../engine/choose-rules.ts';
import { judge } from '../../engine/judge.ts';
import type { Intake, Source } from '../../intake/take-in.ts';
import { overlaid } from '../../project/overlaid.ts';
import { rememberedAnswers, type Answers } from '../../project/remembered-answers.ts';
import { importResolver } from '../../project/resolve-import.ts';
import type { Standpoint } from '../../project/root.ts';
import type { Finding } from '../../rule/finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { Problem } from '../../text/problem.ts';
import type { Texts } from '../../text/texts.ts';
import type { Ground, Resolver } from './ground.ts';
import { ruleChoice, type HostChoice } from './rule-choice.ts';

/** A file in another form than on disk: what an editor holds and has not saved. */
export interface Buffer {
  readonly path: string;
  readonly text: string;
}

/** What is said of a whole project, or why nothing is. */
export type ProjectReading =
  | { readonly kind: 'read'; readonly intake: Intake; readonly findingsIn: (file: string, choice: HostChoice) => readonly Finding[] }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** One project, read again only where something of it has changed. */
export interface ProjectModel {
  /** As it is on disk. */
  readonly onDisk: () => ProjectReading;
  /** With a buffer in place of a file. */
  readonly withBuffer: (buffer: Buffer) => ProjectReading;
  /** Whether a buffer could change anything: the file was read, or would be if it were there. */
  readonly dependsOn: (path: string) => boolean;
}

/** Forms of a project that are kept besides the one on disk: an editor has some files open that are not saved. */
const buffersKept = 4;
/** What ESLint's configurations say of rules, and there are few of them. */
const choicesKept = 64;

interface Kept {
  readonly buffer: Buffer | null;
  readonly answers: Answers;
  readonly resolver: Resolver;
  readonly reading: ProjectReading;
  checkedAt: number;
}

/** A project on a ground; `take` reads it. */
export function projectModel(ground: Ground, here: Standpoint, take: (source: Source) => Intake): ProjectModel {
  const { root, tree, memory } = ground;
  const chosen = rememberingChoices();
  let disk: Kept | null = null;
  let buffers: readonly Kept[] = [];

  function read(buffer: Buffer | null): Kept {
    const answers = rememberedAnswers(tree);
    const texts = buffer === null ? answers.texts : overlaid(answers.texts, new Map([[buffer.path, buffer.text]]));
    const resolver = resolverWith(buffer, texts);
    const reading = readingOf(() => take({ here, texts, resolve: resolver.resolve, memory }), chosen);
    return { buffer, answers, resolver, reading, checkedAt: tree.look(Infinity) };
  }

  /** A file that is not written yet, or that says where imports lead, is in nobody's cache. */
  function resolverWith(buffer: Buffer | null, texts: Texts): Resolver {
    const isShared = buffer === null || (tree.exists(buffer.path) && posix.extname(buffer.path) !== '.json');
    if (isShared) return ground.resolver();
    return { resolve: importResolver(root, texts), answers: ground.resolver().answers, born: ground.now() };
  }

  function holds(kept: Kept): boolean {
    const look = tree.look(Infinity);
    if (kept.checkedAt === look) return true;
    const isCurrent = kept.resolver.answers === ground.resolver().answers && kept.answers.holds();
    if (isCurrent) kept.checkedAt = look;
    return isCurrent;
  }

  function onDisk(): Kept {
    disk = disk !== null && holds(disk) ? disk : read(null);
    return disk;
  }

  function withBuffer(buffer: Buffer): Kept {
    const same = buffers.find((kept) => kept.buffer?.path === buffer.path && kept.buffer.text === buffer.text);
    const kept = same !== undefined && holds(same) ? same : read(buffer);
    buffers = [kept, ...buffers.filter((each) => each !== same)].slice(0, buffersKept);
    return kept;
  }

  return {
    onDisk: () => onDisk().reading,
    withBuffer: (buffer) => withBuffer(buffer).reading,
    dependsOn: (path) => {
      const { answers } = onDisk();
      return answers.wasRead(path) || (!tree.exists(path) && answers.wouldNotice(path));
    },
  };
}

type Choices = (intake: Intake, choice: HostChoice) => readonly ChosenRule[];

function readingOf(take: () => Intake, chosen: Choices): ProjectReading {
  try {
    const intake = take();
    intake.rules();
    return { kind: 'read', intake, findingsIn: findingsByFile(intake, chosen) };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'problem', problem: error };
    throw error;
  }
}

/** Judges once for each choice of rules, however many files are asked for. */
function findingsByFile(intake: Intake, chosen: Choices): (file: string, choice: HostChoice) => readonly Finding[] {
  const judged = new Map<string, ReadonlyMap<string, readonly Finding[]>>();
  return (file, choice) => {
    const key = JSON.stringify([choice.preset, choice.ruleOptions]);
    const byFile = judged.get(key) ?? judgedByFile(intake, chosen(intake, choice));
    judged.set(key, byFile);
    return byFile.get(file) ?? [];
  };
}

function judgedByFile(intake: Intake, chosen: readonly ChosenRule[]): ReadonlyMap<string, readonly Finding[]> {
  const { findings, suppressed } = judge(intake.facts, chosen, { ruleIds: intake.rules().map(({ id }) => id), baseline: intake.baseline });
  const byFile = new Map<string, Finding[]>();
  for (const finding of [...findings, ...suppressed]) {
    const there = byFile.get(finding.at.file);
    if (there === undefined) byFile.set(finding.at.file, [finding]);
    else there.push(finding);
  }
  return byFile;
}

/** The same rule, chosen in the same way, is the same value again: what it answered is kept with it. */
function rememberingChoices(): Choices {
  const known = new Map<string, { readonly of: readonly Rule[]; readonly chosen: readonly ChosenRule[] }>();
  const single = new Map<Rule, Map<string, ChosenRule>>();
  return (intake, host) => {
    const rules = intake.rules();
    const choice = ruleChoice(intake, host, rules);
    const key = JSON.stringify(choice);
    const before = known.get(key);
    if (before?.of === rules) return before.chosen;
    const chosen = chooseRules(rules, choice).map((each) => {
      const ways = single.get(each.rule) ?? new Map<string, ChosenRule>();
      const own = `${JSON.stringify(each.options)} ${ownChoice(each, choice)}`;
      const first = ways.get(own) ?? each;
      single.set(each.rule, ways.set(own, first));
      return first;
    });
    if (known.size >= choicesKept) {
      known.clear();
      single.clear();
    }
    known.set(key, { of: rules, chosen });
    return chosen;
  };
}

/** All that a choice says of one rule. */
function ownChoice({ rule: { id } }: ChosenRule, { extends: presets, rules: settings, overrides = [] }: RuleChoice): string {
  return JSON.stringify([id, presets, settings[id] ?? null, ...overrides.map(({ files, rules: own }) => [files, own[id] ?? null])]);
}
