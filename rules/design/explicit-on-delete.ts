import { isDeclared, keyOf, matches, rule, show, textsOption, v } from '#rule';
import type { ForeignKey, ObjectContext, Remedy, Table } from '#rule';

const options = v.object({
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that somebody else declares: an authentication library, say.'),
});

export default rule({
  id: 'design/explicit-on-delete',
  title: 'Say what a foreign key does on delete',
  why: 'Left out, it is `no action`: a row that others refer to cannot be deleted. drizzle-kit prints that whether it was chosen or forgotten, so nobody who reads the SQL can tell.',
  instead: "Write `onDelete`: `'restrict'` or `'no action'` to keep what is referred to, `'cascade'` to delete the referring rows along, `'set null'` to let go of it.",
  level: 'off',
  presets: { strict: 'warn', conventions: 'warn' },
  silent: [
    'Any action that is written, `no action` too.',
    'Keys in SQL: there drizzle-kit has written an action itself.',
    'Tables that match `ignore`.',
  ],
  options,
  examples: [
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey() });
export const loan = pgTable('loan', { bookId: integer('book_id').references(() => book.id) });` } },
    { bad: { schema: `import { foreignKey, integer, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey() });
export const loan = pgTable('loan', { bookId: integer('book_id').notNull() }, (t) => [
  foreignKey({ columns: [t.bookId], foreignColumns: [book.id] }).onUpdate('cascade'),
]);` } },
    { good: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { id: integer('id').primaryKey() });
export const loan = pgTable('loan', {
  bookId: integer('book_id').references(() => book.id, { onDelete: 'cascade' }),
  nextId: integer('next_id').references(() => book.id, { onDelete: 'no action' }),
});` } },
    { good: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const user = pgTable('auth_user', { id: integer('id').primaryKey() });
export const session = pgTable('auth_session', { userId: integer('user_id').references(() => user.id) });` }, options: { ignore: ['auth_*'] } },
    { given: 'create table book (id integer primary key);', good: 'create table loan (book_id integer references book (id));' },
  ],
  check: {
    constraint(constraint, table, on) {
      if (constraint.kind !== 'foreignKey' || constraint.onDeleteLeftOut !== true || constraint.origin === null) return;
      if (matches(on.options.ignore, table)) return;
      const [rows, parent] = [show(table), show(constraint.references)];
      return {
        at: constraint.origin,
        text: `Foreign key ${rows} (${constraint.columns.join(', ')}) to ${parent} does not say what becomes of ${rows} when its row of ${parent} is deleted.`,
        suggestions: suggestions(constraint, table, on),
      };
    },
  },
});

function suggestions(key: ForeignKey, table: Table, on: ObjectContext<unknown>): readonly Remedy[] {
  if (!isDeclared(key.origin)) return [];
  const { origin: at } = key;
  const replaced = on.isGenerated({ kind: 'constraint', table, name: key.name }) === 'no' ? ''
    : ' The next migration drops the key and makes it again.';
  const [rows, parent] = [show(table), show(key.references)];
  const choices = [
    { action: 'no action', text: `Write 'no action', which is what the database does now.` },
    { action: 'restrict', text: `Write 'restrict': ${parent} keeps what ${rows} refers to, even within a transaction that would delete both.${replaced}` },
    { action: 'cascade', text: `Write 'cascade': deleting a row of ${parent} deletes its rows of ${rows}.${replaced}` },
    { action: 'set null', text: `Write 'set null': deleting a row of ${parent} leaves its rows of ${rows} without one.${replaced}` },
  ] as const;
  return choices.filter(({ action }) => action !== 'set null' || mayBeNull(key, table, on))
    .map(({ action, text }) => ({ text, amendment: { kind: 'writeOnDelete', at, action } }));
}

/** SET NULL empties every column of the key. */
function mayBeNull(key: ForeignKey, table: Table, { catalog }: ObjectContext<unknown>): boolean {
  const columns = (catalog.tables.get(keyOf(table)) ?? table).columns.filter(({ name }) => key.columns.includes(name));
  return columns.every(({ notNull }) => !notNull);
}
