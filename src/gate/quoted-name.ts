import { quoted } from '../facts/quoted-name.ts';

/** A schema and a name in it, as SQL reads them. */
export function quotedName(name: { readonly schema: string; readonly name: string }): string {
  return `${quoted(name.schema)}.${quoted(name.name)}`;
}
