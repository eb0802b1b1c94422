import type { Origin } from '../../../text/span.ts';
import { entryOf, unknown, type Unknown, type Value } from '../values.ts';

/** From a column's options to the type as `getSQLType()` of drizzle-orm 0.45 spells it. */
type Spelling = (options: Value, origin: Origin) => string | Unknown;

function fixed(type: string): Spelling {
  return () => type;
}

/** `type(n)`, or the bare type where the option is not given. */
function sized(type: string, option: string): Spelling {
  return (options, origin) => {
    const size = sizeOf(options, option, origin);
    if (typeof size === 'object' && size !== null) return size;
    return size === null ? type : `${type}(${size})`;
  };
}

const numeric: Spelling = (options, origin) => {
  const precision = sizeOf(options, 'precision', origin);
  const scale = sizeOf(options, 'scale', origin);
  if (typeof precision === 'object' && precision !== null) return precision;
  if (typeof scale === 'object' && scale !== null) return scale;
  if (precision === null) return 'numeric';
  return scale === null ? `numeric(${precision})` : `numeric(${precision}, ${scale})`;
};

function zoned(type: 'time' | 'timestamp'): Spelling {
  return (options, origin) => {
    const precision = sizeOf(options, 'precision', origin);
    if (typeof precision === 'object' && precision !== null) return precision;
    const zone = entryOf(options, 'withTimezone');
    if (zone.kind === 'unknown') return zone;
    const gap = type === 'timestamp' && !isText(options) ? ' ' : '';
    const size = precision === null ? '' : `${gap}(${precision})`;
    return `${type}${size}${zone.kind === 'literal' && zone.value ? ' with time zone' : ''}`;
  };
}

/** `{ mode: 'string' }`: drizzle-orm then writes no blank before the precision. */
function isText(options: Value): boolean {
  const mode = entryOf(options, 'mode');
  return mode.kind === 'literal' && mode.value === 'string';
}

const interval: Spelling = (options, origin) => {
  const precision = sizeOf(options, 'precision', origin);
  if (typeof precision === 'object' && precision !== null) return precision;
  const fields = entryOf(options, 'fields');
  if (fields.kind === 'unknown') return fields;
  const named = fields.kind === 'literal' && fields.value ? ` ${String(fields.value)}` : '';
  return `interval${named}${precision === null ? '' : `(${precision})`}`;
};

/** `geometry({ srid: 4326 })` of drizzle-orm 1.0; 0.45 says nothing of the system. */
export const pointWithSystem: Spelling = (options, origin) => {
  const system = sizeOf(options, 'srid', origin);
  if (typeof system === 'object' && system !== null) return system;
  return system === null ? 'geometry(point)' : `geometry(point,${system})`;
};

function sizeOf(options: Value, name: string, origin: Origin): number | null | Unknown {
  if (options.kind === 'unknown') return options;
  const value = entryOf(options, name);
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'literal') return unknown(`${name} is not a number`, origin);
  return value.value === undefined || value.value === null ? null : Number(value.value);
}

/** The column functions of drizzle-orm/pg-core 0.45, `bytea` of 1.0 beside them. */
export const columnTypes: ReadonlyMap<string, Spelling> = new Map<string, Spelling>([
  ['bigint', fixed('bigint')], ['bigserial', fixed('bigserial')], ['bit', sized('bit', 'dimensions')],
  ['boolean', fixed('boolean')], ['bytea', fixed('bytea')], ['char', sized('char', 'length')], ['cidr', fixed('cidr')],
  ['date', fixed('date')], ['decimal', numeric], ['doublePrecision', fixed('double precision')],
  ['geometry', fixed('geometry(point)')], ['halfvec', sized('halfvec', 'dimensions')], ['inet', fixed('inet')],
  ['integer', fixed('integer')], ['interval', interval], ['json', fixed('json')], ['jsonb', fixed('jsonb')],
  ['line', fixed('line')], ['macaddr', fixed('macaddr')], ['macaddr8', fixed('macaddr8')], ['numeric', numeric],
  ['point', fixed('point')], ['real', fixed('real')], ['serial', fixed('serial')], ['smallint', fixed('smallint')],
  ['smallserial', fixed('smallserial')], ['sparsevec', sized('sparsevec', 'dimensions')], ['text', fixed('text')],
  ['time', zoned('time')], ['timestamp', zoned('timestamp')], ['uuid', fixed('uuid')],
  ['varchar', sized('varchar', 'length')], ['vector', sized('vector', 'dimensions')],
]);
