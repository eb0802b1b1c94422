import { hasIndex, isDeclared, relationNames, rule, shortenedName, show, utf8Length, v } from '#rule';
import type { Catalog, Named as Nameable, ObjectContext, Remedy, Report, Table } from '#rule';

const options = v.object({
  max: v.optional(v.pipe(
    v.number(), v.integer(), v.minValue(8), v.maxValue(63),
    v.description('Most bytes a name may have. Postgres cuts at 63.'),
  ), 63),
});
type Options = v.InferOutput<typeof options>;

/** A name with the namespace in which Postgres lets no other object have it. */
interface Named {
  readonly what: string;
  readonly name: string;
  readonly written: string;
  readonly namespace: string;
  readonly at: Table['origin'];
  /** A constraint or an index, which nobody calls by name: any other name will do. */
  readonly object?: Nameable;
  /** Names that it cannot have. */
  readonly taken?: () => ReadonlySet<string>;
}

export default rule({
  id: 'naming/identifier-length',
  title: 'Keep names within 63 bytes',
  why: 'Postgres silently cuts a longer name to 63 bytes, so the database has another name than the schema: later diffs drop and re-create the object, and two cut names may be one.',
  instead: 'Give it a shorter name of its own: `foreignKey({ name: … })`, `index("…")`, `unique("…")`.',
  level: 'warn',
  presets: { strict: 'error', conventions: 'error' },
  silent: ['Names of 63 bytes or fewer; letters outside ASCII count with all their bytes.'],
  options,
  examples: [
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const distribution = pgTable('dataset_version_distribution', { id: integer('id').primaryKey() });
export const download = pgTable('access_request_download_statistics', {
  distribution: integer('distribution_id').references(() => distribution.id),
});` } },
    { good: { schema: `import { foreignKey, integer, pgTable } from 'drizzle-orm/pg-core';
export const distribution = pgTable('dataset_version_distribution', { id: integer('id').primaryKey() });
export const download = pgTable('access_request_download_statistics', { distribution: integer('distribution_id') }, (t) => [
  foreignKey({ name: 'download_distribution_fk', columns: [t.distribution], foreignColumns: [distribution.id] }),
]);` } },
    {
      bad: {
        schema: `import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
export const download = pgTable('access_request_download', { id: integer('id').primaryKey(), country: text('country') }, (t) => [
  index('access_request_download_statistics_by_country_of_the_requesting_organisation_idx').on(t.country),
]);`,
        migrations: { '0000_downloads': { up: 'create table access_request_download (id integer primary key, country text);', down: 'drop table access_request_download;' } },
      },
      fixed: `import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
export const download = pgTable('access_request_download', { id: integer('id').primaryKey(), country: text('country') }, (t) => [
  index('access_request_download_statistics_by_country_of_the_reques_idx').on(t.country),
]);`,
    },
    { bad: 'create table dataset (id integer, title text); create index dataset_title_idx on dataset (title);', options: { max: 12 } },
  ],
  check: {
    catalog(catalog, on) {
      const names = [...namesOf(catalog)];
      const refused = collisions(names);
      const ending = new Set(refused.map(({ named }) => named));
      return [
        ...names.flatMap((named) => (ending.has(named) ? [] : tooLong(named, on))),
        ...refused.map(({ report }) => report),
      ];
    },
  },
});

function tooLong(named: Named, on: ObjectContext<Options>): readonly Report[] {
  const { max } = on.options;
  const bytes = utf8Length(named.written);
  if (named.at === null || bytes <= max) return [];
  if (named.written === named.name) {
    return [{ at: named.at, text: `${named.what} "${named.written}" has ${bytes} bytes, ${max} are allowed.`, ...remedies(named, on) }];
  }
  return [{
    at: named.at,
    text: `${named.what} "${named.written}" has ${bytes} bytes: Postgres cuts it to "${named.name}".`,
    ...remedies(named, on),
  }];
}

function remedies(
  { at, object, taken, written }: Named, { options: { max }, isGenerated }: ObjectContext<Options>,
): { readonly fix?: Remedy; readonly suggestions?: readonly Remedy[] } {
  if (object === undefined || !isDeclared(at)) return {};
  const to = shortenedName(written, max, taken?.() ?? new Set());
  const amendment = { kind: 'renameDeclared', at, from: written, to } as const;
  if (isGenerated(object) === 'no') return { fix: { text: `Name it "${to}".`, amendment } };
  return { suggestions: [{ text: `Name it "${to}": the next migration drops and makes it again.`, amendment }] };
}

/** Names that differ as written and are one as Postgres stores them. */
function collisions(names: readonly Named[]): readonly { readonly named: Named; readonly report: Report }[] {
  const first = new Map<string, Named>();
  return names.flatMap((named) => {
    const key = JSON.stringify([named.namespace, named.name]);
    const other = first.get(key);
    if (other === undefined) first.set(key, named);
    if (other === undefined || named.at === null || other.written === named.written) return [];
    return [{ named, report: collision(named, named.at, other) }];
  });
}

function collision(named: Named, at: Report['at'], other: Named): Report {
  return {
    at,
    level: 'error',
    text: `${named.what} "${named.written}" and "${other.written}" are both cut to "${named.name}": Postgres refuses the second.`,
    related: other.at === null ? [] : [{ at: other.at, text: 'The other is here:' }],
  };
}

/** Relations, and the indexes of keys, share one namespace in a schema; constraints and columns have their table's. */
function* namesOf(catalog: Catalog): Generator<Named> {
  for (const table of catalog.tables.values()) {
    yield { what: 'Table', ...table, namespace: relations(table.schema), at: table.origin };
    yield* namesIn(table, catalog);
  }
  for (const index of catalog.indexes.values()) {
    yield {
      what: `Index of ${show(index.table)}`, name: index.name, written: index.written, namespace: relations(index.schema),
      at: index.origin, object: { ...index, kind: 'index' }, taken: () => relationNames(catalog, index.schema),
    };
  }
  for (const view of catalog.views.values()) {
    yield { what: 'View', ...view, namespace: relations(view.schema), at: view.origin };
  }
  for (const type of catalog.enums.values()) {
    yield { what: 'Enum', ...type, namespace: types(type.schema), at: type.origin };
  }
  for (const policy of catalog.policies.values()) {
    yield { what: `Policy of ${show(policy.table)}`, ...policy, namespace: `policies of ${show(policy.table)}`, at: policy.origin };
  }
  for (const namesake of catalog.namesakes ?? []) {
    const { kind, schema, table, origin } = namesake;
    const what = table === null ? words[kind] : `${words[kind]} of ${show(table)}`;
    yield { what, ...namesake, namespace: kind === 'enum' ? types(schema) : relations(schema), at: origin };
  }
}

const words = { table: 'Table', index: 'Index', view: 'View', enum: 'Enum' } as const;

function* namesIn(table: Table, catalog: Catalog): Generator<Named> {
  for (const column of table.columns) {
    yield { what: `Column of ${show(table)}`, ...column, namespace: `columns of ${show(table)}`, at: column.origin };
  }
  for (const constraint of table.constraints) {
    const isRelation = hasIndex(constraint);
    yield {
      what: `Constraint of ${show(table)}`,
      name: constraint.name,
      written: constraint.written,
      namespace: isRelation ? relations(table.schema) : `constraints of ${show(table)}`,
      at: constraint.origin,
      object: { kind: 'constraint', table, name: constraint.name },
      taken: () => new Set([
        ...table.constraints.map(({ name }) => name), ...(isRelation ? relationNames(catalog, table.schema) : []),
      ]),
    };
  }
}

function relations(schema: string): string {
  return `relations of ${schema}`;
}

function types(schema: string): string {
  return `types of ${schema}`;
}
