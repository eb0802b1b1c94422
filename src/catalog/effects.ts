import type { Catalog } from '../facts/catalog.ts';
import type { Change } from '../facts/change.ts';
import type { Effects, Failure } from '../facts/effects.ts';
import { noEffects } from '../facts/effects.ts';
import { keyOf } from '../facts/names.ts';
import { refusesTransaction } from './deploys.ts';
import { addColumn, dropColumn, setNotNull } from './effects/columns.ts';
import { both, locked, rewriting, sumOf } from './effects/combine.ts';
import { addConstraint, dropConstraint, validateConstraint } from './effects/constraints.ts';
import type { EffectsContext } from './effects/context.ts';
import { createIndex, reindex } from './effects/indexes.ts';
import { alterRelation } from './effects/alter-relation.ts';
import { cluster, comment, lockTable } from './effects/upkeep.ts';
import { detachPartition } from './effects/partitions.ts';
import { createTable, dropRelation, isTable, vacuum } from './effects/tables.ts';
import { setColumnType } from './effects/type-change.ts';
import { tableOf } from './replay/table-of.ts';

export type { EffectsContext } from './effects/context.ts';

/**
 * What a change does to a database that is as `catalog` says, besides changing it: measured on PostgreSQL 14 to 18
 * (test/evidence/effects.test.ts), one file a family of statements.
 */
export function effects(change: Change, catalog: Catalog, context: EffectsContext): Effects {
  const predicted = predict(change, catalog, context);
  const refused = context.inTransaction && refuses(change, catalog, context.major);
  const fails = refused ? [inTransactionFailure, ...predicted.fails] : predicted.fails;
  return { ...sumOf([predicted]), fails };
}

const inTransactionFailure: Failure = {
  sqlstate: '25001', certain: 'always', reason: 'it cannot run inside a transaction block',
};

/** REINDEX of a partitioned table or index commits after each part. */
function refuses(change: Change, catalog: Catalog, major: number): boolean {
  if (refusesTransaction(change, major)) return true;
  if (change.kind !== 'reindex' || !('name' in change.target)) return false;
  const table = change.target.kind === 'table' ? change.target.name
    : catalog.indexes.get(keyOf(change.target.name))?.table;
  return major >= 14 && table !== undefined && tableOf(catalog, table)?.kind === 'partitioned';
}

function predict(change: Change, catalog: Catalog, context: EffectsContext): Effects {
  switch (change.kind) {
    case 'createIndex': return createIndex(change, catalog);
    case 'dropRelation': return dropRelation(change, catalog);
    case 'reindex': return reindex(change, catalog);
    case 'renameRelation':
    case 'setRelationSchema': return isTable(catalog, change.name) ? locked(change.name, 'AccessExclusive') : noEffects;
    case 'createTable': return createTable(change, catalog);
    case 'addColumn': return addColumn(change, catalog);
    case 'dropColumn': return dropColumn(change, catalog);
    case 'setColumnType': return setColumnType(change, catalog);
    case 'setNotNull': return setNotNull(change.table, change.column.name, catalog, context);
    case 'addConstraint': return addConstraint(change.table, change.constraint, catalog, context);
    case 'dropConstraint': return dropConstraint(change, catalog);
    case 'validateConstraint': return validateConstraint(change, catalog);
    case 'setPersistence': return { ...locked(change.table, 'AccessExclusive'), ...rewriting(catalog, change.table) };
    case 'attachPartition': return both(
      locked(change.table, context.major < 12 ? 'AccessExclusive'
        : 'ShareUpdateExclusive'), locked(change.partition, 'AccessExclusive'));
    case 'detachPartition': return detachPartition(change, context);
    case 'createTrigger':
    case 'enableTrigger': return locked(change.table, 'ShareRowExclusive');
    case 'changeRows': return change.tables
      .map((table) => locked(table, change.command === 'truncate' ? 'AccessExclusive'
        : 'RowExclusive')).reduce(both, noEffects);
    case 'refreshView': return locked(change.view, change.concurrently ? 'Exclusive' : 'AccessExclusive');
    case 'vacuum': return vacuum(change, catalog);
    case 'renameColumn': case 'setDefault': case 'dropDefault': case 'dropNotNull': case 'addIdentity':
    case 'setIdentity':
    case 'dropIdentity': case 'dropExpression': case 'renameConstraint': case 'setRowSecurity': case 'createPolicy':
    case 'alterPolicy': case 'dropPolicy': case 'renamePolicy': case 'dropTrigger': case 'renameTrigger':
      return locked(change.table, 'AccessExclusive');
    case 'createRule': case 'dropRule': return locked(change.table, 'AccessExclusive');
    case 'alterRelation': return alterRelation(change, catalog);
    case 'createStatistics': return locked(change.table, 'ShareUpdateExclusive');
    case 'dropStatistics': return { ...noEffects, unknown: [`the table whose statistics ${change.name.name} are`] };
    case 'comment': return comment(change, catalog);
    case 'publish': return change.tables.map((table) => locked(table, 'ShareUpdateExclusive')).reduce(both, noEffects);
    case 'lockTable': return lockTable(change, catalog);
    case 'cluster': return cluster(change, catalog);
    case 'setExpression': return { ...locked(change.table, 'AccessExclusive'), ...rewriting(catalog, change.table) };
    case 'createSchema': case 'dropSchema': case 'renameSchema': case 'createEnum': case 'addEnumValue':
    case 'renameEnumValue': case 'createDomain': case 'alterDomain': case 'createCompositeType': case 'createSequence':
    case 'alterSequence': case 'createView': case 'createRoutine': case 'alterRoutine': case 'grant': case 'createExtension': case 'dropOther':
    case 'renameOther': case 'setOtherSchema': case 'transaction': case 'setVariable':
      return noEffects;
    default: return change satisfies never;
  }
}
