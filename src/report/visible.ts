/**
 * What a terminal would obey instead of showing: control characters, line and paragraph separators, and the marks that
 * turn the direction of writing or have no width. Lone surrogates and U+FFFE are no characters at all: XML and UTF-8
 * cannot hold them.
 */
const obeyed = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f'
  + '\\ufeff\\ufffe\\uffff\\p{Cs}';
const inLine = new RegExp(`[${obeyed}\\t\\n]`, 'gu');
const inLines = new RegExp(`[${obeyed}]`, 'gu');

/** A name or a sentence on one line, with such characters written out: a name must not rewrite the terminal. */
export function visible(text: string): string {
  return withoutCommands(text.replaceAll(inLine, writtenOut));
}

/** The same of a text of several lines, which keeps its lines and tabs. */
export function visibleLines(text: string): string {
  return withoutCommands(text.replaceAll(inLines, writtenOut));
}

/**
 * The runner of GitHub Actions obeys lines of a log that begin with `::` and what stands behind `##[` anywhere in one:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
function withoutCommands(text: string): string {
  return text.replaceAll('##[', '#\\u0023[').replaceAll(/^(\s*):(?=:)/gm, '$1\\u003a');
}

function writtenOut(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Lone surrogates replaced, as UTF-8 does: for what must stay as it is, such as a path. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '\ufffd');
}
