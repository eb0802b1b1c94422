import type { Identifier, ObjectName } from '../../facts/names.ts';
import { truncateToBytes } from '../../text/utf8.ts';
import { textOf, type Json } from './snapshot-json.ts';

/** The key is `schema.name`, in versions before 6 the name; what stands inside is more certain. */
export function objectName(key: string, json: Json): ObjectName {
  const written = textOf(json['name']) ?? key.slice(key.indexOf('.') + 1);
  return { schema: schemaName(json['schema']), name: truncateToBytes(written, 63), written };
}

function schemaName(value: unknown): string {
  const name = textOf(value);
  return name === null || name === '' ? 'public' : truncateToBytes(name, 63);
}

/** The name inside; a name that drizzle made is in the key alone. */
export function identifier(key: string, json: Json): Identifier {
  const written = textOf(json['name']) ?? key;
  return { name: truncateToBytes(written, 63), written };
}
