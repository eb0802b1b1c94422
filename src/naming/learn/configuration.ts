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
    ...snakeCase(learned, others),
    ...pattern(learned, others),
    ...tablePrefix(learned),
    ...requiredColumns(learned, others),
  };
}

/** Where nothing is learned and the rule as it is finds nothing, it stays as it is. */
function snakeCase({ snakeCaseKinds, conventions }: Learned, others: { readonly ignore?: readonly string[] }): Readonly<Record<string, RuleEntry>> {
  const isLearned = conventions.some(({ claim }) => claim?.setting?.rule === 'naming/snake-case');
  const isDefault = defaultKinds.every((kind) => snakeCaseKinds.includes(kind)) && (!isLearned || snakeCaseKinds.length === defaultKinds.length);
  if (!isLearned && !isDefault) return { 'naming/snake-case': 'off' };
  const options = { ...(isDefault ? {} : { kinds: snakeCaseKinds }), ...others };
  if (Object.keys(options).length > 0) return { 'naming/snake-case': ['error', options] };
  return isLearned ? { 'naming/snake-case': 'error' } : {};
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

function tablePrefix({ conventions, isPrefixEvident }: Learned): Readonly<Record<string, RuleEntry>> {
  const setting = conventions.map(({ claim }) => claim?.setting).find((one) => one?.rule === 'naming/table-prefix');
  if (setting?.rule === 'naming/table-prefix') return { 'naming/table-prefix': ['error', setting.choice] };
  return isPrefixEvident ? { 'naming/table-prefix': 'off' } : {};
}

function requiredColumns({ conventions }: Learned, others: { readonly ignore?: readonly string[] }): Readonly<Record<string, RuleEntry>> {
  const setting = conventions.map(({ claim }) => claim?.setting).find((one) => one?.rule === 'design/required-columns');
  if (setting?.rule !== 'design/required-columns') return {};
  return { 'design/required-columns': ['error', { columns: setting.columns, ...others }] };
}
