import { keyOf, type ObjectName } from '../facts/names.ts';
import { quoted, quotedName } from '../facts/quoted-name.ts';
import { laterDeploy, outsideTransaction, quotedList } from './advice.ts';
import type { ChangeContext } from './context.ts';

/** A key that is to be added to a table. */
export interface NewKey {
  readonly table: ObjectName;
  readonly name: string;
  readonly kind: 'UNIQUE' | 'PRIMARY KEY';
  readonly columns: readonly string[];
  /** What its index has behind the columns, as SQL: ` INCLUDE ("title")`. */
  readonly options: string;
}

/**
 * How to build the index of a key first, concurrently, and make the constraint of it. Where a constraint that the deploy
 * found has the name still, the index gets another: USING INDEX renames it when the old constraint goes.
 */
export function keyBuiltFirst(
  { table, name, kind, columns, options }: NewKey, { runner, beforeDeploy }: Pick<ChangeContext<unknown>, 'runner' | 'beforeDeploy'>,
): string {
  const isTaken = beforeDeploy.tables.get(keyOf(table))?.constraints.some((one) => one.name === name) === true;
  const [on, index] = [quotedName(table), quoted(isTaken ? `${name}_new` : name)];
  const build = `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${on} (${quotedList(columns)})${options};`;
  const drop = isTaken ? `DROP CONSTRAINT ${quoted(name)}, ` : '';
  const use = `ALTER TABLE ${on} ${drop}ADD CONSTRAINT ${quoted(name)} ${kind} USING INDEX ${index};`;
  return `${outsideTransaction(runner)}: ${build} and ${laterDeploy(runner)}${isTaken ? ', in place of the DROP too' : ''}: ${use}`;
}

/** The same of a partitioned table, whose index cannot be built concurrently. `what`: `a primary key`. */
export function keyOfPartitions(what: string, table: ObjectName): string {
  return `Give each partition ${what} of its own: CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX. Then add this one to ${quotedName(table)}, which takes them over.`;
}
