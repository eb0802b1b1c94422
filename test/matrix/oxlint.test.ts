import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lead, lineOf, replaceIn } from '../cli/living-copy.ts';
import { run } from '../cli/sluice.ts';
import { brokenConsumer, consumer, write } from './consumer.ts';
import { lint } from './lint.ts';

const oxlint = join(import.meta.dirname, 'node_modules/oxlint/bin/oxlint');
const schemas = 'src/db/schemas';
const agents = `${schemas}/agents.ts`;

/** What oxlint's JSON formatter has of a finding; places are in bytes. */
interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly offset: number; readonly length: number } }[];
}

/** A copy of the living project with every rule of our configuration for schemas in oxlint. */
function withOxlint(folder: string): string {
  write(folder, 'eslint.config.js', "import sluice from 'drizzle-sluice/eslint';\nexport default [...sluice.configs.schema];\n");
  write(folder, 'oxlintrc.js', `import sluice from 'drizzle-sluice/eslint';
const [, { rules }] = sluice.configs.schema;
console.log(JSON.stringify({
  jsPlugins: [{ name: 'sluice', specifier: 'drizzle-sluice/eslint' }], categories: { correctness: 'off' }, rules,
  settings: { sluice: { preset: 'recommended' } },
}));
`);
  return folder;
}

async function oxlinted(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(process.execPath, ['oxlintrc.js'], folder);
  write(folder, '.oxlintrc.json', stdout);
  const end = await run(process.execPath, [oxlint, '--format', 'json', ...args, schemas], folder);
  if (end.code !== 0 && end.code !== 1) throw new Error(`oxlint ended with ${end.code}: ${end.stdout}${end.stderr}`);
  const { diagnostics } = JSON.parse(end.stdout) as { diagnostics: Diagnostic[] };
  return diagnostics.map((each) => spoken(folder, each)).sort();
}

/** `level rule file:start-end message`, places in UTF-16. */
function spoken(folder: string, { code, message, severity, filename, labels }: Diagnostic): string {
  const { offset, length } = labels[0]?.span ?? { offset: 0, length: 0 };
  const bytes = readFileSync(join(folder, filename));
  const units = (end: number): number => bytes.subarray(0, end).toString('utf8').length;
  const rule = code.replace(/^(\w+)\((.*)\)$/, '$1/$2');
  return `${severity} ${rule} ${filename}:${units(offset)}-${units(offset + length)} ${message}`;
}

async function eslinted(folder: string): Promise<readonly string[]> {
  const messages = await lint(folder, schemas);
  return messages.map(({ severity, ruleId, file, line, column, endLine, endColumn, message }) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    const unit = (row: number, character: number): number =>
      lines.slice(0, row - 1).reduce((sum, text) => sum + text.length + 1, 0) + character - 1;
    const end = unit(endLine ?? line, endColumn ?? column);
    return `${severity === 2 ? 'error' : 'warning'} ${String(ruleId)} ${file}:${unit(line, column)}-${end} ${message}`;
  }).sort();
}

describe('oxlint', () => {
  test('says of a broken schema what ESLint says', async () => {
    const folder = withOxlint(brokenConsumer(10));
    lead(folder, agents, '// Ångström, 🐘 and the like come before what is found.\n');
    const found = await oxlinted(folder);
    expect(found.length).toBeGreaterThan(5);
    expect(found).toEqual(await eslinted(folder));
  });

  test('has nothing to say of the living project', async () => {
    expect(await oxlinted(withOxlint(consumer(10)))).toEqual([]);
  });

  test('obeys comments, its own and those of ESLint, and applies fixes', async () => {
    const folder = withOxlint(consumer(10));
    replaceIn(folder, agents, "text('full_name')", "text('fullName')");
    const line = lineOf(folder, agents, "text('fullName')");
    const saved = readFileSync(join(folder, agents), 'utf8');
    const above = (comment: string): string => saved.split('\n').toSpliced(line - 1, 0, comment).join('\n');
    const rules = (found: readonly string[]): readonly string[] => found.map((each) => each.split(' ')[1] ?? '').sort();

    expect(rules(await oxlinted(folder))).toEqual(['sluice/history/schema-not-generated', 'sluice/naming/snake-case']);
    write(folder, agents, above('// eslint-disable-next-line sluice/naming/snake-case -- the name that the old system has'));
    expect(rules(await oxlinted(folder))).toEqual(['sluice/history/schema-not-generated']);
    write(folder, agents, above('// oxlint-disable-next-line sluice/naming/snake-case -- the name that the old system has'));
    expect(rules(await oxlinted(folder))).toEqual(['sluice/history/schema-not-generated']);

    write(folder, agents, saved);
    await oxlinted(folder, '--fix');
    expect(await oxlinted(folder)).toEqual([]);
    expect(readFileSync(join(folder, agents), 'utf8')).toContain("text('full_name')");
  });
});
