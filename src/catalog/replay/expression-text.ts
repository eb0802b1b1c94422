/** Literals, quoted identifiers and plain words of SQL; everything else is passed by. */
const piece = /\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu;

/** An expression as people write it, in which one column has another name. Calls, casts and qualifiers stay. */
export function renameColumnInText(text: string, from: string, to: string): string {
  return text.replace(piece, (found, offset: number) => {
    if (identifierOf(found) !== from || !mayBeColumn(text, offset, found.length)) return found;
    return /^[a-z_][a-z0-9_]*$/.test(to) ? to : `"${to.replaceAll('"', '""')}"`;
  });
}

/** Whether a text that nobody parsed may speak of a name: quoted or bare, outside literals. */
export function mentionsName(text: string, name: string): boolean {
  return (text.match(piece) ?? []).some((found) => identifierOf(found) === name);
}

/** The name a token stands for, or null for a literal. */
function identifierOf(token: string): string | null {
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"');
  return token.endsWith("'") ? null : token.toLowerCase();
}

function mayBeColumn(text: string, offset: number, length: number): boolean {
  const next = text[offset + length];
  return next !== '(' && next !== '.' && text.slice(offset - 2, offset) !== '::';
}
