import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KitExit, outcomeOf } from './outcome.ts';

/** What `drizzle-kit generate` did in a folder of its own. */
export type Generated =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'written'; readonly sql: string }
  /** `about`: what it would ask of, as `column loan.due_on`; empty where it does not tell. */
  | { readonly kind: 'question'; readonly about: readonly string[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly timedOut: boolean };

const nothing = /^No schema changes, nothing to migrate/m;

/** What is printed behind the work by 0.31 and by 1.0 with `--output json`, also where it would have to ask. */
export const lastWords = new RegExp([
  nothing.source, String.raw`^\[✓\] Your SQL migration`, 'Error: Interactive prompts require a TTY',
  String.raw`^\{"status":"(?:ok|no_changes|missing_hints|error)"`,
].join('|'), 'm');

/** What 0.31 asks before 0.31.10, which does not look whether there is a terminal. */
const question = /^.*Is (.+?) (?:created or renamed|created\/renamed) from another\b/m;

/**
 * What a run came to. That it wrote is believed of the file alone, since a schema may print what it likes, and its exit
 * code tells nothing: 0.31 ends with 0 after an error, too.
 */
export function generatedBy(exit: KitExit, out: string): Generated {
  const sql = writtenSql(out);
  if (sql !== null) return { kind: 'written', sql };
  return answerOf(exit.output) ?? told(exit);
}

/** 0.31 writes `<tag>.sql` into the folder, 1.0 `<tag>/migration.sql`; the copy had no SQL. */
function writtenSql(out: string): string | null {
  const names = existsSync(out) ? readdirSync(out, { recursive: true, encoding: 'utf8' }) : [];
  const file = names.find((name) => name.endsWith('.sql'));
  return file === undefined ? null : readFileSync(join(out, file), 'utf8');
}

interface Answer {
  readonly status: string;
  readonly unresolved?: readonly { readonly kind: string; readonly entity: readonly string[] }[];
  readonly error?: { readonly code: string; readonly message?: string };
}

/** The line of JSON in which 1.0 answers; null where there is none. */
function answerOf(output: string): Generated | null {
  const line = output.split('\n').findLast((each) => each.includes('{"status":'));
  if (line === undefined) return null;
  const answer = parsed(line.slice(line.indexOf('{"status":')));
  switch (answer?.status) {
    case 'no_changes': return { kind: 'nothing' };
    case 'missing_hints': return { kind: 'question', about: (answer.unresolved ?? []).map(({ kind, entity }) => `${kind} ${nameOf(entity)}`) };
    case 'error': return { kind: 'failed', reason: firstLine(answer.error?.message) ?? saidOf(output) ?? answer.error?.code ?? 'an error', timedOut: false };
    default: return null;
  }
}

/** Node adds who asked for a module that is not there. */
function firstLine(text: string | undefined): string | undefined {
  return text?.split('\n', 1)[0];
}

function parsed(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return null;
  }
}

/** Names of the schema public go without it, as in all that we say. */
function nameOf([first, ...rest]: readonly string[]): string {
  return (first === 'public' && rest.length > 0 ? rest : [first, ...rest]).join('.');
}

/** What 1.0 says for people beside its JSON. */
function saidOf(output: string): string | null {
  return output.split('\n').map((line) => line.trim()).findLast((line) => line !== '' && !line.includes('{"status":')) ?? null;
}

function told(exit: KitExit): Generated {
  const { output } = exit;
  const [, asked] = question.exec(output) ?? [];
  if (asked !== undefined) return { kind: 'question', about: [asked] };
  if (output.includes('Interactive prompts require a TTY')) return { kind: 'question', about: [] };
  if (nothing.test(output) && !exit.timedOut) return { kind: 'nothing' };
  const outcome = outcomeOf('generate', exit);
  const reason = outcome.outcome === 'failed' ? outcome.reason : 'drizzle-kit generate wrote nothing.';
  return { kind: 'failed', reason: reason.replace(/^Error:? /, ''), timedOut: exit.timedOut };
}
