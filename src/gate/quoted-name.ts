/** One identifier as SQL reads it whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A schema and a name in it, as SQL reads them. */
export function quotedName(name: { readonly schema: string; readonly name: string }): string {
  return `${quoted(name.schema)}.${quoted(name.name)}`;
}
