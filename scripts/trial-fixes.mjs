// Fixes real projects, on copies: what is fixed, whether the schema still extracts and type-checks where it did, whether a
// second run finds anything to fix, and what drizzle-kit generates of it, which must be what was meant and nothing else.
//   npm run trial:fixes -- [--details] <folder>…
// The folder's schema must load with drizzle-orm alone: only this repository's node_modules are there.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { configsIn, perRule, requestFor } from './trial-projects.mjs';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const { chooseRules, judge, takeIn } = await import(`${dist}/src/index.js`);
const { difference, showDifference } = await import(`${dist}/src/catalog/difference.js`);
const { runDrizzleKit } = await import(`${dist}/src/drizzle-kit/run-drizzle-kit.js`);
const { fixProject } = await import(`${dist}/src/intake/fix-project.js`);
const { diskSource } = await import(`${dist}/src/intake/take-in.js`);
const { preferBaselineCompiler } = await import(`${dist}/src/parse/sql/postgres-parser.js`);
const { writeAll } = await import(`${dist}/src/project/write-files.js`);
const { rules } = await import(`${dist}/rules/index.js`);

const details = process.argv.includes('--details');
const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--')).map((folder) => resolve(folder));
if (folders.length === 0) {
  console.error('Usage: npm run trial:fixes -- [--details] <folder>…');
  process.exit(2);
}
preferBaselineCompiler();
const nextSteps = new Set(rules.flatMap(({ id, nextStep }) => (nextStep === undefined ? [] : [id])));

/** With its own migrations what they made stays as it is; without any, every name and type may still be changed. */
const histories = ['as it stands', 'before its first migration'];

const empty = {
  id: '6f1b0c1e-0000-4000-8000-000000000001', prevId: '00000000-0000-0000-0000-000000000000', version: '7', dialect: 'postgresql',
  tables: {}, enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
};

const columns = ['project', 'history', 'fixes', 'in files', 'not read: before, after', 'type errors: before, after', 'second run', 'changes generated', 'not meant', 'not generated'];
console.log(`| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`);
const notes = [];
for (const folder of folders) {
  for (const config of configsIn(folder)) {
    for (const history of histories) console.log(`| ${[relative(dirname(folder), join(folder, config)), history, ...await cells(folder, config, history)].join(' | ')} |`);
  }
}
if (details && notes.length > 0) console.log(`\n${notes.join('\n')}`);

async function cells(folder, config, history) {
  const above = mkdtempSync(join(tmpdir(), 'sluice-fixes-'));
  try {
    const copy = join(above, basename(folder));
    cpSync(folder, copy, { recursive: true, filter: (path) => !/[/\\](?:node_modules|\.git)$/.test(path) });
    symlinkSync(join(root, 'node_modules'), join(above, 'node_modules'));
    return await tried(copy, config, history);
  } catch (error) {
    if (error.name !== 'Problem') throw error;
    return [`not read: ${error.message.replaceAll('|', '\\|')}`];
  } finally {
    rmSync(above, { recursive: true });
  }
}

async function tried(copy, config, history) {
  const asked = requestFor(copy, config);
  const found = takeIn(asked);
  const { cwd } = asked;
  const kit = kitOf(found, cwd);
  if (history === 'before its first migration') writeHistory(join(cwd, 'sluice-trial'));
  writeFileSync(join(cwd, 'sluice.config.json'), JSON.stringify({
    schema: kit.schema, out: history === 'as it stands' ? relative(cwd, join(found.root, found.facts.history.folder)) : 'sluice-trial',
    extends: ['strict', 'conventions'],
  }));
  const request = { cwd, scope: { kind: 'all' }, paths: [] };
  const judged = (intake) => judge(intake.facts, chooseRules(rules, { ...intake.settings, pathOf: intake.pathInSettings }), {
    ruleIds: rules.map(({ id }) => id), baseline: null,
  });
  const [before, errorsBefore] = [takeIn(request), typeErrors(copy, found)];
  const first = fixProject(request, diskSource(cwd), { judged, nextSteps });
  const generatedBefore = await generated(before, cwd, kit, 'sluice-before');
  writeAll(first.intake.root, [...first.texts].map(([path, text]) => ({ path, text })));
  const after = takeIn(request);
  const second = fixProject(request, diskSource(cwd), { judged, nextSteps });
  const generatedAfter = await generated(after, cwd, kit, 'sluice-after');
  const name = `${basename(copy)}, ${history}`;
  for (const { fix } of first.fixed) notes.push(`- ${name}: ${fix.text}`);
  return [
    perRule(first.fixed) || 'none', first.texts.size, `${before.facts.unread.length}, ${after.facts.unread.length}`,
    `${errorsBefore}, ${typeErrors(copy, found)}`, second.fixed.length === 0 ? 'nothing' : `${second.fixed.length} fixes`,
    ...compared(first, before, after, generatedBefore, generatedAfter, name),
  ];
}

/** What drizzle-kit is told of the project, whatever the configuration computes. */
function kitOf({ facts, root: tree }, cwd) {
  const schema = facts.schemaFiles.map((file) => relative(cwd, join(tree, file)));
  return { schema, casing: facts.casing };
}

/** A migration that does nothing, so that everything else is new for certain. */
function writeHistory(out) {
  mkdirSync(join(out, 'meta'), { recursive: true });
  writeFileSync(join(out, '0000_nothing.sql'), 'SELECT 1;\n');
  writeFileSync(join(out, '0000_nothing.down.sql'), 'SELECT 1;\n');
  writeFileSync(join(out, 'meta/0000_snapshot.json'), JSON.stringify(empty));
  writeFileSync(join(out, 'meta/_journal.json'), JSON.stringify({
    version: '7', dialect: 'postgresql', entries: [{ idx: 0, version: '7', when: 1760000000000, tag: '0000_nothing', breakpoints: true }],
  }));
}

/** The catalog of the snapshot that drizzle-kit writes of the schema as it is now; or why there is none. */
async function generated(intake, cwd, { schema, casing }, out) {
  writeHistory(join(cwd, out));
  writeFileSync(join(cwd, `${out}.config.ts`), `export default ${JSON.stringify({
    dialect: 'postgresql', schema: schema.map((file) => `./${file}`), out: `./${out}`, ...(casing === null ? {} : { casing }),
  })};\n`);
  const ended = await runDrizzleKit(['generate', '--config', `${out}.config.ts`, '--name', 'all'], { cwd, env: process.env, timeoutMs: 120_000 });
  if (ended.outcome !== 'done' || !existsSync(join(cwd, out, 'meta/0001_snapshot.json'))) return { why: ended.outcome, output: ended.output ?? '' };
  const { facts } = takeIn({ cwd, scope: { kind: 'all' }, paths: [], out, schema });
  return { catalog: facts.history.migrations.at(-1).snapshot.catalog, sql: readFileSync(join(cwd, out, '0001_all.sql'), 'utf8') };
}

/** Differences of what was generated, those that no fix meant, and those that were meant and are not there. */
function compared({ fixed }, before, after, one, other, name) {
  if (one.catalog === undefined || other.catalog === undefined) {
    notes.push(`- ${name}: drizzle-kit: ${one.why ?? ''} ${one.output ?? ''} / ${other.why ?? ''} ${other.output ?? ''}`);
    return [`drizzle-kit cannot load it (${one.why ?? 'done'}, ${other.why ?? 'done'})`, '', ''];
  }
  const made = difference(one.catalog, other.catalog).map((each) => showDifference(each, { before: 'before', after: 'fixed' }));
  const declared = difference(before.facts.declared, after.facts.declared).map((each) => showDifference(each, { before: 'before', after: 'fixed' }));
  const [unmeant, missing] = [made.filter((each) => !declared.includes(each)), declared.filter((each) => !made.includes(each))];
  for (const each of made) notes.push(`- ${name}: generated: ${each}`);
  for (const each of unmeant) notes.push(`- ${name}: not meant: ${each}`);
  for (const each of missing) notes.push(`- ${name}: not generated: ${each}`);
  if (fixed.length > 0 && made.length === 0) notes.push(`- ${name}: nothing changed`);
  return [made.length, unmeant.length, missing.length];
}

/** Errors that the compiler tells of the schema's files, at most strict; imports of other packages are among them. */
function typeErrors(copy, { root: tree, schemaRead }) {
  const files = schemaRead.map((file) => join(tree, file)).filter((file) => file.startsWith(copy));
  const { stdout } = spawnSync(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'), '--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext',
    '--moduleResolution', 'bundler', '--allowImportingTsExtensions', '--resolveJsonModule', '--types', 'node', ...files,
  ], { cwd: copy, encoding: 'utf8' });
  return stdout.split('\n').filter((line) => /error TS\d+/.test(line)).length;
}
