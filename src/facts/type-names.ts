const shortNames: Readonly<Record<string, readonly string[]>> = {
  'timestamp with time zone': ['timestamptz'], 'timestamp without time zone': ['timestamp'], 'time with time zone': ['timetz'],
  'time without time zone': ['time'], boolean: ['bool'], smallint: ['int2'], integer: ['int', 'int4'], bigint: ['int8'],
  numeric: ['decimal'], real: ['float4'], 'double precision': ['float8'], 'character varying': ['varchar'], character: ['char'],
  'bit varying': ['varbit'],
};

/** Types and their other names, without length or precision. */
export const knownTypeNames: readonly string[] = Object.entries(shortNames).flatMap(([type, short]) => [type, ...short]);

/** A type without length and precision: `timestamp with time zone`. */
export function bareType(type: string): string {
  return type.replace(/\([^)]*\)/, '');
}

/** Short names of a type that `format_type` prints, as people and Drizzle write them: `varchar(20)`, `timestamptz`. */
export function shortTypeNames(type: string): readonly string[] {
  const modifier = /\([^)]*\)/.exec(type)?.[0] ?? '';
  return (shortNames[bareType(type)] ?? []).map((name) => `${name}${modifier}`);
}
