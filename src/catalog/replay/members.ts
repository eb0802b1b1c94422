import type { Catalog, Policy, Trigger } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Identifier, ObjectName } from '../../facts/names.ts';
import { memberKey, sameName } from '../../facts/names.ts';
import { mapped, withEntry, withoutKey } from './entries.ts';
import type { Replayed } from './replayed.ts';
import { done, duplicate, unknown } from './replayed.ts';
import { nameOf, tableOf } from './table-of.ts';

/** Policies and triggers: what has a name inside its table and lives in a map of its own. */
type Member = Policy | Trigger;

export function createPolicy(catalog: Catalog, policy: Policy): Replayed {
  const made = { ...policy, table: ownerOf(catalog, policy.table) };
  const key = memberKey(made.table, made.name);
  if (catalog.policies.has(key)) return duplicate(catalog, 'policy', made.name, made.table);
  return done({ ...catalog, policies: withEntry(catalog.policies, key, made) });
}

/** ALTER POLICY: what it does not name stays. */
export function alterPolicy(catalog: Catalog, change: ChangeOf<'alterPolicy'>): Replayed {
  const key = memberKey(ownerOf(catalog, change.table), change.policy.name);
  const policy = catalog.policies.get(key);
  if (policy === undefined) return unknown(catalog, 'policy', change.policy.name, change.table);
  const altered = {
    ...policy, roles: change.roles ?? policy.roles, using: change.using ?? policy.using,
    check: change.check ?? policy.check,
  };
  return done({ ...catalog, policies: withEntry(catalog.policies, key, altered) });
}

export function dropPolicy(catalog: Catalog, table: ObjectName, name: string): Replayed {
  const policies = without(catalog.policies, catalog, table, name);
  return policies === null ? unknown(catalog, 'policy', name, table) : done({ ...catalog, policies });
}

export function renamePolicy(catalog: Catalog, table: ObjectName, from: string, to: Identifier): Replayed {
  const policies = renamedIn(catalog.policies, catalog, table, from, to);
  if (policies === 'taken') return duplicate(catalog, 'policy', to.name, table);
  return policies === null ? unknown(catalog, 'policy', from, table) : done({ ...catalog, policies });
}

export function createTrigger(catalog: Catalog, trigger: Trigger, mode: 'replace' | 'new'): Replayed {
  const made = { ...trigger, table: ownerOf(catalog, trigger.table) };
  const key = memberKey(made.table, made.name);
  if (catalog.triggers.has(key) && mode === 'new') return duplicate(catalog, 'trigger', made.name, made.table);
  return done({ ...catalog, triggers: withEntry(catalog.triggers, key, made) });
}

export function dropTrigger(catalog: Catalog, table: ObjectName, name: string): Replayed {
  const triggers = without(catalog.triggers, catalog, table, name);
  return triggers === null ? unknown(catalog, 'trigger', name, table) : done({ ...catalog, triggers });
}

export function renameTrigger(catalog: Catalog, table: ObjectName, from: string, to: Identifier): Replayed {
  const triggers = renamedIn(catalog.triggers, catalog, table, from, to);
  if (triggers === 'taken') return duplicate(catalog, 'trigger', to.name, table);
  return triggers === null ? unknown(catalog, 'trigger', from, table) : done({ ...catalog, triggers });
}

/** ALTER TABLE … ENABLE or DISABLE TRIGGER, of one or of all. */
export function enableTrigger(catalog: Catalog, change: ChangeOf<'enableTrigger'>): Replayed {
  const table = ownerOf(catalog, change.table);
  const meant = (trigger: Trigger): boolean =>
    sameName(trigger.table, table) && (change.trigger === null || trigger.name === change.trigger);
  const triggers = mapped(catalog.triggers, (trigger) =>
    meant(trigger) && trigger.enabled !== change.enabled ? { ...trigger, enabled: change.enabled }
      : trigger, keyOfMember);
  if (change.trigger !== null && ![...triggers.values()].some(meant)) {
    return unknown(catalog, 'trigger', change.trigger, table);
  }
  return done(triggers === catalog.triggers ? catalog : { ...catalog, triggers });
}

function without<Value extends Member>(
  members: ReadonlyMap<string, Value>,
  catalog: Catalog,
  table: ObjectName,
  name: string,
): ReadonlyMap<string, Value> | null {
  const left = withoutKey(members, memberKey(ownerOf(catalog, table), name));
  return left === members ? null : left;
}

function renamedIn<Value extends Member>(
  members: ReadonlyMap<string, Value>,
  catalog: Catalog,
  table: ObjectName,
  from: string,
  to: Identifier,
): ReadonlyMap<string, Value> | 'taken' | null {
  const owner = ownerOf(catalog, table);
  const member = members.get(memberKey(owner, from));
  if (member === undefined) return null;
  if (members.has(memberKey(owner, to.name))) return 'taken';
  return mapped(members, (one) => (one === member ? { ...one, name: to.name, written: to.written } : one), keyOfMember);
}

function ownerOf(catalog: Catalog, name: ObjectName): ObjectName {
  const table = tableOf(catalog, name);
  return table === null ? nameOf(name) : nameOf(table);
}

function keyOfMember(member: Member): string {
  return memberKey(member.table, member.name);
}
