import { futureMigrations, historyChanges, listed, migrationHash, rule, sameSql, shortened, sqlEdit, startOf } from '#rule';
import type { History, HistoryChanges, HistoryContext, KeptMigration, Migration, Report } from '#rule';

const up = 'create table dataset (id integer primary key);';
const down = 'drop table dataset;';
const titles = { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;' };
const both = { '0000_datasets': { up, down }, '0001_titles': titles };

export default rule({
  id: 'history/edited-migration',
  title: 'Leave applied migrations as they are',
  why: 'A migration is applied once, and Drizzle never compares it again: databases that have it keep what it did then, new ones get what it does now, and nobody is told that they differ.',
  instead: 'Put the file back as it was (git checkout <base> -- <file>), and make the change in a new migration.',
  level: 'error',
  silent: [
    'A migration that neither the base ref nor the baseline has: nobody has applied it.',
    'Other ends of lines, which git may change.',
    'With a journal: another tag for the same time, by which Drizzle 0.31 knows a migration.',
    'A time that is earlier than that of an entry before it, which history/journal-order reports, or in the future, which history/journal-future reports.',
    'A migration that only its entry is gone of: history/files-complete tells of SQL that no entry names.',
    'A history that is laid out in folders and was not at the base.',
  ],
  examples: [
    { bad: { migrations: both, atBase: { 'drizzle/0001_titles.sql': 'alter table dataset add column title text not null;' } } },
    { bad: { migrations: both, files: { 'sluice.baseline.json': baseline('0001_titles', 'alter table dataset add column heading text;') } } },
    { bad: { migrations: { ...both, '0001_titles': { ...titles, up: `-- for the catalogue\n${titles.up}` } }, atBase: { 'drizzle/0001_titles.sql': titles.up } } },
    { bad: { migrations: both, atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 0], ['0001_titles', 60_000], ['0002_authors', 120_000]),
      'drizzle/0002_authors.sql': 'create table author (id integer primary key);' } } },
    { bad: { migrations: both, atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 0], ['0001_titles', 30_000]) } } },
    { bad: { layout: 'folders', migrations: { '20260501080000_datasets': { up, down } },
      atBase: { 'drizzle/20260501080000_datasets/migration.sql': 'create table dataset (id bigint primary key);' } } },
    { good: { migrations: both, atBase: {} } },
    { good: { migrations: both, atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 0]), 'drizzle/0001_titles.sql': null } } },
    { good: { migrations: both, atBase: { 'drizzle/0001_titles.sql': `${titles.up}\r\n`, 'drizzle/0000_datasets.sql': up },
      files: { 'drizzle/0001_titles.sql': `${titles.up}\n` } } },
    { good: { migrations: both, atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 0], ['0001_wide_havok', 60_000]),
      'drizzle/0001_titles.sql': null, 'drizzle/0001_wide_havok.sql': titles.up } } },
    { good: { migrations: both, atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 0], ['0001_titles', 60_000]) },
      files: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 0], ['0001_titles', -60_000]) } } },
    { good: { migrations: both, files: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 0], ['0001_titles', 2_000_000_000_000]) },
      atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 0], ['0001_titles', 60_000]) } } },
    { good: { migrations: { '0000_datasets': { up, down } }, files: { 'drizzle/0001_titles.sql': titles.up },
      atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 0], ['0001_titles', 60_000]) } } },
    { good: { layout: 'folders', migrations: { '20260501080000_datasets': { up, down } }, atBase: {
      'drizzle/20260501080000_datasets/migration.sql': null, 'drizzle/20260501080000_datasets/snapshot.json': null,
      'drizzle/meta/_journal.json': journal(['0000_datasets', 0]), 'drizzle/0000_datasets.sql': 'create table dataset (id bigint primary key);',
    } } },
  ],
  check: {
    history(history, on) {
      const changes = on.atBase === null ? null : historyChanges(on.atBase, history);
      if (changes === null || on.atBase === null) return history.migrations.flatMap((migration) => againstBaseline(migration, on, 'error'));
      const kept = new Map(changes.kept.map(({ before, now }) => [now, before]));
      const atBase = on.atBase.migrations;
      const future = new Set(futureMigrations(history, on).map(({ migration: { tag } }) => tag));
      const retimedHere = [...changes.kept, ...changes.renamed].filter(({ now: { tag } }) => !future.has(tag));
      return [
        ...history.migrations.flatMap((now): readonly Report[] => {
          const before = kept.get(now);
          if (before === undefined) return againstBaseline(now, on, 'error');
          const edited = againstBase({ before, now });
          return edited.length > 0 ? edited : againstBaseline(now, on, 'info');
        }),
        ...retimedHere.flatMap((one) => retimed(one, history, atBase)),
        ...gone(changes, history),
      ];
    },
  },
});

type Context = HistoryContext<unknown>;

function againstBase({ before, now }: KeptMigration): readonly Report[] {
  if (before.sql === null || now.sql === null || sameSql(before, now)) return [];
  const edit = sqlEdit(before.sql, now.sql);
  if (edit.kind === 'layout') return [layoutReport(now)];
  return [{
    at: edit.at,
    text: `Migration ${now.tag}, which the base ref has, was edited${difference(edit)}: databases that have applied it keep what it did, new ones get this.`,
  }];
}

function difference({ before, after }: { readonly before: string | null; readonly after: string | null }): string {
  if (before === null) return `, ${quote(after)} added`;
  return after === null ? `, ${quote(before)} taken out` : `, ${quote(before)} replaced`;
}

function quote(words: string | null): string {
  return `"${shortened(words ?? '')}"`;
}

function layoutReport(now: Migration): Report {
  return {
    at: startOf(now.file),
    level: 'info',
    text: `Of migration ${now.tag}, which the base ref has, comments, white space or breakpoints were edited: it does what it did, under another hash.`,
    instead: 'Put it back unless the edit is worth it: Drizzle 0.31 notes the hash and never compares it, 1.0 looks for it when it takes over the ledger.',
  };
}

/** Of a baseline there is only the hash. What the base ref has as it is now was said when it was new. */
function againstBaseline(now: Migration, { recorded }: Context, level: 'error' | 'info'): readonly Report[] {
  const hash = recorded.get(now.tag);
  if (hash === undefined || now.sql === null || migrationHash(now.sql.text) === hash) return [];
  return [{
    at: now.sql.statements[0]?.origin ?? startOf(now.file),
    level,
    text: `Migration ${now.tag} is not what it was when the baseline was written: databases that had applied it keep what it did then.`,
    instead: 'Put it back as it was, and make the change in a new migration; if it does what it did, write the baseline anew with "sluice baseline".',
  }];
}

/** Drizzle 0.31 applies what is later than the newest time in the ledger. */
function retimed({ before, now }: KeptMigration, history: History, atBase: readonly Migration[]): readonly Report[] {
  const { entry, when } = now;
  if (entry === null || when === null || before.when === null || when === before.when) return [];
  const earlier = history.migrations.slice(0, now.position);
  if (earlier.some((other) => (other.when ?? 0) >= when)) return [];
  const latest = atBase.reduce((most, other) => Math.max(most, other.when ?? 0), 0);
  const said = `The time of migration ${now.tag}, which the base ref has, was changed from ${before.when} to ${when}`;
  if (when <= latest) return [{ at: entry.whenOrigin, level: 'info', instead: restore(before.when), text: `${said}: ledgers know it by the time that it had.` }];
  return [{
    at: entry.whenOrigin, instead: restore(before.when),
    text: `${said}, later than all that the base ref has: Drizzle's migrator applies it again on databases that have it.`,
  }];
}

function restore(when: number): string {
  return `Set "when" back to ${when}.`;
}

/** That all of them went is no slip: the history was squashed, or began anew. SQL that is still there has lost its entry. */
function gone({ gone: lost, kept, renamed }: HistoryChanges, history: History): readonly Report[] {
  const missing = lost.filter(({ file }) => !history.strayFiles.includes(file));
  const [first] = missing;
  if (first === undefined) return [];
  const at = startOf(history.layout === 'journal' ? history.journalFile : first.file);
  const tags = missing.map(({ tag }) => tag);
  if (kept.length + renamed.length === 0 && missing.length > 1) {
    return [{
      at, level: 'warn',
      text: `All ${missing.length} migrations that the base ref has are gone: a database that has applied them gets what stands in their place on top.`,
      instead: 'Where they are applied, note the new ones as applied in the ledger before anything is deployed, or restore the old ones.',
    }];
  }
  const named = missing.length <= 3 ? listed(tags) : `${tags.slice(0, 3).join(', ')} and ${missing.length - 3} more`;
  const [are, they, them, did] = missing.length === 1 ? ['is', 'it', 'it', 'what it did'] : ['are', 'they', 'them', 'what they did'];
  return [{
    at,
    text: `${missing.length === 1 ? 'Migration' : 'Migrations'} ${named}, which the base ref has, ${are} gone: databases that have applied ${them} keep ${did}, new ones never get it.`,
    instead: `Restore ${them} from the base ref, and undo what ${they} did in a new migration.`,
  }];
}

function baseline(tag: string, text: string): string {
  return JSON.stringify({ version: 1, migrations: { [tag]: migrationHash(text) }, findings: [] });
}

/** Times count from that of the first migration of a sample. */
function journal(...entries: readonly (readonly [tag: string, after: number])[]): string {
  return JSON.stringify({
    version: '7', dialect: 'postgresql',
    entries: entries.map(([tag, after], idx) => ({ idx, version: '7', when: 1_760_000_000_000 + after, tag, breakpoints: true })),
  }, null, 2);
}
