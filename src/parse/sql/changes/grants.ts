import type { AlterDefaultPrivilegesStmt, GrantRoleStmt, GrantStmt, Node, ObjectType } from 'libpg-query';
import type { ChangeOf, GrantObject } from '../../../facts/change.ts';
import type { ObjectName } from '../../../facts/names.ts';
import { identifier, objectName, plainName, relationName } from '../names.ts';
import type { Scope } from '../scope.ts';
import { allOf, as, nameParts, option, texts } from '../tree.ts';
import { base } from './base.ts';

type Grant = ChangeOf<'grant'>;

/** GRANT and REVOKE of privileges on objects. */
export function grant(scope: Scope, node: GrantStmt): Grant {
  const object = objectOf(node.objtype);
  return {
    ...base(scope),
    kind: 'grant',
    action: node.is_grant ? 'grant' : 'revoke',
    privileges: privilegesOf(node),
    object: node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' && object === 'schema' ? 'table' : object,
    reach: node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' ? 'allInSchema' : 'named',
    names: (node.objects ?? []).map((one) => nameOf(scope, one, object)),
    grantees: roleNames(node.grantees),
  };
}

/** ALTER DEFAULT PRIVILEGES: the same for objects that are made later. */
export function defaultPrivileges(scope: Scope, node: AlterDefaultPrivilegesStmt): Grant {
  const action = grant(scope, node.action ?? {});
  const schemas = texts(as('List', option(node.options, 'schemas')?.arg)?.items);
  return { ...action, reach: 'future', names: schemas.map((schema) => global(scope, schema)) };
}

/** GRANT and REVOKE of roles: their members get what the role may. */
export function grantRole(scope: Scope, node: GrantRoleStmt): Grant {
  const roles = allOf('AccessPriv', node.granted_roles).map(({ priv_name: role }) => global(scope, role ?? ''));
  return {
    ...base(scope),
    kind: 'grant',
    action: node.is_grant ? 'grant' : 'revoke',
    privileges: ['member'],
    object: 'role',
    reach: 'named',
    names: roles,
    grantees: roleNames(node.grantee_roles),
  };
}

/** `ALL` is a list of none. */
function privilegesOf({ privileges }: GrantStmt): Grant['privileges'] {
  const named = allOf('AccessPriv', privileges).map(({ priv_name: name }) => name ?? 'all');
  return named.length === 0 || named.includes('all') ? 'all' : named;
}

const objects: Partial<Record<ObjectType, GrantObject>> = {
  OBJECT_TABLE: 'table', OBJECT_VIEW: 'table', OBJECT_SEQUENCE: 'sequence', OBJECT_SCHEMA: 'schema', OBJECT_FUNCTION: 'routine',
  OBJECT_PROCEDURE: 'routine', OBJECT_ROUTINE: 'routine', OBJECT_TYPE: 'type', OBJECT_DOMAIN: 'type', OBJECT_DATABASE: 'database',
};

function objectOf(type: ObjectType | undefined): GrantObject {
  return objects[type ?? 'OBJECT_TABLE'] ?? 'other';
}

function nameOf(scope: Scope, node: Node, object: GrantObject): ObjectName {
  const relation = as('RangeVar', node);
  if (relation) return relationName(scope, relation);
  const routine = as('ObjectWithArgs', node);
  if (routine) return plainName(scope, texts(routine.objname));
  const parts = nameParts(node);
  return object === 'type' ? objectName(scope, parts) : global(scope, parts.at(-1) ?? '');
}

/** A name that is in no schema. */
function global(scope: Scope, name: string): ObjectName {
  return { schema: '', ...identifier(scope, name) };
}

/** PUBLIC is no role, and no role can have the name. */
function roleNames(nodes: readonly Node[] | undefined): readonly string[] {
  return allOf('RoleSpec', nodes).map(({ roletype, rolename }) =>
    rolename ?? (roletype ?? '').replace(/^ROLESPEC_/, '').toLowerCase());
}
