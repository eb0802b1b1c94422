// Tries the tool on checked-out projects that nobody here wrote: one row for each drizzle.config found in a folder.
//   npm run trial -- [--details] [--role=<name>]… <folder>…
// A history that grants to roles it does not make runs only where they are there: --role makes one before the first migration.
import { dirname, join, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { configsIn, perRule, requestFor } from './trial-projects.mjs';

const dist = resolve(import.meta.dirname, '../dist');
const { chooseRules, judge, rules, takeIn } = await import(`${dist}/src/index.js`);
const { embeddedDatabase, extensionsNamedIn } = await import(`${dist}/src/evidence/embedded-database.js`);
const { modelTrial } = await import(`${dist}/src/evidence/model-differences.js`);
const { statementRefusesTransaction } = await import(`${dist}/src/catalog/deploys.js`);
const { showDifference } = await import(`${dist}/src/catalog/difference.js`);
const { readExpressionText } = await import(`${dist}/src/parse/sql/expression.js`);
const { preferBaselineCompiler } = await import(`${dist}/src/parse/sql/postgres-parser.js`);

const details = process.argv.includes('--details');
const roles = process.argv.filter((argument) => argument.startsWith('--role=')).map((argument) => argument.slice('--role='.length));
const withoutModel = process.argv.includes('--without-model');
const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--')).map((folder) => resolve(folder));
if (folders.length === 0) {
  console.error('Usage: npm run trial -- [--details] [--without-model] [--role=<name>]… <folder>…');
  process.exit(2);
}
preferBaselineCompiler();

const columns = ['project', 'migrations', 'statements', 'unparsable', 'unanalysed', 'unmodelled', 'tables', 'partial', 'replayed', 'model differences', 'findings', 'ms'];
console.log(`| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`);
const notes = [];
for (const folder of folders) for (const config of configsIn(folder)) console.log(await row(folder, config));
if (notes.length > 0) console.log(`\n${notes.join('\n')}`);

async function row(folder, config) {
  const name = relative(dirname(folder), join(folder, config));
  try {
    return `| ${[name, ...(await cells(folder, config, name))].join(' | ')} |`;
  } catch (error) {
    if (error.name !== 'Problem') throw error;
    return `| ${name} | not read: ${error.message.replaceAll('|', '\\|')} |`;
  }
}

async function cells(folder, config, name) {
  const start = performance.now();
  const intake = takeIn(requestFor(folder, config));
  const { findings, counts } = judge(intake.facts, chooseRules(rules, intake.settings));
  const milliseconds = Math.round(performance.now() - start);
  noteReadings(intake, name);
  noteFindings(findings, intake, name);
  const model = withoutModel ? null : await compareModel(intake.facts.history.migrations, name);
  return [
    counts.migrations, counts.statements, counts.unparsable, counts.unanalysed, counts.unmodelled, counts.tables,
    counts.partialTables, model === null ? '' : `${model.applied} of ${counts.migrations}`, model === null ? '' : model.differences,
    perRule(findings), milliseconds,
  ];
}

async function compareModel(migrations, name) {
  const database = await embeddedDatabase({ extensions: extensionsNamedIn(migrations.map(({ sql }) => sql?.text ?? '')) });
  try {
    for (const role of roles) await database.exec(`create role "${role}"`);
    const { replayed, wrong } = await modelTrial(database, migrations, {
      spell: readExpressionText,
      refusesTransaction: (statement) => statementRefusesTransaction(statement, 18),
    });
    for (const { migration, application } of replayed) {
      if (application.outcome !== 'applied') notes.push(`- ${name}: ${migration.tag} ${application.outcome}: ${application.failure?.message ?? ''}`);
    }
    for (const { migration, differences } of wrong) {
      for (const each of differences) notes.push(`- ${name}: after ${migration.tag} the model differs: ${showDifference(each)}`);
    }
    return {
      applied: replayed.filter(({ application }) => application.outcome === 'applied').length,
      differences: wrong.reduce((sum, { differences }) => sum + differences.length, 0),
    };
  } finally {
    await database.close();
  }
}

function noteReadings({ facts }, name) {
  for (const { tag, sql } of facts.history.migrations) {
    for (const { reading, gaps, problem } of sql?.statements ?? []) {
      if (reading === 'unparsable') notes.push(`- ${name}: ${tag} unparsable: ${problem?.message}`);
      for (const { reason } of gaps) notes.push(`- ${name}: ${tag} not analysed: ${reason}`);
    }
  }
}

function noteFindings(findings, intake, name) {
  if (!details) return;
  for (const { rule, at, text } of findings) {
    const line = (intake.textOf(at.file) ?? '').slice(0, at.span.start).split('\n').length;
    notes.push(`- ${name}: ${rule} ${at.file}:${line} ${text}`);
  }
}
