import { outsideTransaction, quotedName, rule, show, waitOf } from '#rule';

const given = 'create table author (id integer primary key, name text); create index author_name_idx on author (name);';

export default rule({
  id: 'safety/reindex-without-concurrently',
  title: 'Rebuild the indexes of a live table concurrently',
  why: 'REINDEX makes every write of the table wait until it is done, and takes ACCESS EXCLUSIVE on each index, for which most reads wait too.',
  instead: 'REINDEX … CONCURRENTLY, outside a transaction.',
  level: 'error',
  silent: [
    'A table that the same deploy creates, or that statistics say is small.',
    'Before PostgreSQL 12, which has no other way.',
    'What Postgres refuses in a transaction: REINDEX SCHEMA with Drizzle’s migrator.',
  ],
  examples: [
    { given, bad: 'reindex index author_name_idx;', claims: { locks: { author: 'Share' }, scans: ['author'] } },
    { given, runner: 'sluice', bad: 'reindex table author;', claims: { locks: { author: 'Share' }, scans: ['author'] } },
    { given, runner: 'sluice', bad: 'reindex schema public;' },
    { given, runner: 'sluice', good: 'reindex table concurrently author;' },
    { given, runner: 'sluice', good: 'reindex schema concurrently public;' },
    { given, runner: 'drizzle', good: 'reindex schema public;' },
    { given, postgres: 11, good: 'reindex table author;' },
    { given, good: 'create table book (title text); create index book_title_idx on book (title); reindex table book;' },
    { given, statistics: { author: 200 }, good: 'reindex table author;' },
  ],
  check: {
    reindex(change, on) {
      const { target, concurrently, origin } = change;
      if (on.postgres < 12) return;
      if (!('name' in target)) {
        if (concurrently || on.effects.fails.some(({ certain }) => certain === 'always')) return;
        const words = target.kind.toUpperCase();
        return {
          at: origin,
          text: `REINDEX ${words} makes writes to one table after another wait while its indexes are built, and most reads.`,
          instead: `${outsideTransaction(on.runner)}: REINDEX ${words} CONCURRENTLY …;`,
        };
      }
      const wait = waitOf(change, on);
      if (wait?.cause !== 'reindex') return;
      return {
        at: origin,
        text: `REINDEX makes every write to ${show(wait.table)} wait until it is done, and reads that use ${target.kind === 'index' ? 'the index' : 'its indexes'}.`,
        instead: `${outsideTransaction(on.runner)}: REINDEX ${target.kind.toUpperCase()} CONCURRENTLY ${quotedName(target.name)};`,
      };
    },
  },
});
