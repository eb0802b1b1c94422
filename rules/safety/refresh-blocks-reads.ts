import { keyOf, quotedName, rule, sameName, show, waitOf } from '#rule';
import type { ChangeContext, ChangeOf, Remedy } from '#rule';

const given = `create table loan (id integer primary key, book_id integer);
create materialized view loan_count as select book_id, count(*) as loans from loan group by book_id;`;
const unique = 'create unique index loan_count_book_id_idx on loan_count (book_id);';

export default rule({
  id: 'safety/refresh-blocks-reads',
  title: 'Refresh a materialized view concurrently',
  why: 'REFRESH MATERIALIZED VIEW runs the whole query while an ACCESS EXCLUSIVE lock makes every read of the view wait.',
  instead: 'REFRESH MATERIALIZED VIEW CONCURRENTLY, which lets reads go on and may run in a transaction; it takes a unique index on columns of the view.',
  level: 'error',
  silent: ['A view that the same deploy creates, or that statistics say is small.', 'CONCURRENTLY.'],
  examples: [
    { given, bad: 'refresh materialized view loan_count;', claims: { locks: { loan_count: 'AccessExclusive' } } },
    { given: given + unique, bad: 'refresh materialized view loan_count;' },
    { given: given + unique, good: 'refresh materialized view concurrently loan_count;' },
    { given: 'create table loan (book_id integer);', good: 'create materialized view loan_book as select book_id from loan; refresh materialized view loan_book;' },
    { given, statistics: { loan_count: 200 }, good: 'refresh materialized view loan_count;' },
  ],
  check: {
    refreshView(change, on) {
      if (waitOf(change, on)?.cause !== 'refresh') return;
      const view = quotedName(change.view);
      const remedy = concurrently(change, on);
      return {
        at: change.origin,
        text: `Refreshing ${show(change.view)} makes every read of it wait until its query is done.`,
        instead: `${hasUniqueIndex(change, on) ? '' : `First a unique index on columns of ${view}, without WHERE; then `}REFRESH MATERIALIZED VIEW CONCURRENTLY ${view};`,
        ...(remedy === null ? {} : { suggestions: [remedy] }),
      };
    },
  },
});

type Refresh = ChangeOf<'refreshView'>;

/** https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html: on columns alone, over all rows. */
function hasUniqueIndex({ view }: Refresh, { before }: ChangeContext<unknown>): boolean {
  return [...before.indexes.values()].some((index) => sameName(index.table, view) && index.unique && index.where === null
    && index.keys.every(({ column }) => column !== null)) && before.views.has(keyOf(view));
}

function concurrently(change: Refresh, on: ChangeContext<unknown>): Remedy | null {
  const { file, span: { start } } = change.origin;
  const words = /^refresh\s+materialized\s+(view)(?=\s)/i.exec(on.migration.sql?.text.slice(start) ?? '');
  if (words === null || on.statement.tag === 'DO' || !hasUniqueIndex(change, on)) return null;
  const at = start + words[0].length;
  return {
    text: 'Refresh it CONCURRENTLY.',
    amendment: { kind: 'edit', edits: [{ file, span: { start: at, end: at }, text: words[1] === 'VIEW' ? ' CONCURRENTLY' : ' concurrently' }] },
  };
}
