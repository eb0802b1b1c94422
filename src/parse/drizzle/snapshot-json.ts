/**
 * Reading a snapshot without trusting it: what is absent or of another kind is read as empty. Snapshots are written by
 * drizzle-kit and edited by merges, so every level can lack something.
 */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record that a text is, a byte-order mark in front allowed; null: it is none, or not JSON. Never throws. */
export function jsonIn(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isJson(value) ? value : null;
  } catch {
    return null;
  }
}

/** Names and values of a record, in its order. */
export function entriesOf(value: unknown): readonly (readonly [string, Json])[] {
  if (!isJson(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, Json] => isJson(entry[1]));
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
