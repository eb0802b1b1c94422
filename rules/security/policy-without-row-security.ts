import { quotedName, rule, sameName, show } from '#rule';

const given = 'create table note (id integer primary key, author text not null);';
const policy = 'create policy note_own on note using (author = current_user);';

export default rule({
  id: 'security/policy-without-row-security',
  title: 'Turn row level security on where there are policies',
  why: 'Policies count only while row level security is on: without it every role that may read the table reads all of its rows.',
  instead: 'Turn it on: `ALTER TABLE … ENABLE ROW LEVEL SECURITY;`, or drop the policies.',
  level: 'error',
  silent: [
    'Policies that the schema TypeScript declares: drizzle-kit turns row level security on with the first of them.',
    'Row level security that a later migration turns on.',
    'A table that nobody has seen made.',
  ],
  examples: [
    { given, bad: policy },
    { given: `${given} alter table note enable row level security; ${policy}`, bad: 'alter table note disable row level security;' },
    { given, good: `${policy} alter table note enable row level security;` },
    {
      good: {
        schema: `import { integer, pgPolicy, pgTable, text } from 'drizzle-orm/pg-core';
export const note = pgTable('note', { id: integer('id').primaryKey(), author: text('author').notNull() }, () => [
  pgPolicy('note_read', { for: 'select', to: 'public' }),
]);`,
      },
    },
    {
      good: {
        schema: `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const note = pgTable('note', { id: integer('id').primaryKey(), author: text('author').notNull() });`,
        migrations: { '0000_notes': { up: `${given} alter table note enable row level security; ${policy}` } },
      },
    },
    { good: policy },
  ],
  check: {
    table(table, { catalog: { policies } }) {
      if (table.rowSecurity || table.partial) return;
      const [first, ...others] = [...policies.values()].filter((one) => sameName(one.table, table));
      if (first?.origin == null) return;
      const which = others.length === 0 ? `its policy ${first.name} does` : `its policy ${first.name} and ${others.length} more do`;
      return {
        at: first.origin,
        text: `Row level security of ${show(table)} is off, so ${which} nothing.`,
        instead: `Turn it on: \`ALTER TABLE ${quotedName(table)} ENABLE ROW LEVEL SECURITY;\`, or drop the policies.`,
      };
    },
  },
});
