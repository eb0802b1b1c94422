import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { breakingStatements } from '../engine/breaking-statements.ts';
import type { Scope } from '../intake/request.ts';
import { takeIn } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { workingFolder } from '../project/root.ts';
import { writeAll } from '../project/write-files.ts';
import { releaseNotes } from '../report/release-notes.ts';
import { lackOf } from '../rule/breaking-note.ts';
import { plural } from '../text/plural.ts';
import { Problem } from '../text/problem.ts';
import { projectPaths, scopeOf, type ProjectFlags, type ScopeFlags } from './project-flags.ts';

/** What `sluice breaking` is given. */
export interface BreakingFlags extends ProjectFlags, ScopeFlags {
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
  const { facts } = takeIn({ cwd, scope: rangeAsked(range, flags), paths: [], ...projectPaths(flags) });
  const statements = breakingStatements(facts);
  const text = releaseNotes(statements);
  if (file === null) process.stdout.write(text);
  else write(file, output ?? '', text);
  const bare = statements.filter(({ note }) => lackOf(note) !== null).length;
  if (bare === 0) return;
  process.stderr.write(`sluice: ${plural(bare, 'statement')} of these ${bare === 1 ? 'is' : 'are'} not documented.\n`
    + '  Lead each with a note: -- breaking: <who breaks>; <what they do>\n');
}

function rangeAsked(range: string | undefined, flags: ScopeFlags): Scope {
  const { all, since, latest } = flags;
  const flagged = [all, since, latest].filter((flag) => flag !== undefined).length;
  if (flagged + (range === undefined ? 0 : 1) > 1) {
    throw new Problem('More than one range is given.', 'Give a range such as v1.0..v1.1, or one of --since, --all and --latest.');
  }
  return range === undefined ? scopeOf(flags) : rangeOf(range);
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
