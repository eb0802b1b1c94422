/**
 * Types of columns are text, as `format_type` prints them: `public.status[]`, `library."Shelf Mark"`. These find a
 * user-defined type in such a text, whichever way its parts are quoted.
 */
import type { ObjectName } from '../../facts/names.ts';

const userType = /^("(?:[^"]|"")*"|[^".(\s[]+)\.("(?:[^"]|"")*"|[^"(\s[]+)(.*)$/s;

/** The name of a type that lives in a schema, or null for one of Postgres's own. */
export function typeNameIn(type: string): { readonly schema: string; readonly name: string } | null {
  const parts = userType.exec(type);
  if (parts?.[1] === undefined || parts[2] === undefined) return null;
  return { schema: unquoted(parts[1]), name: unquoted(parts[2]) };
}

/** Whether a column of this type holds values of the named type, or arrays of it. */
export function isOfType(type: string, name: { readonly schema: string; readonly name: string }): boolean {
  const found = typeNameIn(type);
  return found !== null && found.schema === name.schema && found.name === name.name;
}

/** Whether two texts name the same type, whichever way the parts of a user-defined one are quoted. */
export function sameType(left: string, right: string): boolean {
  return left === right || bareType(left) === bareType(right);
}

function bareType(type: string): string {
  const parts = userType.exec(type);
  if (parts?.[1] === undefined || parts[2] === undefined) return type;
  return `${unquoted(parts[1])}\0${unquoted(parts[2])}\0${parts[3] ?? ''}`;
}

/** The type's text after its name went through `rename`; quotes where they were, or where the new name needs them. */
export function renameTypeIn(type: string, rename: (name: ObjectName) => ObjectName): string {
  const parts = userType.exec(type);
  if (parts?.[1] === undefined || parts[2] === undefined) return type;
  const before = { schema: unquoted(parts[1]), name: unquoted(parts[2]), written: unquoted(parts[2]) };
  const after = rename(before);
  if (after === before) return type;
  const schema = likeBefore(parts[1], before.schema, after.schema);
  return `${schema}.${likeBefore(parts[2], before.name, after.name)}${parts[3] ?? ''}`;
}

/** A part that did not change stays as it stood; a new one is quoted as `quote_identifier` would, but for keywords. */
function likeBefore(part: string, before: string, after: string): string {
  if (after === before) return part;
  const wasBare = !part.startsWith('"') && !/^[a-z_][a-z0-9_]*$/.test(before);
  return wasBare || /^[a-z_][a-z0-9_]*$/.test(after) ? after : `"${after.replaceAll('"', '""')}"`;
}

function unquoted(part: string): string {
  return part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;
}
