import { matches, matchesPath, rule, sameName, show, v } from '#rule';
import type { Catalog, ObjectContext, ObjectName, Table } from '#rule';

const prefixes = v.record(v.string(), v.union([v.string(), v.array(v.string())]));
const options = v.object({
  by: v.optional(v.pipe(
    v.picklist(['evidence', 'file', 'schema', 'list', 'parent']),
    v.description('What a table’s prefix hangs on: its schema file, its pgSchema, a list of allowed ones, or its parent table. `evidence`: what the file’s other tables do.'),
  ), 'evidence'),
  prefixes: v.optional(v.pipe(
    prefixes, v.description('For `file`: glob of the schema file to prefix or prefixes; for `schema`: name of the pgSchema to prefix or prefixes.'),
  ), {}),
  allowed: v.optional(v.pipe(v.array(v.string()), v.description('For `list`: the prefixes a table may have.')), []),
  ignore: v.optional(v.pipe(
    v.array(v.string()), v.description('Globs of tables, as `name` or `schema.name`, that somebody else names.'),
  ), []),
});
type Options = v.InferOutput<typeof options>;

/** So many tables of a file, and so large a part of them, must share a prefix before an outlier is one. */
const evident = { tables: 4, share: 0.8 };

const schema = `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const version = pgTable('version', { id: integer('id').primaryKey() });`;
const prefixed = schema.replace("pgTable('version'", "pgTable('dataset_version'");

export default rule({
  id: 'naming/table-prefix',
  title: 'Give related tables one prefix',
  why: 'Tables that belong together stand together in every list, and a name says which part of the system owns it.',
  instead: 'Name the table with the prefix of its group before its first release; later it is a rename.',
  level: 'warn',
  presets: { strict: 'error', conventions: 'error' },
  silent: [
    'Nothing is configured and no prefix is evident: fewer than four tables of a file share one, or fewer than four in five.',
    'Nothing is configured and the table shares its first word with another table, wherever that is declared.',
    'A table whose whole name is the prefix without its underscore: `dataset` beside `dataset_version`.',
    'Partitions, which follow their parent; tables that match `ignore`; views.',
    'With `parent`: a table that is nobody’s child, and a join table that carries the prefix of one of its parents.',
  ],
  options,
  examples: [
    { bad: { schema }, options: { by: 'file', prefixes: { 'src/*.ts': 'dataset_' } } },
    { good: { schema: prefixed }, options: { by: 'file', prefixes: { 'src/*.ts': 'dataset_' } } },
    { bad: { schema }, options: { by: 'list', allowed: ['dataset_', 'access_'] } },
    { bad: 'create schema access; create table access.request (id integer);', options: { by: 'schema', prefixes: { access: 'access_' } } },
    {
      bad: 'create table dataset (id integer primary key); create table version (id integer primary key references dataset);',
      options: { by: 'parent' },
    },
    { good: { schema } },
  ],
  check: {
    table(table, on) {
      if (table.origin === null || table.partitionOf !== null || table.persistence === 'temporary') return;
      if (matches(on.options.ignore, table)) return;
      const wanted = prefixesFor(table, on);
      if (wanted.length === 0 || wanted.some((prefix) => carries(table, prefix))) return;
      return { at: table.origin, text: `Table ${show(table)} does not carry the prefix ${wanted.join(' or ')}.` };
    },
  },
});

/** Prefixes of which the table must carry one; none: it may be named as it likes. */
function prefixesFor(table: Table, on: ObjectContext<Options>): readonly string[] {
  switch (on.options.by) {
    case 'file':
      return configured(on.options.prefixes, (glob) => matchesPath(glob, on.pathOf(table.origin?.file ?? '')));
    case 'schema':
      return configured(on.options.prefixes, (name) => name === table.schema);
    case 'list':
      return on.options.allowed;
    case 'parent':
      return parentsOf(table).map((parent) => `${firstWord(parent.name)}_`);
    case 'evidence':
      return evidentPrefix(table, on.catalog);
    default:
      return on.options.by satisfies never;
  }
}

function configured(prefixes: Options['prefixes'], applies: (key: string) => boolean): readonly string[] {
  return Object.entries(prefixes).filter(([key]) => applies(key)).flatMap(([, wanted]) => wanted);
}

/** A leading underscore, as some give to join tables, is no part of the prefix. */
function carries({ name }: ObjectName, prefix: string): boolean {
  const bare = name.replace(/^_+/, '');
  return name.startsWith(prefix) || bare.startsWith(prefix) || bare === prefix.replace(/_+$/, '');
}

/** A child cannot be without its parent: the key is part of its own, or its rows go with the parent's. */
function parentsOf(table: Table): readonly ObjectName[] {
  const own = table.constraints.find(({ kind }) => kind === 'primaryKey');
  const ownColumns = own?.kind === 'primaryKey' ? own.columns : [];
  return table.constraints.flatMap((constraint) => {
    if (constraint.kind !== 'foreignKey' || sameName(constraint.references, table)) return [];
    const inKey = constraint.columns.every((column) => ownColumns.includes(column));
    return inKey || constraint.onDelete === 'cascade' ? [constraint.references] : [];
  });
}

function evidentPrefix(table: Table, catalog: Catalog): readonly string[] {
  const group = [...catalog.tables.values()].filter(({ name }) => firstWord(name) === firstWord(table.name));
  if (group.length > 1) return [];
  const siblings = [...catalog.tables.values()].filter(({ origin }) =>
    origin !== null && origin.file === table.origin?.file && origin.file.endsWith('.ts'));
  const words = siblings.map(({ name }) => firstWord(name));
  const counts = new Map(words.map((word) => [word, words.filter((other) => other === word).length]));
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  if (most === undefined) return [];
  const [word, count] = most;
  const enough = count >= evident.tables && count / siblings.length >= evident.share;
  return enough ? [`${word}_`] : [];
}

function firstWord(name: string): string {
  return name.split('_').find((word) => word !== '') ?? name;
}
