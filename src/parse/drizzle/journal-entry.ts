import { memberOf, readJson, type JsonNode } from '../../text/json.ts';

/** The newest entry of a journal. */
export interface LastItem {
  readonly node: JsonNode & { readonly kind: 'object' };
  readonly end: number;
  /** What stands before it: behind the item before, or the bracket. */
  readonly lead: string;
}

/** Null: there is no entry, or no journal. */
export function lastItem(journal: string): LastItem | null {
  const json = readJson(journal);
  const list = json.ok ? memberOf(json.node, 'entries') : null;
  if (list?.kind !== 'array') return null;
  const node = list.items.at(-1);
  if (node?.kind !== 'object') return null;
  const before = list.items.at(-2)?.span.end ?? list.span.start + 1;
  return { node, end: node.span.end, lead: journal.slice(before, node.span.start).replace(/^\s*,/, '') };
}

/** What is new in an entry; the rest is as its neighbour has it. */
export interface NewEntry {
  readonly idx: number;
  readonly when: number;
  readonly tag: string;
  readonly breakpoints: boolean;
}

/** The entry as its neighbour is written: the same members in the same order, on lines or on one, as far in. */
export function entryBehind(
  journal: string, { node, lead }: LastItem, entry: NewEntry,
): string {
  let text = journal.slice(node.span.start, node.span.end);
  const values: Readonly<Record<string, unknown>> = { ...entry };
  for (const { name, value: { span } } of [...node.members].reverse()) {
    if (!Object.hasOwn(values, name)) continue;
    const [start, end] = [span.start - node.span.start, span.end - node.span.start];
    text = text.slice(0, start) + JSON.stringify(values[name]) + text.slice(end);
  }
  return `,${lead}${text}`;
}

/** The journal with entries behind its last; one without any gets them as drizzle-kit writes it (0.31). Null: it cannot be read. */
export function withEntries(journal: string, entries: readonly NewEntry[]): string | null {
  return entries.reduce<string | null>((text, entry) => (text === null ? null : withEntry(text, entry)), journal);
}

function withEntry(journal: string, entry: NewEntry): string | null {
  const last = lastItem(journal);
  if (last !== null) return journal.slice(0, last.end) + entryBehind(journal, last, entry) + journal.slice(last.end);
  const json = readJson(journal);
  const list = json.ok ? memberOf(json.node, 'entries') : null;
  const version = json.ok ? memberOf(json.node, 'version') : null;
  if (list?.kind !== 'array' || list.items.length > 0) return null;
  const { idx, when, tag, breakpoints } = entry;
  const written = { idx, version: version?.kind === 'scalar' ? version.value : '7', when, tag, breakpoints };
  const text = JSON.stringify([written], null, 2).replaceAll('\n', '\n  ');
  return journal.slice(0, list.span.start) + text + journal.slice(list.span.end);
}
