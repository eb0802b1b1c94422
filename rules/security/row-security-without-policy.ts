import { rule, sameName, show } from '#rule';

const given = 'create table note (id integer primary key, author text not null);';

export default rule({
  id: 'security/row-security-without-policy',
  title: 'Give a table with row level security a policy',
  why: 'Without a policy no row is visible, nor can one be written, but for the owner, superusers and roles with BYPASSRLS: a query finds nothing, and says nothing.',
  instead: 'Write the policies that let through what shall pass. Where nothing shall pass but the server itself, leave this rule off.',
  level: 'off',
  presets: { strict: 'warn' },
  silent: [
    'A table that has any policy, declared or made in SQL.',
    'Partitions: queries reach their rows through the parent, whose policies count.',
    'A table of which a part could not be read.',
  ],
  examples: [
    { given, bad: 'alter table note enable row level security;' },
    {
      bad: {
        schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const note = pgTable('note', { id: integer('id').primaryKey() }).enableRLS();`,
      },
    },
    { given, good: 'alter table note enable row level security; create policy note_own on note using (author = current_user);' },
    {
      good: {
        schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const note = pgTable('note', { id: integer('id').primaryKey(), author: text('author').notNull() }).enableRLS();`,
        migrations: { '0000_notes': { up: `${given} alter table note enable row level security; create policy note_own on note using (author = current_user);` } },
      },
    },
    {
      given: 'create table loan (id integer, day date) partition by range (day); create table loan_old partition of loan default;',
      good: 'alter table loan_old enable row level security;',
    },
  ],
  check: {
    table(table, { catalog: { policies } }) {
      if (!table.rowSecurity || table.partial || table.partitionOf !== null || table.origin === null) return;
      if ([...policies.values()].some((one) => sameName(one.table, table))) return;
      return { at: table.origin, text: `Row level security of ${show(table)} is on, and it has no policy: nobody but its owner sees a row.` };
    },
  },
});
