import type { Expression, Policy } from '../../../facts/catalog.ts';
import { identifier, objectName } from '../names.ts';
import { entryOf, isAbsent, isUnknown, textOf, type Unknown } from '../values.ts';
import type { PolicyValue, TableValue } from './objects.ts';
import { type Context, sqlText } from './context.ts';
import { rolesOf } from './policies.ts';

const commands: readonly Policy['command'][] = ['all', 'select', 'insert', 'update', 'delete'];

/** A policy, on the table whose third argument holds it or that it is linked to. */
export function policyOf(table: TableValue, policy: PolicyValue, context: Context): Policy | Unknown {
  const { options, origin } = policy;
  const as = textOf(entryOf(options, 'as'), origin);
  const command = textOf(entryOf(options, 'for'), origin);
  const roles = rolesOf(entryOf(options, 'to'), origin);
  const using = clauseOf(policy, 'using', context);
  const check = clauseOf(policy, 'withCheck', context);
  if (isUnknown(as)) return as;
  if (isUnknown(command)) return command;
  if (isUnknown(roles)) return roles;
  if (isUnknown(using)) return using;
  if (isUnknown(check)) return check;
  return {
    ...identifier(policy.name), table: objectName(table.schema, table.name),
    permissive: as?.toLowerCase() !== 'restrictive',
    command: commands.find((one) => one === command?.toLowerCase()) ?? 'all', roles, using, check, origin,
  };
}

function clauseOf(policy: PolicyValue, clause: 'using' | 'withCheck', context: Context): Expression | null | Unknown {
  const value = entryOf(policy.options, clause);
  if (isAbsent(value)) return null;
  const text = sqlText(value, 'query', context, policy.origin);
  return isUnknown(text) ? text : context.spell(text);
}
