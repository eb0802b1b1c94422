import { kinds, type Kind, type Layout } from '../kit/corruptions.ts';

/** What one tool says to one corrupted history. */
export interface Answer {
  readonly code: number;
  /** Its words, or the rule; empty: nothing. */
  readonly says: string;
}

/** One corrupted history before both tools. */
export interface Checked {
  readonly kind: Kind;
  readonly story: string;
  readonly kit: Answer;
  readonly sluice: Answer;
}

export interface CheckedLayout {
  readonly layout: Layout;
  /** Of drizzle-kit. */
  readonly version: string;
  readonly checked: readonly Checked[];
}

/** The text of docs/history-check.md; `date` is that of the run which wrote it. */
export function kitCheckPage(layouts: readonly CheckedLayout[], date: string): string {
  const versions = layouts.map(({ version, layout }) => `drizzle-kit ${version} on ${named[layout]}`).join(', ');
  return `# Beside drizzle-kit check

The page is written by \`npm run compare:kit\`; this is its run of ${date}: ${versions}. One small library, whose migrations
the three versions of drizzle-kit generated themselves, is corrupted in every way in which histories went wrong in projects,
and both tools check the same folder, outside git, with no settings. An exit code of 0 lets a pipeline go on. On the healthy
histories, with branches that were merged and SQL written by hand, both say nothing and end with 0. The snapshots of the folders
are of version 9: drizzle-kit 1.0.0-rc.5 refuses those of version 8 until drizzle-kit up has rewritten them, and sluice check
says the same of both (test/cli/corruptions.test.ts).

| layout | tool | stops the pipeline | warns, and ends with 0 | says nothing |
| --- | --- | --- | --- | --- |
${layouts.flatMap(summary).join('\n')}

Counted are kinds, of which all forms have to be found; ${String(kinds.length)} can be done to folders, one less to a journal, whose
entries have their times beside their names.
${layouts.map(section).join('')}`;
}

const named: Readonly<Record<Layout, string>> = { journal: 'a journal', folders: 'folders' };

type End = 'stops' | 'warns' | 'silent';

function endOf({ code, says }: Answer): End {
  if (code !== 0) return 'stops';
  return says === '' ? 'silent' : 'warns';
}

function summary({ layout, version, checked }: CheckedLayout): readonly string[] {
  const row = (tool: string, answerOf: (one: Checked) => Answer): string => {
    const ends = [...new Set(checked.map(({ kind }) => kind))].map((kind) => weakest(checked.filter((one) => one.kind === kind).map(answerOf)));
    const count = (end: End): string => String(ends.filter((each) => each === end).length);
    return `| ${named[layout]} | ${tool} | ${count('stops')} of ${String(ends.length)} | ${count('warns')} | ${count('silent')} |`;
  };
  return [row(`drizzle-kit check ${version}`, ({ kit }) => kit), row('sluice check', ({ sluice }) => sluice)];
}

function weakest(answers: readonly Answer[]): End {
  const ends = answers.map(endOf);
  return (['silent', 'warns'] as const).find((end) => ends.includes(end)) ?? 'stops';
}

function section({ layout, version, checked }: CheckedLayout): string {
  const rows = checked.map(({ kind, story, kit, sluice }) => `| ${kind}: ${story} | ${cell(kit)} | ${cell(sluice)} |`);
  return `
## ${layout === 'journal' ? 'With a journal' : 'In folders'}

| corruption | drizzle-kit check ${version} | sluice check |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function cell({ code, says }: Answer): string {
  const words = says.replaceAll('|', '\\|').replaceAll('<', '&lt;');
  return `${String(code)}${words === '' ? '' : `: ${words}`}`;
}
