/** Maps of a catalog are shared between catalogs: each of these copies one map, or hands back the same one. */
export type Entries<Value> = ReadonlyMap<string, Value>;

export function withEntry<Value>(entries: Entries<Value>, key: string, value: Value): Entries<Value> {
  return new Map(entries).set(key, value);
}

/** Without the entries that `leaves` names. */
export function without<Value>(
  entries: Entries<Value>, leaves: (value: Value, key: string) => boolean,
): Entries<Value> {
  const kept = new Map<string, Value>();
  for (const [key, value] of entries) {
    if (!leaves(value, key)) kept.set(key, value);
  }
  return kept.size === entries.size ? entries : kept;
}

export function withoutKey<Value>(entries: Entries<Value>, key: string): Entries<Value> {
  if (!entries.has(key)) return entries;
  const kept = new Map(entries);
  kept.delete(key);
  return kept;
}

/** Every value through `change`, under the key it then has, in the same order. */
export function mapped<Value>(
  entries: Entries<Value>,
  change: (value: Value) => Value,
  keyOfValue: (value: Value) => string,
): Entries<Value> {
  let changed = false;
  const result = new Map<string, Value>();
  for (const [key, value] of entries) {
    const next = change(value);
    changed ||= next !== value;
    result.set(next === value ? key : keyOfValue(next), next);
  }
  return changed ? result : entries;
}

/** Every item through `change`; the same list if nothing changed. */
export function eachChanged<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const next = items.map(change);
  return next.every((item, at) => item === items[at]) ? items : next;
}
