import type { AlterObjectSchemaStmt, DropStmt, Node, ObjectType, RenameStmt } from 'libpg-query';
import type { Change, OtherKind, RelationKind } from '../../../facts/change.ts';
import type { ObjectName } from '../../../facts/names.ts';
import { identifier, lastIdentifier, objectName, plainName, relationName } from '../names.ts';
import { indexAt, type Range, type Scope } from '../scope.ts';
import { as, nameParts, texts } from '../tree.ts';
import { base, ifExists } from './base.ts';
import { namedArguments } from './routines.ts';

const relationKinds: Partial<Record<ObjectType, RelationKind>> = {
  OBJECT_TABLE: 'table', OBJECT_FOREIGN_TABLE: 'table', OBJECT_INDEX: 'index', OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materializedView', OBJECT_SEQUENCE: 'sequence',
};

const otherKinds: Partial<Record<ObjectType, OtherKind>> = {
  OBJECT_TYPE: 'type', OBJECT_DOMAIN: 'domain', OBJECT_FUNCTION: 'routine', OBJECT_PROCEDURE: 'routine',
  OBJECT_ROUTINE: 'routine', OBJECT_AGGREGATE: 'routine', OBJECT_EXTENSION: 'extension', OBJECT_SCHEMA: 'schema',
};

// --- DROP

/** One change for each object that is named; none for kinds of object that the catalog does not keep. */
export function drop(scope: Scope, node: DropStmt): readonly Change[] {
  return (node.objects ?? []).flatMap((object) => dropOne(scope, node, object) ?? []);
}

function dropOne(scope: Scope, node: DropStmt, object: Node): Change | null {
  const common = base(scope, ifExists(node.missing_ok));
  const cascade = node.behavior === 'DROP_CASCADE';
  const relation = relationKinds[node.removeType ?? 'OBJECT_TABLE'];
  if (relation !== undefined) {
    const name = objectName(scope, nameParts(object));
    const besides = (node.objects ?? []).filter((one) => one !== object).map((one) => objectName(scope, nameParts(one)));
    return { ...common, kind: 'dropRelation', relation, name, besides, cascade, concurrently: node.concurrent === true };
  }
  if (node.removeType === 'OBJECT_POLICY' || node.removeType === 'OBJECT_TRIGGER' || node.removeType === 'OBJECT_RULE') {
    return dropMember(scope, common, object, node.removeType);
  }
  if (node.removeType === 'OBJECT_STATISTIC_EXT') {
    return { ...common, kind: 'dropStatistics', name: objectName(scope, nameParts(object)) };
  }
  if (node.removeType === 'OBJECT_SCHEMA') {
    return { ...common, kind: 'dropSchema', schema: nameParts(object).at(-1) ?? '', cascade };
  }
  const other = otherKinds[node.removeType ?? 'OBJECT_TABLE'];
  if (other === undefined) return null;
  return { ...common, kind: 'dropOther', object: other, ...otherName(scope, object, other), cascade };
}

/** The parts of the name are those of the table, then the policy, trigger or rule. */
function dropMember(
  scope: Scope, common: ReturnType<typeof base>, object: Node, type: 'OBJECT_POLICY' | 'OBJECT_TRIGGER' | 'OBJECT_RULE',
): Change {
  const parts = nameParts(object);
  const table = objectName(scope, parts.slice(0, -1));
  const member = identifier(scope, parts.at(-1) ?? '');
  if (type === 'OBJECT_POLICY') return { ...common, kind: 'dropPolicy', table, policy: member };
  if (type === 'OBJECT_RULE') return { ...common, kind: 'dropRule', table, rule: member };
  return { ...common, kind: 'dropTrigger', table, trigger: member };
}

function otherName(
  scope: Scope, object: Node, kind: OtherKind,
): { readonly name: ObjectName; readonly argumentTypes: readonly string[] | null } {
  const routine = as('ObjectWithArgs', object);
  if (routine) {
    return { name: plainName(scope, texts(routine.objname)), argumentTypes: namedArguments(scope, routine) };
  }
  const parts = nameParts(object);
  const isGlobal = kind === 'extension' || kind === 'schema';
  const name = isGlobal ? { schema: '', ...identifier(scope, parts.at(-1) ?? '') } : plainName(scope, parts);
  return { name, argumentTypes: null };
}

// --- RENAME

/** Null for objects that the catalog does not keep (attributes, roles, rules, …). */
export function rename(scope: Scope, node: RenameStmt): Change | null {
  const to = lastIdentifier(scope, node.newname ?? '');
  const common = base(scope, ifExists(node.missing_ok));
  const relation = relationKinds[node.renameType ?? 'OBJECT_TABLE'];
  if (relation !== undefined) {
    return { ...common, kind: 'renameRelation', relation, name: relationName(scope, node.relation), to };
  }
  switch (node.renameType) {
    case 'OBJECT_SCHEMA':
      return { ...common, kind: 'renameSchema', schema: node.subname ?? '', to };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return renameOther(scope, node, otherKinds[node.renameType] === 'domain' ? 'domain' : 'type');
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return renameOther(scope, node, 'routine');
    default:
      return renameMember(scope, node);
  }
}

function renameOther(scope: Scope, node: RenameStmt, object: 'type' | 'domain' | 'routine'): Change | null {
  if (node.object === undefined) return null;
  const to = lastIdentifier(scope, node.newname ?? '');
  const common = base(scope, ifExists(node.missing_ok));
  return { ...common, kind: 'renameOther', object, ...otherName(scope, node.object, object), to };
}

function renameMember(scope: Scope, node: RenameStmt): Change | null {
  if (node.relation === undefined) return null;
  const table = relationName(scope, node.relation);
  const common = { ...base(scope, ifExists(node.missing_ok)), table };
  const to = lastIdentifier(scope, node.newname ?? '');
  const member = identifier(scope, node.subname ?? '', behind(scope, node));
  switch (node.renameType) {
    case 'OBJECT_COLUMN':
      return { ...common, kind: 'renameColumn', column: member, to };
    case 'OBJECT_TABCONSTRAINT':
      return { ...common, kind: 'renameConstraint', constraint: member, to };
    case 'OBJECT_POLICY':
      return { ...common, kind: 'renamePolicy', policy: identifier(scope, node.subname ?? ''), to };
    case 'OBJECT_RULE': {
      const { table: name, ...rest } = common;
      return { ...rest, kind: 'alterRelation', relation: 'table', name, action: { kind: 'renameRule', rule: node.subname ?? '' } };
    }
    case 'OBJECT_TRIGGER':
      return { ...common, kind: 'renameTrigger', trigger: identifier(scope, node.subname ?? ''), to };
    default:
      return null;
  }
}

/** The old name of a column or constraint stands behind the table's. */
function behind(scope: Scope, node: RenameStmt): Range {
  return { from: indexAt(scope, node.relation?.location) + 1, to: scope.tokens.length };
}

// --- SET SCHEMA

export function setSchema(scope: Scope, node: AlterObjectSchemaStmt): Change | null {
  const common = base(scope, ifExists(node.missing_ok));
  const to = node.newschema ?? '';
  const relation = relationKinds[node.objectType ?? 'OBJECT_TABLE'];
  if (relation !== undefined) {
    return { ...common, kind: 'setRelationSchema', relation, name: relationName(scope, node.relation), to };
  }
  const object = otherKinds[node.objectType ?? 'OBJECT_TABLE'];
  if (object === undefined || object === 'schema' || node.object === undefined) return null;
  return { ...common, kind: 'setOtherSchema', object, ...otherName(scope, node.object, object), to };
}
