import type { Catalog, Table } from '../../facts/catalog.ts';
import { showName } from '../../facts/names.ts';
import {
  firstWord, hasKin, isNamedHere, missingPrefixes, parentsOf, sharedPrefix, type PrefixChoice, type PrefixGround, type SharedPrefix,
} from '../table-prefixes.ts';
import { isEnough, needed, sharesOf, type Claim, type Convention, type Share } from './convention.ts';

/** Prefixes with what they hang on: a schema file, a folder, a schema of Postgres. Most often it is one. */
interface Entry extends Pick<SharedPrefix, 'carriers' | 'others'> {
  readonly key: string;
  readonly prefixes: readonly string[];
}

const about = 'Prefixes of tables';

/**
 * What the prefixes of tables hang on: one for all of them, the file, the folder, the schema of Postgres, the parent; the
 * first of these that the tables show. A table that stands outside its group with others of its kind is no outlier: it
 * shows that the group is none.
 */
export function learnPrefixes(ground: PrefixGround): Convention {
  const { catalog } = ground;
  const tables = [...catalog.tables.values()].filter(({ origin, partitionOf }) => origin !== null && partitionOf === null);
  const named = tables.filter((table) => isNamedHere(table, catalog));
  const main = mainSchema(named);
  const own = tables.filter(({ schema }) => schema === main);
  const claim = byList(own, main, ground) ?? byFile(own, main, ground) ?? bySchema(tables, ground) ?? byParent(named, main, ground);
  const of = claim === null ? named.length : claim.following + claim.outliers.length;
  return { aspect: 'prefix', about, of, claim, split: groupsOf(named) };
}

/** Where seven in eight tables are in one schema of Postgres, that is as good as none. */
function mainSchema(tables: readonly Table[]): string {
  const [most] = sharesOf(tables.map(({ schema }) => schema));
  return most !== undefined && isEnough(most.count, tables.length) ? most.way : 'public';
}

/** First words that several tables have, and how many stand alone. */
function groupsOf(tables: readonly Table[]): readonly Share[] {
  const shares = sharesOf(tables.map(({ name }) => `${firstWord(name)}_`));
  const alone = shares.filter(({ count }) => count === 1).length;
  return [...shares.filter(({ count }) => count > 1), ...(alone === 0 ? [] : [{ way: 'on their own', count: alone }])];
}

function byList(tables: readonly Table[], schema: string, ground: PrefixGround): Claim | null {
  const shared = sharedPrefix(tables, ground.catalog, { tables: needed.things, share: needed.share });
  if (shared === null || shared.others.some((table) => hasKin(table, ground.catalog))) return null;
  return claimOf(shared.prefix, { by: 'list', allowed: [shared.prefix], ...inSchema(schema) }, tables, ground);
}

function byFile(tables: readonly Table[], schema: string, ground: PrefixGround): Claim | null {
  const declared = tables.filter(({ origin }) => origin !== null && !origin.file.endsWith('.sql'));
  const fileOf = ({ origin }: Table): string => ground.pathOf(origin?.file ?? '');
  const folders = signedEntries((table) => folderOf(fileOf(table)), declared, ground).filter(({ carriers, others }) =>
    new Set([...carriers, ...others].map(fileOf)).size > 1);
  const files = signedEntries(fileOf, declared, ground).filter(({ key }) => !folders.some((folder) => key.startsWith(`${folder.key}/`)));
  return entriesClaim([...folders, ...files], { by: 'file', ...inSchema(schema) }, declared, ground);
}

function bySchema(tables: readonly Table[], ground: PrefixGround): Claim | null {
  const others = tables.filter(({ schema }) => schema !== 'public');
  const entries = entriesBy(({ schema }) => schema, others, ground).filter(isSigned);
  return entriesClaim(entries, { by: 'schema' }, others, ground);
}

function byParent(named: readonly Table[], schema: string, ground: PrefixGround): Claim | null {
  const children = named.filter((table) => table.schema === schema && parentsOf(table, ground.catalog).length > 0);
  const claim = claimOf('that of the parent', { by: 'parent', ...inSchema(schema) }, children, ground);
  return isEnough(claim.following, children.length) ? claim : null;
}

/** Groups of tables that share a prefix, if most of them do and none of the others has a group elsewhere. */
function entriesBy(keyOf: (table: Table) => string, tables: readonly Table[], { catalog }: PrefixGround): readonly Entry[] {
  return [...grouped(keyOf, tables)].flatMap(([key, group]) => {
    const entry = key === '' ? null : entryOf(key, group, catalog);
    return entry === null || entry.others.some((table) => hasKin(table, catalog)) ? [] : [entry];
  });
}

/** Those that do not carry the first prefix may share a second one, and then all of them must. */
function entryOf(key: string, group: readonly Table[], catalog: Catalog): Entry | null {
  const shared = sharedPrefix(group, catalog, { tables: leastOfGroup, share: needed.share });
  if (shared === null) return null;
  const second = sharedPrefix(shared.others, catalog, { tables: leastOfGroup, share: 1 });
  if (second === null) return { key, prefixes: [shared.prefix], carriers: shared.carriers, others: shared.others };
  return { key, prefixes: [shared.prefix, second.prefix], carriers: [...shared.carriers, ...second.carriers], others: [] };
}

/** A group of fewer shows nothing, be all of one word. */
const leastOfGroup = 3;

/**
 * Where seven in eight groups have a prefix of their own, the small ones are signed too; elsewhere those that are evident by
 * themselves.
 */
function signedEntries(keyOf: (table: Table) => string, tables: readonly Table[], ground: PrefixGround): readonly Entry[] {
  const entries = entriesBy(keyOf, tables, ground);
  const groups = [...grouped(keyOf, tables)].filter(([, group]) =>
    group.filter((table) => isNamedHere(table, ground.catalog)).length >= leastOfGroup);
  const isEverywhere = groups.length > 1 && entries.length / groups.length >= needed.share;
  return isEverywhere ? entries : entries.filter(isSigned);
}

function isSigned({ carriers, others }: Entry): boolean {
  return isEnough(carriers.length, carriers.length + others.length);
}

function entriesClaim(
  entries: readonly Entry[], choice: Pick<PrefixChoice, 'by'> & Partial<PrefixChoice>, tables: readonly Table[], ground: PrefixGround,
): Claim | null {
  const held = entries.flatMap(({ carriers, others }) => [...carriers, ...others]);
  if (held.length < needed.things) return null;
  const prefixes = Object.fromEntries(entries.map(({ key, prefixes: [first = '', ...more] }) => [key, more.length === 0 ? first : [first, ...more]]));
  const way = entries.map((entry) => `${entry.prefixes.join(' or ')} in ${entry.key} (${entry.carriers.length} of ${entry.carriers.length + entry.others.length})`);
  return claimOf(way.join(', '), { ...choice, prefixes }, tables.filter((table) => held.includes(table)), ground);
}

/** What follows is what the rule will leave alone. */
function claimOf(
  way: string, choice: Pick<PrefixChoice, 'by'> & Partial<PrefixChoice>, tables: readonly Table[], ground: PrefixGround,
): Claim {
  const whole: PrefixChoice = { prefixes: {}, allowed: [], schemas: ['public'], ...choice };
  const outliers = tables.filter((table) => missingPrefixes(table, whole, ground).length > 0);
  return {
    way, following: tables.length - outliers.length, setting: { rule: 'naming/table-prefix', choice },
    outliers: outliers.flatMap((table) => (table.origin === null ? [] : [{ name: showName(table), origin: table.origin }])),
  };
}

function inSchema(schema: string): Partial<PrefixChoice> {
  return schema === 'public' ? {} : { schemas: [schema] };
}

function grouped(keyOf: (table: Table) => string, tables: readonly Table[]): ReadonlyMap<string, readonly Table[]> {
  const groups = new Map<string, Table[]>();
  for (const table of tables) groups.set(keyOf(table), [...groups.get(keyOf(table)) ?? [], table]);
  return groups;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

