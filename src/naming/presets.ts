import type { DrizzleGeneration } from '../facts/drizzle-generation.ts';
import type { PatternTexts } from './conventions.ts';

/** What drizzle-orm and drizzle-kit call what is left unnamed; see parse/schema/names.ts. A key of one column is unnamed in the SQL of 0.31. */
export const drizzlePatterns = {
  '0.31': {
    index: ['{table}_{columns}_index'],
    uniqueIndex: ['{table}_{columns}_index'],
    primaryKey: ['{table}_{columns}_pk', '{table}_pkey'],
    unique: ['{table}_{columns}_unique'],
    foreignKey: ['{table}_{columns}_{parent}_{parent_columns}_fk'],
  },
  '1.0': {
    index: ['{table}_{columns}_index'],
    uniqueIndex: ['{table}_{columns}_index'],
    primaryKey: ['{table}_pkey'],
    unique: ['{table}_{columns}_unique', '{table}_{columns}_key'],
    foreignKey: ['{table}_{columns}_{parent}_{parent_columns}_fkey'],
  },
} as const satisfies Readonly<Record<DrizzleGeneration, PatternTexts['patterns']>>;

/** Of both: what a project had before it went over to 1.0 keeps its names. */
const drizzle = {
  patterns: {
    ...drizzlePatterns['0.31'],
    unique: drizzlePatterns['1.0'].unique,
    foreignKey: [...drizzlePatterns['0.31'].foreignKey, ...drizzlePatterns['1.0'].foreignKey],
  },
} as const satisfies PatternTexts;

/**
 * What Postgres calls what is left unnamed (`ChooseIndexName`, `ChooseConstraintName`), with the number it adds where a
 * name is taken. Which column a check is called by hangs on where it is written: any word will do.
 */
const postgres = {
  patterns: {
    index: '{table}_{columns}_idx{number}',
    uniqueIndex: ['{table}_{columns}_idx{number}', '{table}_{columns}_key{number}'],
    primaryKey: '{table}_pkey{number}',
    unique: '{table}_{columns}_key{number}',
    foreignKey: '{table}_{columns}_fkey{number}',
    check: ['{table}_check{number}', '{table}_{}_check{number}'],
    exclusion: '{table}_{columns}_excl{number}',
  },
} as const satisfies PatternTexts;

/**
 * What Rails's generators and guides write, and names of dates and of people that nobody there would change
 * (`birth_date`, `created_by`). A key that is no id keeps the name of what it refers to: `country_code`.
 */
const railsLike = {
  patterns: {
    table: '{plural}',
    index: 'index_{table}_on_{columns:_and_}',
    uniqueIndex: 'index_{table}_on_{columns:_and_}',
  },
  columns: {
    foreignKey: ['{parent}_id', '{}_by', '{}_{parent_columns}', '{parent_columns}'],
    timestamp: '{}_at',
    date: ['{}_on', '{}_date', 'date'],
  },
} as const satisfies PatternTexts;

/** Conventions that have a name. */
export const namingPresets = { drizzle, postgres, 'rails-like': railsLike } as const satisfies Readonly<Record<string, PatternTexts>>;
export type NamingPreset = keyof typeof namingPresets;
