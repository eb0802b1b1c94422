import { keyOf, matches, rule, show, v } from '#rule';
import type { ObjectContext, Reports, Table } from '#rule';

const kinds = ['schema', 'table', 'column', 'enum', 'view', 'sequence', 'index', 'constraint', 'policy', 'routine', 'trigger'] as const;
type Kind = (typeof kinds)[number];

const options = v.object({
  kinds: v.optional(v.pipe(
    v.array(v.picklist(kinds)),
    v.description('Which names are checked. Policies are left out: many teams write them as sentences.'),
  ), ['schema', 'table', 'column', 'enum', 'view', 'sequence', 'index', 'constraint', 'routine', 'trigger']),
  acronyms: v.optional(v.pipe(
    v.array(v.string()), v.description('Words that may stand in capitals: `["ID"]` allows `orcid_ID`.'),
  ), []),
  ignore: v.optional(v.pipe(
    v.array(v.string()),
    v.description('Globs of tables, as `name` or `schema.name`, that somebody else names: an authentication library, say.'),
  ), []),
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
    'Tables that match `ignore`, and all that belongs to them.',
  ],
  options,
  examples: [
    { bad: { schema: `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { createdAt: timestamp('createdAt') });` } },
    { good: { schema: `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { createdAt: timestamp('created_at'), sha256: timestamp() });` } },
    { bad: 'create table "Dataset" (id integer primary key);' },
    { good: 'create table dataset_2 (id integer primary key);' },
    { good: 'create table "Account" ("userId" text primary key);', options: { ignore: ['Account'] } },
  ],
  check: {
    schema: (schema, on) => named('schema', 'Schema', schema.name, schema.origin, on),
    table: (table, on) => owned('table', 'Table', table.written, table.origin, table, on),
    column: (column, table, on) =>
      owned('column', `Column of ${show(table)}`, column.written, column.origin, table, on),
    constraint: (constraint, table, on) =>
      onlyRepeats(constraint.written, table, on)
        ? undefined
        : owned('constraint', `Constraint of ${show(table)}`, constraint.written, constraint.origin, table, on),
    index(index, on) {
      const table = on.catalog.tables.get(keyOf(index.table));
      if (table !== undefined && onlyRepeats(index.written, table, on)) return;
      return owned('index', `Index of ${show(index.table)}`, index.written, index.origin, index.table, on);
    },
    enum: (type, on) => named('enum', 'Enum', type.written, type.origin, on),
    view: (view, on) => owned('view', 'View', view.written, view.origin, view, on),
    sequence(sequence, on) {
      if (sequence.ownedBy !== null) return;
      return named('sequence', 'Sequence', sequence.written, sequence.origin, on);
    },
    policy: (policy, on) => owned('policy', `Policy of ${show(policy.table)}`, policy.written, policy.origin, policy.table, on),
    routine: (routine, on) => named('routine', 'Function', routine.written, routine.origin, on),
    trigger: (trigger, on) => owned('trigger', `Trigger of ${show(trigger.table)}`, trigger.written, trigger.origin, trigger.table, on),
  },
});

type Origin = Parameters<typeof named>[3];

function owned(
  kind: Kind, what: string, name: string, at: Origin, table: { readonly schema: string; readonly name: string },
  on: ObjectContext<Options>,
): Reports {
  if (matches(on.options.ignore, table)) return;
  return named(kind, what, name, at, on);
}

function named(
  kind: Kind, what: string, name: string, at: Table['origin'], on: ObjectContext<Options>,
): Reports {
  if (at === null || !on.options.kinds.includes(kind) || isSnakeCase(name, on.options.acronyms)) return;
  const better = snakeCase(name);
  const advice = better === name ? '' : `: "${better}" would be`;
  return { at, text: `${what}: "${name}" is not snake_case${advice}.` };
}

function isSnakeCase(name: string, acronyms: readonly string[]): boolean {
  const words = name.replace(/^_+/, '').split('_');
  return words.every((word) => /^[\p{Ll}\p{Lo}\p{N}]+$/u.test(word) || acronyms.includes(word));
}

/** `createdAt` → `created_at`, `HTMLFile` → `html_file`, `statusV2` → `status_v2`, `First Name` → `first_name`. */
function snakeCase(name: string): string {
  const words = name.match(/[\p{Ll}\p{Lo}\p{N}]+|\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}[\p{Ll}\p{N}]*/gu) ?? [];
  return words.map((word) => word.toLowerCase()).join('_');
}

/** True if the name is snake_case but for names of the table and its columns, which are reported themselves. */
function onlyRepeats(name: string, table: Table, on: ObjectContext<Options>): boolean {
  const wrong = [table.written, ...table.columns.map((column) => column.written), ...referenced(table)]
    .filter((part) => !isSnakeCase(part, on.options.acronyms))
    .sort((left, right) => right.length - left.length);
  const rest = wrong.reduce((text, part) => text.replaceAll(part, 'x'), name);
  return rest !== name && isSnakeCase(rest, on.options.acronyms);
}

function referenced(table: Table): readonly string[] {
  return table.constraints.flatMap((constraint) =>
    constraint.kind === 'foreignKey' ? [constraint.references.written, ...constraint.referencedColumns] : []);
}
