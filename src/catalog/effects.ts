import type { Catalog } from '../facts/catalog.ts';
import type { Change, ChangeOf } from '../facts/change.ts';
import type { Effects, Failure } from '../facts/effects.ts';
import { noEffects } from '../facts/effects.ts';
import { refusesTransaction } from './deploys.ts';
import { alterColumn } from './effects/alter-column.ts';
import { alterRelation } from './effects/alter-relation.ts';
import { addColumn } from './effects/columns.ts';
import { isPartitioned, locked, sumOf } from './effects/combine.ts';
import { addConstraint, dropConstraint, renameConstraint, validateConstraint } from './effects/constraints.ts';
import type { EffectsContext } from './effects/context.ts';
import { alterDomain } from './effects/domains.ts';
import { dropColumn } from './effects/drop-column.ts';
import { dropRelation, dropRoutine, dropSchema } from './effects/drops.ts';
import { freshValueUse } from './effects/fresh-values.ts';
import { createIndex, reindex, tableOfIndex } from './effects/indexes.ts';
import { setNotNull } from './effects/not-null.ts';
import { attachPartition, detachPartition } from './effects/partitions.ts';
import { renameRelation, setRelationSchema } from './effects/renames.ts';
import { changeRows } from './effects/rows.ts';
import { createTable, setPersistence, vacuum } from './effects/tables.ts';
import {
  createRule, createTrigger, dropPolicy, dropTrigger, enableTrigger, renameTrigger,
} from './effects/triggers.ts';
import { setColumnType } from './effects/type-change.ts';
import { alterEnum, createType, dropType } from './effects/types.ts';
import { cluster, comment, lockTable, publish } from './effects/upkeep.ts';
import { refreshView } from './effects/views.ts';

export type { EffectsContext } from './effects/context.ts';

/**
 * What a change does to a database that is as `catalog` says, besides changing it. That what it names is there, and what
 * it makes is not yet, is taken for granted: `applyChange` tells. Measured on PostgreSQL 14 to 18
 * (test/evidence/effects.test.ts), one file a family of statements.
 */
export function effects(change: Change, catalog: Catalog, context: EffectsContext): Effects {
  const predicted = predict(change, catalog, context);
  const refused = context.inTransaction && refuses(change, catalog, context.major);
  const fresh = freshValueUse(change, catalog, context.freshEnumValues);
  const own = fresh === null ? predicted.fails : [fresh, ...predicted.fails];
  // A change under a condition may not run, so nothing that it meets is certain but what stops the whole statement.
  const met = change.conditional ? own.filter(({ certain }) => certain !== 'always') : own;
  return { ...sumOf([predicted]), fails: refused ? [inTransactionFailure, ...met] : met };
}

const inTransactionFailure: Failure = {
  sqlstate: '25001', certain: 'always', reason: 'it cannot run inside a transaction block',
};

/** REINDEX and CLUSTER of a partitioned table commit after each part, CLUSTER of all tables after each. */
function refuses(change: Change, catalog: Catalog, major: number): boolean {
  if (refusesTransaction(change, major)) return true;
  if (change.kind === 'cluster') return change.table === null || (major >= 15 && isPartitioned(catalog, change.table));
  if (change.kind !== 'reindex' || !('name' in change.target)) return false;
  const table = change.target.kind === 'table' ? change.target.name : tableOfIndex(catalog, change.target.name);
  return major >= 14 && table !== null && isPartitioned(catalog, table);
}

function predict(change: Change, catalog: Catalog, context: EffectsContext): Effects {
  switch (change.kind) {
    case 'createIndex': return createIndex(change, catalog);
    case 'dropRelation': return dropRelation(change, catalog, context);
    case 'reindex': return reindex(change, catalog);
    case 'renameRelation': return renameRelation(change, catalog, context);
    case 'setRelationSchema': return setRelationSchema(change, catalog);
    case 'createTable': return createTable(change, catalog, context);
    case 'addColumn': return addColumn(change, catalog);
    case 'dropColumn': return dropColumn(change, catalog, context);
    case 'setColumnType': return setColumnType(change, catalog, context);
    case 'setNotNull': return setNotNull(change.table, change.column.name, catalog, context);
    case 'addConstraint': return addConstraint(change.table, change.constraint, catalog, context);
    case 'dropConstraint': return dropConstraint(change, catalog, context);
    case 'validateConstraint': return validateConstraint(change, catalog);
    case 'renameConstraint': return renameConstraint(change, catalog);
    case 'setPersistence': return setPersistence(change, catalog);
    case 'attachPartition': return attachPartition(change, catalog, context);
    case 'detachPartition': return detachPartition(change, catalog, context);
    case 'createTrigger': return createTrigger(change, catalog);
    case 'enableTrigger': return enableTrigger(change, catalog, context);
    case 'renameTrigger': return renameTrigger(change, catalog, context);
    case 'dropTrigger': return dropTrigger(change, catalog);
    case 'dropPolicy': return dropPolicy(change, catalog);
    case 'createRule': return createRule(change, catalog);
    case 'changeRows': return changeRows(change, catalog);
    case 'refreshView': return refreshView(change, catalog);
    case 'dropSchema': return dropSchema(change, catalog);
    case 'vacuum': return vacuum(change, catalog, context);
    case 'renameColumn': case 'setDefault': case 'dropDefault': case 'dropNotNull': case 'addIdentity':
    case 'setIdentity': case 'dropIdentity': case 'dropExpression': case 'setExpression':
      return alterColumn(change, catalog, context);
    case 'setRowSecurity': case 'createPolicy': case 'alterPolicy': case 'renamePolicy': case 'dropRule':
      return locked(change.table, 'AccessExclusive');
    case 'alterRelation': return alterRelation(change, catalog, context);
    case 'createStatistics': return locked(change.table, 'ShareUpdateExclusive');
    case 'dropStatistics': return { ...noEffects, unknown: [`the table whose statistics ${change.name.name} are`] };
    case 'comment': return comment(change, catalog);
    case 'publish': return publish(change, catalog);
    case 'lockTable': return lockTable(change, catalog);
    case 'cluster': return cluster(change, catalog, context);
    case 'createEnum': return createType(change.enum, change, catalog);
    case 'createDomain': return createType(change.domain, change, catalog);
    case 'createCompositeType': return createType(change.type, change, catalog);
    case 'addEnumValue':
    case 'renameEnumValue': return alterEnum(change, catalog);
    case 'alterDomain': return alterDomain(change, catalog);
    case 'dropOther': return dropOther(change, catalog, context);
    case 'createSchema': case 'renameSchema': case 'createSequence':
    case 'alterSequence': case 'createView': case 'createRoutine': case 'alterRoutine': case 'grant': case 'createExtension':
    case 'renameOther': case 'setOtherSchema': case 'transaction': case 'setVariable':
      return noEffects;
    default: return change satisfies never;
  }
}

function dropOther(change: ChangeOf<'dropOther'>, catalog: Catalog, context: EffectsContext): Effects {
  if (change.object === 'routine') return dropRoutine(change, catalog);
  return change.object === 'type' || change.object === 'domain' ? dropType(change, catalog, context) : noEffects;
}
