import { rule } from '#rule';
import type { History, HistoryContext, Migration, Report } from '#rule';

export default rule({
  id: 'down/missing',
  title: 'Give every migration a way back',
  why: 'When a deploy goes wrong at night, a rollback that must be written first is none.',
  instead: 'Write `<tag>.down.sql` beside the migration, `down.sql` in its folder with drizzle-kit 1.0; it undoes what the migration does, in reverse order.',
  level: 'error',
  silent: [
    'A migration without statements.',
    'A migration with a comment `-- irreversible: <reason>`.',
    'A project that has no down file at all gets one warning, not one a migration.',
    'An SQL file outside any project.',
  ],
  examples: [
    { bad: { migrations: {
      '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' },
      '0001_titles': { up: 'alter table dataset add column title text;' },
    } } },
    { bad: { layout: 'folders', migrations: {
      '20260105090000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' },
      '20260106090000_titles': { up: 'alter table dataset add column title text;' },
    } } },
    { good: { migrations: {
      '0000_datasets': { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' },
      '0001_purge': { up: '-- irreversible: the rows are gone by law\ndelete from dataset where id < 100;' },
    } } },
  ],
  check: {
    history(history, on) {
      if (history.layout === 'none') return;
      const bare = on.judged.filter((migration) => needsDown(migration) && migration.downFile === null);
      if (history.migrations.every(({ downFile }) => downFile === null)) return noneAtAll(history, bare);
      return bare.map(missing);
    },
  },
});

function noneAtAll(history: History, bare: HistoryContext<unknown>['judged']): readonly Report[] {
  const [first] = bare;
  if (first === undefined) return [];
  const all = history.migrations.length;
  return [{
    at: startOf(first),
    level: 'warn',
    text: all === 1 ? `Migration ${first.tag} has no down file.` : 'None of the migrations has a down file.',
  }];
}

function missing(migration: Migration): Report {
  return {
    at: startOf(migration),
    text: `Migration ${migration.tag} has no down file.`,
    instead: `Write ${migration.entry === null ? 'down.sql' : `${migration.tag}.down.sql`} beside it, or say why there is no way back: \`-- irreversible: <reason>\`.`,
  };
}

function needsDown({ sql }: Migration): boolean {
  if (sql === null || sql.statements.length === 0) return false;
  return !sql.comments.some(({ text }) => /^irreversible:\s*(?!<reason>)\S/i.test(text));
}

function startOf({ file, sql }: Migration): Report['at'] {
  const first = sql?.statements[0];
  if (first === undefined) return { file, span: { start: 0, end: 0 } };
  const { start } = first.origin.span;
  const lineEnd = sql?.text.indexOf('\n', start) ?? -1;
  return { file, span: { start, end: lineEnd === -1 ? first.origin.span.end : Math.min(lineEnd, first.origin.span.end) } };
}
