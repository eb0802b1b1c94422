import type { Migration } from '../facts/history.ts';
import type { Statement } from '../facts/statement.ts';
import type { Edit } from '../text/edit.ts';
import type { Remedy } from './finding.ts';
import { quoted, quotedName } from '../facts/quoted-name.ts';
import type { ChangeOf, NewConstraint } from '../facts/change.ts';
import type { ChangeContext } from './context.ts';
import { keyOf, sameName } from '../facts/names.ts';

/** The name of a migration, as `drizzle-kit generate --name` takes it. */
function migrationName(verb: string, name: string): string {
  return `${verb}_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')}`;
}

/**
 * NOT VALID behind a constraint that stands in an ALTER TABLE, and a migration that validates it: writers wait for
 * neither. With Drizzle's migrator both would share a transaction and its lock, so there the second is left to a later
 * deploy. Null where Postgres would refuse it, or its name is not known.
 */
export function validatedLater(
  change: ChangeOf<'addConstraint'>, constraint: Extract<NewConstraint, { kind: 'foreignKey' | 'check' }>, on: ChangeContext<unknown>,
): Remedy | null {
  const { statement, runner, migration: { sql } } = on;
  if (statement.tag !== 'ALTER TABLE' || sql === null || constraint.name === null) return null;
  const { file, span } = change.origin;
  const edit: Edit = { file, span: { start: span.end, end: span.end }, text: ' NOT VALID' };
  const [table, name] = [quotedName(change.table), quoted(constraint.name)];
  if (runner === 'drizzle') {
    return { text: 'Add it NOT VALID; a later deploy validates it.', amendment: { kind: 'edit', edits: [edit] } };
  }
  return {
    text: 'Add it NOT VALID, and validate it in a migration of its own.',
    amendment: {
      kind: 'addMigration',
      edits: [edit],
      name: migrationName('validate', constraint.name),
      up: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name};\n`,
      down: `-- A constraint cannot be unvalidated: it is made again as it was.
ALTER TABLE ${table} DROP CONSTRAINT ${name};
--> statement-breakpoint
ALTER TABLE ${table} ${sql.text.slice(span.start, span.end)} NOT VALID;\n`,
    },
  };
}

type CreateIndex = ChangeOf<'createIndex'>;

/** Takes CREATE INDEX out of its file, and builds the index CONCURRENTLY in a migration of its own. */
export function builtApart({ index }: CreateIndex, on: ChangeContext<unknown>): Remedy | null {
  const { statement, migration, runner } = on;
  const words = concurrentWords(statement, migration);
  if (runner === 'drizzle' || words === null || index.name === null || isNeededBehind(index, on)) return null;
  return {
    text: 'Build it CONCURRENTLY in a migration of its own.',
    amendment: {
      kind: 'addMigration',
      edits: [withoutStatement(statement, migration)],
      name: migrationName('create', index.name),
      up: `${words};\n`,
      down: `DROP INDEX CONCURRENTLY ${quotedName({ schema: index.table.schema, name: index.name })};\n`,
    },
  };
}

/** The statement with CONCURRENTLY in it, or null if that is not all it takes. */
function concurrentWords({ tag, origin: { span } }: Statement, { sql }: Migration): string | null {
  const words = sql?.text.slice(span.start, span.end) ?? '';
  if (tag !== 'CREATE INDEX' || !/^create\s+(?:unique\s+)?index\s/i.test(words)) return null;
  return words.replace(/^create\s+(?:unique\s+)?index/i, (start) =>
    `${start}${start.endsWith('INDEX') ? ' CONCURRENTLY' : ' concurrently'}`);
}

/** A later statement of the deploy names the index, takes it or its table away, or refers to the key that it may be. */
function isNeededBehind({ table, name, unique }: CreateIndex['index'], { deploy, statement }: ChangeContext<unknown>): boolean {
  const steps = deploy.transactions.flatMap((transaction) => transaction.steps);
  const behind = steps.slice(steps.findIndex((step) => step.statement === statement) + 1).flatMap((step) => step.statement.changes);
  const key = keyOf({ schema: table.schema, name: name ?? '' });
  const needs = (one: NewConstraint): boolean => (one.kind === 'usingIndex' && one.index === name)
    || (unique && one.kind === 'foreignKey' && sameName(one.references, table));
  return behind.some((change) => {
    switch (change.kind) {
      case 'dropRelation':
      case 'renameRelation':
      case 'setRelationSchema': return keyOf(change.name) === key || sameName(change.name, table);
      case 'createTable': return [...change.constraints, ...change.columns.flatMap(({ constraints }) => constraints)].some(needs);
      case 'addColumn': return change.column.constraints.some(needs);
      case 'addConstraint': return needs(change.constraint);
      default: return false;
    }
  });
}

/** Nothing in place of a statement, the comments above it and the mark that parts it from its neighbour. */
export function withoutStatement({ origin: { file, span }, comments }: Statement, { sql }: Migration): Edit {
  const text = sql?.text ?? '';
  const above = comments.map(({ origin }) => origin.span.start).filter((place) =>
    place < span.start && /(?:^|\n)[ \t]*$/.test(text.slice(0, place)));
  const start = Math.min(span.start, ...above);
  const [behind = ''] = /^[ \t]*;?[ \t]*(?:\s*--> statement-breakpoint)?[ \t]*\n?/.exec(text.slice(span.end)) ?? [];
  const end = span.end + behind.length;
  if (text.slice(end).trim() !== '') return { file, span: { start, end }, text: '' };
  const [before = ''] = /\s*(?:--> statement-breakpoint\s*)?$/.exec(text.slice(0, start)) ?? [];
  return { file, span: { start: start - before.length, end }, text: before === '' ? '' : '\n' };
}
