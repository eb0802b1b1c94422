import { entityKinds, type EntityReference } from './entity-kinds.ts';
import { isJson, textOf, type Json } from './snapshot-json.ts';

/** The rows of a snapshot of version 8 or 9 by their kind, and by their key among these, in the order they came. */
export type EntityState = ReadonlyMap<string, ReadonlyMap<string, Json>>;

/** What a migration does to the rows (drizzle-kit 1.0, rc.5). A key is the kind, NUL and the JSON of what names the row. */
export type Delta =
  | { readonly op: 'create'; readonly row: Json }
  | { readonly op: 'drop'; readonly key: string }
  | { readonly op: 'alter' | 'rename'; readonly key: string; readonly set: Json };

export const noEntities: EntityState = new Map();

/** Rows as a state. Null where two of one kind have one key, which drizzle-kit refuses. */
export function stateOf(rows: readonly Json[]): EntityState | null {
  return withDeltas(noEntities, rows.map((row) => ({ op: 'create', row })));
}

export function rowsOf(state: EntityState, kind: string): readonly Json[] {
  return [...state.get(kind)?.values() ?? []];
}

/**
 * The rows after what a migration does (drizzle-kit 1.0 rc.5, `applyDeltas`). What is not there is neither dropped nor altered.
 * Null where two different rows would have one key.
 */
export function withDeltas(state: EntityState, deltas: readonly Delta[]): EntityState | null {
  const rows: Rows = new Map([...state].map(([kind, own]) => [kind, new Map(own)]));
  return deltas.every((delta) => isApplied(rows, delta)) ? rows : null;
}

/** What leads from one state to another, without renames: a row under another key is another row. */
export function deltasBetween(before: EntityState, after: EntityState): readonly Delta[] {
  const dropped = [...before].flatMap(([kind, rows]) =>
    [...rows.keys()].filter((key) => after.get(kind)?.has(key) !== true).map((key): Delta => ({ op: 'drop', key: `${kind}\0${key}` })));
  const written = [...after].flatMap(([kind, rows]) => [...rows].flatMap(([key, row]): readonly Delta[] => {
    const old = before.get(kind)?.get(key);
    if (old === undefined) return [{ op: 'create', row }];
    const set = Object.fromEntries(Object.entries(row).filter(([member, value]) => !sameValue(old[member], value)));
    return Object.keys(set).length === 0 ? [] : [{ op: 'alter', key: `${kind}\0${key}`, set }];
  }));
  return [...dropped, ...written];
}

/** Are these the same rows, in whatever order? */
export function sameState(left: EntityState, right: EntityState): boolean {
  return deltasBetween(left, right).length === 0;
}

type Rows = Map<string, Map<string, Json>>;

function isApplied(rows: Rows, delta: Delta): boolean {
  switch (delta.op) {
    case 'create':
      return isCreated(rows, delta.row);
    case 'drop': {
      const [kind, key] = kindAndKey(delta.key);
      rows.get(kind)?.delete(key);
      return true;
    }
    case 'alter':
    case 'rename':
      return isAltered(rows, delta.key, delta.set);
    default:
      return delta satisfies never;
  }
}

function isCreated(rows: Rows, row: Json): boolean {
  const kind = textOf(row['entityType']) ?? '';
  const key = keyIn(kind, row);
  if (key === null) return true;
  const own = rows.get(kind) ?? new Map<string, Json>();
  const there = own.get(key);
  if (there !== undefined) return sameValue(there, row);
  rows.set(kind, own.set(key, row));
  return true;
}

function isAltered(rows: Rows, key: string, set: Json): boolean {
  const [kind, from] = kindAndKey(key);
  const row = rows.get(kind)?.get(from);
  if (row === undefined) return true;
  const next = { ...row, ...set, entityType: kind };
  if (keyIn(kind, next) === from) {
    rows.get(kind)?.set(from, next);
    return true;
  }
  return isMoved(rows, { kind, key: from }, next);
}

/** A row that may get another key, and the rows that repeat its name with it. */
interface Cell {
  readonly kind: string;
  readonly key: string;
  row: Json;
}

/** A row under another key, and all that refer to it: `Processors.update` of drizzle-kit 1.0 (rc.5). */
function isMoved(rows: Rows, { kind, key }: Pick<Cell, 'kind' | 'key'>, next: Json): boolean {
  const cells = [...rows].flatMap(([each, own]) => [...own].map(([name, row]): Cell => ({ kind: each, key: name, row })));
  const seed = cells.find((cell) => cell.kind === kind && cell.key === key);
  if (seed === undefined) return true;
  const moved = [{ cell: seed, from: seed.row }];
  seed.row = next;
  const referring = referringTo(cells);
  for (const { cell, from } of moved) {
    for (const { cell: other, reference } of referring.get(`${cell.kind}\0${cell.key}`) ?? []) {
      const patch = repeated(reference, other.row, from, cell.row);
      if (patch === null) continue;
      const before = other.row;
      other.row = { ...before, ...patch };
      const isNew = keyIn(other.kind, other.row) !== keyIn(other.kind, before);
      if (isNew && !moved.some((each) => each.cell === other)) moved.push({ cell: other, from: before });
    }
  }
  return isReplaced(rows, cells);
}

function isReplaced(rows: Rows, cells: readonly Cell[]): boolean {
  for (const own of rows.values()) own.clear();
  for (const { kind, row } of cells) {
    const key = keyIn(kind, row);
    const own = rows.get(kind);
    if (key === null || own === undefined || own.has(key)) return false;
    own.set(key, row);
  }
  return true;
}

interface Referring {
  readonly cell: Cell;
  readonly reference: EntityReference;
}

function referringTo(cells: readonly Cell[]): ReadonlyMap<string, readonly Referring[]> {
  const found = new Map<string, Referring[]>();
  for (const cell of cells) {
    for (const reference of entityKinds[cell.kind]?.references ?? []) {
      for (const key of keysReferredTo(reference, cell.row)) {
        const name = `${reference.to}\0${key}`;
        const list = found.get(name) ?? [];
        list.push({ cell, reference });
        found.set(name, list);
      }
    }
  }
  return found;
}

function keysReferredTo({ to, members, list }: EntityReference, row: Json): readonly string[] {
  const target = Object.fromEntries(Object.entries(members).map(([theirs, own]) => [theirs, row[own]]));
  const names = list === null ? [target['name']] : elementsOf(row[list.member]).map((element) => nameOf(element, list.name));
  return names.flatMap((name) => keyIn(to, { ...target, name }) ?? []);
}

/** What of a row has to be written anew, because a row that it refers to has another name; null: nothing. */
function repeated({ members, list }: EntityReference, row: Json, from: Json, to: Json): Json | null {
  if (Object.entries(members).some(([theirs, own]) => !sameValue(row[own], from[theirs]))) return null;
  const patch = Object.fromEntries(Object.entries(members).map(([theirs, own]) => [own, to[theirs]]));
  if (list === null) return patch;
  const elements = elementsOf(row[list.member]);
  if (!elements.some((element) => nameOf(element, list.name) === from['name'])) return null;
  const renamed = elements.map((element) => (nameOf(element, list.name) === from['name'] ? withName(element, list.name, to['name']) : element));
  return { ...patch, [list.member]: renamed };
}

function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The name of a column in a key of an index; an expression there names none. */
function nameOf(element: unknown, member: string | null): unknown {
  if (member === null) return element;
  return isJson(element) && element['isExpression'] !== true ? element[member] : undefined;
}

function withName(element: unknown, member: string | null, name: unknown): unknown {
  return member === null || !isJson(element) ? name : { ...element, [member]: name };
}

function kindAndKey(key: string): readonly [kind: string, key: string] {
  const end = key.indexOf('\0');
  return [key.slice(0, end), key.slice(end + 1)];
}

/** Null: a kind that is not known, which no catalog holds. */
function keyIn(kind: string, row: Json): string | null {
  const identity = Object.hasOwn(entityKinds, kind) ? entityKinds[kind]?.identity : undefined;
  return identity === undefined ? null : JSON.stringify(identity.map((member) => row[member] ?? null));
}

/** The same JSON; what is absent is null. */
function sameValue(left: unknown, right: unknown): boolean {
  if ((left ?? null) === (right ?? null)) return true;
  if (Array.isArray(left) && Array.isArray(right)) return left.length === right.length && left.every((each, place) => sameValue(each, right[place]));
  if (!isJson(left) || !isJson(right)) return false;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((member) => sameValue(left[member], right[member]));
}
