import { rule } from '#rule';
import type { JournalEntry } from '#rule';

export default rule({
  id: 'history/journal-order',
  title: 'Keep the times of the journal rising',
  why: 'Drizzle’s migrator applies an entry only if its time is later than the newest one it has applied: an earlier or equal time is skipped, without a word, on every database that has the others.',
  instead: 'Set "when" of the entry to more than the entry before it has.',
  level: 'error',
  silent: [
    'An inversion that the base ref already has: databases have long met it. With --all it is told as info.',
    'The folder layout, which is applied by name.',
  ],
  examples: [
    { bad: { migrations: {
      '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;', when: 1760000200000 },
      '0001_titles': { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;', when: 1760000100000 },
    } } },
    { good: { migrations: {
      '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;', when: 1760000100000 },
      '0001_titles': { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;', when: 1760000200000 },
    } } },
  ],
  check: {
    history(history, on) {
      const entries = history.migrations.flatMap(({ entry }) => (entry === null ? [] : [entry]));
      const judged = new Set(on.judged.map(({ tag }) => tag));
      return entries.flatMap((entry, place) => {
        const latest = latestBefore(entries, place);
        if (latest === null || latest.when < entry.when) return [];
        const known = on.tagsAtBase?.has(entry.tag) ?? false;
        if (known && !judged.has(entry.tag)) return [];
        return [{
          at: entry.origin,
          ...(known ? { level: 'info' as const } : {}),
          text: `Migration ${entry.tag} is ${latest.when === entry.when ? 'as old as' : 'older than'} ${latest.tag} before it: a database that has ${latest.tag} skips it silently.`,
          instead: `Set "when" of ${entry.tag} to ${latest.when + 1}.`,
          related: [{ at: latest.origin, text: `${latest.tag} is here:` }],
        }];
      });
    },
  },
});

function latestBefore(entries: readonly JournalEntry[], place: number): JournalEntry | null {
  return entries.slice(0, place).reduce<JournalEntry | null>(
    (latest, entry) => (latest === null || entry.when > latest.when ? entry : latest),
    null,
  );
}
