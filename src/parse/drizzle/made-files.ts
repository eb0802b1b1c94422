import { createHash } from 'node:crypto';

/** SQL as the text of a file, with the ends of lines that its neighbours have. */
export function asFile(sql: string, eol: '\n' | '\r\n'): string {
  return `${sql.trim()}\n`.replaceAll(/\r?\n/g, eol);
}

/** A UUID of version 8, which leaves its bits to us: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8 */
export function madeId(made: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(made)).digest('hex');
  const variant = (Number.parseInt(hex.charAt(16), 16) & 0b0011 | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
