import type { Catalog, IndexKey, Table } from '../../facts/catalog.ts';
import { chosenName } from '../../facts/chosen-name.ts';
import { keyOf } from '../../facts/names.ts';
import { truncateToBytes, utf8Length } from '../../text/utf8.ts';

/** NAMEDATALEN - 1. */
const longest = 63;

/**
 * Names that Postgres gives what the author left unnamed, and no other object has: ChooseRelationName, ChooseIndexName
 * (src/backend/commands/indexcmds.c) and ChooseConstraintName (src/backend/catalog/pg_constraint.c).
 */
export type IndexLabel = 'pkey' | 'key' | 'excl' | 'idx';

/** The name of an unnamed index, or of the constraint it stands behind. `columns`: keys first, then those included. */
export function chooseIndexName(catalog: Catalog, table: Table, columns: readonly string[], label: IndexLabel): string {
  const second = label === 'pkey' ? null : joined(columns);
  const backsConstraint = label !== 'idx';
  return firstFree(table.name, second, label, (name) =>
    isRelationTaken(catalog, table.schema, name) || (backsConstraint && isConstraintTaken(catalog, table.schema,
      name)));
}

export function chooseSequenceName(catalog: Catalog, table: { schema: string; name: string }, column: string): string {
  return firstFree(table.name, column, 'seq', (name) => isRelationTaken(catalog, table.schema, name));
}

export function chooseForeignKeyName(catalog: Catalog, table: Table, columns: readonly string[]): string {
  return firstFree(table.name, joined(columns), 'fkey', (name) => isConstraintTaken(catalog, table.schema, name));
}

/** A check is named after its column if it names exactly one. */
export function chooseCheckName(catalog: Catalog, table: Table, columns: readonly string[] | null): string {
  const only = new Set(columns).size === 1 ? columns?.[0] ?? null : null;
  return firstFree(table.name, only, 'check', (name) => isConstraintTaken(catalog, table.schema, name));
}

export function chooseDomainCheckName(catalog: Catalog, domain: { schema: string; name: string }): string {
  return firstFree(domain.name, null, 'check', (name) => isConstraintTaken(catalog, domain.schema, name));
}

/** ChooseIndexColumnNames: a column by its name, an expression by its function; a number tells equal ones apart. */
export function indexColumnNames(keys: readonly IndexKey[], include: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const key of keys) names.push(distinct(names, key.column ?? expressionName(key)));
  for (const column of include) names.push(distinct(names, column));
  return names;
}

/** Tables, views, sequences, indexes, composite types: one namespace a schema (pg_class). */
export function isRelationTaken(catalog: Catalog, schema: string, name: string): boolean {
  const key = keyOf({ schema, name });
  return catalog.tables.has(key) || catalog.indexes.has(key) || catalog.sequences.has(key) || catalog.views.has(key)
    || catalog.compositeTypes.has(key) || tableOfConstraintIndex(catalog, schema, name) !== null;
}

/** Every table, view and sequence that is made is a type too, or would be: an enum or a domain of its name is in the way. */
export function isTypeInTheWay({ enums, domains }: Catalog, name: { readonly schema: string; readonly name: string }): boolean {
  return enums.has(keyOf(name)) || domains.has(keyOf(name));
}

/** The table whose key or exclusion constraint has an index of this name. */
export function tableOfConstraintIndex(catalog: Catalog, schema: string, name: string): Table | null {
  for (const table of catalog.tables.values()) {
    if (table.schema !== schema) continue;
    if (table.constraints.some((one) => one.name === name && one.kind !== 'check' && one.kind !== 'foreignKey')) {
      return table;
    }
  }
  return null;
}

function isConstraintTaken(catalog: Catalog, schema: string, name: string): boolean {
  for (const table of catalog.tables.values()) {
    if (table.schema === schema && table.constraints.some((one) => one.name === name)) return true;
  }
  for (const domain of catalog.domains.values()) {
    if (domain.schema === schema && domain.checks.some((one) => one.name === name)) return true;
  }
  return false;
}

function firstFree(first: string, second: string | null, label: string, taken: (name: string) => boolean): string {
  for (let pass = 0; ; pass++) {
    const name = chosenName(first, second, pass === 0 ? label : `${label}${String(pass)}`);
    if (!taken(name)) return name;
  }
}

/** ChooseIndexNameAddition: joined by `_`, no further once 64 bytes are full. */
function joined(columns: readonly string[]): string {
  let text = '';
  for (const column of columns) {
    text = text === '' ? column : `${text}_${column}`;
    if (utf8Length(text) > longest) break;
  }
  return text;
}

function distinct(taken: readonly string[], wanted: string): string {
  for (let number = 0; ; number++) {
    const suffix = number === 0 ? '' : String(number);
    const name = truncateToBytes(wanted, longest - suffix.length) + suffix;
    if (!taken.includes(name)) return name;
  }
}

/** FigureIndexColname (src/backend/parser/parse_target.c), read off the text: a spelling has no casts of columns. */
function expressionName(key: IndexKey): string {
  return figuredName(unwrapped((key.expression?.text ?? '').trim()))?.name ?? 'expr';
}

/** A weak name gives way to that of a cast around it. */
interface Figured {
  readonly name: string;
  readonly strength: 'weak' | 'strong';
}

function figuredName(text: string): Figured | null {
  const cast = /^(.*)::\s*([\w" .]+?)(?:\(\d+(?:,\s*\d+)?\))?((?:\[\])*)$/s.exec(text);
  if (cast?.[1] !== undefined && cast[2] !== undefined && isWhole(cast[1])) return castName(cast[1], cast[2]);
  const written = /^cast\s*\((.*)\s+as\s+([\w" .]+?)(?:\(\d+(?:,\s*\d+)?\))?\)$/is.exec(text);
  if (written?.[1] !== undefined && written[2] !== undefined) return castName(written[1], written[2]);
  const collated = /^(.*)\s+collate\s+(?:"[^"]+"|[\w.]+)$/is.exec(text);
  if (collated?.[1] !== undefined && isWhole(collated[1])) return figuredName(unwrapped(collated[1].trim()));
  if (/^case\b.*\bend$/is.test(text)) return { name: 'case', strength: 'weak' };
  const column = /^(?:"([^"]+)"|([a-z_][\w$]*))$/i.exec(text);
  const name = column?.[1] ?? column?.[2]?.toLowerCase();
  if (name !== undefined) return { name, strength: 'strong' };
  const call = /^(?:[\w"]+\.)?"?([a-z_][\w$]*)"?\s*(\(.*\))$/is.exec(text);
  if (call?.[1] === undefined || call[2] === undefined || !isOneGroup(call[2])) return null;
  return { name: functionName(call[1].toLowerCase()), strength: 'strong' };
}

function castName(inner: string, type: string): Figured {
  const figured = figuredName(unwrapped(inner.trim()));
  return figured?.strength === 'strong' ? figured : { name: internalTypeName(type), strength: 'weak' };
}

/** Syntax with a keyword of its own is a call of another function. */
function functionName(written: string): string {
  return written === 'trim' ? 'btrim' : written;
}

/** Postgres's own names of the types that SQL spells otherwise. */
function internalTypeName(written: string): string {
  const name = written.replaceAll('"', '').trim().toLowerCase();
  return internalNames[name] ?? name.split('.').at(-1) ?? name;
}

const internalNames: Readonly<Record<string, string>> = {
  smallint: 'int2', integer: 'int4', int: 'int4', bigint: 'int8', real: 'float4', 'double precision': 'float8',
  decimal: 'numeric', boolean: 'bool', 'character varying': 'varchar', character: 'bpchar', char: 'bpchar',
  'timestamp with time zone': 'timestamptz', 'timestamp without time zone': 'timestamp',
  'time with time zone': 'timetz', 'time without time zone': 'time',
};

/** Without the parentheses around all of it. */
function unwrapped(text: string): string {
  return text.startsWith('(') && isOneGroup(text) ? unwrapped(text.slice(1, -1).trim()) : text;
}

/** Whether the first parenthesis is closed by the last character and not before. */
function isOneGroup(text: string): boolean {
  return text.endsWith(')') && depths(text).slice(0, -1).every((depth) => depth > 0);
}

/** Whether a cast or collation behind this text is about all of it: no operator stands outside parentheses. */
function isWhole(text: string): boolean {
  const trimmed = text.trim();
  const group = /^[\w".]*\s*(\(.*\))$/s.exec(trimmed)?.[1];
  if (group !== undefined) return isOneGroup(group);
  return /^(?:"[^"]+"|[\w.]+)$/.test(trimmed) || /^case\b.*\bend$/is.test(trimmed);
}

/** The depth of parentheses after each parenthesis, literals apart. */
function depths(text: string): readonly number[] {
  let depth = 0;
  return (text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '').match(/[()]/g) ?? [])
    .map((mark) => (depth += mark === '(' ? 1 : -1));
}
