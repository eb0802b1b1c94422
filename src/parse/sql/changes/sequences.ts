import type { AlterSeqStmt, CreateSeqStmt, Node } from 'libpg-query';
import type { Sequence } from '../../../facts/catalog.ts';
import type { ChangeOf } from '../../../facts/change.ts';
import { newRelationName, objectName, relationName } from '../names.ts';
import { originOf, type Scope } from '../scope.ts';
import { as, nameParts, option } from '../tree.ts';
import { readType } from '../types.ts';
import { base, ifExists, ifNotExists } from './base.ts';

export function createSequence(scope: Scope, node: CreateSeqStmt): ChangeOf<'createSequence'> {
  const owner = ownedBy(scope, node.options);
  const sequence: Sequence = {
    ...newRelationName(scope, node.sequence),
    type: sequenceType(node.options) ?? 'bigint',
    ownedBy: owner === 'none' ? null : owner,
    origin: originOf(scope),
  };
  return { ...base(scope, ifNotExists(node.if_not_exists)), kind: 'createSequence', sequence };
}

/** Null where neither owner nor type changes: start, increment and the like are not kept. */
export function alterSequence(scope: Scope, node: AlterSeqStmt): ChangeOf<'alterSequence'> | null {
  const owner = ownedBy(scope, node.options);
  const type = sequenceType(node.options);
  if (owner === null && type === null) return null;
  const sequence = relationName(scope, node.sequence);
  return { ...base(scope, ifExists(node.missing_ok)), kind: 'alterSequence', sequence, ownedBy: owner, type };
}

function ownedBy(scope: Scope, options: readonly Node[] | undefined): ChangeOf<'alterSequence'>['ownedBy'] {
  const parts = nameParts(option(options, 'owned_by')?.arg);
  if (parts.length === 0) return null;
  if (parts.length === 1) return 'none';
  return { table: objectName(scope, parts.slice(0, -1)), column: parts.at(-1) ?? '' };
}

function sequenceType(options: readonly Node[] | undefined): Sequence['type'] | null {
  const type = as('TypeName', option(options, 'as')?.arg);
  if (type === undefined) return null;
  const spelled = readType(type, 'public').type;
  return spelled === 'smallint' || spelled === 'integer' ? spelled : 'bigint';
}
