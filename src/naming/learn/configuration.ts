import type { CaseKind } from './convention.ts';
import type { Learned } from './learn.ts';
import { patternTexts } from './settled.ts';

/** A rule's entry in the settings. */
export type RuleEntry = 'off' | 'error' | readonly ['error', Readonly<Record<string, unknown>>];

/**
 * Settings that hold a project to what it does: with them `check --all` finds the outliers of what was learned and nothing
 * else by these rules.
 */
export function configurationOf(learned: Learned): Readonly<Record<string, RuleEntry>> {
  const ignore = learned.thirdParty.map(({ table: { schema, name } }) => (schema === 'public' ? name : `${schema}.${name}`));
  const others = ignore.length === 0 ? {} : { ignore };
  return {
    'naming/snake-case': snakeCase(learned, others),
    ...pattern(learned, others),
    'naming/table-prefix': tablePrefix(learned),
    ...requiredColumns(learned, others),
  };
}

function snakeCase({ snakeCaseKinds, conventions }: Learned, others: { readonly ignore?: readonly string[] }): RuleEntry {
  const isLearned = conventions.some(({ claim }) => claim?.setting?.rule === 'naming/snake-case');
  if (!isLearned) return 'off';
  const isDefault = snakeCaseKinds.length === defaultKinds.length && defaultKinds.every((kind) => snakeCaseKinds.includes(kind));
  const options = { ...(isDefault ? {} : { kinds: snakeCaseKinds }), ...others };
  return Object.keys(options).length === 0 ? 'error' : ['error', options];
}

/** What the rule is asked about where `kinds` is left out. */
const defaultKinds: readonly CaseKind[] = [
  'schema', 'table', 'column', 'enum', 'view', 'sequence', 'index', 'constraint', 'routine', 'trigger',
];

function pattern({ conventions, casing }: Learned, others: { readonly ignore?: readonly string[] }): Readonly<Record<string, RuleEntry>> {
  const { patterns = {}, columns = {} } = patternTexts(conventions);
  const parts = {
    ...(Object.keys(patterns).length === 0 ? {} : { patterns }),
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
  };
  if (Object.keys(parts).length === 0) return {};
  return { 'naming/pattern': ['error', { ...parts, ...(casing === 'any' ? { casing } : {}), ...others }] };
}

function tablePrefix({ conventions }: Learned): RuleEntry {
  const setting = conventions.map(({ claim }) => claim?.setting).find((one) => one?.rule === 'naming/table-prefix');
  return setting?.rule === 'naming/table-prefix' ? ['error', setting.choice] : 'off';
}

function requiredColumns({ conventions }: Learned, others: { readonly ignore?: readonly string[] }): Readonly<Record<string, RuleEntry>> {
  const setting = conventions.map(({ claim }) => claim?.setting).find((one) => one?.rule === 'design/required-columns');
  if (setting?.rule !== 'design/required-columns') return {};
  return { 'design/required-columns': ['error', { columns: setting.columns, ...others }] };
}
