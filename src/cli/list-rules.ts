import { rules } from '../../rules/index.ts';

/** Prints every rule with its level and what it asks for. */
export function listRules(): void {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, level, title }) => `${id.padEnd(width)}  ${level.padEnd(5)}  ${title}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
