// What the names of checked-out projects have in common, one row for each drizzle.config found in a folder; and whether the
// settings that are learned find the outliers that are listed, and nothing else.
//   npm run trial:conventions -- <folder>…
import { dirname, join, relative, resolve } from 'node:path';
import { configsIn, requestFor } from './trial-projects.mjs';

const dist = resolve(import.meta.dirname, '../dist');
const { chooseRules, judge, rules, takeIn } = await import(`${dist}/src/index.js`);
const { catalogOf } = await import(`${dist}/src/engine/object-findings.js`);
const { configurationOf } = await import(`${dist}/src/naming/learn/configuration.js`);
const { learnConventions } = await import(`${dist}/src/naming/learn/learn.js`);
const { preferBaselineCompiler } = await import(`${dist}/src/parse/sql/postgres-parser.js`);

const folders = process.argv.slice(2).map((folder) => resolve(folder));
if (folders.length === 0) {
  console.error('Usage: npm run trial:conventions -- <folder>…');
  process.exit(2);
}
preferBaselineCompiler();

const columns = ['project', 'tables', 'prefixes', 'letter case', 'patterns', 'no convention', 'left out', 'outliers', 'found'];
console.log(`| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`);
for (const folder of folders) for (const config of configsIn(folder)) console.log(row(folder, config));

function row(folder, config) {
  const name = relative(dirname(folder), join(folder, config));
  try {
    return `| ${[name, ...cells(takeIn(requestFor(folder, config)))].join(' | ')} |`;
  } catch (error) {
    if (error.name !== 'Problem') throw error;
    return `| ${name} | not read: ${error.message.replaceAll('|', '\\|')} |`;
  }
}

function cells(intake) {
  const { facts } = intake;
  const catalog = catalogOf(facts);
  const pathOf = (file) => (file.startsWith(facts.folder) ? file.slice(facts.folder.length) : file);
  const learned = learnConventions({ catalog, pathOf });
  const of = (aspect, isClaimed) => learned.conventions.filter((one) => one.aspect === aspect && (one.claim !== null) === isClaimed && one.of > 0);
  const open = [...of('prefix', false), ...of('case', false), ...of('pattern', false)]
    .filter((one) => one.of >= 5 && one.split.some(({ way }) => way !== 'otherwise'));
  return [
    catalog.tables.size,
    of('prefix', true).map(prefixWords).join('; '),
    cases(of('case', true)),
    [...of('pattern', true), ...of('columns', true)].filter(({ claim }) => claim.setting !== null).map(told).join('; '),
    open.map(openWords).join('; '),
    leftOut(learned),
    learned.conventions.reduce((sum, { claim }) => sum + (claim?.outliers.length ?? 0), 0),
    found(facts, learned, intake),
  ];
}

function told({ about, of, claim }) {
  return `${about.toLowerCase()} \`${claim.way.replaceAll(' or ', '` or `')}\` ${claim.following} of ${of}`;
}

function prefixWords({ of, claim }) {
  const { choice } = claim.setting;
  const many = Object.keys(choice.prefixes ?? {}).length;
  if (choice.by === 'list') return `\`${choice.allowed.join('`, `')}\` ${claim.following} of ${of}`;
  if (choice.by === 'parent') return `the parent's, ${claim.following} of ${of}`;
  const prefixes = [...new Set(Object.values(choice.prefixes).flat())].map((one) => `\`${one}\``).join(', ');
  return `${prefixes} by ${choice.by}, in ${many}: ${claim.following} of ${of}`;
}

function cases(conventions) {
  const ways = new Map();
  for (const { about, of, claim } of conventions) {
    ways.set(claim.way, [...(ways.get(claim.way) ?? []), `${about.replace('Case of ', '')} ${claim.following} of ${of}`]);
  }
  return [...ways].map(([way, kinds]) => `${way}: ${kinds.join(', ')}`).join('; ');
}

function openWords({ about, split }) {
  const shares = split.filter(({ way }) => way !== 'otherwise').slice(0, 2).map(({ way, count }) => `${/[{/]/.test(way) ? `\`${way}\`` : way} ${count}`);
  return `${about.toLowerCase()} (${shares.join(', ')})`.replaceAll('|', '\\|');
}

function leftOut({ thirdParty }) {
  return [...new Set(thirdParty.map(({ of }) => of))].map((library) => `${library} ${thirdParty.filter(({ of }) => of === library).length}`).join(', ');
}

function found(facts, learned, { pathInSettings }) {
  const settings = configurationOf(learned);
  const chosen = chooseRules(rules, { rules: settings, pathOf: pathInSettings }).filter(({ rule }) => rule.id in settings);
  const placeOf = (rule, { file, span }) => `${rule} ${file} ${span.start} ${span.end}`;
  const places = judge({ ...facts, directed: [] }, chosen).findings.map(({ rule, at }) => placeOf(rule, at)).sort();
  const listed = learned.conventions.flatMap(({ claim }) => claim?.outliers.map(({ origin }) => placeOf(claim.setting.rule, origin)) ?? []).sort();
  return places.join('\n') === listed.join('\n') ? 'the same' : `${places.length}, others`;
}
