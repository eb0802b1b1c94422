/** Reads a file's text; what comes out depends on nothing else. */
export type Reader<Read> = (file: string, text: string) => Read;

/** How much is kept: texts of each file, and files. */
export interface Kept {
  readonly texts: number;
  readonly files: number;
}

/** Reads the same text once: the last texts of each file are kept with what was read in them. */
export function remembering<Read>(read: Reader<Read>, kept: Kept): Reader<Read> {
  const known = new Map<string, readonly { readonly text: string; readonly value: Read }[]>();
  return (file, text) => {
    const before = known.get(file) ?? [];
    const found = before.find((each) => each.text === text) ?? { text, value: read(file, text) };
    if (before[0] === found) return found.value;
    if (before.length === 0 && known.size >= kept.files) dropOldest(known);
    known.set(file, [found, ...before.filter((each) => each !== found)].slice(0, kept.texts));
    return found.value;
  };
}

/** A map has its keys in the order they came. */
function dropOldest(known: Map<string, unknown>): void {
  for (const [oldest] of known) {
    known.delete(oldest);
    return;
  }
}
