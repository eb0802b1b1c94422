import { appendFileSync, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Paint } from '../report/pretty.ts';
import type { ReportInput } from '../report/report-input.ts';
import { writeAll } from '../project/write-files.ts';
import { Problem } from '../text/problem.ts';
import { formats, type Format } from './format.ts';

/** Where reports go. */
export interface Destinations {
  /** Null: a file is given in place of the output. */
  readonly printed: Format | null;
  readonly files: readonly ReportFile[];
  /** The file that GitHub Actions shows as the summary of the job, for a printed `github` format. */
  readonly jobSummary: string | null;
}

interface ReportFile {
  readonly format: Format;
  /** As it was typed. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/**
 * What `--format` and every `-o` ask for: `format=file`, or a file that takes the output's place. `stepSummary` is
 * `GITHUB_STEP_SUMMARY`. @throws Problem for a format that is none, a folder that is missing, or a file named twice:
 * said before the work, not after it.
 */
export function destinationsOf(
  cwd: string, format: Format, outputs: readonly string[], stepSummary: string | undefined,
): Destinations {
  const typed = outputs.map((output) => ({ ...formatAndName(output), output }));
  const files = typed.map(({ format: named, name }) => ({ format: named ?? format, name, path: resolve(cwd, name) }));
  for (const { name, path } of files) refuseFolder(name, path);
  refuseTwice(files);
  const printed = typed.some((each) => each.format === null) ? null : format;
  return { printed, files, jobSummary: printed === 'github' ? stepSummary || null : null };
}

/** A file's name may have an equals sign, but not behind a mere word: that would be a misspelt format. */
function formatAndName(output: string): { readonly format: Format | null; readonly name: string } {
  const [, word, name] = /^([a-z]+)=(.*)$/is.exec(output) ?? [];
  if (word === undefined || name === undefined) return { format: null, name: output };
  const format = formats.find((each) => each === word);
  if (format === undefined) {
    throw new Problem(`There is no format "${word}".`, `Formats are ${formats.join(', ')}; a file of that name is written with -o ./${output}.`);
  }
  if (name === '') throw new Problem(`-o ${output} names no file.`, `Write it as ${word}=file.`);
  return { format, name };
}

function refuseFolder(name: string, path: string): void {
  if (existsSync(dirname(path))) return;
  throw new Problem(`There is no folder ${dirname(name)} to write ${name} into.`, 'Make the folder first, or give -o another path.');
}

function refuseTwice(files: readonly ReportFile[]): void {
  const twice = files.find(({ path }, index) => files.findIndex((each) => each.path === path) !== index);
  if (twice !== undefined) throw new Problem(`${twice.name} is given to -o twice.`, 'Give each report a file of its own.');
}

/** Writes every file or none, then the job's summary; gives what is to be printed. @throws Problem if one cannot be written. */
export async function deliver(input: ReportInput, to: Destinations, paint: Paint): Promise<string> {
  const files = await Promise.all(to.files.map(async ({ format, path }) => ({ path, text: await render(format, input, null) })));
  const written = writeAll('', files);
  if (!written.ok) {
    const name = to.files.find(({ path }) => path === written.path)?.name ?? written.path;
    throw new Problem(`${name} cannot be written: ${written.message}.`, 'Give -o the path of a file that may be written.');
  }
  if (to.jobSummary !== null) appendSummary(to.jobSummary, await render('markdown', input, null));
  return to.printed === null ? '' : render(to.printed, input, paint);
}

function appendSummary(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Problem(`The job's summary cannot be written: ${message}.`, 'Let GITHUB_STEP_SUMMARY name a file that may be written, or unset it.');
  }
}

/** Each format is loaded when somebody asks for it. `paint` null: no colours. */
async function render(format: Format, input: ReportInput, paint: Paint | null): Promise<string> {
  switch (format) {
    case 'pretty': {
      const { noPaint, pretty } = await import('../report/pretty.ts');
      return pretty(input, paint ?? noPaint);
    }
    case 'json': return (await import('../report/json.ts')).json(input);
    case 'github': return (await import('../report/github.ts')).github(input);
    case 'sarif': return (await import('../report/sarif.ts')).sarif(input);
    case 'gitlab': return (await import('../report/gitlab.ts')).gitlab(input);
    case 'junit': return (await import('../report/junit.ts')).junit(input);
    case 'markdown': return (await import('../report/markdown.ts')).markdown(input);
    default: return format satisfies never;
  }
}
