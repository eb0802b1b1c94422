import type { Position } from './span.ts';

/** Offsets to lines and columns of one text, and back. */
export interface LineMap {
  /** The place of a UTF-16 offset; an offset outside the text is taken for its nearest end. */
  readonly positionAt: (offset: number) => Position;
  /**
   * The offset of a place. A line outside the text is taken for its nearest line, a column past the end of a line for
   * the line's last offset; `offsetAt` of a `positionAt` is the offset it came from.
   */
  readonly offsetAt: (line: number, column: number) => number;
}

/**
 * Lines end at `\n`, `\r\n` or `\r`; the terminator belongs to the line it ends. A byte-order mark in front is in no
 * column, as in editors.
 */
export function lineMap(text: string): LineMap {
  const starts = lineStarts(text);
  return {
    positionAt(offset) {
      const inside = clamp(offset, startOf(starts, 0), text.length);
      const line = lineOf(starts, inside);
      return { line: line + 1, column: inside - startOf(starts, line) + 1 };
    },
    offsetAt(line, column) {
      const index = clamp(line, 1, starts.length) - 1;
      const start = startOf(starts, index);
      const last = index + 1 < starts.length ? startOf(starts, index + 1) - 1 : text.length;
      return clamp(start + column - 1, start, last);
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (const terminator of text.matchAll(/\r\n|\n|\r/g)) {
    starts.push(terminator.index + terminator[0].length);
  }
  return starts;
}

/** Index of the last line that starts at or before `offset`. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(starts, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function startOf(starts: readonly number[], line: number): number {
  return starts[line] ?? 0;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
