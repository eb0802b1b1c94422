import { mayFail, rule, show, waitOf, whoWaits } from '#rule';

const given = 'create table loan (id integer primary key, book_id integer, held int4range);';

export default rule({
  id: 'safety/exclusion-constraint',
  title: 'Give a table its exclusion constraints before it is in use',
  why: 'ADD EXCLUDE builds its index while an ACCESS EXCLUSIVE lock makes every read and write of the table wait, and Postgres has neither NOT VALID nor USING INDEX for it.',
  instead: 'Make a new table that has the constraint from the start, write to both, copy the old rows in batches, then swap the names; or deploy it alone, at a time when the table can stand still.',
  level: 'error',
  silent: ['A table that the same deploy creates, or that statistics say is small.'],
  examples: [
    {
      given, bad: 'alter table loan add constraint loan_held_excl exclude using gist (held with &&);',
      claims: { locks: { loan: 'AccessExclusive' }, scans: ['loan'] },
    },
    { given, good: 'create table stay (held int4range); alter table stay add constraint stay_excl exclude using gist (held with &&);' },
    { given, statistics: { loan: 200 }, good: 'alter table loan add constraint loan_held_excl exclude using gist (held with &&);' },
  ],
  check: {
    addConstraint(change, on) {
      if (waitOf(change, on)?.cause !== 'exclusion') return;
      const { name } = change.constraint;
      const fails = mayFail(change, on)?.sqlstate === '23P01' ? ', and it fails if two rows exclude each other' : '';
      return {
        at: change.origin,
        text: `The exclusion constraint ${name ?? `of ${show(change.table)}`} builds its index while ${whoWaits(on)} wait${fails}.`,
      };
    },
  },
});
