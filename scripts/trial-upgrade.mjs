// Whether history/upgrade-readiness says of checked-out projects what `drizzle-kit up` of 1.0 does: one row for each history.
//   npm run trial:upgrade -- [--details] <folder>…
import { dirname, join, relative, resolve } from 'node:path';
import { drizzleKitUp } from './drizzle-kit-up.mjs';
import { configsIn, requestFor } from './trial-projects.mjs';

const dist = resolve(import.meta.dirname, '../dist');
const { chooseRules, judge, rules, takeIn } = await import(`${dist}/src/index.js`);
const { upgradeRefusals } = await import(`${dist}/src/rule/upgrade-refusals.js`);

const details = process.argv.includes('--details');
const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--')).map((folder) => resolve(folder));
if (folders.length === 0) {
  console.error('Usage: npm run trial:upgrade -- [--details] <folder>…');
  process.exit(2);
}

const columns = ['project', 'migrations', 'this rule', 'drizzle-kit up', 'equal', 'other refusals behind it'];
console.log(`| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`);
const notes = [];
for (const folder of folders) for (const config of configsIn(folder)) console.log(row(folder, config));
if (notes.length > 0) console.log(`\n${notes.join('\n')}`);
if (process.exitCode === 1) console.error('The two do not agree.');

function row(folder, config) {
  const name = relative(dirname(folder), join(folder, config));
  let facts;
  let root;
  try {
    ({ facts, root } = takeIn(requestFor(folder, config)));
  } catch (error) {
    if (error.name !== 'Problem') throw error;
    return `| ${name} | not read: ${error.message.replaceAll('|', '\\|')} |`;
  }
  const { history } = facts;
  if (history.layout === 'none') return `| ${name} | no migrations in ${history.folder} |`;
  const [first, ...others] = upgradeRefusals(history);
  const up = drizzleKitUp(join(root, history.folder));
  const equal = (first?.kind ?? null) === up.refusal && (first === undefined || isThere(first, up.at));
  if (!equal) process.exitCode = 1;
  if (details) noteFindings(facts, name);
  const theirs = up.refusal === null ? 'ready' : [up.refusal, up.at].filter((part) => part !== null).join(' at ');
  return `| ${[name, history.migrations.length, first === undefined ? 'ready' : `${first.kind} at ${first.migration.tag}`, theirs, equal ? 'yes' : '**no**', counted(others)].join(' | ')} |`;
}

/** It names a snapshot, an SQL file or an entry: all of them begin with the number, or the folder, of the migration. */
function isThere({ migration: { tag, snapshotFile, entry } }, at) {
  return at === null || snapshotFile.endsWith(at) || at === tag || (entry !== null && tag.startsWith(`${at}_`));
}

function counted(refusals) {
  const kinds = new Map();
  for (const { kind } of refusals) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ');
}

function noteFindings(facts, name) {
  const chosen = chooseRules(rules.filter(({ id }) => id === 'history/upgrade-readiness'), { rules: { 'history/upgrade-readiness': 'warn' } });
  for (const { level, text, instead } of judge(facts, chosen).findings) notes.push(`- ${name}: ${level}: ${text} ${instead}`);
}
