import { keyOf, listed, rule, sameName, show } from '#rule';
import type { Catalog, ObjectName } from '#rule';

const given = 'create table author (id integer primary key); create table book (id integer primary key, author_id integer references author (id)); create table loan (book_id integer references book (id));';

export default rule({
  id: 'safety/truncate',
  title: 'Do not empty a table in a migration',
  why: 'TRUNCATE takes every row, and with CASCADE those of every table that refers to it. No down migration brings them back, and ACCESS EXCLUSIVE stops all who use the tables.',
  instead: 'Delete the rows that have to go, with a condition, beside the deploy.',
  level: 'warn',
  silent: ['Tables that the same deploy makes, and temporary ones.'],
  examples: [
    { given, bad: 'truncate loan;', claims: { locks: { loan: 'AccessExclusive' } } },
    {
      given, bad: 'truncate author cascade;',
      claims: { locks: { author: 'AccessExclusive', book: 'AccessExclusive', loan: 'AccessExclusive' } },
    },
    { given, bad: 'truncate author, book, loan;' },
    { given, good: 'create table shelf (id integer); insert into shelf values (1); truncate shelf;' },
    { given, good: 'create temporary table shelf (id integer); truncate shelf;' },
  ],
  check: {
    changeRows({ command, tables, cascade, origin }, { before, bornHere }) {
      if (command !== 'truncate') return;
      const isOld = (table: ObjectName): boolean => bornHere(table) !== 'yes';
      const reached = (cascade ? reachedFrom(tables, before) : []).filter(isOld);
      const named = tables.filter(isOld);
      if (named.length + reached.length === 0) return;
      const more = reached.length === 0 ? '' : ` CASCADE takes those of ${listed(reached.map(show))} too.`;
      const emptied = named.length === 0 ? '' : `Every row of ${listed(named.map(show))} is gone for good.`;
      return { at: origin, text: `${emptied}${more}`.trim(), ...(reached.length === 0 ? {} : { level: 'error' as const }) };
    },
  },
});

/** Tables that refer to them, and those that refer to these. */
function reachedFrom(tables: readonly ObjectName[], { tables: known }: Catalog): readonly ObjectName[] {
  const reached = new Map<string, ObjectName>();
  let fresh = tables;
  while (fresh.length > 0) {
    const last = fresh;
    fresh = [...known.values()].filter((table) => !reached.has(keyOf(table)) && !tables.some((one) => sameName(one, table))
      && table.constraints.some((one) => one.kind === 'foreignKey' && last.some((name) => sameName(name, one.references))));
    for (const table of fresh) reached.set(keyOf(table), table);
  }
  return [...reached.values()];
}
