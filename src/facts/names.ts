/** The name of an object that lives in a schema, resolved: the schema is never missing and nothing is quoted. */
export interface ObjectName {
  readonly schema: string;
  /** As Postgres stores it: at most 63 bytes (NAMEDATALEN - 1). */
  readonly name: string;
  /** As the author wrote it; differs from `name` only where Postgres cuts it. */
  readonly written: string;
}

/** A name inside its owner (column, constraint, enum value's type, policy) with both spellings. */
export interface Identifier {
  readonly name: string;
  readonly written: string;
}

/** The schema of temporary tables, whatever number Postgres gives the real one. */
export const temporarySchema = 'pg_temp';

/** The text two names are compared by. Dots inside a part are escaped, so that no two names share a key. */
export function keyOf(name: { readonly schema: string; readonly name: string }): string {
  return `${escaped(name.schema)}.${escaped(name.name)}`;
}

/** The key of something that a table owns: a column, constraint, trigger or policy. */
export function memberKey(table: ObjectName, member: string): string {
  return `${keyOf(table)}.${escaped(member)}`;
}

function escaped(part: string): string {
  return part.includes('.') ? part.replaceAll('.', '\\.') : part;
}

export function sameName(left: ObjectName, right: ObjectName): boolean {
  return left.name === right.name && left.schema === right.schema;
}

/** A name as people say it: `public` is left out. */
export function showName(name: { readonly schema: string; readonly name: string }): string {
  return name.schema === 'public' ? name.name : `${name.schema}.${name.name}`;
}
