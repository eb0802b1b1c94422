import type { Change } from '../../facts/change.ts';
import { showName, type ObjectName } from '../../facts/names.ts';
import type { Named } from '../replay.ts';
import type { Clash, Step } from './clashes.ts';
import type { Conflict, ConflictSide } from './conflict.ts';

/** Clashes of the same two changes are one conflict; that both make the same says more than what is missing then. */
export function fromClashes(clashes: readonly Clash[]): readonly Conflict[] {
  const pairs = new Map<Step, Map<Step, Clash[]>>();
  for (const clash of clashes) {
    const [ours, theirs] = clash.side === 'ours' ? [clash.step, clash.against] : [clash.against, clash.step];
    const row = pairs.get(ours) ?? new Map<Step, Clash[]>();
    pairs.set(ours, row.set(theirs, [...row.get(theirs) ?? [], clash]));
  }
  return [...pairs].flatMap(([ours, row]) =>
    [...row].map(([theirs, found]) => ({ ...verdict(found), ours: sideOf(ours), theirs: sideOf(theirs) })));
}

function verdict(clashes: readonly Clash[]): Omit<Conflict, 'ours' | 'theirs'> {
  for (const { trouble } of clashes) {
    if (trouble.kind === 'there') return { ...bare, kind: 'bothMake', object: trouble.what };
  }
  for (const { side, step, trouble } of clashes) {
    if (trouble.kind !== 'missing') continue;
    if (removes(step.change, trouble.what)) return { ...bare, kind: 'bothRemove', object: trouble.what };
    return { ...bare, kind: 'removed', object: trouble.what, by: side === 'ours' ? 'theirs' : 'ours' };
  }
  const [refused] = clashes;
  const reason = refused?.trouble.kind === 'refused' ? refused.trouble.reason : null;
  return { ...bare, kind: 'refused', object: workedOn(refused?.step.change), by: refused?.side ?? null, reason };
}

/** What most kinds of conflict have nothing to say of. */
export const bare = { by: null, reason: null, outcome: null } as const;

/** Is what is missing the very thing that the change drops or renames? */
function removes(change: Change, { kind }: Named): boolean {
  switch (change.kind) {
    case 'dropRelation':
    case 'renameRelation':
    case 'setRelationSchema': return kind === 'relation';
    case 'dropColumn':
    case 'renameColumn': return kind === 'column';
    case 'dropConstraint':
    case 'renameConstraint': return kind === 'constraint';
    case 'dropPolicy':
    case 'renamePolicy': return kind === 'policy';
    case 'dropTrigger':
    case 'renameTrigger': return kind === 'trigger';
    case 'dropSchema':
    case 'renameSchema': return kind === 'schema';
    case 'renameEnumValue': return kind === 'enumValue';
    case 'dropOther':
    case 'renameOther':
    case 'setOtherSchema': return kind === (change.object === 'domain' ? 'type' : change.object);
    default: return false;
  }
}

/** What a change works on, as far as one name says it. */
function workedOn(change: Change | undefined): Conflict['object'] {
  if (change === undefined) return { kind: 'relation', name: '', owner: null };
  if ('table' in change && change.table !== null) {
    if ('column' in change) return { kind: 'column', name: change.column.name, owner: change.table };
    return { kind: 'table', name: showName(change.table), owner: null };
  }
  if (change.kind === 'createIndex') return { kind: 'table', name: showName(change.index.table), owner: null };
  if (change.kind === 'dropOther') return { kind: change.object === 'domain' ? 'type' : change.object, name: showNameOf(change.name), owner: null };
  if ('name' in change) return { kind: 'relation', name: showNameOf(change.name), owner: null };
  return change.kind === 'dropSchema' ? { kind: 'schema', name: change.schema, owner: null } : { kind: 'relation', name: '', owner: null };
}

/** Schemas and extensions are in no schema. */
function showNameOf(name: ObjectName): string {
  return name.schema === '' ? name.name : showName(name);
}

export function sideOf({ migration, statement, origin }: Step): ConflictSide {
  return { migration, statement, origin };
}
