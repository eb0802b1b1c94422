import type { CallSite } from '../call-site.ts';
import { make, type Interpreter } from '../interpreter.ts';
import {
  absent, dictionary, entryOf, isAbsent, list, literal, textOf, unknown, type Unknown, unknownObject, type Value,
} from '../values.ts';
import type { PolicyValue, RoleValue } from './objects.ts';

/** `pgPolicy(name, options)` */
export function makePolicy(run: Interpreter, given: readonly Value[], site: CallSite): PolicyValue | Unknown {
  const [named = absent, options = absent] = given;
  const name = textOf(named, site.head);
  if (name === null) return unknownObject('a policy has no name', site.head);
  if (typeof name !== 'string') {
    return unknownObject(`the name of a policy cannot be told: ${name.reason}`, site.head);
  }
  if (options.kind === 'unknown') return options;
  const read = options.kind === 'dictionary' ? options : dictionary(new Map());
  return make<PolicyValue>(run, { kind: 'policy', name, options: read, linked: null, origin: site.whole });
}

/** `.link(table)` changes the policy itself, and is remembered of one that no name stands for. */
export function callPolicy(run: Interpreter, policy: PolicyValue, method: string, given: readonly Value[], site: CallSite): Value {
  if (method !== 'link') return unknown(`a policy has no method ${method}`, site.tail);
  const linked: PolicyValue = { ...policy, linked: given[0] ?? absent };
  run.memory.made[policy.id] = { object: linked };
  return linked;
}

/** `pgRole(name)`: named by policies, itself no object of a database. */
export function makeRole(given: readonly Value[], site: CallSite): RoleValue | Unknown {
  const name = textOf(given[0] ?? absent, site.head);
  if (name === null) return unknown('a role has no name', site.head);
  return typeof name === 'string' ? { kind: 'role', name } : name;
}

/** Names of roles, in order; PUBLIC where none is given, as drizzle-kit 0.31 writes them. */
export function rolesOf(value: Value, site: Unknown['origin']): readonly string[] | Unknown {
  if (isAbsent(value)) return ['public'];
  const items = value.kind === 'list' ? value.items : [value];
  if (value.kind === 'list' && value.unread[0] !== undefined) return value.unread[0];
  const names: string[] = [];
  for (const item of items) {
    if (item.kind === 'unknown') return item;
    if (item.kind === 'role') names.push(item.name);
    else if (item.kind === 'literal') names.push(String(item.value));
    else return unknown(`a ${item.kind} stands where a role belongs`, site);
  }
  return names.sort();
}

/** `crudPolicy({ role, read, modify })` of drizzle-orm/neon 0.45: a policy for each command. */
export function makeCrudPolicies(run: Interpreter, options: Value, site: CallSite): Value {
  const role = entryOf(options, 'role');
  const names = namesInOrder(role, site);
  if (typeof names !== 'string') return names;
  const read = condition(entryOf(options, 'read'));
  const modify = condition(entryOf(options, 'modify'));
  const unread = [read, modify].filter((value) => value.kind === 'unknown');
  const policy = (command: string, clauses: readonly (readonly [string, Value])[]): PolicyValue => {
    const options = dictionary(new Map<string, Value>([['for', literal(command)], ['to', role], ...clauses]));
    const name = `crud-${names}-policy-${command}`;
    return make<PolicyValue>(run, { kind: 'policy', name, options, linked: null, origin: site.whole });
  };
  const reading = isGiven(read) ? [policy('select', [['using', read]])] : [];
  const writing = isGiven(modify) ? [
    policy('insert', [['withCheck', modify]]),
    policy('update', [['using', modify], ['withCheck', modify]]),
    policy('delete', [['using', modify]]),
  ] : [];
  return list([...reading, ...writing], unread);
}

function isGiven(value: Value): boolean {
  return value.kind === 'sql';
}

function condition(value: Value): Value {
  if (value.kind !== 'literal' || typeof value.value !== 'boolean') return value;
  return { kind: 'sql', chunks: [String(value.value)], inlined: false };
}

function namesInOrder(role: Value, site: CallSite): string | Unknown {
  const items = role.kind === 'list' ? role.items : [role];
  const names: string[] = [];
  for (const item of items) {
    const one = rolesOf(item, site.whole);
    if ('kind' in one) return one;
    names.push(...one);
  }
  return names.join('-');
}
