import { closest, distance } from 'fastest-levenshtein';
import * as v from 'valibot';
import { presets } from '../rule/presets.ts';
import type { Rule } from '../rule/rule.ts';
import { Problem } from '../text/problem.ts';
import { checkNames } from './check-names.ts';
import { contained } from './contained.ts';
import { isObject } from './is-object.ts';
import { reportShape } from './report-shape.ts';

const level = v.picklist(['error', 'warn', 'info']);
const sentences = v.pipe(v.string(), v.regex(/^(?:\P{Cc}|\n)+$/u, 'expected sentences without control characters'));
const heading = v.pipe(v.string(), v.regex(/^\P{Cc}+$/u, 'expected one line'));
const ask = v.custom<(...asked: readonly unknown[]) => unknown>((value) => typeof value === 'function', 'expected a function');

/** What valibot makes of `v.object({ … })`, in whatever copy of it. */
const optionsSchema = v.custom(
  (value) => v.is(v.looseObject({ kind: v.literal('schema'), entries: v.record(v.string(), v.unknown()) }), value),
  'expected v.object({ … }), where v is that of drizzle-sluice/rule',
);

/** What `rule({ … })` gives, as far as the engine leans on it. */
const shape = v.looseObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'expected family/name in small letters, such as "library/archived-at"'),
  ),
  title: heading,
  why: sentences,
  instead: sentences,
  level: v.union([level, v.literal('off')]),
  presets: v.optional(v.record(v.picklist(presets), level)),
  needs: v.optional(v.array(v.picklist(['pending', 'git', 'database']))),
  silent: v.optional(v.array(sentences)),
  options: v.nullable(optionsSchema),
  examples: v.array(v.looseObject({})),
  check: v.record(v.string(), ask),
});

const reports = v.array(reportShape);

/**
 * A rule as a rule file exports it, looked at once, here; `file` as findings have paths, `shown` as the user sees it. What it
 * throws while it checks, or answers that is no report, is told with its name and its file, for it is no bug of ours.
 * @throws Problem for what is no rule.
 */
export function checkedRule(exported: unknown, file: string, shown: string): Rule {
  if (exported === undefined) {
    throw new Problem(
      `${shown} has no default export.`,
      'Write it as "export default rule({ … })"; a file that helps rules is kept where "ruleFiles" does not match it.',
    );
  }
  const parsed = v.safeParse(shape, exported);
  if (!parsed.success) throw noRule(parsed.issues[0], shown);
  const rule = exported as Rule;
  refuseUnknownChecks(rule, shown);
  return { ...rule, file, check: guarded(rule, shown) };
}

function noRule(issue: v.BaseIssue<unknown>, shown: string): Problem {
  const path = v.getDotPath(issue);
  return new Problem(
    `${shown} is no rule: ${path === null ? `its default export: ${wrongWith(issue)}` : `"${path}"${wrongAt(issue)}`}.`,
    'Make it with rule({ … }) from drizzle-sluice/rule: TypeScript then says what is missing.',
  );
}

/** Valibot calls a key that is not there one that was expected by its name. */
function wrongAt(issue: v.BaseIssue<unknown>): string {
  return issue.received === 'undefined' ? ' is missing' : `: ${wrongWith(issue)}`;
}

function wrongWith({ message, expected, received }: v.BaseIssue<unknown>): string {
  return message.startsWith('expected') ? message : `expected ${expected ?? 'another value'}, got ${received}`;
}

/** What nobody asks would look like a rule that finds nothing. */
function refuseUnknownChecks({ check }: Rule, shown: string): void {
  const unknown = Object.keys(check).find((name) => !checkNames.includes(name));
  if (unknown === undefined) return;
  const near = closest(unknown, [...checkNames]);
  throw new Problem(
    `${shown} is no rule: nothing asks its check "${unknown}".`,
    `${distance(unknown, near) <= 3 ? `Is "${near}" meant? ` : ''}The names of checks are those of the type Checks of drizzle-sluice/rule.`,
  );
}

function guarded({ id, check }: Rule, shown: string): Rule['check'] {
  const asks: readonly (readonly [string, (...on: readonly never[]) => unknown])[] = Object.entries(check);
  return Object.fromEntries(asks.map(([name, ask]) =>
    [name, (...on: readonly never[]) => checkedAnswer(answered(() => ask(...on), id, shown), { id, shown, name })]));
}

function checkedAnswer(given: unknown, { id, shown, name }: Readonly<Record<'id' | 'shown' | 'name', string>>): unknown {
  if (given === undefined) return given;
  const { success, issues } = v.safeParse(Array.isArray(given) ? reports : reportShape, given);
  if (success) return given;
  throw new Problem(
    `The rule "${id}" (${shown}) answered what is no report: its check "${name}" gave ${briefly(given, issues[0])}.`,
    'A check gives nothing, { at, text }, or a list of these; at is an origin such as table.origin, and is not null.',
  );
}

function answered(ask: () => unknown, id: string, shown: string): unknown {
  try {
    return contained(ask);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      `The rule "${id}" (${shown}) threw while it checked: ${messageOf(error)}${placeOf(error, shown)}.`,
      'Mend the rule; "sluice test-rules" runs its examples.',
    );
  }
}

/** In one line, whatever was thrown. */
export function messageOf(thrown: unknown): string {
  const [line = ''] = (isObject(thrown) ? messageIn(thrown) : String(thrown)).split('\n');
  return line.replace(/\.$/, '');
}

/** Of an error, in whatever realm it was made; an object without a prototype is none and cannot even be made a string. */
function messageIn(thrown: object): string {
  return 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : `an object of ${Object.keys(thrown).join(', ') || 'nothing'}`;
}

/** The line of the rule's file that threw, if the stack names it. */
function placeOf(thrown: unknown, shown: string): string {
  const name = shown.slice(shown.lastIndexOf('/') + 1);
  const stack = thrown instanceof Error ? thrown.stack ?? '' : '';
  const line = stack.split('\n').find((each) => each.includes(`/${name}:`));
  const [, at] = line === undefined ? [] : /:(\d+):\d+\)?$/.exec(line) ?? [];
  return at === undefined ? '' : ` (line ${at})`;
}

function briefly(given: unknown, issue: v.BaseIssue<unknown>): string {
  if (!isObject(given)) return typeof given === 'function' ? 'a function' : String(given);
  if (given instanceof Promise) return 'a promise';
  const what = Array.isArray(given) ? 'a list' : 'an object';
  const path = `"${v.getDotPath(issue) ?? ''}"`;
  return issue.received === 'undefined' ? `${what} without ${path}` : `${what} whose ${path} is ${issue.received}`;
}
