import { rule, show, waitOf, whoWaits } from '#rule';

const given = `create table book (id integer primary key, title text);
create function touch() returns trigger language plpgsql as $$ begin return new; end; $$;`;
const trigger = 'create trigger book_touch before update on book for each row execute function touch();';

export default rule({
  id: 'safety/trigger-blocks-writes',
  title: 'Change triggers in a transaction of their own',
  why: 'CREATE TRIGGER waits for every write that runs on the table, DROP TRIGGER for every query, and what comes after waits behind it, in a transaction until COMMIT. The work itself takes a moment.',
  instead: 'Give it a short transaction, and SET LOCAL lock_timeout before it, so that it gives up where it would have to wait.',
  level: 'off',
  presets: { strict: 'warn' },
  silent: ['A table that the same deploy creates, or that statistics say is small.'],
  examples: [
    { given, bad: trigger, claims: { locks: { book: 'ShareRowExclusive' } } },
    { given: given + trigger, bad: 'drop trigger book_touch on book;', claims: { locks: { book: 'AccessExclusive' } } },
    { given: given + trigger, bad: 'alter table book disable trigger book_touch;', claims: { locks: { book: 'ShareRowExclusive' } } },
    { good: given + trigger },
    { given, statistics: { book: 200 }, good: trigger },
  ],
  check: {
    change(change, on) {
      const wait = waitOf(change, on);
      if (wait?.cause !== 'trigger') return;
      const until = on.transaction.alone ? 'while it waits for those that run' : 'until the transaction ends';
      return {
        at: change.origin,
        text: `A trigger of ${show(wait.table)} changes: ${whoWaits(on)} wait ${until}.`,
      };
    },
  },
});
