import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { corruptionsOf, healthyCopy, layoutOf, type HealthyHistory } from '../kit/corruptions.ts';
import { kitCheckPage, type Answer, type Checked } from './kit-check-page.ts';

/** Where the drizzle-kit of a layout is installed. */
const modules = {
  journal: resolve(import.meta.dirname, '../../node_modules'),
  folders: resolve(import.meta.dirname, 'node_modules'),
} as const;

const page = resolve(import.meta.dirname, '../../docs/history-check.md');

describe('drizzle-kit check and sluice check on the same corrupted histories', () => {
  it.each(['journal-7', 'folders-9'] as const)('have nothing to say to the healthy one of %s', async (history) => {
    expect(await both(history, () => undefined)).toEqual({ kit: { code: 0, says: '' }, sluice: { code: 0, says: '' } });
  });

  it('docs/history-check.md has what both say', async () => {
    const journal = await all('journal-7');
    const folders = await all('folders-9');
    const layouts = [
      { layout: 'journal', version: versionOf('journal'), checked: journal },
      { layout: 'folders', version: versionOf('folders'), checked: folders },
    ] as const;
    const written = (date: string): string => kitCheckPage(layouts, date);
    const before = dateIn(page);
    const isSame = before !== null && readFileSync(page, 'utf8') === written(before);
    await expect(written(isSame ? before : new Date().toISOString().slice(0, 10))).toMatchFileSnapshot(page);
  });
});

/** The date of the run that wrote the page, which stays while nothing else changes. */
function dateIn(file: string): string | null {
  return existsSync(file) ? /this is its run of (\d{4}-\d\d-\d\d)/.exec(readFileSync(file, 'utf8'))?.[1] ?? null : null;
}

async function all(history: HealthyHistory): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  for (const { kind, story, does } of corruptionsOf(layoutOf(history))) checked.push({ kind, story, ...await both(history, does) });
  return checked;
}

async function both(history: HealthyHistory, does: (folder: string) => unknown): Promise<Pick<Checked, 'kit' | 'sluice'>> {
  const folder = healthyCopy(history);
  try {
    does(folder);
    const sluice = await sluiceCheck(folder);
    symlinkSync(modules[layoutOf(history)], join(folder, 'node_modules'));
    return { sluice, kit: await kitCheck(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sluiceCheck(folder: string): Promise<Answer> {
  const output = join(folder, 'report.json');
  const code = await check([], { cwd: folder, format: 'json', output: [output] });
  const { findings } = JSON.parse(readFileSync(output, 'utf8')) as { readonly findings: readonly { readonly rule: string }[] };
  rmSync(output);
  return { code, says: findings.map(({ rule }) => `\`${rule}\``).join(', ') };
}

function kitCheck(folder: string): Promise<Answer> {
  const child = spawn(process.execPath, ['node_modules/drizzle-kit/bin.cjs', 'check'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  return new Promise((settle) => child.on('close', (code) => { settle({ code: code ?? -1, says: briefly(said.join('')) }); }));
}

const longest = 200;

/** What is left when it says which file it reads, and that all is well: up to the first empty line. */
function briefly(output: string): string {
  const lines = stripVTControlCharacters(output).split('\n')
    .filter((line) => !/^(No config path provided|Reading config file|Everything's fine)/.test(line.trim()));
  const [first = ''] = lines.join('\n').trim().split(/\n\s*\n/);
  const words = first.replaceAll(/\s+/g, ' ');
  return words.length <= longest ? words : `${words.slice(0, longest).trimEnd()} …`;
}

function versionOf(layout: keyof typeof modules): string {
  const { version } = createRequire(import.meta.url)(join(modules[layout], 'drizzle-kit/package.json')) as { readonly version: string };
  return version;
}
