import { bareType, knownTypeNames, shortTypeNames } from '../facts/type-names.ts';

/** What has a name that a team may have a pattern for. */
export const namedKinds = [
  'schema', 'table', 'partition', 'view', 'materializedView', 'column', 'enum', 'enumValue', 'domain', 'compositeType', 'index',
  'uniqueIndex', 'primaryKey', 'foreignKey', 'unique', 'check', 'exclusion', 'policy', 'sequence', 'routine', 'trigger', 'migration',
] as const;
export type NamedKind = (typeof namedKinds)[number];

/**
 * What a column is for, besides its type: the whole primary key, the whole of a foreign key. A key of several columns
 * says nothing about the name of one of them.
 */
export type KeyRole = 'primaryKey' | 'foreignKey';

/** Types that go by one name whatever their precision, time zone, length or storage; and what only the catalog tells. */
const typeRoles = {
  timestamp: /^timestamp(?:\(\d\))? with/,
  date: /^date$/,
  time: /^time(?:\(\d\))? with/,
  boolean: /^boolean$/,
  integer: /^(?:smallint|integer|bigint)$/,
  number: /^(?:smallint|integer|bigint|numeric(?:\(.*\))?|real|double precision)$/,
  text: /^(?:text|character varying(?:\(\d+\))?|character(?:\(\d+\))?)$/,
  uuid: /^uuid$/,
  json: /^jsonb?$/,
  array: /\[\]$/,
} as const satisfies Readonly<Record<string, RegExp>>;

/**
 * Names that patterns may ask for a column by, the more special before the more general, besides its keys: its type as
 * `format_type` prints it; that type without length or precision, and its short name; `enum`; the roles of `typeRoles`.
 */
export function rolesOfType(type: string, isEnum: boolean): readonly string[] {
  const bare = bareType(type);
  const wide = Object.entries(typeRoles).filter(([, pattern]) => pattern.test(type)).map(([role]) => role);
  return [...new Set([type, bare, ...shortTypeNames(bare), ...(isEnum ? ['enum'] : []), ...wide])];
}

const keyRoles: readonly KeyRole[] = ['primaryKey', 'foreignKey'];

/** Roles and types that have one spelling; types of extensions and of the user are more. */
export const knownRoles: readonly string[] = [
  ...keyRoles, 'enum', ...Object.keys(typeRoles), ...knownTypeNames,
];
