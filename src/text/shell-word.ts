/** Text in single quotes, as a POSIX shell takes it for one word whatever is in it. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same for people to read: quotes only where a shell needs them. */
export function shellWord(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : shellQuoted(text);
}
