/**
 * What a terminal would obey instead of showing: control characters, line and paragraph separators, and the marks that
 * turn the direction of writing or have no width.
 */
const obeyed = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff';
const inLine = new RegExp(`[${obeyed}\\t\\n]`, 'gu');
const inLines = new RegExp(`[${obeyed}]`, 'gu');

/** A name or a sentence on one line, with such characters written out: a name must not rewrite the terminal. */
export function visible(text: string): string {
  return text.replaceAll(inLine, writtenOut);
}

/** The same of a text of several lines, which keeps its lines and tabs. */
export function visibleLines(text: string): string {
  return text.replaceAll(inLines, writtenOut);
}

function writtenOut(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
