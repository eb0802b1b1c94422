// Whole-process time of `sluice check --all` as a ratio to an empty Node process and to squawk on the same SQL files.
// The commands take turns, so that a machine that slows down slows all of them; the ratio is taken round by round.
//   npm run bench [-- <project folder> [rounds]]
import { execFileSync, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { installed } from './installed.mjs';
import { median } from './median.mjs';

const root = resolve(import.meta.dirname, '..');
const project = resolve(process.argv[2] ?? root);
const rounds = Number(process.argv[3] ?? 15);

const squawk = installed('squawk');

const sluice = join(root, 'dist/src/cli/main.js');
const check = ['check', '--all', '--format', 'json', '--cwd', project];
const files = migrationFiles();
const commands = {
  'node -e 0': [process.execPath, ['-e', '0']],
  squawk: [squawk, ['--reporter', 'Json', '--assume-in-transaction', ...files]],
  'sluice check --all': [process.execPath, [sluice, ...check]],
};

const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, [file, args]] of Object.entries(commands)) {
    const seconds = timed(file, args);
    if (round > 0) times[name].push(seconds);
  }
}

console.log(`${files.length} SQL files, ${rounds} rounds after one to warm up, Node ${process.version}`);
for (const [name, seconds] of Object.entries(times)) console.log(`${name.padEnd(20)} median ${milliseconds(median(seconds))}`);
for (const other of ['node -e 0', 'squawk']) {
  const ratios = times['sluice check --all'].map((seconds, round) => seconds / times[other][round]);
  console.log(`sluice check --all / ${other.padEnd(10)} ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`);
}

function timed(file, args) {
  const start = performance.now();
  const { status, error, stderr } = spawnSync(file, args, { maxBuffer: 1 << 28 });
  if (error !== undefined) throw error;
  if (status !== 0 && status !== 1) throw new Error(`${file} ended with ${status}: ${stderr}`);
  return (performance.now() - start) / 1000;
}

/** The files that sluice itself judges, in its order. */
function migrationFiles() {
  const program = `const { takeIn } = await import(${JSON.stringify(join(root, 'dist/src/index.js'))});
    const { facts, root } = takeIn({ cwd: ${JSON.stringify(project)}, scope: { kind: 'all' }, paths: [] });
    console.log(JSON.stringify(facts.judged.filter(({ sql }) => sql !== null).map(({ file }) => root + '/' + file)));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

function milliseconds(seconds) {
  return `${Math.round(seconds * 1000)} ms`;
}
