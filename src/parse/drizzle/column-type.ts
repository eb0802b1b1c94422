import { quoted } from '../../facts/quoted-name.ts';

/** Every type drizzle-kit does not quote starts with one of these (drizzle-kit 0.31.11 api.js, `parseType`). */
const native = [
  'uuid', 'smallint', 'integer', 'bigint', 'boolean', 'text', 'varchar', 'serial', 'bigserial', 'decimal', 'numeric',
  'real', 'json', 'jsonb', 'time', 'date', 'interval', 'double precision', 'char', 'vector', 'geometry', 'halfvec',
  'sparsevec', 'bit',
];

export interface EnumNames {
  readonly schema: string;
  readonly name: string;
}

/**
 * The SQL of a type as a snapshot names it: `text`, `"public"."status"[]`. Snapshots before drizzle-kit 0.21 do not say
 * that a type is an enum, so it is looked up among the enums. A custom type that cannot be one name, such as
 * `geography(Point,4326)`, is left as it is written, though drizzle-kit would put it in quotes.
 */
export function columnTypeSql(type: string, typeSchema: string | null, enums: readonly EnumNames[]): string {
  const [, base = type, brackets = ''] = /^(.*?)((?:\[\d*\])*)$/s.exec(type) ?? [];
  const schema = typeSchema ?? enumSchema(base, enums);
  if (schema !== null) return `${quoted(schema)}.${quoted(base)}${brackets}`;
  if (native.some((start) => base.toLowerCase().startsWith(start)) || /[\s().,"]/.test(base)) return type;
  return `${quoted(base)}${brackets}`;
}

function enumSchema(name: string, enums: readonly EnumNames[]): string | null {
  const named = enums.filter((each) => each.name === name);
  return (named.find((each) => each.schema === 'public') ?? named[0])?.schema ?? null;
}
