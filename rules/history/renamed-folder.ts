import { historyChanges, rule } from '#rule';

const datasets = { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' };
const licences = { up: "insert into licence (title) values ('CC0');", down: 'delete from licence;' };

export default rule({
  id: 'history/renamed-folder',
  title: 'Leave the folder of an applied migration its name',
  why: 'Drizzle 1.0 knows what it has applied by the name of the folder: under another name a migration runs again on every database that has it, and inserts its rows a second time or fails on what is there.',
  instead: 'Give the folder the name that it has at the base ref.',
  level: 'error',
  needs: ['git'],
  silent: [
    'The layout with a journal, where the time of an entry counts.',
    'A migration without a statement: to run it again does nothing.',
    'A folder that the base ref does not have yet.',
    'A folder whose SQL was changed too: the old one is gone, which history/edited-migration reports.',
  ],
  examples: [
    { bad: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_add_licences': licences },
      atBase: atBase('20260502080000_add_licences', '20260502080000_licences', licences.up) } },
    { good: { migrations: { '0000_datasets': datasets, '0001_add_licences': licences }, atBase: {} } },
    { good: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_nothing_yet': { up: '-- nothing', down: '-- nothing' } },
      atBase: atBase('20260502080000_nothing_yet', '20260502080000_nothing', '-- nothing') } },
    { good: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_licences': licences },
      atBase: { 'drizzle/20260502080000_licences/migration.sql': null, 'drizzle/20260502080000_licences/snapshot.json': null } } },
    { good: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_add_licences': licences },
      atBase: atBase('20260502080000_add_licences', '20260502080000_licences', 'select 1;') } },
  ],
  check: {
    history(history, { atBase }) {
      if (history.layout !== 'folders' || atBase === null) return;
      const renamed = historyChanges(atBase, history)?.renamed ?? [];
      return renamed.filter(({ now }) => now.sql !== null && now.sql.statements.length > 0).map(({ before, now }) => ({
        at: { file: now.file, span: { start: 0, end: 0 } },
        text: `Migration ${now.tag} is ${before.tag} of the base ref under another name: it runs again on every database that has that one.`,
        instead: `Rename the folder ${now.tag} to ${before.tag}.`,
      }));
    },
  },
});

/** One folder of the base under the name that it had. */
function atBase(now: string, before: string, up: string): Readonly<Record<string, string | null>> {
  return {
    [`drizzle/${now}/migration.sql`]: null, [`drizzle/${now}/down.sql`]: null, [`drizzle/${now}/snapshot.json`]: null,
    [`drizzle/${before}/migration.sql`]: up,
  };
}
