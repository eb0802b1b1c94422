/**
 * From the units Postgres counts in to ours. Its parse tree counts UTF-8 bytes, its error positions count code points,
 * JavaScript counts UTF-16 units. A lone surrogate has no UTF-8 form; it is written as U+FFFD, so counts three bytes.
 */

/**
 * A function from UTF-8 byte offsets in `text` to UTF-16 offsets. A byte inside a character is taken for the
 * character's start, a byte past the end for the end, a negative one (Postgres's "no location") for 0.
 */
export function utf8ToUtf16(text: string): (byteOffset: number) => number {
  const clamp = clampTo(text.length);
  if (isAscii(text)) return clamp;
  const units = unitOfByte(text);
  return (byteOffset) => units[Math.max(byteOffset, 0)] ?? text.length;
}

/** A function from code point offsets in `text` to UTF-16 offsets, clamped to the text. */
export function codePointsToUtf16(text: string): (codePoints: number) => number {
  const clamp = clampTo(text.length);
  const pairs = secondPlaneOffsets(text);
  if (pairs.length === 0) return clamp;
  return (codePoints) => clamp(codePoints + pairsBefore(pairs, codePoints));
}

/** How many bytes `text` takes as UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += unitsAt(text, at)) bytes += bytesAt(text, at);
  return bytes;
}

/**
 * The first `limit` bytes of `text` as UTF-8, never through a character: what Postgres keeps of an identifier when
 * `limit` is 63 (NAMEDATALEN - 1; `truncate_identifier` and `pg_mbcliplen` in the server's sources).
 */
export function truncateToBytes(text: string, limit: number): string {
  let bytes = 0;
  for (let at = 0; at < text.length; at += unitsAt(text, at)) {
    bytes += bytesAt(text, at);
    if (bytes > limit) return text.slice(0, at);
  }
  return text;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return false;
  }
  return true;
}

/** For every byte of the text the UTF-16 offset of its character, and the text's end behind the last. */
function unitOfByte(text: string): Uint32Array {
  const units = new Uint32Array(utf8Length(text) + 1);
  let byte = 0;
  for (let at = 0; at < text.length; at += unitsAt(text, at)) {
    units.fill(at, byte, byte + bytesAt(text, at));
    byte += bytesAt(text, at);
  }
  units[byte] = text.length;
  return units;
}

/** The code point offsets of the characters that take two UTF-16 units, ascending. */
function secondPlaneOffsets(text: string): readonly number[] {
  const offsets: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (unitsAt(text, at) === 1) continue;
    offsets.push(at - offsets.length);
    at++;
  }
  return offsets;
}

function pairsBefore(pairs: readonly number[], codePoints: number): number {
  let low = 0;
  let high = pairs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pairs[middle] ?? Infinity) < codePoints) low = middle + 1;
    else high = middle;
  }
  return low;
}

function unitsAt(text: string, at: number): 1 | 2 {
  const high = text.charCodeAt(at);
  if (high < 0xd800 || high > 0xdbff) return 1;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff ? 2 : 1;
}

function bytesAt(text: string, at: number): 1 | 2 | 3 | 4 {
  const code = text.charCodeAt(at);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return unitsAt(text, at) === 2 ? 4 : 3;
}

function clampTo(length: number): (offset: number) => number {
  return (offset) => Math.min(Math.max(offset, 0), length);
}
