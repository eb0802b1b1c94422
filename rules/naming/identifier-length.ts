import { doublesAmong, isNamedByDrizzle, namedThings, namesakeThings, namesBeside, renaming, rule, shortenedName, utf8Length, v, whatIs } from '#rule';
import type { NamedThing, ObjectContext, Report } from '#rule';

const options = v.object({
  max: v.optional(v.pipe(
    v.number(), v.integer(), v.minValue(8), v.maxValue(63),
    v.description('Most bytes a name may have. Postgres cuts at 63.'),
  ), 63),
});
type Options = v.InferOutput<typeof options>;

export default rule({
  id: 'naming/identifier-length',
  title: 'Keep names within 63 bytes',
  why: 'Postgres silently cuts a longer name to 63 bytes, so the database has another name than the schema: later diffs drop and re-create the object.',
  instead: 'Give it a shorter name of its own: `foreignKey({ name: … })`, `index("…")`, `unique("…")`.',
  level: 'warn',
  presets: { strict: 'error', conventions: 'error' },
  silent: [
    'Names of 63 bytes or fewer; letters outside ASCII count with all their bytes.',
    'Names that Drizzle makes, as of a foreign key that has none, weigh less: nobody says them, and they are cut alike each time.',
    'A name that is cut to one that is there: `naming/duplicate` tells of it.',
  ],
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
      const things = [...namedThings(catalog), ...namesakeThings(catalog)];
      const told = doublesAmong(things, (name) => name);
      return things.filter((thing) => !told.has(thing)).flatMap((thing) => tooLong(thing, on));
    },
  },
});

function tooLong(thing: NamedThing, on: ObjectContext<Options>): readonly Report[] {
  const { name, origin: at, written } = thing;
  const { max } = on.options;
  const bytes = utf8Length(written);
  if (at === null || bytes <= max) return [];
  const consequence = written === name ? `, ${max} are allowed.` : `: Postgres cuts it to "${name}".`;
  return [{
    at, text: `${whatIs(thing)} "${written}" has ${bytes} bytes${consequence}`, ...remedies(thing, on),
    ...(isNamedByDrizzle(thing) ? { level: 'info' } : {}),
  }];
}

/** For a constraint or an index, which nobody calls by name: any other name will do. */
function remedies({ origin: at, identity: object, written }: NamedThing, on: ObjectContext<Options>): Pick<Report, 'fix' | 'suggestions'> {
  if (object?.kind !== 'constraint' && object?.kind !== 'index') return {};
  const to = shortenedName(written, on.options.max, namesBeside(object, on.catalog));
  return renaming({ object, at, from: written, to }, on);
}
