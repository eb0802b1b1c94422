import { baseName, fitsAny, isMadeUp, migrationNameFor, namedMigrations, patternsOption, rule, textsOption, v } from '#rule';
import type { History, HistoryContext, Migration, Report } from '#rule';

const options = v.object({
  patterns: patternsOption(['migration'], 'Patterns as of naming/pattern for the name behind the number, as `migration`: `{ migration: "lib_{number}_{}" }`, or a regular expression, `/^(add|create|drop)_/`; of several any will do.'),
  allow: textsOption('Names that may stand as they are.'),
});
type Options = v.InferOutput<typeof options>;

const book = { up: 'create table book (id integer primary key, title text);', down: 'drop table book;' };
const isbn = { up: 'alter table book add column isbn text;', down: 'alter table book drop column isbn;' };

export default rule({
  id: 'naming/migration-name',
  title: 'Name a migration for what it does',
  why: 'drizzle-kit makes up a name, an adjective and a hero of comics: a list of such files tells nobody which one added the column, and two branches are told apart by the number alone.',
  instead: 'Give it a name: drizzle-kit generate --name add_book_isbn.',
  level: 'off',
  presets: { conventions: 'warn' },
  silent: [
    'Names that somebody chose, whatever they say, unless a pattern is configured.',
    'Migrations that the base ref has: they may be applied. Where there is no base ref to ask, all but the newest.',
  ],
  options,
  examples: [
    { bad: { migrations: { '0000_create_book': book, '0001_wide_havok': isbn } } },
    { bad: { migrations: { '0000_bent_aaron_stack': book } } },
    { bad: { migrations: { '0000_create_book': book, '0001_isbn': isbn } }, options: { patterns: { migration: ['{}_book', '/^(add|drop)_/'] } } },
    { good: { migrations: { '0000_create_book': book, '0001_add_book_isbn': isbn } } },
    { good: { migrations: { '0000_create_book': book, '0001_new_books': isbn } } },
    { good: { migrations: { '0000_create_book': book, '0001_lib_12_isbn': isbn } }, options: { patterns: { migration: ['{}_book', 'lib_{number}_{}'] } } },
    { good: { migrations: { '0000_wide_havok': book, '0001_add_book_isbn': isbn } } },
    { good: { migrations: { '0000_wide_havok': book } }, options: { allow: ['wide_havok'] } },
  ],
  check: {
    history(history, on) {
      const newest = history.migrations.at(-1);
      const isNew = (migration: Migration): boolean => (on.tagsAtBase === null ? migration === newest : !on.tagsAtBase.has(migration.tag));
      return on.judged.filter(isNew).flatMap((migration) => misnamed(migration, history, on));
    },
  },
});

function misnamed(migration: Migration, history: History, { options: { allow, patterns: { migration: patterns = [] } } }: HistoryContext<Options>): readonly Report[] {
  const [thing] = namedMigrations([migration]);
  if (thing === undefined || thing.origin === null || allow.includes(thing.name)) return [];
  const fits = (name: string): boolean => patterns.length === 0 || fitsAny(patterns, { ...thing, name }) !== 'no';
  if (!isMadeUp(thing.name) && fits(thing.name)) return [];
  const fault = isMadeUp(thing.name) ? 'has the name that drizzle-kit made up' : `does not fit ${patterns.map(({ text }) => text).join(' or ')}`;
  const told = migrationNameFor(migration);
  const better = told !== null && fits(told) ? told : null;
  const advice = better === null ? '' : `: it could be "${better}"`;
  return [{ at: thing.origin, text: `Migration ${migration.tag} ${fault}${advice}.`, instead: instead(migration, better, history) }];
}

/** How a migration is renamed that no database has; and what to do the next time. */
function instead({ tag, file, downFile }: Migration, better: string | null, { layout }: History): string {
  const [, start = ''] = /^(\d+_)/.exec(tag) ?? [];
  const to = `${start}${better ?? '<name>'}`;
  const next = `Next time: drizzle-kit generate --name ${better ?? '<name>'}.`;
  if (layout === 'folders') return `Rename the folder ${tag} to ${to}, unless a database has applied it: there it would be another migration. ${next}`;
  const down = downFile === null ? '' : `, ${tag}.down.sql with it`;
  return `Rename ${baseName(file)} to ${to}.sql${down}, and its "tag" in the journal; the snapshot keeps its name. ${next}`;
}
