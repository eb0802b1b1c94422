// CPU of whole processes, one host against another, on projects that are made here. What is compared takes turns, and a
// ratio is taken round by round. Bash's own `time` counts every thread and child.
//   npm run build && node bench/hosts.mjs [rounds]
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { layOut, projectFiles } from './generated-project.mjs';
import { installed } from './installed.mjs';
import { median } from './median.mjs';

const rounds = Number(process.argv[2] ?? 9);
const root = resolve(import.meta.dirname, '..');
const plugin = join(root, 'dist/src/eslint/index.js');
const sluice = [process.execPath, join(root, 'dist/src/cli/main.js')];
const eslint = [process.execPath, join(root, 'node_modules/eslint/bin/eslint.js')];
const { default: { configs } } = await import(plugin);

const folder = layOut({ ...projectFiles(150), ...configurations() });
const repository = stagedReadme();

const comparisons = [
  {
    name: 'ESLint / sluice check --all, 300 SQL files',
    own: [folder, [...eslint, '--config', 'sql.config.mjs', '--format', 'json', 'drizzle/*_step.sql']],
    other: [folder, [...sluice, 'check', '--all', '--format', 'json']],
  },
  {
    name: 'oxlint / ESLint, rules on 10 schema files, 150 tables',
    own: [folder, [process.execPath, installed('oxlint'), '--format', 'json', 'src']],
    other: [folder, [...eslint, '--config', 'schema.config.mjs', '--format', 'json', 'src']],
  },
  {
    name: 'sluice check --staged, a README staged / node -e 0',
    own: [repository, [...sluice, 'check', '--staged']],
    other: [repository, [process.execPath, '-e', '0']],
  },
];

console.log(`CPU in ms, medians of ${rounds} rounds after one to warm up, Node ${process.version}`);
console.log(`${''.padEnd(56)}${'own'.padStart(7)}${'other'.padStart(7)}${'ratio'.padStart(7)}  (least to most)`);
for (const { name, own, other } of comparisons) {
  const taken = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { own: cpuOf(own), other: cpuOf(other) };
    if (round > 0) taken.push({ ...pair, ratio: pair.own / pair.other });
  }
  const ratios = taken.map(({ ratio }) => ratio);
  const figure = (key) => Math.round(median(taken.map((each) => each[key]))).toString().padStart(7);
  const range = `(${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
  console.log(`${name.padEnd(56)}${figure('own')}${figure('other')}${median(ratios).toFixed(2).padStart(7)}  ${range}`);
}

/** Milliseconds of CPU that a command takes; findings are no failure. */
function cpuOf([cwd, command]) {
  const script = 'TIMEFORMAT="%3U %3S"; exec 3>&2; { time "$@" > "$0.out" 2> "$0.err"; } 2>&3';
  const record = join(folder, '.record');
  const { status, stderr } = spawnSync('bash', ['-c', script, record, ...command], { cwd, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`${command.join(' ')} ended with ${status}: ${execFileSync('cat', [`${record}.out`, `${record}.err`])}`);
  const [user, system] = stderr.trim().split(' ').map(Number);
  return (user + system) * 1000;
}

/** The same rules in ESLint and oxlint. */
function configurations() {
  const rules = configs.schema.at(-1).rules;
  const config = (name) => `import sluice from ${JSON.stringify(plugin)};\nexport default [...sluice.configs.${name}];\n`;
  return {
    'sql.config.mjs': config('sql'),
    'schema.config.mjs': config('schema'),
    '.oxlintrc.json': JSON.stringify({
      jsPlugins: [{ name: 'sluice', specifier: plugin }], categories: { correctness: 'off' }, rules,
      settings: { sluice: { preset: 'recommended' } },
    }),
  };
}

/** A repository of such a project, in which a commit that touches nothing of it is staged. */
function stagedReadme() {
  const repository = layOut(projectFiles(10));
  const git = (...args) => execFileSync('git', args, { cwd: repository });
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '--quiet', '--message', 'The library');
  writeFileSync(join(repository, 'README.md'), '# Library\n');
  git('add', '.');
  return repository;
}
