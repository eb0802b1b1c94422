import { footprintConflict } from '../../facts/footprint-conflict.ts';
import type { Footprint } from '../../facts/history.ts';
import {
  deltasBetween, noEntities, rowsOf, sameState, withDeltas, type Delta, type EntityState,
} from './entity-state.ts';
import type { DiffSnapshot, FolderSnapshot } from './folder-snapshot.ts';

/** Snapshots of one folder by their ids; null: there is none, or it cannot be read. */
export type SnapshotById = (id: string) => FolderSnapshot | null;

/** States of the snapshots of one folder. */
export interface SnapshotStates {
  /** The rows after a snapshot's migration; null where what it goes on from is missing, does not fit, or is itself. */
  readonly at: (snapshot: FolderSnapshot) => EntityState | null;
  /** Snapshots that it goes on from, its own with them; null where one is missing. */
  readonly lineage: (snapshot: FolderSnapshot) => Lineage | null;
}

export type Lineage = ReadonlyMap<string, FolderSnapshot>;

/**
 * States rebuilt along `prevIds`, each worked out once (drizzle-kit 1.0 rc.5, `reconstruct`): from the nearest snapshot that is
 * whole, along first parents; before a merge come the changes that only its other parents have, in the order of the folders.
 */
export function snapshotStates(byId: SnapshotById): SnapshotStates {
  const known = new WeakMap<FolderSnapshot, { readonly state: EntityState | null }>();
  const begun = new Set<FolderSnapshot>();
  const states: SnapshotStates = {
    at(snapshot) {
      const before = known.get(snapshot);
      if (before !== undefined) return before.state;
      if (begun.has(snapshot)) return null;
      begun.add(snapshot);
      const state = rebuilt(snapshot);
      begun.delete(snapshot);
      known.set(snapshot, { state });
      return state;
    },
    lineage: (snapshot) => lineageOf([snapshot], byId),
  };

  function rebuilt(snapshot: FolderSnapshot): EntityState | null {
    const diffs: DiffSnapshot[] = [];
    let at: FolderSnapshot | null = snapshot;
    while (at?.kind === 'diff' && !known.has(at)) {
      if (diffs.includes(at)) return null;
      diffs.push(at);
      at = byId(at.parents[0] ?? '');
    }
    const start = at?.kind === 'whole' ? at.state : at === null ? null : known.get(at)?.state ?? null;
    return diffs.reduceRight(after, start);
  }

  function after(before: EntityState | null, { parents, deltas }: DiffSnapshot): EntityState | null {
    const merged = before === null || parents.length < 2 ? before : merging(before, parents);
    return merged === null ? null : withDeltas(merged, deltas);
  }

  function merging(state: EntityState, [first = '', ...others]: readonly string[]): EntityState | null {
    const [own, theirs] = [lineageOf([byId(first)], byId), lineageOf(others.map(byId), byId)];
    return own === null || theirs === null ? null : withBranch(state, [...theirs.values()].filter(({ id }) => !own.has(id)), states);
  }

  return states;
}

/** A snapshot, and the states of the folder that it was read in. */
export interface PlacedSnapshot {
  readonly snapshot: FolderSnapshot;
  readonly states: SnapshotStates;
}

/**
 * What unmerged branches come to, the newest first (drizzle-kit 1.0 rc.5, `combinedState`). Null where drizzle-kit refuses
 * them because they conflict, and where that cannot be told. Snapshots of version 8 have no footprints: there the branches must
 * come to the same in any order, and leave nothing in a table that is gone.
 */
export function mergedState(leaves: readonly PlacedSnapshot[]): EntityState | null {
  const lineages = leaves.map(({ snapshot, states }) => states.lineage(snapshot));
  if (!lineages.every((lineage) => lineage !== null)) return null;
  const merged = inOrder(leaves, lineages);
  if (merged === null) return null;
  const branches = lineages.map((own) => lineages.map((other) => [...own.values()].filter(({ id }) => !other.has(id))));
  const changed = branches.flat(2);
  const fits = changed.every(({ footprints }) => footprints !== null)
    ? branches.every((row, left) => row.every((own, right) => right <= left || !isConflict(own, branches[right]?.[left] ?? [])))
    : isCommuting(merged, leaves, lineages);
  return fits ? merged : null;
}

function isConflict(left: readonly FolderSnapshot[], right: readonly FolderSnapshot[]): boolean {
  return footprintConflict(footprintsOf(left), footprintsOf(right)) !== null;
}

function footprintsOf(branch: readonly FolderSnapshot[]): readonly Footprint[] {
  return branch.flatMap(({ footprints }) => footprints ?? []);
}

function isCommuting(merged: EntityState, leaves: readonly PlacedSnapshot[], lineages: readonly Lineage[]): boolean {
  const other = inOrder([...leaves].reverse(), [...lineages].reverse());
  return other !== null && sameState(merged, other) && !hasOrphans(merged);
}

const ofTables = ['columns', 'indexes', 'fks', 'pks', 'uniques', 'checks', 'policies'];

function hasOrphans(state: EntityState): boolean {
  const tables = new Set(rowsOf(state, 'tables').map((row) => JSON.stringify([row['schema'], row['name']])));
  return ofTables.some((kind) => rowsOf(state, kind).some((row) => !tables.has(JSON.stringify([row['schema'], row['table']]))));
}

function inOrder([first, ...others]: readonly PlacedSnapshot[], [own, ...theirs]: readonly Lineage[]): EntityState | null {
  const state = first === undefined ? null : first.states.at(first.snapshot);
  if (state === null || own === undefined) return null;
  const known = new Map(own);
  return others.reduce((before: EntityState | null, { states }, place) => {
    const branch = [...theirs[place]?.values() ?? []].filter(({ id }) => !known.has(id));
    for (const each of branch) known.set(each.id, each);
    return before === null ? null : withBranch(before, branch, states);
  }, state);
}

/** A state after the migrations of a branch, in the order of their folders. */
function withBranch(state: EntityState, branch: readonly FolderSnapshot[], states: SnapshotStates): EntityState | null {
  const ordered = [...branch].sort((left, right) => (left.file < right.file ? -1 : 1));
  return ordered.reduce((before: EntityState | null, snapshot) => {
    const deltas = deltasOf(snapshot, states);
    return before === null || deltas === null ? null : withDeltas(before, deltas);
  }, state);
}

/** What a snapshot's migration does; one that is whole is compared with its first parent. */
function deltasOf(snapshot: FolderSnapshot, states: SnapshotStates): readonly Delta[] | null {
  if (snapshot.kind === 'diff') return snapshot.deltas;
  const [parent] = snapshot.parents;
  const before = parent === undefined ? noEntities : stateOfParent(parent, snapshot, states);
  const after = states.at(snapshot);
  return before === null || after === null ? null : deltasBetween(before, after);
}

function stateOfParent(id: string, snapshot: FolderSnapshot, states: SnapshotStates): EntityState | null {
  const parent = states.lineage(snapshot)?.get(id);
  return parent === undefined ? null : states.at(parent);
}

function lineageOf(snapshots: readonly (FolderSnapshot | null)[], byId: SnapshotById): Lineage | null {
  const found = new Map<string, FolderSnapshot>();
  const open = [...snapshots];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === null) return null;
    if (found.has(at.id)) continue;
    found.set(at.id, at);
    open.push(...at.parents.map(byId));
  }
  return found;
}
