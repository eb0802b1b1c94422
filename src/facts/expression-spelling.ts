import { quoted } from './quoted-name.ts';

/** Literals, quoted identifiers and plain words of an SQL expression; everything else is passed by. */
const piece = /\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu;

/**
 * A spelling in which one column has another name. In a spelling every column stands as `"column"`; functions, types
 * and what follows a dot are not columns, literals are left alone.
 */
export function renameColumnInSpelling(spelling: string, from: string, to: string): string {
  const before = quoted(from);
  return spelling.replace(piece, (found, offset: number) =>
    found === before && standsAsColumn(spelling, offset, found.length) ? quoted(to) : found);
}

/** The same for an expression as people write it, where a column may stand without quotes. */
export function renameColumnInText(text: string, from: string, to: string): string {
  return text.replace(piece, (found, offset: number) => {
    if (identifierOf(found) !== from || !mayStandAsColumn(text, offset, found.length)) return found;
    return isPlain(to) ? to : quoted(to);
  });
}

/** Whether a text that nobody parsed may speak of a name: quoted or bare, outside literals. */
export function mentionsName(text: string, name: string): boolean {
  return (text.match(piece) ?? []).some((found) => identifierOf(found) === name);
}

/** The name an identifier token stands for, or null for a literal. */
function identifierOf(token: string): string | null {
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"');
  return token.endsWith("'") ? null : token.toLowerCase();
}

function standsAsColumn(text: string, offset: number, length: number): boolean {
  return text[offset - 1] !== '.' && mayStandAsColumn(text, offset, length);
}

function mayStandAsColumn(text: string, offset: number, length: number): boolean {
  const next = text[offset + length];
  return next !== '(' && next !== '.' && text.slice(offset - 2, offset) !== '::';
}

function isPlain(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/.test(name);
}
