import type { Expression, Policy, ReferentialAction, TableKind } from '../facts/catalog.ts';
import type { ObjectName } from '../facts/names.ts';
import type { ActionLetter, PolicyRow, TableRow } from './catalog-rows.ts';

/** Reads an expression as Postgres prints it. */
export type Spell = (sql: string) => Expression;

/** `pg_constraint.confdeltype`. A blank stands where the constraint is no foreign key. */
export const actions: Readonly<Record<ActionLetter, ReferentialAction>> = {
  a: 'no action', r: 'restrict', c: 'cascade', n: 'set null', d: 'set default', ' ': 'no action',
};

/** `pg_policy.polcmd`. */
export const commands: Readonly<Record<PolicyRow['command'], Policy['command']>> = {
  '*': 'all', r: 'select', a: 'insert', w: 'update', d: 'delete',
};

/** In the database a name has one spelling. */
export function nameOf(row: { readonly schema: string; readonly name: string }): ObjectName {
  return { schema: row.schema, name: row.name, written: row.name };
}

export function orNull(schema: string | null, name: string | null): ObjectName | null {
  return schema === null || name === null ? null : nameOf({ schema, name });
}

export function expressionOf(sql: string | null, spell: Spell): Expression | null {
  return sql === null ? null : spell(sql);
}

/** A partition may be partitioned itself: it stays a partition. */
export function tableKind(row: TableRow): TableKind {
  if (row.partition) return 'partition';
  return ({ r: 'table', p: 'partitioned', f: 'foreign' } as const)[row.kind];
}
