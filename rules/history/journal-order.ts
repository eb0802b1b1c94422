import { rule } from '#rule';
import type { JournalEntry, Remedy } from '#rule';

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
          ...fixFor(entries.slice(place), latest.when, on.tagsAtBase),
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

/**
 * Later times for an entry and for those behind it that would then be too early. Only where all of them are new: what
 * was applied under a time is known by it.
 */
function fixFor(
  entries: readonly JournalEntry[], latest: number, tagsAtBase: ReadonlySet<string> | null,
): { readonly fix?: Remedy } {
  const moved: { readonly entry: JournalEntry; readonly when: number }[] = [];
  for (const entry of entries) {
    const before = moved.at(-1)?.when ?? latest;
    if (entry.when > before) break;
    moved.push({ entry, when: before + 1 });
  }
  const [first] = moved;
  if (first === undefined || tagsAtBase === null || moved.some(({ entry }) => tagsAtBase.has(entry.tag))) return {};
  const edits = moved.map(({ entry: { whenOrigin: { file, span } }, when }) => ({ file, span, text: String(when) }));
  return { fix: { text: `Set "when" of ${first.entry.tag} to ${first.when}.`, amendment: { kind: 'edit', edits } } };
}
