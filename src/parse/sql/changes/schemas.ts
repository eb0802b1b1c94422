import type { CreateExtensionStmt, CreateSchemaStmt, RoleSpec } from 'libpg-query';
import type { ChangeOf } from '../../../facts/change.ts';
import { identifier } from '../names.ts';
import { originOf, type Scope } from '../scope.ts';
import { as, option } from '../tree.ts';
import { base, ifNotExists } from './base.ts';

/** `CREATE SCHEMA AUTHORIZATION role` takes the role's name. */
export function createSchema(scope: Scope, node: CreateSchemaStmt): ChangeOf<'createSchema'> {
  const name = node.schemaname ?? roleName(node.authrole);
  return { ...base(scope, ifNotExists(node.if_not_exists)), kind: 'createSchema', schema: identifier(scope, name) };
}

function roleName(role: RoleSpec | undefined): string {
  return role?.rolename ?? (role?.roletype ?? '').replace(/^ROLESPEC_/, '').toLowerCase();
}

export function createExtension(scope: Scope, node: CreateExtensionStmt): ChangeOf<'createExtension'> {
  const schema = as('String', option(node.options, 'schema')?.arg)?.sval ?? null;
  const extension = { name: node.extname ?? '', schema, origin: originOf(scope) };
  return { ...base(scope, ifNotExists(node.if_not_exists)), kind: 'createExtension', extension };
}

