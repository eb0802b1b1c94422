// CPU of a key stroke in an editor: ESLint with our plugin against ESLint's own bare parse of the same text. An editor's
// server makes an ESLint for every validation, so each stroke does; the process, and what the plugin keeps, stays. The
// project is made here: 200 migrations, 100 tables in 10 files. The two take turns, and the ratio is taken stroke by stroke.
//   npm run build && node bench/key-stroke.mjs [strokes]
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ESLint } from 'eslint';
import { layOut, projectFiles } from './generated-project.mjs';
import { median } from './median.mjs';

const strokes = Number(process.argv[2] ?? 30);
const warmUp = 10;
const { default: sluice } = await import(new URL('../dist/src/eslint/index.js', import.meta.url).href);
const files = projectFiles(100);
const folder = layOut(files);

const withPlugin = sluice.configs.recommended;
/** The same parsers and languages, and no rule. */
const bare = withPlugin.map((config) => ({ ...config, rules: {}, settings: {} }));

const edits = {
  'the schema': ['src/schema/part9.ts', (text, at) => `${text}\n// ${at}`],
  'the newest migration': ['drizzle/0199_step.sql', (text, at) => `${text}\n-- ${at}`],
  'the oldest migration': ['drizzle/0000_step.sql', (text, at) => `-- ${at}\n${text}`],
};

console.log(`200 migrations, 100 tables, ${strokes} strokes after ${warmUp} to warm up, Node ${process.version}`);
for (const [name, [path, edit]] of Object.entries(edits)) {
  const rounds = [];
  for (let at = 0; at < warmUp + strokes; at += 1) {
    const text = edit(files[path], at);
    const [own, theirs] = [await cpuOf(withPlugin, path, text), await cpuOf(bare, path, text)];
    if (at >= warmUp) rounds.push({ own, theirs, ratio: own / theirs });
    await pause(at % 3 === 0 ? 320 : 20);
  }
  const figure = (key) => median(rounds.map((round) => round[key]));
  console.log(`${name.padEnd(22)} ${figure('own').toFixed(1).padStart(6)} ms, bare parse ${figure('theirs').toFixed(1).padStart(5)} ms, ratio ${figure('ratio').toFixed(1)}`);
}

/** Milliseconds of CPU that linting a text takes. */
async function cpuOf(config, path, text) {
  const before = process.cpuUsage();
  const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: config });
  const [result] = await eslint.lintText(text, { filePath: join(folder, path) });
  const { user, system } = process.cpuUsage(before);
  const fatal = result.messages.find((message) => message.fatal || message.ruleId === 'sluice/setup');
  if (fatal !== undefined) throw new Error(`${path}: ${fatal.message}`);
  return (user + system) / 1000;
}
