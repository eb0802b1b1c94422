import type { Catalog, Table } from '../facts/catalog.ts';
import type { Change, ChangeOf } from '../facts/change.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf } from '../facts/names.ts';
import type { Statement } from '../facts/statement.ts';
import {
  addColumn, addIdentity, changeColumn, dropColumn, dropIdentity, keptDefault, renameColumn, setColumnType,
} from './replay/columns.ts';
import { addConstraint, dropConstraint, provenColumn, renameConstraint, validateConstraint } from './replay/constraints.ts';
import { withEntry, withoutKey } from './replay/entries.ts';
import { createIndex } from './replay/indexes.ts';
import {
  alterPolicy, createPolicy, createTrigger, dropPolicy, dropTrigger, enableTrigger, renamePolicy, renameTrigger,
} from './replay/members.ts';
import { dropRelation, renameRelation, setRelationSchema } from './replay/relations.ts';
import type { Replayed } from './replay/replayed.ts';
import { done, duplicate, unknown } from './replay/replayed.ts';
import { alterRoutine, createRoutine, dropRoutine, renameRoutine } from './replay/routines.ts';
import { createSchema, dropSchema, renameSchema } from './replay/schemas.ts';
import { alterSequence, createSequence } from './replay/sequences.ts';
import { partialTable, tableOf, withTable } from './replay/table-of.ts';
import { attachPartition, changeParent, createTable, detachPartition, withoutTemporary } from './replay/tables.ts';
import {
  addEnumValue, alterDomain, createCompositeType, createDomain, createEnum, dropType, renameEnumValue, renameType,
} from './replay/types.ts';
import { createView } from './replay/views.ts';

export type { Named, NamedKind, Replayed } from './replay/replayed.ts';

/** Every change of the statements, one after the other. Temporary tables stay: see `endOfSession`. */
export function replay(catalog: Catalog, statements: readonly Statement[]): Catalog {
  return statements.reduce(
    (now, statement) => statement.changes.reduce((before, change) =>
      applyChange(before, change).catalog, now), catalog);
}

/**
 * The catalog after a change, as Postgres would have it. Never throws: what is not there is named in `unknown`, what is
 * already there in `duplicate`, and the change is left out. An altered table that nobody made becomes a partial one. A
 * change that tolerates what is missing or there, or that may not run at all, reports nothing and is left out the same.
 */
export function applyChange(catalog: Catalog, change: Change): Replayed {
  const excused = change.conditional ? 'both' : change.tolerates;
  const replayed = apply(excused === 'missing' || excused === 'both' ? catalog
    : withPartialTable(catalog, change), change);
  const missing = tableMissed(catalog, change);
  return {
    catalog: replayed.catalog,
    unknown: excused === 'missing' || excused === 'both' ? [] : [...missing, ...replayed.unknown],
    duplicate: excused === 'duplicate' || excused === 'both' ? [] : replayed.duplicate,
  };
}

/** What is left when the session is closed: nothing temporary. */
export function endOfSession(catalog: Catalog): Catalog {
  return withoutTemporary(catalog);
}

/** The table that a change alters or indexes; those of other changes need not be known. */
function alteredTable(change: Change): ObjectName | null {
  if (change.kind === 'createIndex') return change.index.table;
  if (change.kind === 'createTable' || !('table' in change)) return null;
  return membersDropped.has(change.kind) ? null : change.table;
}

/** DROP … ON a table that is not there is told by the member that is not. CLUSTER changes nothing. */
const membersDropped: ReadonlySet<Change['kind']> = new Set(['dropPolicy', 'dropTrigger', 'dropRule', 'cluster']);

function isThere(catalog: Catalog, name: ObjectName): boolean {
  return tableOf(catalog, name) !== null || catalog.views.has(keyOf(name));
}

function withPartialTable(catalog: Catalog, change: Change): Catalog {
  const name = alteredTable(change);
  return name === null || isThere(catalog, name) ? catalog : withTable(catalog, partialTable(name));
}

function tableMissed(catalog: Catalog, change: Change): Replayed['unknown'] {
  const name = alteredTable(change);
  return name === null || isThere(catalog, name) ? [] : unknown(catalog, 'relation', name).unknown;
}

function apply(catalog: Catalog, change: Change): Replayed {
  switch (change.kind) {
    case 'createSchema': return createSchema(catalog, change.schema.name, change.origin);
    case 'dropSchema': return dropSchema(catalog, change.schema, reachOf(change));
    case 'renameSchema': return renameSchema(catalog, change.schema, change.to);
    case 'createTable': return createTable(catalog, change);
    case 'dropRelation': return dropRelation(catalog, change);
    case 'renameRelation': return renameRelation(catalog, change);
    case 'setRelationSchema': return setRelationSchema(catalog, change);
    case 'addColumn': return addColumn(catalog, change.table, change.column);
    case 'dropColumn': return dropColumn(catalog, change.table, change.column.name, reachOf(change));
    case 'renameColumn': return renameColumn(catalog, change.table, change.column.name, change.to);
    case 'setColumnType': return setColumnType(catalog, change.table, change.column.name, { type: change.type,
    collation: change.collation });
    case 'setDefault':
    case 'dropDefault':
    case 'setNotNull':
    case 'dropNotNull':
    case 'setIdentity':
    case 'dropExpression':
    case 'setExpression': return alterColumn(catalog, change);
    case 'addIdentity': return addIdentity(catalog, change.table, change.column.name, change.identity, change.sequence);
    case 'dropIdentity': return dropIdentity(catalog, change.table, change.column.name);
    case 'addConstraint': return addConstraint(catalog, change.table, change.constraint);
    case 'dropConstraint': return dropConstraint(catalog, change.table, change.constraint.name, reachOf(change));
    case 'validateConstraint': return validateConstraint(catalog, change.table, change.constraint.name);
    case 'renameConstraint': return renameConstraint(catalog, change.table, change.constraint.name, change.to);
    case 'setRowSecurity': return changeTable(catalog, change.table, { rowSecurity: change.enabled });
    case 'setPersistence': return changeTable(catalog, change.table, { persistence: change.persistence });
    case 'attachPartition': return attachPartition(catalog, change);
    case 'detachPartition': return detachPartition(catalog, change.partition);
    case 'enableTrigger': return enableTrigger(catalog, change);
    case 'createIndex': return createIndex(catalog, change.index, change.only === true ? 'only' : 'partitions');
    case 'createEnum': return createEnum(catalog, change.enum);
    case 'addEnumValue': return addEnumValue(catalog, change);
    case 'renameEnumValue': return renameEnumValue(catalog, change);
    case 'createDomain': return createDomain(catalog, change.domain);
    case 'alterDomain': return alterDomain(catalog, change);
    case 'createCompositeType': return createCompositeType(catalog, change.type);
    case 'createSequence': return createSequence(catalog, change.sequence);
    case 'alterSequence': return alterSequence(catalog, change.sequence, change.ownedBy, change.type);
    case 'createView': return createView(catalog, change.view, modeOf(change));
    case 'createPolicy': return createPolicy(catalog, change.policy);
    case 'alterPolicy': return alterPolicy(catalog, change);
    case 'dropPolicy': return dropPolicy(catalog, change.table, change.policy.name);
    case 'renamePolicy': return renamePolicy(catalog, change.table, change.policy.name, change.to);
    case 'createRoutine': return createRoutine(catalog, change.routine, modeOf(change));
    case 'alterRoutine': return alterRoutine(catalog, change);
    case 'createTrigger': return createTrigger(catalog, change.trigger, modeOf(change));
    case 'dropTrigger': return dropTrigger(catalog, change.table, change.trigger.name);
    case 'renameTrigger': return renameTrigger(catalog, change.table, change.trigger.name, change.to);
    case 'createExtension': return createExtension(catalog, change);
    case 'dropOther': return dropOther(catalog, change);
    case 'renameOther': return renameOther(catalog, change);
    case 'setOtherSchema': return setOtherSchema(catalog, change);
    case 'alterRelation': return alterRelation(catalog, change);
    case 'reindex':
    case 'changeRows':
    case 'transaction':
    case 'setVariable':
    case 'refreshView':
    case 'grant':
    case 'createRule':
    case 'dropRule':
    case 'createStatistics':
    case 'dropStatistics':
    case 'comment':
    case 'publish':
    case 'lockTable':
    case 'cluster':
    case 'vacuum': return done(catalog);
    default: return change satisfies never;
  }
}

function reachOf({ cascade }: { readonly cascade: boolean }): 'cascade' | 'restrict' {
  return cascade ? 'cascade' : 'restrict';
}

function modeOf({ replace }: { readonly replace: boolean }): 'replace' | 'new' {
  return replace ? 'replace' : 'new';
}

type ColumnAlteration = ChangeOf<
  'setDefault' | 'dropDefault' | 'setNotNull' | 'dropNotNull' | 'setIdentity' | 'dropExpression' | 'setExpression'>;

function alterColumn(catalog: Catalog, change: ColumnAlteration): Replayed {
  return changeColumn(catalog, change.table, change.column.name, (column) => {
    switch (change.kind) {
      case 'setDefault': return { ...column, default: keptDefault(change.default, column.type) };
      case 'dropDefault': return { ...column, default: null };
      case 'setNotNull': return { ...provenColumn(column), notNull: true };
      case 'dropNotNull': return { ...provenColumn(column), notNull: false };
      case 'setIdentity': return { ...column, identity: change.identity ?? column.identity };
      case 'dropExpression': return { ...column, generated: null };
      case 'setExpression':
        return { ...column, generated: { expression: change.expression, stored: column.generated?.stored ?? true } };
      default: return change satisfies never;
    }
  });
}

function alterRelation(catalog: Catalog, { name, action }: ChangeOf<'alterRelation'>): Replayed {
  switch (action.kind) {
    case 'inherit':
    case 'noInherit': return changeParent(catalog, name, action.parent, action.kind);
    case 'replicaIdentity': {
      const { replicaIdentity: _, ...table } = tableOf(catalog, name) ?? partialTable(name);
      return chosen(catalog, name, action.index === null ? table : { ...table, replicaIdentity: action.index });
    }
    case 'clusterOn': {
      const { clusteredOn: _, ...table } = tableOf(catalog, name) ?? partialTable(name);
      return chosen(catalog, name, action.index === null ? table : { ...table, clusteredOn: action.index });
    }
    default: return done(catalog);
  }
}

/** A table with another index chosen; what is not known stays so. */
function chosen(catalog: Catalog, name: ObjectName, table: Table): Replayed {
  return done(tableOf(catalog, name) === null ? catalog : withTable(catalog, table));
}

function changeTable(
  catalog: Catalog, name: ObjectName, to: Partial<Pick<Table, 'rowSecurity' | 'persistence'>>,
): Replayed {
  const table = tableOf(catalog, name);
  return table === null ? unknown(catalog, 'relation', name) : done(withTable(catalog, { ...table, ...to }));
}

function createExtension(catalog: Catalog, { extension }: ChangeOf<'createExtension'>): Replayed {
  if (catalog.extensions.has(extension.name)) return duplicate(catalog, 'extension', extension.name);
  return done({ ...catalog, extensions: withEntry(catalog.extensions, extension.name, extension) });
}

function dropOther(catalog: Catalog, change: ChangeOf<'dropOther'>): Replayed {
  const { name } = change;
  switch (change.object) {
    case 'type':
    case 'domain': return dropType(catalog, name, reachOf(change));
    case 'routine': return dropRoutine(catalog, name, change.argumentTypes, reachOf(change));
    case 'schema': return dropSchema(catalog, name.name, reachOf(change));
    case 'extension':
      if (!catalog.extensions.has(name.name)) return unknown(catalog, 'extension', name.name);
      return done({ ...catalog, extensions: withoutKey(catalog.extensions, name.name) });
    default: return change.object satisfies never;
  }
}

function renameOther(catalog: Catalog, { object, name, argumentTypes, to }: ChangeOf<'renameOther'>): Replayed {
  const next: ObjectName = { schema: name.schema, name: to.name, written: to.written };
  return object === 'routine' ? renameRoutine(catalog, name, argumentTypes, next) : renameType(catalog, name, next);
}

function setOtherSchema(catalog: Catalog, { object, name, argumentTypes, to }: ChangeOf<'setOtherSchema'>): Replayed {
  const next: ObjectName = { ...name, schema: to };
  if (object === 'routine') return renameRoutine(catalog, name, argumentTypes, next);
  if (object !== 'extension') return renameType(catalog, name, next);
  const extension = catalog.extensions.get(name.name);
  if (extension === undefined) return unknown(catalog, 'extension', name.name);
  return done({ ...catalog, extensions: withEntry(catalog.extensions, name.name, { ...extension, schema: to }) });
}
