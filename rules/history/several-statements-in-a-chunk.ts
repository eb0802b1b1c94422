import { rule } from '#rule';
import type { HistoryContext, Remedy, Report, SqlFile, Statement } from '#rule';

const up = 'create table author (id integer primary key);\ncreate table book (id integer primary key);\n';
const down = 'drop table book;\n--> statement-breakpoint\ndrop table author;\n';
const pglite = JSON.stringify({ dependencies: { '@electric-sql/pglite': '^0.3.0' } });

export default rule({
  id: 'history/several-statements-in-a-chunk',
  title: 'Put a breakpoint between two statements where drivers take one at a time',
  why: 'Drizzle sends what stands between two breakpoints as one query. PGlite, Neon over HTTP and the Data API of AWS prepare it, and a prepared query may hold one statement: “cannot insert multiple commands into a prepared statement”.',
  instead: 'Write --> statement-breakpoint between the statements.',
  level: 'error',
  silent: [
    'Other drivers: node-postgres and postgres-js send several statements as they are, and Postgres runs them in one transaction.',
    'PGlite among the development dependencies alone: tests may give it whole files with exec.',
    'Migrations that are not judged: they are applied.',
  ],
  examples: [
    { bad: { driver: 'pglite', migrations: { '0000_books': { up, down } } } },
    { bad: { migrations: { '0000_books': { up, down } }, files: { 'package.json': pglite } } },
    { bad: up, runner: 'neon-http', fixed: up.replace('\n', '--> statement-breakpoint\n') },
    { good: { migrations: { '0000_books': { up, down } } } },
    { good: { driver: 'pglite', migrations: { '0000_books': { up: up.replace('\n', '--> statement-breakpoint\n'), down } } } },
    { good: { migrations: { '0000_books': { up, down } }, files: { 'package.json': pglite.replace('dependencies', 'devDependencies') } } },
    { given: up, good: 'create table loan (id integer primary key);', runner: 'neon-http' },
  ],
  check: {
    history(_, on) {
      const sender = senderOf(on);
      return sender === null ? [] : on.judged.flatMap(({ sql }) => (sql === null ? [] : reportsOf(sql, sender, on)));
    },
  },
});

type Context = HistoryContext<unknown>;

interface Sender {
  readonly name: string;
  /** Of a package that needs PGlite nobody says that it applies these migrations. */
  readonly level: 'error' | 'warn';
}

function senderOf({ kit, runner }: Context): Sender | null {
  if (runner === 'neon-http') return { name: 'Neon over HTTP', level: 'error' };
  if (kit?.driver === 'pglite') return { name: 'PGlite', level: 'error' };
  if (kit?.driver === 'aws-data-api') return { name: 'the Data API', level: 'error' };
  return kit?.runsOnPglite === true ? { name: 'PGlite', level: 'warn' } : null;
}

function reportsOf(sql: SqlFile, { name, level }: Sender, { kit }: Context): readonly Report[] {
  const crowded = sql.statements.filter((statement, place) => sql.statements[place - 1]?.chunk === statement.chunk);
  const [first] = crowded;
  if (first === undefined) return [];
  const chunk = sql.statements.filter((statement) => statement.chunk === first.chunk);
  const fix = fixOf(crowded, sql);
  return [{
    at: first.origin, level,
    text: `No breakpoint stands before this statement, and ${name} takes ${chunk.length === 2 ? 'the two' : `the ${chunk.length} in a row`} for one query: it refuses the migration.`,
    ...(kit?.breakpoints === false ? { instead: 'Write --> statement-breakpoint between the statements, and take "breakpoints: false" out of drizzle.config.' } : {}),
    ...(fix === null ? {} : { fix }),
  }];
}

/** A breakpoint behind the `;` before each statement that has none; null where one of those cannot be found. */
function fixOf(crowded: readonly Statement[], { file, text, statements, tokens }: SqlFile): Remedy | null {
  const edits = crowded.flatMap(({ origin: { span } }) => {
    const before = statements.findLast(({ origin }) => origin.span.end <= span.start)?.origin.span.end ?? 0;
    const end = tokens.findLast(({ start, end: behind }) => start >= before && behind <= span.start && text.slice(start, behind) === ';')?.end;
    if (end === undefined) return [];
    const isAlone = /^[ \t]*(?:--[^\n]*)?\r?\n/.test(text.slice(end));
    return [{ file, span: { start: end, end }, text: isAlone ? '--> statement-breakpoint' : '--> statement-breakpoint\n' }];
  });
  return edits.length < crowded.length ? null : { text: 'Put breakpoints between the statements.', amendment: { kind: 'edit', edits } };
}
