import { isJson, type Json } from './snapshot-json.ts';

/** A snapshot put on another parent, or where the two sides do not go together. */
export type MergedSnapshot =
  | { readonly ok: true; readonly snapshot: Json }
  /** Names on the way to each member that both sides changed: `tables`, `public.book`, `columns`, `title`. */
  | { readonly ok: false; readonly clashes: readonly (readonly string[])[] };

/**
 * What a migration changed between two snapshots, done to a third: each member by itself, a list as a whole. What both sides
 * made the same is taken once. Ids stay those of `onto`. In the order of `onto`, new members behind.
 */
export function mergedSnapshot(was: Json, is: Json, onto: Json): MergedSnapshot {
  const clashes: (readonly string[])[] = [];
  const merged = mergedObject(withoutIds(was), withoutIds(is), withoutIds(onto), [], clashes);
  if (clashes.length > 0) return { ok: false, clashes };
  const ids = Object.fromEntries(Object.entries(onto).filter(([name]) => idNames.has(name)));
  return { ok: true, snapshot: { ...ids, ...merged } };
}

const idNames: ReadonlySet<string> = new Set(['id', 'prevId']);

function withoutIds(snapshot: Json): Json {
  return Object.fromEntries(Object.entries(snapshot).filter(([name]) => !idNames.has(name)));
}

type Clashes = (readonly string[])[];

function mergedObject(was: Json, is: Json, onto: Json, path: readonly string[], clashes: Clashes): Json {
  const names = [...new Set([...Object.keys(onto), ...Object.keys(is)])];
  return Object.fromEntries(names.flatMap((name): readonly (readonly [string, unknown])[] => {
    const value = mergedValue([was[name], is[name], onto[name]], [...path, name], clashes);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** `undefined`: the side does not have it. Kinds of objects that an older snapshot does not list are none of them. */
function mergedValue([was, is, onto]: readonly [unknown, unknown, unknown], path: readonly string[], clashes: Clashes): unknown {
  if (isSame(was, is) || isSame(is, onto)) return onto;
  if (isSame(was, onto)) return is;
  const before = was === undefined && path.length === 1 ? {} : was;
  if (isJson(before) && isJson(is) && isJson(onto)) return mergedObject(before, is, onto, path, clashes);
  clashes.push(path);
  return onto;
}

/** Whatever the order of members is. */
function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, place) => isSame(item, right[place]));
  }
  if (!isJson(left) || !isJson(right)) return false;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name]));
}
