import type { Catalog, Routine } from '../../facts/catalog.ts';
import type { Change } from '../../facts/change.ts';
import { showName, type ObjectName } from '../../facts/names.ts';
import type { Named } from '../replay/replayed.ts';
import { nameOf, tableOf } from '../replay/table-of.ts';

/**
 * The column, enum, policy, sequence or routine that a change makes different and that two branches should not both change,
 * whatever comes out: of some of what changes (bodies of functions, steps of sequences) a catalog says nothing.
 */
export function changedObject(catalog: Catalog, change: Change): Named | null {
  switch (change.kind) {
    case 'setColumnType':
    case 'setDefault':
    case 'dropDefault':
    case 'setNotNull':
    case 'dropNotNull':
    case 'addIdentity':
    case 'setIdentity':
    case 'dropIdentity':
    case 'dropExpression':
    case 'setExpression': return member('column', change.column.name, ownerOf(catalog, change.table));
    case 'alterPolicy': return member('policy', change.policy.name, ownerOf(catalog, change.table));
    case 'addEnumValue':
    case 'renameEnumValue': return free('type', showName(change.enum));
    case 'alterSequence': return free('relation', showName(change.sequence));
    case 'createRoutine': return change.replace ? free('routine', showRoutine(change.routine)) : null;
    case 'alterRoutine': {
      const found = [...catalog.routines.values()].filter((one) => one.schema === change.name.schema && one.name === change.name.name
        && (change.argumentTypes === null || change.argumentTypes.join() === one.argumentTypes.join()));
      return found[0] === undefined ? null : free('routine', showRoutine(found[0]));
    }
    default: return null;
  }
}

function ownerOf(catalog: Catalog, name: ObjectName): ObjectName {
  return nameOf(tableOf(catalog, name) ?? name);
}

function showRoutine(routine: Routine): string {
  return `${showName(routine)}(${routine.argumentTypes.join(', ')})`;
}

function member(kind: Named['kind'], name: string, owner: ObjectName): Named {
  return { kind, name, owner };
}

function free(kind: Named['kind'], name: string): Named {
  return { kind, name, owner: null };
}
