import { copiedReplacements, emptyReplacements, isDeclaredIn, keyOf, quoted, quotedName, rule, show } from '#rule';
import type { Catalog, Change, Moment, Place, Report } from '#rule';

const given = 'create table dataset (id integer primary key, title text not null, licence text not null);';
const columns = "id: integer('id').primaryKey(), title: text('title').notNull()";
const deployed = `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { ${columns}, licence: text('licence').notNull() });`;
const without = deployed.replace(", licence: text('licence').notNull()", '');

export default rule({
  id: 'breaking/still-read-by-deployed-code',
  title: 'Drop what the deployed code has left behind, not what it reads',
  why: 'A select() of Drizzle lists every column that its schema declares, and so does every insert: code that runs while the migration is applied fails at once, documented or not. A table that is dropped is a warning: nothing tells that code still reads it.',
  instead: 'Deploy the code that does without it first, and drop it in the next deploy. A team that stops its code for a deploy turns this rule off.',
  level: 'error',
  needs: ['git'],
  silent: [
    'What the schema at the base ref does not declare: the code in use can do without it.',
    '`--all`, `--latest` and outside git: without a base nobody knows what is deployed.',
    'A table that leaves a view under its old name; what is there again, under its name, when the deploy is done.',
    'What the same deploy made.',
    'A table of which the base could be read in part only, and shows no such column.',
    'A drop that `breaking/rename-as-drop-and-add` or `breaking/contract-with-expand` speaks of.',
  ],
  examples: [
    { given, deployed, bad: '-- breaking: exports before 2.3; leave the column out\nalter table dataset drop column licence;' },
    { given, deployed, bad: 'alter table dataset rename column licence to license;' },
    { given, deployed, bad: 'drop table dataset;' },
    { given, deployed, bad: 'alter table dataset rename to record;' },
    {
      given: 'create schema library; create table library.loan (id integer primary key);',
      deployed: `import { integer, pgSchema } from 'drizzle-orm/pg-core';
export const loan = pgSchema('library').table('loan', { id: integer('id').primaryKey() });`,
      bad: 'drop schema library cascade;',
    },
    { given, deployed: without, good: 'alter table dataset drop column licence;' },
    { given, good: 'alter table dataset drop column licence;' },
    { given, deployed, good: 'alter table dataset rename to record; create view dataset as select * from record;' },
    { given, deployed, good: 'alter table dataset drop column licence; alter table dataset add column licence text;' },
    { given, deployed, good: 'alter table dataset add column note text; alter table dataset drop column note;' },
    { given, deployed, good: 'alter table dataset add column license text; alter table dataset drop column licence;' },
    {
      given, deployed,
      good: 'alter table dataset add column terms text; update dataset set terms = licence; alter table dataset drop column licence;',
    },
    { given, deployed: without.replace(columns, '...shared'), good: 'alter table dataset drop column licence;' },
  ],
  check: {
    deploy(_, on) {
      const moments = on.moments();
      const told = new Set([...copiedReplacements(moments), ...emptyReplacements(moments)].map(({ drop }) => drop));
      return moments.flatMap((moment) =>
        (on.isJudged(moment.migration) && !told.has(moment) ? reportsOf(moment) : []));
    },
  },
});

function reportsOf(moment: Moment): readonly Report[] {
  const { change, deployed, breaking } = moment;
  if (deployed === null) return [];
  const read = readThere(change, deployed);
  const found = read === null ? null : breaking();
  if (read === null || found === null || found.kind.endsWith('Remade')) return [];
  return [{
    at: change.origin,
    text: `${found.what.charAt(0).toUpperCase()}${found.what.slice(1)}, and the schema at the base ref declares ${read}: ${whoFails(change)} until the new code has taken its place.`,
    ...(isDrop(change) ? { level: 'warn' } : {}),
    instead: adviceOn(change, moment),
  }];
}

/** Drizzle names every declared column of a table that is read, but not every declared table: it may have fallen out of use. */
function isDrop({ kind }: Change): boolean {
  return kind === 'dropRelation' || kind === 'dropSchema';
}

function whoFails(change: Change): string {
  return isDrop(change) ? 'deployed code that still reads it fails' : 'code that is deployed fails';
}

/** What the deployed schema declares of what a change takes away: `it`, or the first table of a schema. */
function readThere(change: Change, deployed: Catalog): string | null {
  switch (change.kind) {
    case 'dropColumn':
    case 'renameColumn': return isDeclaredIn(deployed, { table: change.table, column: change.column.name }) ? 'it' : null;
    case 'dropRelation':
    case 'renameRelation':
    case 'setRelationSchema': return isDeclaredIn(deployed, { table: change.name, column: null }) ? 'it' : null;
    case 'dropSchema':
    case 'renameSchema': return tableIn(change.schema, deployed);
    default: return null;
  }
}

function tableIn(schema: string, { tables, views }: Catalog): string | null {
  const [first] = [...tables.values(), ...views.values()].filter((one) => one.schema === schema);
  return first === undefined ? null : show(first);
}

function adviceOn(change: Change, { before }: Moment): string {
  switch (change.kind) {
    case 'dropColumn': return `${later('the column', 'DROP COLUMN')}${mustTakeNull({ table: change.table, column: change.column.name }, before)}`;
    case 'renameColumn': return `Keep the name in the database, and give the new one to the key in TypeScript alone: \`${keyFor(change.to.name)}: …('${change.column.name}')\`. `
      + 'Or add the new column, write both, and drop the old one two deploys later.';
    case 'renameRelation': return `Keep the name in the database, and give the new one to the constant in TypeScript alone; or leave a view under the old name: \`CREATE VIEW ${quotedName(change.name)} AS SELECT * FROM ${quotedName({ schema: change.name.schema, name: change.to.name })};\`.`;
    case 'setRelationSchema': return `Leave a view under the old name in this deploy: \`CREATE VIEW ${quotedName(change.name)} AS SELECT * FROM ${quotedName({ schema: change.to, name: change.name.name })};\`.`;
    case 'dropRelation': return later('it', 'DROP');
    default: return 'Deploy code that names nothing in it first, and make this change in the next deploy.';
  }
}

/** The snapshot without it is right already: drizzle-kit would not write the DROP a second time. */
function later(what: string, statement: string): string {
  return `Take the ${statement} out of this migration, its snapshot stays as it is, and deploy the code that no longer declares ${what}. `
    + 'Drop it in the next deploy, in a migration of drizzle-kit generate --custom.';
}

/** Code that does not know a column leaves it out. */
function mustTakeNull({ table, column }: Place, before: Catalog): string {
  const known = before.tables.get(keyOf(table))?.columns.find(({ name }) => name === column);
  const isFilled = known?.notNull !== true || known.default !== null || known.identity !== null || known.generated !== null;
  return isFilled ? '' : ` Until then it has to take null: \`ALTER TABLE ${quotedName(table)} ALTER COLUMN ${quoted(column ?? '')} DROP NOT NULL;\`.`;
}

function keyFor(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
