import type { Catalog } from '../facts/catalog.ts';
import type { Change, ChangeOf } from '../facts/change.ts';
import type { Deploy } from '../facts/deploy.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';

/**
 * An enum that a deploy makes again, since Postgres takes no value away and changes no order: drizzle-kit 0.31 turns its
 * columns into text, drops the type, creates it and turns the columns back; by hand the old one is often renamed first.
 */
export interface RecreatedEnum {
  readonly create: ChangeOf<'createEnum'>;
  /** Changes of a column's type, there and back, in order. */
  readonly conversions: readonly ChangeOf<'setColumnType'>[];
  /** Values that it had before the deploy and has no more. */
  readonly lost: readonly string[];
}

/** The enums that a deploy makes again, and the columns it converts for that. `before`: the catalog before the deploy. */
export function recreatedEnums(deploy: Deploy, before: Catalog): readonly RecreatedEnum[] {
  const changes = deploy.transactions.flatMap(({ steps }) => steps.flatMap(({ statement }) => statement.changes));
  return changes.flatMap((change, place) => {
    if (change.kind !== 'createEnum') return [];
    const names = namesOf(change.enum, changes.slice(place));
    const [old] = [...names].reverse().flatMap((name) => before.enums.get(keyOf(name)) ?? []);
    if (old === undefined || !changes.some((other) => leaves(other, old))) return [];
    const conversions = conversionsOf(names, changes, place);
    const lost = old.values.filter((value) => !change.enum.values.includes(value));
    return conversions.length === 0 ? [] : [{ create: change, conversions, lost }];
  });
}

/** Is the change of a column's type part of making an enum again? */
export function recreatesEnum(change: ChangeOf<'setColumnType'>, deploy: Deploy, before: Catalog): boolean {
  return recreatedEnums(deploy, before).some(({ conversions }) => conversions.includes(change));
}

/** What a type is called from its creation on, first name first. */
function namesOf(created: ObjectName, later: readonly Change[]): readonly ObjectName[] {
  return later.reduce<readonly ObjectName[]>((names, change) => {
    const now = names.at(-1) ?? created;
    if (change.kind !== 'renameOther' || change.object !== 'type' || !sameName(change.name, now)) return names;
    return [...names, { ...change.to, schema: now.schema }];
  }, [created]);
}

function leaves(change: Change, old: ObjectName): boolean {
  return (change.kind === 'dropOther' || change.kind === 'renameOther') && change.object === 'type' && sameName(change.name, old);
}

function conversionsOf(
  names: readonly ObjectName[], changes: readonly Change[], created: number,
): readonly ChangeOf<'setColumnType'>[] {
  const types = new Set(names.map(({ schema, name }) => `${schema}.${name}`));
  const ofColumns = changes.filter((change) => change.kind === 'setColumnType');
  const back = ofColumns.filter((change) =>
    changes.indexOf(change) > created && types.has(change.type.replaceAll('[]', '')));
  const there = ofColumns.filter((change) => changes.indexOf(change) < created && back.some((other) =>
    sameName(other.table, change.table) && other.column.name === change.column.name));
  return [...there, ...back];
}
