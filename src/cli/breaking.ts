import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { breakingStatements } from '../engine/breaking-statements.ts';
import type { Scope } from '../intake/request.ts';
import { takeIn } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { workingFolder } from '../project/root.ts';
import { writeAll } from '../project/write-files.ts';
import { plural } from '../report/count-words.ts';
import { releaseNotes } from '../report/release-notes.ts';
import { lackOf } from '../rule/breaking-note.ts';
import { Problem } from '../text/problem.ts';

/** What `sluice breaking` is given. */
export interface BreakingFlags {
  readonly cwd: string;
  readonly config?: string;
  readonly drizzleConfig?: string;
  readonly schema?: readonly string[];
  readonly out?: string;
  readonly all?: true;
  readonly since?: string;
  readonly latest?: number;
  readonly output?: string;
}

/**
 * Prints the breaking changes of a range as release notes, or writes them into a file. Those without a note are listed as
 * such, and counted on stderr: whether that fails a build is for `sluice check`.
 */
export function breakingCommand(range: string | undefined, { output, ...flags }: BreakingFlags): void {
  preferBaselineCompiler();
  const cwd = workingFolder(flags.cwd);
  const file = output === undefined ? null : writableFile(cwd, output);
  const { config, drizzleConfig, schema, out } = flags;
  const { facts } = takeIn({
    cwd, scope: scopeOf(range, flags), paths: [],
    ...(config === undefined ? {} : { config }), ...(drizzleConfig === undefined ? {} : { drizzleConfig }),
    ...(schema === undefined ? {} : { schema }), ...(out === undefined ? {} : { out }),
  });
  const statements = breakingStatements(facts);
  const text = releaseNotes(statements);
  if (file === null) process.stdout.write(text);
  else write(file, output ?? '', text);
  const bare = statements.filter(({ note }) => lackOf(note) !== null).length;
  if (bare === 0) return;
  process.stderr.write(`sluice: ${plural(bare, 'statement')} of these ${bare === 1 ? 'is' : 'are'} not documented.\n`
    + '  Lead each with a note: -- breaking: <who breaks>; <what they do>\n');
}

function scopeOf(range: string | undefined, { all, since, latest }: BreakingFlags): Scope {
  const flagged = [all, since, latest].filter((flag) => flag !== undefined).length;
  if (flagged + (range === undefined ? 0 : 1) > 1) {
    throw new Problem('More than one range is given.', 'Give a range such as v1.0..v1.1, or one of --since, --all and --latest.');
  }
  if (range !== undefined) return rangeOf(range);
  if (latest !== undefined) return { kind: 'latest', count: latest };
  if (all !== undefined) return { kind: 'all' };
  return since === undefined ? { kind: 'new' } : { kind: 'since', ref: since };
}

/** As git writes it: without an end it ends at HEAD, without dots at the files as they are. */
function rangeOf(range: string): Scope {
  const [, from, to] = /^(.*?)\.\.\.?(.*)$/.exec(range) ?? [];
  if (from === undefined || to === undefined) return { kind: 'since', ref: range };
  if (from === '') throw new Problem(`"${range}" has no beginning.`, 'Write it as v1.0..v1.1.');
  return { kind: 'between', from, to: to === '' ? 'HEAD' : to };
}

function write(path: string, name: string, text: string): void {
  const written = writeAll('', [{ path, text }]);
  if (!written.ok) throw new Problem(`${name} cannot be written: ${written.message}.`, 'Give -o the path of a file that may be written.');
}

function writableFile(cwd: string, name: string): string {
  const file = resolve(cwd, name);
  if (existsSync(dirname(file))) return file;
  throw new Problem(`There is no folder ${dirname(name)} to write ${name} into.`, 'Make the folder first, or give -o another path.');
}
