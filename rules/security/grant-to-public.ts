import { rule, show } from '#rule';
import type { Catalog, ChangeOf, ObjectName } from '#rule';

const given = 'create schema library; create table library.loan (id integer primary key); create table dataset (id integer primary key);';
const counting = 'language sql as $$ select count(*) from public.dataset $$;';

export default rule({
  id: 'security/grant-to-public',
  title: 'Grant to roles, not to PUBLIC',
  why: 'PUBLIC is every role of the database, those that will be made later too: a role for reports, a customer’s login, a stolen one.',
  instead: 'Grant it to the roles that need it: `GRANT … TO reporting;`.',
  level: 'warn',
  presets: { strict: 'error' },
  silent: [
    'REVOKE.',
    'USAGE on a schema: it opens nothing by itself.',
    'What PUBLIC has anyway: EXECUTE on a function, unless it is SECURITY DEFINER, USAGE on a type, CONNECT and TEMPORARY on a database.',
    'A temporary table.',
  ],
  examples: [
    { given, bad: 'grant select on dataset to public;' },
    { given, bad: 'grant all on all tables in schema library to public;' },
    { given, bad: 'alter default privileges in schema library grant select on tables to public;' },
    { given, bad: 'grant create on schema library to public;' },
    {
      given: `${given} create function datasets() returns bigint security definer set search_path = '' ${counting}`,
      bad: 'grant execute on function datasets() to public;',
    },
    { given, good: 'revoke all on dataset from public;' },
    { given, good: 'grant usage on schema library to public;' },
    { given: `${given} create function datasets() returns bigint ${counting}`, good: 'grant execute on function datasets() to public;' },
    { given, good: 'create role reporting; grant select on dataset to reporting;' },
    { given, good: 'create temporary table kept (id integer); grant select on pg_temp.kept to public;' },
  ],
  check: {
    grant(change, { before }) {
      const what = change.action === 'grant' && change.grantees.includes('public') ? opened(change, before) : null;
      if (what === null) return;
      return { at: change.origin, text: `Every role of the database, now and later, ${what}.` };
    },
  },
});

/** What everybody may do from now on, as words; null: what they may anyway, or nothing by itself. */
function opened(change: ChangeOf<'grant'>, before: Catalog): string | null {
  const { object, privileges } = change;
  switch (object) {
    case 'table':
    case 'sequence': return change.names.some(({ schema }) => schema === 'pg_temp') ? null : `gets ${saidOf(privileges)} on ${placesOf(change)}`;
    case 'schema': return privileges === 'all' || privileges.includes('create') ? `may create objects in ${namesOf(change)}` : null;
    case 'routine': return change.names.some((name) => isDefiner(before, name))
      ? `may run ${namesOf(change)} with the rights of its owner` : null;
    default: return null;
  }
}

function saidOf(privileges: ChangeOf<'grant'>['privileges']): string {
  return privileges === 'all' ? 'all privileges' : privileges.join(', ').toUpperCase();
}

function placesOf({ object, reach, names }: ChangeOf<'grant'>): string {
  const within = names.length === 0 ? '' : ` in ${names.map(({ name }) => name).join(', ')}`;
  switch (reach) {
    case 'named': return names.map(show).join(', ');
    case 'allInSchema': return `every ${object}${within}`;
    case 'future': return `every ${object} that is made${within} from now on`;
    default: return reach satisfies never;
  }
}

function namesOf({ object, names }: ChangeOf<'grant'>): string {
  return object === 'schema' ? `schema ${names.map(({ name }) => name).join(', ')}` : names.map(show).join(', ');
}

function isDefiner({ routines }: Catalog, name: ObjectName): boolean {
  return [...routines.values()].some((one) => one.schema === name.schema && one.name === name.name && one.securityDefiner);
}
