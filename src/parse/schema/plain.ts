import type { Origin } from '../../text/span.ts';
import { unknown, type Unknown, type Value } from './values.ts';

/** A plain JavaScript value of literals, lists and dictionaries, or the first thing in it that is not known. */
export function plainOf(value: Value, origin: Origin): { readonly plain: unknown } | Unknown {
  switch (value.kind) {
    case 'literal':
    case 'instant':
      return { plain: value.value };
    case 'list':
      return value.unread[0] ?? plainList(value.items, origin);
    case 'dictionary':
      return value.unread[0] ?? plainDictionary(value.entries, origin);
    case 'unknown':
      return value;
    default:
      return unknown(`a ${value.kind} stands where a plain value belongs`, origin);
  }
}

function plainList(items: readonly Value[], origin: Origin): { readonly plain: unknown } | Unknown {
  const plain: unknown[] = [];
  for (const item of items) {
    const read = plainOf(item, origin);
    if ('kind' in read) return read;
    plain.push(read.plain);
  }
  return { plain };
}

function plainDictionary(entries: ReadonlyMap<string, Value>, origin: Origin): { readonly plain: unknown } | Unknown {
  const plain: [string, unknown][] = [];
  for (const [key, value] of entries) {
    const read = plainOf(value, origin);
    if ('kind' in read) return read;
    plain.push([key, read.plain]);
  }
  return { plain: Object.fromEntries(plain) };
}
