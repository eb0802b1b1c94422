import type { ATAlterConstraint, AlterTableCmd } from 'libpg-query';
import type { RelationAction } from '../../../facts/change.ts';
import { relationName } from '../names.ts';
import type { Scope } from '../scope.ts';
import { allOf, as } from '../tree.ts';

/** A sub-command of ALTER TABLE that leaves the catalog as it is; null for others. */
export function relationAction(scope: Scope, command: AlterTableCmd): RelationAction | null {
  const name = command.name ?? '';
  switch (command.subtype) {
    case 'AT_SetStatistics': return { kind: 'setStatistics', column: name };
    case 'AT_SetStorage': return { kind: 'setStorage', column: name };
    case 'AT_SetCompression': return { kind: 'setCompression', column: name };
    case 'AT_SetOptions':
    case 'AT_ResetOptions': return { kind: 'setColumnOptions', column: name };
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions': return { kind: 'setOptions', options: optionNames(command) };
    case 'AT_SetAccessMethod': return { kind: 'setAccessMethod', method: command.name ?? null };
    case 'AT_SetTableSpace': return { kind: 'setTablespace', tablespace: name };
    case 'AT_ClusterOn': return { kind: 'clusterOn', index: name };
    case 'AT_DropCluster': return { kind: 'clusterOn', index: null };
    case 'AT_ReplicaIdentity':
      return { kind: 'replicaIdentity', index: as('ReplicaIdentityStmt', command.def)?.name ?? null };
    case 'AT_ChangeOwner': return { kind: 'setOwner', owner: command.newowner?.rolename ?? '' };
    case 'AT_AddInherit': return { kind: 'inherit', parent: relationName(scope, as('RangeVar', command.def)) };
    case 'AT_DropInherit': return { kind: 'noInherit', parent: relationName(scope, as('RangeVar', command.def)) };
    case 'AT_AddOf': return { kind: 'ofType' };
    case 'AT_DropOf': return { kind: 'notOfType' };
    case 'AT_AlterConstraint': return alterConstraint(as('ATAlterConstraint', command.def) ?? {});
    case 'AT_AttachPartition':
      return { kind: 'attachIndex', index: relationName(scope, as('PartitionCmd', command.def)?.name) };
    default: return switched(command, name);
  }
}

function alterConstraint(node: ATAlterConstraint): RelationAction {
  const alters = node.alterEnforceability ? 'enforcement' : node.alterInheritability ? 'inheritance' : 'deferrability';
  return { kind: 'alterConstraint', constraint: node.conname ?? '', alters };
}

/** What is on or off. */
function switched(command: AlterTableCmd, name: string): RelationAction | null {
  switch (command.subtype) {
    case 'AT_EnableRule':
    case 'AT_EnableAlwaysRule':
    case 'AT_EnableReplicaRule': return { kind: 'enableRule', rule: name, enabled: true };
    case 'AT_DisableRule': return { kind: 'enableRule', rule: name, enabled: false };
    case 'AT_ForceRowSecurity': return { kind: 'forceRowSecurity', forced: true };
    case 'AT_NoForceRowSecurity': return { kind: 'forceRowSecurity', forced: false };
    default: return null;
  }
}

function optionNames(command: AlterTableCmd): readonly string[] {
  return allOf('DefElem', as('List', command.def)?.items).map(({ defnamespace, defname }) =>
    [defnamespace, defname].filter((part) => part !== undefined).join('.'));
}
