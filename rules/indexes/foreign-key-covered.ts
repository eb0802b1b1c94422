import { coverage, freeIndexName, isDeclared, matches, rule, sameName, show, textsOption, v } from '#rule';
import type { Coverage, ForeignKey, Index, ObjectContext, Remedy, Report, Table } from '#rule';

const options = v.object({
  ignore: textsOption('Globs of referenced tables whose rows are never deleted or re-keyed: lookup tables.'),
  auditColumns: v.optional(v.pipe(
    v.picklist(['info', 'full']),
    v.description('How much a key weighs that says who did something, `created_by`: it is an info, or weighs as much as any other.'),
  ), 'info'),
});
type Options = v.InferOutput<typeof options>;

export default rule({
  id: 'indexes/foreign-key-covered',
  title: 'Index the columns of a foreign key',
  why: 'Postgres indexes the referenced side only: every DELETE or key change of the parent reads the whole referencing table, and so does every join from parent to child.',
  instead: 'Add an index whose first columns are those of the key, in any order.',
  level: 'error',
  silent: [
    'A primary key, a unique constraint or a unique index whose first columns are those of the key counts.',
    'The columns may come in any order; DESC, INCLUDE and further columns behind them do no harm.',
    'A partial index `WHERE column IS NOT NULL` counts, a hash index counts for one column.',
    'An index of each partition counts as one of the partitioned table.',
    'A table that could not be read whole.',
    'A key that says who did it, `created_by`, is told as info: no query begins there, and people are seldom deleted. Where it deletes along (CASCADE), or `auditColumns` is `full`, it weighs as much as any other.',
    'Referenced tables that `ignore` names.',
    'A key that Postgres casts before it compares, which no index serves: `design/foreign-key-type` speaks of it.',
  ],
  options,
  examples: [
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const version = pgTable('dataset_version', { dataset: integer('dataset_id').references(() => dataset.id) });` },
      fixed: `import { index, integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const version = pgTable('dataset_version', { dataset: integer('dataset_id').references(() => dataset.id) }, (t) => [
  index('dataset_version_dataset_id_idx').on(t.dataset),
]);` },
    { good: { schema: `import { index, integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const version = pgTable(
  'dataset_version',
  { dataset: integer('dataset_id').references(() => dataset.id) },
  (table) => [index('dataset_version_dataset_id_idx').on(table.dataset)],
);` } },
    {
      given: 'create table dataset (id integer primary key);',
      bad: 'create table dataset_version (id integer primary key, dataset_id integer references dataset);',
      fixed: 'create table dataset_version (id integer primary key, dataset_id integer references dataset);\ncreate index "dataset_version_dataset_id_idx" on "dataset_version" ("dataset_id");',
    },
    {
      given: 'create table dataset (id integer primary key);',
      good: 'create table dataset_version (dataset_id integer references dataset, number integer, primary key (dataset_id, number));',
    },
    {
      given: 'create table dataset (id integer primary key);', postgres: 17,
      bad: 'create table dataset_keyword (keyword text, dataset_id integer references dataset, primary key (keyword, dataset_id));',
    },
    {
      given: 'create table dataset (id integer primary key);', postgres: 18,
      bad: 'create table dataset_keyword (keyword text, dataset_id integer references dataset, primary key (keyword, dataset_id));',
    },
    {
      given: 'create table dataset (id integer primary key);', postgres: 18,
      bad: 'create table dataset_version (draft boolean, dataset_id integer references dataset, unique (draft, dataset_id));',
    },
    {
      given: 'create table dataset (publisher integer, number integer, primary key (publisher, number));',
      bad: `create table dataset_version (publisher integer, number integer, foreign key (publisher, number) references dataset);
create index dataset_version_publisher_idx on dataset_version (publisher);`,
    },
    {
      given: 'create table dataset (publisher integer, number integer, primary key (publisher, number));',
      bad: `create table dataset_version (publisher integer, year integer, number integer, foreign key (publisher, number) references dataset);
create index dataset_version_publisher_idx on dataset_version (publisher, year, number);`,
    },
    {
      given: 'create table dataset (publisher integer, number integer, primary key (publisher, number));',
      good: `create table dataset_version (publisher integer, number integer, foreign key (publisher, number) references dataset);
create index dataset_version_dataset_idx on dataset_version (number desc, publisher) include (number);`,
    },
    {
      given: 'create table dataset (id numeric primary key);',
      good: 'create table dataset_version (dataset_id integer references dataset); create index dataset_version_dataset_id_idx on dataset_version (dataset_id);',
    },
    {
      given: 'create table dataset (id integer primary key);',
      good: `create table dataset_version (dataset_id integer references dataset, withdrawn_for integer references dataset);
create index dataset_version_dataset_id_idx on dataset_version using hash (dataset_id);
create index dataset_version_withdrawn_for_idx on dataset_version (withdrawn_for) where withdrawn_for is not null;`,
    },
    {
      given: 'create table reader (id integer primary key);',
      bad: 'create table dataset_version (id integer primary key, published_by integer references reader);',
    },
    {
      given: 'create table reader (id integer primary key);', options: { auditColumns: 'full' },
      bad: 'create table dataset_version (id integer primary key, published_by integer references reader);',
    },
    {
      given: 'create table licence (id integer primary key);', options: { ignore: ['licence'] },
      good: 'create table dataset_version (id integer primary key, licence_id integer references licence);',
    },
    {
      given: `create table dataset (id integer primary key);
create table download (dataset_id integer references dataset, day date) partition by range (day);
create table download_2024 partition of download for values from ('2024-01-01') to ('2025-01-01');
create table download_2025 partition of download for values from ('2025-01-01') to ('2026-01-01');`,
      bad: `create index download_dataset_id_idx on only download (dataset_id);
create index download_2025_dataset_id_idx on download_2025 (dataset_id);
alter index download_dataset_id_idx attach partition download_2025_dataset_id_idx;`,
    },
    {
      given: 'create table dataset (id integer primary key);',
      good: `create table download (dataset_id integer references dataset, day date) partition by range (day);
create table download_2025 partition of download for values from ('2025-01-01') to ('2026-01-01');
create index download_2025_dataset_id_idx on download_2025 (dataset_id);`,
    },
    {
      given: 'create table dataset (id integer primary key);',
      good: 'create table dataset_version (like dataset, dataset_id integer references dataset);',
    },
  ],
  check: {
    constraint(constraint, table, on) {
      if (constraint.kind !== 'foreignKey' || constraint.origin === null) return;
      if (matches(on.options.ignore, constraint.references)) return;
      const answer = coverage(on.catalog, table, constraint, on.postgres);
      const report = told(answer, `foreign key ${show(table)} (${constraint.columns.join(', ')}) to ${show(constraint.references)}`);
      if (report === null) return;
      const isCured = answer.kind === 'bare' || report.level === 'warn';
      const isLighter = isWho(constraint, on);
      const begun = begunFor(constraint, table, on);
      if (begun !== null) {
        const instead = `Add one on each partition of ${show(table)} that has none, and attach it: ALTER INDEX ${show(begun)} ATTACH PARTITION …`;
        return { at: constraint.origin, ...(isLighter ? { level: 'info' } : {}), ...report, instead };
      }
      return {
        at: constraint.origin,
        ...(isLighter ? { level: 'info' } : {}),
        ...report,
        ...(isCured ? { instead: `Add an index on ${show(table)} (${constraint.columns.join(', ')}).`, ...offered(indexFor(constraint, table, on), isLighter ? 'suggestion' : 'fix') } : {}),
      };
    },
  },
});

/** An index ON ONLY the partitioned table: those of the partitions are still to come. */
function begunFor({ columns }: ForeignKey, table: Table, { catalog }: ObjectContext<Options>): Index | null {
  return [...catalog.indexes.values()].find(({ only, table: of, keys }) =>
    only === true && sameName(of, table) && columns.every((column) => keys.slice(0, columns.length).some((key) => key.column === column))) ?? null;
}

/** Who did it, which is written down and hardly asked: `created_by`, `invitedByUserId`. */
function isWho({ columns, onDelete }: ForeignKey, { options: { auditColumns } }: ObjectContext<Options>): boolean {
  const [column = '', ...others] = columns;
  return auditColumns === 'info' && others.length === 0 && onDelete !== 'cascade' && /_by(?:_[a-z]+)?(?:_id)?$|[a-z]By(?:[A-Z][a-z]+)?(?:Id)?$/.test(column);
}

/** What there is to say of a foreign key, or null. */
function told(answer: Coverage, key: string): Omit<Report, 'at'> | null {
  switch (answer.kind) {
    case 'covered':
    case 'converted':
    case 'unknown':
      return null;
    case 'partly':
      return toldInPart(answer, key);
    case 'bare':
      return { text: `No index serves the ${key}.` };
    default:
      return answer satisfies never;
  }
}

function toldInPart({ by, how }: Extract<Coverage, { kind: 'partly' }>, key: string): Omit<Report, 'at'> {
  const [lead] = by.keys;
  const passed = lead?.column ?? 'the expression it begins with';
  switch (how) {
    case 'someColumns':
      return { level: 'info', text: `${by.name} serves only a part of the ${key}: what it finds is compared row by row.` };
    case 'columnBetween':
      return { level: 'info', text: `${by.name} serves only a part of the ${key}: another column stands between those of the key.` };
    case 'skipScan':
      return { level: 'info', text: `${by.name} serves the ${key} by skip scan: it is searched once for each value of ${passed}.` };
    case 'longSkipScan':
      return {
        level: 'warn',
        text: `Only a skip scan of ${by.name} serves the ${key}: it is searched once for each value of ${passed}.`,
      };
    default:
      return how satisfies never;
  }
}

/** An index that not every team would pay for is nothing to add without asking. */
function offered(remedy: Remedy | null, as: 'fix' | 'suggestion'): Pick<Report, 'fix' | 'suggestions'> {
  if (remedy === null) return {};
  return as === 'fix' ? { fix: remedy } : { suggestions: [remedy] };
}

/** An index of its own: on a table that TypeScript declares with these columns, or where one migration of SQL makes all of it. */
function indexFor(foreignKey: ForeignKey, table: Table, on: ObjectContext<unknown>): Remedy | null {
  const columns = foreignKey.columns.map((name) => table.columns.find((column) => column.name === name)?.origin ?? null);
  const { origin } = table;
  if (origin === null || foreignKey.origin === null || !columns.every((column) => column !== null)) return null;
  if (![...columns, foreignKey.origin].every(({ file }) => isDeclared({ ...origin, file }) || file === origin.file)) return null;
  const name = freeIndexName(table, foreignKey.columns, on);
  return {
    text: `Add the index "${name}" on (${foreignKey.columns.join(', ')}).`,
    amendment: { kind: 'addIndex', table: origin, name, columns },
  };
}
