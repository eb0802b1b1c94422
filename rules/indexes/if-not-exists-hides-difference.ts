import { hiddenDifference, rule } from '#rule';
import type { ChangeContext, ChangeOf, Reports } from '#rule';

const given = 'create table author (id integer primary key, name text, born date); create index author_name_idx on author (name);';

export default rule({
  id: 'indexes/if-not-exists-hides-difference',
  title: 'Do not let IF NOT EXISTS pass over something else',
  why: 'IF NOT EXISTS looks at the name alone. What is there under it stays as it is, the statement succeeds, and the database is not what the migration says.',
  instead: 'Leave IF NOT EXISTS out, and change what is there.',
  level: 'error',
  silent: [
    'Nothing of that name is there, as the history tells.',
    'What is there has all that the statement asks for; a table may have more.',
    'A statement that runs under a condition.',
  ],
  examples: [
    { given, bad: 'create index if not exists author_name_idx on author (lower(name));' },
    { given, bad: 'create unique index if not exists author_name_idx on author (name);' },
    {
      given: `${given} create table book (id integer primary key, title text);`,
      bad: 'create index if not exists author_name_idx on book (title);',
    },
    { given, bad: 'create unique index if not exists author_pkey on author (name);' },
    { given, bad: 'alter table author add column if not exists born timestamp;' },
    { given, bad: 'alter table author add column if not exists name text not null;' },
    { given, bad: 'create table if not exists author (id integer primary key, name text, died date);' },
    { given, bad: 'create table if not exists author (id bigint primary key, name text);' },
    { given, good: 'create index if not exists author_name_idx on author (name);' },
    { given, good: 'create index if not exists author_born_idx on author (born);' },
    { given, good: 'alter table author add column if not exists name text;' },
    { given, good: 'create table if not exists author (id integer primary key, name text);' },
    { given, good: 'create table if not exists book (id integer primary key, title text);' },
    { given, good: `do $$ begin if current_user = 'ada' then create index if not exists author_name_idx on author (born); end if; end $$;` },
  ],
  check: {
    createTable: told,
    createIndex: told,
    addColumn: told,
  },
});

function told(change: ChangeOf<'createTable' | 'createIndex' | 'addColumn'>, { before }: ChangeContext<unknown>): Reports {
  if (change.tolerates !== 'duplicate' || change.conditional) return;
  const hidden = hiddenDifference(change, before);
  if (hidden === null) return;
  const more = hidden.differences.length > 3 ? `; and ${String(hidden.differences.length - 3)} more` : '';
  return {
    at: change.origin,
    text: `The ${hidden.what} is there already, and IF NOT EXISTS leaves it as it is: ${hidden.differences.slice(0, 3).join('; ')}${more}.`,
  };
}
