import type {
  AlterPublicationStmt, ClusterStmt, CommentStmt, CreatePublicationStmt, CreateStatsStmt, LockStmt, RuleStmt,
} from 'libpg-query';
import type { ChangeOf } from '../../../facts/change.ts';
import { lockModes } from '../../../facts/effects.ts';
import { identifier, objectName, relationName } from '../names.ts';
import type { Scope } from '../scope.ts';
import { allOf, nameParts } from '../tree.ts';
import { base, ifNotExists } from './base.ts';
import { changeRows } from './rows.ts';

/** LOCK TABLE. Modes: `lockdefs.h` of PostgreSQL, from 1. */
export function lockTable(scope: Scope, node: LockStmt): ChangeOf<'lockTable'> {
  const relations = allOf('RangeVar', node.relations);
  return {
    ...base(scope),
    kind: 'lockTable',
    tables: relations.map((relation) => relationName(scope, relation)),
    mode: lockModes[(node.mode ?? 8) - 1] ?? 'AccessExclusive',
    only: relations.every(({ inh }) => inh !== true),
  };
}

export function cluster(scope: Scope, node: ClusterStmt): ChangeOf<'cluster'> {
  const table = node.relation === undefined ? null : relationName(scope, node.relation);
  return { ...base(scope), kind: 'cluster', table, index: node.indexname ?? null };
}

export function comment(scope: Scope, node: CommentStmt): ChangeOf<'comment'> {
  const parts = nameParts(node.object);
  const on = commentedOn[node.objtype ?? 'OBJECT_TABLE'] ?? 'other';
  const isPart = on === 'column' || on === 'member';
  return { ...base(scope), kind: 'comment', on, name: objectName(scope, isPart ? parts.slice(0, -1) : parts) };
}

const commentedOn: Readonly<Partial<Record<string, ChangeOf<'comment'>['on']>>> = {
  OBJECT_TABLE: 'relation', OBJECT_FOREIGN_TABLE: 'relation', OBJECT_VIEW: 'relation', OBJECT_MATVIEW: 'relation',
  OBJECT_INDEX: 'relation', OBJECT_SEQUENCE: 'relation', OBJECT_COLUMN: 'column', OBJECT_TABCONSTRAINT: 'member',
  OBJECT_TRIGGER: 'member', OBJECT_RULE: 'member', OBJECT_POLICY: 'member',
};

export function createRule(scope: Scope, node: RuleStmt): ChangeOf<'createRule'> {
  const table = relationName(scope, node.relation);
  const writes = (node.actions ?? []).flatMap((action) => changeRows(scope, action)).flatMap(({ tables }) => tables);
  return {
    ...base(scope), kind: 'createRule', table, rule: identifier(scope, node.rulename ?? ''), replace: node.replace === true, writes,
  };
}

/** Postgres takes statistics of one table at a time. */
export function createStatistics(scope: Scope, node: CreateStatsStmt): ChangeOf<'createStatistics'> | null {
  const [relation] = allOf('RangeVar', node.relations);
  if (relation === undefined) return null;
  return { ...base(scope, ifNotExists(node.if_not_exists)), kind: 'createStatistics', table: relationName(scope, relation) };
}

export function publish(scope: Scope, node: CreatePublicationStmt | AlterPublicationStmt): ChangeOf<'publish'> {
  const tables = allOf('PublicationObjSpec', node.pubobjects).flatMap(({ pubtable }) =>
    (pubtable?.relation === undefined ? [] : [relationName(scope, pubtable.relation)]));
  return { ...base(scope), kind: 'publish', publication: node.pubname ?? '', tables };
}
