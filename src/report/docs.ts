import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import type { Example, Sample } from '../rule/example.ts';
import { presetLevel, presets } from '../rule/presets.ts';
import type { Need, OptionsSchema, Rule } from '../rule/rule.ts';

/** The page of a rule, in Markdown: made of what the rule says of itself, and of examples that are tests. */
export function rulePage(rule: Rule): string {
  return [
    `# ${rule.id}`, '',
    `**${rule.title}.** Level: ${levels(rule)}. ${whereItRuns(rule)}${rule.file === undefined ? '' : ` Written in \`${rule.file}\`.`}`, '',
    '## Why', '', rule.why, '',
    '## Instead', '', rule.instead, '',
    ...section('## Silent', (rule.silent ?? []).map((line) => `- ${line}`)),
    ...section('## Examples', rule.examples.flatMap(exampleLines)),
    ...section('## Options', optionLines(rule)),
  ].join('\n');
}

/** Its own level, and those of the presets that raise it. */
function levels(rule: Rule): string {
  const raised = presets.flatMap((preset) => {
    const level = presetLevel(rule, [preset]);
    return level === rule.level ? [] : [`; ${level} under \`${preset}\``];
  });
  return `${rule.level}${raised.join('')}`;
}

const needs = {
  pending: 'knows which migrations are new', git: 'can ask git', database: 'can reach a database',
} as const satisfies Record<Need, string>;

/** An editor sees one project as it stands; what takes more is for the command line. */
function whereItRuns({ needs: needed = [] }: Rule): string {
  if (needed.length === 0) return 'Runs in the command line and in the editor.';
  return `Runs in the command line only, which ${needed.map((need) => needs[need]).join(' and ')}.`;
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, '', ...lines, ...(lines.at(-1) === '' ? [] : [''])];
}

function exampleLines(example: Example): readonly string[] {
  const verdict = example.bad === undefined ? 'Silent' : 'Reported';
  const sample = example.bad ?? example.good;
  return [
    `${verdict}${conditions(example)}:`, '',
    ...(example.given === undefined ? [] : fence('sql', `-- already applied\n${example.given}`)),
    ...(example.deployed === undefined ? [] : fence('ts', `// src/schema.ts at the base ref\n${example.deployed}`)),
    ...sampleLines(sample),
    ...(example.fixed === undefined ? [] : ['Fixed:', '', ...fence(typeof sample === 'string' ? 'sql' : 'ts', example.fixed)]),
  ];
}

function conditions({ runner, options, postgres, statistics, together }: Example): string {
  const parts = [
    runner === undefined ? '' : `runner \`${runner}\``,
    postgres === undefined ? '' : `PostgreSQL ${postgres}`,
    together === true ? 'pending together' : '',
    statistics === undefined ? '' : `statistics: ${Object.entries(statistics).map(([table, rows]) => `\`${table}\` has ${rows.toLocaleString('en')} row${rows === 1 ? '' : 's'}`).join(', ')}`,
    options === undefined ? '' : `options \`${JSON.stringify(options)}\``,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function sampleLines(sample: Sample): readonly string[] {
  if (typeof sample === 'string') return fence('sql', sample);
  const isInFolders = sample.layout === 'folders';
  const migrations = Object.entries(sample.migrations ?? {}).flatMap(([tag, migration]) => [
    ...fence('sql', `-- drizzle/${tag}${isInFolders ? '/migration' : ''}.sql${migration.when === undefined ? '' : `, "when": ${migration.when}`}\n${migration.up}`),
    ...(migration.down === undefined ? [] : fence('sql', `-- drizzle/${tag}${isInFolders ? '/' : '.'}down.sql\n${migration.down}`)),
  ]);
  return [
    ...(sample.schema === undefined ? [] : fence('ts', sample.schema)),
    ...migrations,
    ...Object.entries(sample.files ?? {}).flatMap(([path, text]) =>
      text === null ? [`\`${path}\` is not there.`, ''] : [`\`${path}\`:`, '', ...fence(languageOf(path), text)]),
  ];
}

function languageOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function fence(language: string, text: string): readonly string[] {
  return [`\`\`\`${language}`, text.trimEnd(), '```', ''];
}

function optionLines(rule: Rule): readonly string[] {
  const properties = Object.entries(optionsJsonSchema(rule.options)?.properties ?? {});
  if (properties.length === 0) return [];
  return [
    '| option | default | what it does |', '| --- | --- | --- |',
    ...properties.map(([name, schema]) =>
      `| \`${name}\` | \`${JSON.stringify(defaultOf(schema))}\` | ${descriptionOf(schema)} |`),
  ];
}

type JsonSchema = ReturnType<typeof toJsonSchema>;
type Property = NonNullable<JsonSchema['properties']>[string];

function defaultOf(property: Property): unknown {
  return typeof property === 'boolean' ? null : property.default ?? null;
}

function descriptionOf(property: Property): string {
  return typeof property === 'boolean' ? '' : property.description ?? '';
}

/** JSON Schema of a rule's options, or null if it has none. What JSON Schema cannot say is left to the engine, which checks them all. */
export function optionsJsonSchema(options: OptionsSchema | null): JsonSchema | null {
  if (options === null) return null;
  const { $schema, ...schema } = toJsonSchema(options, { typeMode: 'input', errorMode: 'ignore' });
  return { ...schema, additionalProperties: false };
}

/** All rules in one table. `folder` leads to the pages. */
export function ruleTable(rules: readonly Rule[], folder: string): string {
  const rows = rules.map((rule) => `| [${rule.id}](${folder}${rule.id}.md) | ${rule.level} | ${rule.title.replaceAll('|', String.raw`\|`)} |`);
  return ['| rule | level | |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

/** JSON Schema of the configuration, the options of every rule in it. */
export function configJsonSchema(config: GenericSchema, rules: readonly Rule[]): JsonSchema {
  const schema = toJsonSchema(config, { typeMode: 'input' });
  const level = { enum: ['error', 'warn', 'info', 'off'] };
  const settings: JsonSchema = {
    type: 'object',
    description: 'Level of a rule, or its level and options.',
    properties: Object.fromEntries(rules.map((rule) => [rule.id, settingSchema(rule, level)])),
    patternProperties: { [ofOtherFamilies(rules)]: ownSetting(level) },
    additionalProperties: false,
  };
  const { overrides, ...properties } = schema.properties ?? {};
  return {
    ...schema,
    properties: { ...properties, rules: { $ref: '#/definitions/rules' }, overrides: overridesSchema(overrides) },
    definitions: { rules: settings },
  };
}

/** As the settings declare it, with the rules of each override as precise as those above. */
function overridesSchema(declared: Property | undefined): JsonSchema {
  if (typeof declared !== 'object' || typeof declared.items !== 'object' || Array.isArray(declared.items)) {
    throw new TypeError('The settings have no list of overrides.');
  }
  const { items } = declared;
  return { ...declared, items: { ...items, properties: { ...items.properties, rules: { $ref: '#/definitions/rules' } } } };
}

/** Ids of a project's own rules, which lie in no family of ours. */
function ofOtherFamilies(rules: readonly Rule[]): string {
  const families = [...new Set(rules.map(({ id }) => id.slice(0, id.indexOf('/'))))].sort();
  return `^(?!(?:${families.join('|')})/)[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$`;
}

function ownSetting(level: JsonSchema): JsonSchema {
  return {
    description: 'A rule of the project’s own; see "ruleFiles".',
    anyOf: [level, { type: 'array', items: [level, { type: 'object' }], minItems: 1, maxItems: 2 }],
  };
}

function settingSchema(rule: Rule, level: JsonSchema): JsonSchema {
  const options = optionsJsonSchema(rule.options);
  const items = options === null ? [level] : [level, options];
  return {
    description: rule.title,
    anyOf: [level, { type: 'array', items, minItems: 1, maxItems: items.length }],
  };
}
