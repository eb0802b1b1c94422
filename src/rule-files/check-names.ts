import type { Checks } from '../rule/rule.ts';

/** Everything that a rule can be asked about: the keys of `check`. */
const all = {
  schema: true, table: true, column: true, constraint: true, index: true, enum: true, domain: true, sequence: true,
  view: true, policy: true, routine: true, trigger: true, catalog: true,
  change: true, statement: true, deploy: true, freshDatabase: true, history: true, conflict: true, directive: true,
  createSchema: true, dropSchema: true, renameSchema: true, createTable: true, dropRelation: true,
  renameRelation: true, setRelationSchema: true, addColumn: true, dropColumn: true, renameColumn: true,
  setColumnType: true, setDefault: true, addIdentity: true, setIdentity: true, setExpression: true,
  addConstraint: true, dropConstraint: true, validateConstraint: true, renameConstraint: true, setRowSecurity: true,
  setPersistence: true, attachPartition: true, alterRelation: true, createRule: true, dropRule: true,
  dropStatistics: true, detachPartition: true, enableTrigger: true, createIndex: true, reindex: true,
  createEnum: true, addEnumValue: true, renameEnumValue: true, createDomain: true, alterDomain: true,
  createCompositeType: true, createSequence: true, alterSequence: true, createView: true, createPolicy: true,
  alterPolicy: true, dropPolicy: true, renamePolicy: true, createRoutine: true, alterRoutine: true,
  createTrigger: true, dropTrigger: true, renameTrigger: true, createExtension: true, dropOther: true,
  renameOther: true, setOtherSchema: true, changeRows: true, grant: true, comment: true, publish: true,
  lockTable: true, cluster: true, transaction: true, setVariable: true, refreshView: true, vacuum: true,
  createStatistics: true, dropDefault: true, dropExpression: true, dropIdentity: true, dropNotNull: true, setNotNull: true,
} as const satisfies Record<keyof Checks<never>, true>;

export const checkNames: readonly string[] = Object.keys(all);
