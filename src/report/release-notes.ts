import type { BreakingStatement } from '../engine/breaking-statements.ts';
import { lackOf } from '../rule/breaking-note.ts';
import { prose } from './markdown.ts';

/** What breaks, as a section of release notes in Markdown: migration by migration, who breaks and what they do. */
export function releaseNotes(statements: readonly BreakingStatement[]): string {
  const tags = [...new Set(statements.map(({ migration }) => migration))];
  const parts = tags.map((tag) => [
    `### ${prose(tag)}`, '',
    ...statements.filter(({ migration }) => migration === tag).flatMap(itemOf), '',
  ].join('\n'));
  return ['## Breaking changes\n', ...(parts.length === 0 ? ['None.\n'] : parts)].join('\n');
}

function itemOf({ what, text, note }: BreakingStatement): readonly string[] {
  const [first, ...others] = what.length === 0 ? [`\`${text.replaceAll('`', "'")}\``] : what;
  const head = [capitalised(first ?? text), ...others].map((part) => prose(part)).join('; ');
  const lack = lackOf(note);
  return [
    `- **${head}.**`,
    ...(note === null || note.who === '' ? [] : [`  - Who: ${prose(note.who)}`]),
    ...(note === null || note.remedy === '' ? [] : [`  - What to do: ${prose(note.remedy)}`]),
    ...(lack === null ? [] : [`  - Not documented: ${lack}.`]),
  ];
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
