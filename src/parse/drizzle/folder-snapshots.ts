import type { Catalog } from '../../facts/catalog.ts';
import type { Snapshot } from '../../facts/history.ts';
import { once } from '../../text/once.ts';
import type { Texts } from '../../text/texts.ts';
import { entityCatalog } from './entity-catalog.ts';
import type { EntityState } from './entity-state.ts';
import { readFolderSnapshot, type FolderSnapshot } from './folder-snapshot.ts';
import { mergedState, snapshotStates, type PlacedSnapshot, type SnapshotStates } from './snapshot-chain.ts';
import { linkIn, wholeFile, type ReadSnapshot, type SnapshotFiles, type SnapshotOptions } from './snapshot-files.ts';
import type { Json } from './snapshot-json.ts';
import type { SqlSpelling } from './snapshot.ts';

/**
 * Snapshots of the folder layout; `files` are those that are there. One that holds only changes rests on those that it goes on
 * from: with a memory it is the same value again for as long as its file and theirs are the same.
 */
export function folderSnapshots(texts: Texts, files: readonly string[], options: SnapshotOptions): SnapshotFiles {
  const links = new Map(files.map((file) => [file, once(() => linkIn(texts, file, options.memory))]));
  const fileOf = once(() => new Map([...links].flatMap(([file, link]) => {
    const id = link()?.id;
    return id === undefined ? [] : [[id, file] as const];
  })));
  const known = new Map<string, ReadFolderSnapshot>();
  const open = new Set<string>();
  const states = snapshotStates((id) => ofId(id)?.raw() ?? null);

  function ofId(id: string): ReadFolderSnapshot | null {
    const file = fileOf().get(id);
    return file === undefined ? null : known.get(file) ?? read(file);
  }

  function read(file: string): ReadFolderSnapshot {
    open.add(file);
    const made = remembered(file);
    open.delete(file);
    known.set(file, made);
    return made;
  }

  function remembered(file: string): ReadFolderSnapshot {
    const make = (): ReadFolderSnapshot => readFile(file);
    const { memory } = options;
    if (memory === undefined || texts.stamp === undefined) return make();
    const parents = links.get(file)?.()?.parents ?? [];
    return memory.chained(file, [texts.stamp(file), ...parents.map(stampOf)], make);
  }

  /** Those that go on from each other in a circle have no state, whatever is in them. */
  function stampOf(id: string): unknown {
    const file = fileOf().get(id);
    return file === undefined || open.has(file) ? id : ofId(id);
  }

  function readFile(file: string): ReadFolderSnapshot {
    const whole = once(() => wholeFile(texts, file, readFolderSnapshot));
    const raw = (): FolderSnapshot | null => whole().snapshot;
    const made: ReadFolderSnapshot = {
      link: links.get(file) ?? once(() => linkIn(texts, file, options.memory)),
      raw,
      snapshot: once(() => placed(raw(), states, options)),
      problem: () => whole().problem,
      get stamp() { return made; },
    };
    return made;
  }

  const there = new Set(files);
  return {
    of: (file) => (there.has(file) ? known.get(file) ?? read(file) : null),
    read: (which) => (which === 'all' ? [...known.values()] : neededFor(leavesOf([...known.values()]), ofId)),
  };
}

interface ReadFolderSnapshot extends ReadSnapshot {
  /** As the file has it. */
  readonly raw: () => FolderSnapshot | null;
}

/** Those that none goes on from. */
function leavesOf(all: readonly ReadFolderSnapshot[]): readonly ReadFolderSnapshot[] {
  const parents = new Set(all.flatMap(({ link }) => link()?.parents ?? []));
  return all.filter(({ link }) => {
    const own = link();
    return own === null || !parents.has(own.id);
  });
}

/** The leaves, and what has to be read to know their state. */
function neededFor(leaves: readonly ReadFolderSnapshot[], ofId: (id: string) => ReadFolderSnapshot | null): readonly ReadFolderSnapshot[] {
  const found = new Set<ReadFolderSnapshot>();
  const open = [...leaves];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    const raw = at.raw();
    if (raw?.kind === 'diff') open.push(...raw.parents.flatMap((id) => ofId(id) ?? []));
  }
  return [...found];
}

const places = new WeakMap<Snapshot, PlacedSnapshot>();

/** A snapshot with the state that it stands for; null where that cannot be told. */
function placed(raw: FolderSnapshot | null, states: SnapshotStates, spelling: SqlSpelling): Snapshot | null {
  const state = raw === null ? null : states.at(raw);
  if (raw === null || state === null) return null;
  const catalog = once(() => entityCatalog(state, spelling));
  const snapshot: Snapshot = {
    file: raw.file, id: raw.id, parents: raw.parents, version: raw.version,
    get catalog() { return catalog(); },
    ...(raw.footprints === null ? {} : { footprints: raw.footprints }),
    mergedWith: (others) => merged([snapshot, ...others], spelling),
  };
  places.set(snapshot, { snapshot: raw, states });
  return snapshot;
}

function merged(leaves: readonly Snapshot[], spelling: SqlSpelling): Catalog | null {
  const state = stateOfLeaves(leaves);
  return state === null ? null : entityCatalog(state, spelling);
}

function stateOfLeaves(leaves: readonly Snapshot[]): EntityState | null {
  const all = leaves.map((leaf) => places.get(leaf));
  return all.every((place) => place !== undefined) ? mergedState(all) : null;
}

/** The rows that open branches come to, the newest first, for a snapshot that goes on from all of them. Null where they conflict. */
export function mergedRows(leaves: readonly Snapshot[]): readonly Json[] | null {
  const state = stateOfLeaves(leaves);
  return state === null ? null : [...state.values()].flatMap((rows) => [...rows.values()]);
}
