import { rule } from '#rule';

export default rule({
  id: 'sql/unparsable',
  title: 'Write SQL that Postgres can read',
  why: 'Postgres’s own parser refuses the statement: the migration fails, and no other rule can judge it.',
  instead: 'Mend the statement; if a newer PostgreSQL accepts it, tell us.',
  level: 'error',
  silent: ['Statements beside the broken one are judged as ever.'],
  examples: [
    { bad: 'alter table dataset add colum title text;' },
    { good: 'create table dataset (id integer primary key);' },
  ],
  check: {
    statement({ problem }) {
      if (problem === null) return;
      return { at: problem.origin, text: `Postgres cannot read this: ${problem.message}.` };
    },
  },
});
