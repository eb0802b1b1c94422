import type { Catalog, Table } from '../facts/catalog.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';
import { matchesPath } from '../text/matches.ts';
import { singularOf } from './inflect.ts';
import { foreignKeysOf, thirdPartyTables } from './third-party.ts';

/** What the prefix of a table hangs on. */
export interface PrefixChoice {
  readonly by: 'evidence' | 'file' | 'schema' | 'list' | 'parent';
  /** `file`: globs of schema files, or folders; `schema`: names of schemas of Postgres. With one prefix or several. */
  readonly prefixes: Readonly<Record<string, string | readonly string[]>>;
  readonly allowed: readonly string[];
  /** Schemas of Postgres in which a prefix is wanted; the name of any other is prefix enough. */
  readonly schemas: readonly string[];
}

/** Where a table stands. */
export interface PrefixGround {
  readonly catalog: Catalog;
  /** Path of a schema file as globs name it. */
  readonly pathOf: (file: string) => string;
}

/** Of so many tables, so large a part must share a prefix. */
export interface Evidence {
  readonly tables: number;
  readonly share: number;
}

/** Before a rule that nobody configured speaks of an outlier. */
const evident: Evidence = { tables: 4, share: 0.8 };

/**
 * Prefixes of which the table lacks every one; none: it has one, or may be named as it likes. Partitions are named after
 * their parent, tables of a library by the library.
 */
export function missingPrefixes(table: Table, choice: PrefixChoice, ground: PrefixGround): readonly string[] {
  if (!isNamedHere(table, ground.catalog)) return [];
  if (choice.by !== 'schema' && !choice.schemas.includes(table.schema)) return [];
  const wanted = wantedPrefixes(table, choice, ground);
  if (wanted.length === 0 || wanted.some((prefix) => carries(table, prefix))) return [];
  return isNamedAfterParents(table) ? [] : wanted;
}

/** Has somebody of the project chosen its name? */
export function isNamedHere(table: Table, catalog: Catalog): boolean {
  return table.origin !== null && table.partitionOf === null && table.persistence !== 'temporary'
    && !thirdPartyTables(catalog).has(keyOf(table));
}

function wantedPrefixes(table: Table, { by, prefixes, allowed }: PrefixChoice, { catalog, pathOf }: PrefixGround): readonly string[] {
  switch (by) {
    case 'file':
      return configured(prefixes, (key) => covers(key, pathOf(table.origin?.file ?? '')));
    case 'schema':
      return configured(prefixes, (name) => name === table.schema);
    case 'list':
      return allowed;
    case 'parent':
      return [...new Set(parentsOf(table, catalog).flatMap(({ name }) => [singularOf(firstWord(name)), firstWord(name)]))].map((word) => `${word}_`);
    case 'evidence':
      return evidentPrefix(table, catalog);
    default:
      return by satisfies never;
  }
}

function configured(prefixes: PrefixChoice['prefixes'], applies: (key: string) => boolean): readonly string[] {
  return Object.entries(prefixes).filter(([key]) => applies(key)).flatMap(([, wanted]) => wanted);
}

/** A folder stands for all that is in it, `src/[shelf]` too; anything else is a glob. */
function covers(key: string, path: string): boolean {
  if (path.startsWith(`${key.replace(/\/+$/, '')}/`)) return true;
  const isFolder = !/[*?[\]{}()!]|\.[cm]?[jt]sx?$/.test(key);
  return matchesPath(isFolder ? `${key.replace(/\/+$/, '')}/**` : key, path);
}

/** A leading underscore, as some give to join tables, is no part of the prefix. */
export function carries({ name }: ObjectName, prefix: string): boolean {
  const bare = name.replace(/^_+/, '');
  return name.startsWith(prefix) || bare.startsWith(prefix) || bare === prefix.replace(/_+$/, '');
}

/** A child cannot be without its parent: the key is part of its own, or its rows go with the parent's. */
export function parentsOf(table: Table, catalog: Catalog): readonly ObjectName[] {
  const own = primaryKeyColumns(table);
  return foreignKeysOf(table).flatMap(({ columns, references, onDelete }) => {
    if (sameName(references, table) || thirdPartyTables(catalog).has(keyOf(references))) return [];
    const inKey = columns.every((column) => own.includes(column));
    return inKey || onDelete === 'cascade' ? [references] : [];
  });
}

/** A join table has the keys of two others as its own, and may be called after either, or after both. */
function isNamedAfterParents(table: Table): boolean {
  const own = primaryKeyColumns(table);
  const joined = foreignKeysOf(table).filter(({ columns }) => columns.every((column) => own.includes(column)));
  const names = joined.map(({ references }) => references.name);
  if (names.length < 2) return false;
  return names.some((name) => firstWord(name) === firstWord(table.name)) || names.every((name) => table.name.includes(stem(name)));
}

function primaryKeyColumns({ constraints }: Table): readonly string[] {
  return constraints.find((one) => one.kind === 'primaryKey')?.columns ?? [];
}

function stem(name: string): string {
  return name.replace(/s$/, '');
}

/** What the other tables of its file do, unless the table stands with others somewhere itself. */
function evidentPrefix(table: Table, catalog: Catalog): readonly string[] {
  const file = table.origin?.file ?? '';
  if (!/\.[cm]?[jt]sx?$/.test(file) || hasKin(table, catalog)) return [];
  const siblings = [...catalog.tables.values()].filter(({ origin }) => origin?.file === file);
  const shared = sharedPrefix(siblings, catalog, evident);
  return shared === null ? [] : [shared.prefix];
}

/** Does another table begin with the same word? */
export function hasKin(table: ObjectName, { tables }: Catalog): boolean {
  return [...tables.values()].some((other) => !sameName(other, table) && firstWord(other.name) === firstWord(table.name));
}

/** The prefix that tables share, with those that carry it and those that do not. */
export interface SharedPrefix {
  readonly prefix: string;
  readonly carriers: readonly Table[];
  readonly others: readonly Table[];
}

/**
 * The longest prefix of whole words that most of the tables carry. Tables of a library count where a team has given
 * them the prefix, and not where it has not.
 */
export function sharedPrefix(tables: readonly Table[], catalog: Catalog, needed: Evidence): SharedPrefix | null {
  const words = tables.map(({ name }) => firstWord(name));
  const [word] = mostFrequent(words);
  if (word === undefined) return null;
  const carriers = tables.filter(({ name }) => firstWord(name) === word);
  const others = tables.filter((table) => !carriers.includes(table) && isNamedHere(table, catalog) && !isNamedAfterParents(table));
  const isEnough = carriers.length >= needed.tables && carriers.length / (carriers.length + others.length) >= needed.share;
  return isEnough ? { prefix: longest(`${word}_`, carriers), carriers, others } : null;
}

function longest(prefix: string, carriers: readonly Table[]): string {
  const [rest = ''] = carriers.map(({ name }) => name.replace(/^_+/, '').slice(prefix.length)).filter((one) => one !== '');
  const [word] = rest.split('_');
  const longer = `${prefix}${word ?? ''}_`;
  return word !== undefined && word !== '' && carriers.every((table) => carries(table, longer)) ? longest(longer, carriers) : prefix;
}

/** Values by how often they are there. */
function mostFrequent(values: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left).map(([value]) => value);
}

/** The first word of a name, underscores before it left out. */
export function firstWord(name: string): string {
  return name.split('_').find((word) => word !== '') ?? name;
}
