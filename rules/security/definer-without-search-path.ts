import { quoted, rule, show } from '#rule';
import type { Routine } from '#rule';

const body = 'language sql as $$ select count(*) from public.loan $$;';
const given = 'create table loan (id integer primary key);';

export default rule({
  id: 'security/definer-without-search-path',
  title: 'Fix the search_path of SECURITY DEFINER',
  why: 'The names in its body are looked up in the search_path of whoever calls it, while it runs with the rights of its owner: a caller who may make a table or an operator anywhere on that path has the owner run theirs.',
  instead: 'Write `SET search_path = \'\'` into its definition, and the schema before every name in its body.',
  level: 'warn',
  presets: { strict: 'error' },
  silent: [
    'A function that sets a search_path, in its definition or by a later ALTER FUNCTION.',
    'SECURITY INVOKER, which is what a function is that says nothing.',
    'A function that a later migration drops, or replaces by one that is safe.',
  ],
  examples: [
    { given, bad: `create function loans_open() returns bigint security definer ${body}` },
    {
      given: `${given} create function loans_open() returns bigint ${body}`,
      bad: 'alter function loans_open() security definer;',
    },
    { given, good: `create function loans_open() returns bigint security definer set search_path = '' ${body}` },
    { given, good: `create function loans_open() returns bigint security definer ${body} alter function loans_open() set search_path = '';` },
    { given, good: `create function loans_open() returns bigint ${body}` },
    { given, good: `create function loans_open() returns bigint security definer ${body} drop function loans_open();` },
  ],
  check: {
    routine(routine) {
      if (!routine.securityDefiner || routine.searchPath === 'set' || routine.origin === null) return;
      const word = routine.kind === 'procedure' ? 'Procedure' : 'Function';
      return {
        at: routine.origin,
        text: `${word} ${show(routine)} runs with the rights of its owner, and with the search_path of its caller.`,
        instead: `Put the schema before every name in its body, and fix the path: \`ALTER ${word.toUpperCase()} ${signature(routine)} SET search_path = '';\`.`,
      };
    },
  },
});

function signature({ schema, name, argumentTypes }: Routine): string {
  return `${quoted(schema)}.${quoted(name)}(${argumentTypes.join(', ')})`;
}
