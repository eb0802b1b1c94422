import {
  isMadeOfKeys, isSnakeCase, keyOf, matches, namesBeside, onlyRepeats, renaming, rule, show, snakeCase, textsOption, utf8Length, v,
} from '#rule';
import type { Constraint, Named, ObjectContext, Report, Reports, Table } from '#rule';

const kinds = ['schema', 'table', 'column', 'enum', 'view', 'sequence', 'index', 'constraint', 'policy', 'routine', 'trigger'] as const;
type Kind = (typeof kinds)[number];

const options = v.object({
  kinds: v.optional(v.pipe(
    v.array(v.picklist(kinds)),
    v.description('Which names are checked. Policies are left out: many teams write them as sentences.'),
  ), ['schema', 'table', 'column', 'enum', 'view', 'sequence', 'index', 'constraint', 'routine', 'trigger']),
  acronyms: textsOption('Words that may stand in capitals: `["ID"]` allows `orcid_ID`.'),
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that somebody else names: an authentication library, say.'),
});
type Options = v.InferOutput<typeof options>;

export default rule({
  id: 'naming/snake-case',
  title: 'Name database objects in snake_case',
  why: 'Postgres folds names without quotes to lower case: "createdAt" must be quoted in every query for ever.',
  instead: 'Give it a snake_case name in the database; the key in TypeScript may stay as it is.',
  level: 'error',
  silent: [
    'Digits are letters: `sha256`, `address_2`.',
    'A constraint or index that only repeats the name of its table or column is not reported a second time.',
    'A unique constraint that Drizzle names, by the keys of TypeScript: `loan_bookId_unique`.',
    'A foreign key that drizzle-kit 1.0 names, with a hash where the name would be too long.',
    'Tables that match `ignore`, and all that belongs to them.',
  ],
  options,
  examples: [
    { bad: { schema: `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { createdAt: timestamp('createdAt') });` } },
    {
      bad: {
        schema: `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { createdAt: timestamp('created_at'), deletedAt: timestamp('deletedAt') });`,
        migrations: { '0000_datasets': { up: 'create table dataset (created_at timestamp);', down: 'drop table dataset;' } },
      },
      fixed: `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { createdAt: timestamp('created_at'), deletedAt: timestamp('deleted_at') });`,
    },
    { good: { schema: `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { createdAt: timestamp('created_at'), sha256: timestamp() });` } },
    { bad: 'create table "Dataset" (id integer primary key);' },
    { good: 'create table loan (book_id integer, constraint "loan_bookId_unique" unique (book_id));' },
    { bad: 'create table loan (book_id integer, constraint "oneBook" unique (book_id));' },
    { good: {
      layout: 'folders',
      schema: `import { foreignKey, integer, pgTable } from 'drizzle-orm/pg-core';
export const book = pgTable('book', { isbn: integer('isbn'), copy: integer('number_of_the_copy') });
export const reservation = pgTable('reservation', { isbn: integer('reserved_isbn'), copy: integer('reserved_copy') }, (table) => [
  foreignKey({ columns: [table.isbn, table.copy], foreignColumns: [book.isbn, book.copy] }),
]);`,
      migrations: { '20260105090000_reservations': { up: '', down: '' } },
    } },
    { good: 'create table dataset_2 (id integer primary key);' },
    { good: 'create table "Account" ("userId" text primary key);', options: { ignore: ['Account'] } },
  ],
  check: {
    schema: (schema, on) => named('schema', 'Schema', { ...schema, written: schema.name }, { kind: 'schema', name: schema.name }, on),
    table: (table, on) => owned('table', 'Table', table, { ...table, kind: 'table' }, table, on),
    column: (column, table, on) =>
      owned('column', `Column of ${show(table)}`, column, { kind: 'column', table, name: column.name }, table, on),
    constraint: (constraint, table, on) =>
      onlyRepeats(constraint.written, table, on.options.acronyms) || isMadeByDrizzle(constraint, table)
        ? undefined
        : owned('constraint', `Constraint of ${show(table)}`, constraint, { kind: 'constraint', table, name: constraint.name }, table, on),
    index(index, on) {
      const table = on.catalog.tables.get(keyOf(index.table));
      if (table !== undefined && onlyRepeats(index.written, table, on.options.acronyms)) return;
      return owned('index', `Index of ${show(index.table)}`, index, { ...index, kind: 'index' }, index.table, on);
    },
    enum: (type, on) => named('enum', 'Enum', type, { ...type, kind: 'enum' }, on),
    view: (view, on) => owned('view', 'View', view, { ...view, kind: 'view' }, view, on),
    sequence(sequence, on) {
      if (sequence.ownedBy !== null) return;
      return named('sequence', 'Sequence', sequence, { ...sequence, kind: 'sequence' }, on);
    },
    policy: (policy, on) =>
      owned('policy', `Policy of ${show(policy.table)}`, policy, { kind: 'policy', table: policy.table, name: policy.name }, policy.table, on),
    routine: (routine, on) => named('routine', 'Function', routine, null, on),
    trigger: (trigger, on) => owned('trigger', `Trigger of ${show(trigger.table)}`, trigger, null, trigger.table, on),
  },
});

/** drizzle-orm puts the keys of TypeScript into it, whatever `casing` makes of the columns. */
function isMadeByDrizzle(constraint: Constraint, { name: table }: Table): boolean {
  if (constraint.kind !== 'unique' && constraint.kind !== 'foreignKey') return false;
  const parents = constraint.kind === 'unique' ? []
    : [{ table: constraint.references.name, columns: constraint.referencedColumns, needsRole: false, tables: new Set<string>() }];
  return isMadeOfKeys({ ...constraint, table, parents });
}

/** What is judged: its name as its author wrote it, and where. */
interface Thing {
  readonly written: string;
  readonly origin: Table['origin'];
}

function owned(
  kind: Kind, what: string, thing: Thing, object: Named | null, table: { readonly schema: string; readonly name: string },
  on: ObjectContext<Options>,
): Reports {
  if (matches(on.options.ignore, table)) return;
  return named(kind, what, thing, object, on);
}

/** `object`: how it is asked whether it is there already; null for what only SQL makes. */
function named(
  kind: Kind, what: string, { written: name, origin: at }: Thing, object: Named | null, on: ObjectContext<Options>,
): Reports {
  if (at === null || !on.options.kinds.includes(kind) || isSnakeCase(name, on.options.acronyms)) return;
  const better = snakeCase(name);
  const advice = better === name ? '' : `: "${better}" would be`;
  return { at, text: `${what}: "${name}" is not snake_case${advice}.`, ...(object === null ? {} : remedies(object, name, better, at, on)) };
}

function remedies(
  object: Named, name: string, better: string, at: Table['origin'], on: ObjectContext<Options>,
): Pick<Report, 'fix' | 'suggestions'> {
  return isFree(better, object, name, on) ? renaming({ object, at, from: name, to: better }, on) : {};
}

/** Neither is there another of that name, nor one that would be given it as well. */
function isFree(better: string, object: Named, name: string, { catalog, options: { acronyms } }: ObjectContext<Options>): boolean {
  if (!isSnakeCase(better, acronyms) || better === '' || utf8Length(better) > 63) return false;
  return [...namesBeside(object, catalog)].every((other) => other === name || (other !== better && snakeCase(other) !== better));
}
