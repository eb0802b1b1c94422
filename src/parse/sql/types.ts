import type { Node, TypeName } from 'libpg-query';
import { parsePostgres } from './postgres-parser.ts';
import { as, kindOf, texts } from './tree.ts';

/** A type as Postgres's `format_type` prints it, and whether `serial` or its like was written. */
export interface ReadType {
  readonly type: string;
  readonly serial: boolean;
}

/**
 * Spells a type of the parse tree. User-defined types always carry their schema, `schema` where the author gave none.
 * Types of extensions are spelled like those: `public.vector(1536)`, as in a default installation.
 * Source of the spellings: `format_type_extended` in PostgreSQL's `format_type.c`.
 */
export function readType(type: TypeName | undefined, schema: string): ReadType {
  const parts = texts(type?.names);
  const serial = isBuiltIn(parts) ? serialTypes[parts.at(-1) ?? ''] : undefined;
  const element = serial ?? spellElement(parts, type?.typmods ?? [], schema);
  return { type: element + ((type?.arrayBounds ?? []).length > 0 ? '[]' : ''), serial: serial !== undefined };
}

/**
 * The same for the text of a type, as a snapshot has it: `varchar(20)`, `numeric(14, 2)`, `timestamp with time zone`.
 * `serial` becomes `integer`. A type without a schema that Postgres does not know is put in `schema`. A text that is no
 * type is answered in lower case with single spaces.
 */
export function spellType(text: string, schema = 'public'): string {
  return parseType(text, schema)?.type ?? text.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** The text of a type, read; null if it is none. */
export function parseType(text: string, schema = 'public'): ReadType | null {
  const parse = parsePostgres(`SELECT CAST(NULL AS ${text}\n)`);
  if (!parse.ok || parse.statements.length !== 1) return null;
  const select = as('SelectStmt', parse.statements[0]?.node);
  if (select?.targetList?.length !== 1 || select.fromClause !== undefined) return null;
  const cast = as('TypeCast', as('ResTarget', select.targetList[0])?.val);
  return cast?.typeName && as('A_Const', cast.arg)?.isnull ? readType(cast.typeName, schema) : null;
}

/** Whether the name is of a type that Postgres itself brings. */
function isBuiltIn(parts: readonly string[]): boolean {
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined || schema === 'pg_catalog' ? builtInNames.has(name) || name in serialTypes : false;
}

function spellElement(parts: readonly string[], modifiers: readonly Node[], schema: string): string {
  const name = parts.at(-1) ?? '';
  if (isBuiltIn(parts)) return spellBuiltIn(name, modifiers.map(spellModifier));
  const qualified = `${parts.at(-2) ?? schema}.${name}`;
  if (modifiers.length === 0) return qualified;
  const values = /^geo(metry|graphy)$/.test(name) ? spatialModifiers(name, modifiers) : modifiers.map(spellModifier);
  return `${qualified}(${values.join(',')})`;
}

function spellBuiltIn(name: string, modifiers: readonly string[]): string {
  const inner = modifiers.length === 0 ? '' : `(${modifiers.join(',')})`;
  switch (name) {
    case 'bpchar':
      return inner === '' ? 'bpchar' : `character${inner}`;
    case 'varchar':
      return `character varying${inner}`;
    case 'bit':
      return inner === '' ? '"bit"' : `bit${inner}`;
    case 'varbit':
      return `bit varying${inner}`;
    case 'numeric':
      return modifiers.length === 1 ? `numeric(${modifiers[0]},0)` : `numeric${inner}`;
    case 'time':
    case 'timestamp':
      return `${name}${inner} without time zone`;
    case 'timetz':
    case 'timestamptz':
      return `${name.slice(0, -2)}${inner} with time zone`;
    case 'interval':
      return `interval${intervalFields(modifiers)}`;
    case 'char':
      return '"char"';
    default:
      return standardNames[name] ?? name;
  }
}

/** The first modifier is a mask of fields, the second the precision: `INTERVAL_MASK` in PostgreSQL's `timestamp.h`. */
function intervalFields([mask, precision]: readonly string[]): string {
  const inner = precision === undefined ? '' : `(${precision})`;
  if (mask === undefined || mask === intervalFullRange) return inner;
  return ` ${intervalMasks[mask] ?? mask}${inner}`;
}

const intervalFullRange = '32767';
const intervalMasks: Readonly<Record<string, string>> = {
  4: 'year', 2: 'month', 8: 'day', 1024: 'hour', 2048: 'minute', 4096: 'second', 6: 'year to month',
  1032: 'day to hour', 3080: 'day to minute', 7176: 'day to second', 3072: 'hour to minute', 7168: 'hour to second',
  6144: 'minute to second',
};

function spellModifier(node: Node): string {
  const constant = as('A_Const', node);
  if (constant?.ival) return String(constant.ival.ival ?? 0);
  if (constant?.sval) return constant.sval.sval ?? '';
  if (constant?.fval) return constant.fval.fval ?? '';
  const column = as('ColumnRef', node);
  return column ? texts(column.fields).join('.') : kindOf(node);
}

/** PostGIS prints the shape in its own capitals, and 4326 where a `geography` has no reference system. */
function spatialModifiers(name: string, modifiers: readonly Node[]): readonly string[] {
  const [shape = '', system] = modifiers.map(spellModifier);
  const base = spatialShapes.find((known) => shape.toLowerCase().startsWith(known.toLowerCase()));
  const spelled = base === undefined ? shape : base + shape.slice(base.length).toUpperCase();
  if (system !== undefined && system !== '0') return [spelled, system];
  return name === 'geography' ? [spelled, '4326'] : [spelled];
}

const spatialShapes = [
  'GeometryCollection', 'Geometry', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'MultiCurve', 'MultiSurface',
  'Point', 'LineString', 'Polygon', 'CircularString', 'CompoundCurve', 'CurvePolygon', 'PolyhedralSurface', 'Triangle',
  'TIN',
];

const serialTypes: Readonly<Record<string, string>> = {
  smallserial: 'smallint', serial2: 'smallint', serial: 'integer', serial4: 'integer', bigserial: 'bigint',
  serial8: 'bigint',
};

/** Types whose SQL name is not the one in pg_type. */
const standardNames: Readonly<Record<string, string>> = {
  bool: 'boolean', int2: 'smallint', int4: 'integer', int8: 'bigint', float4: 'real', float8: 'double precision',
};

/** Every type of `pg_catalog` that a column, argument or cast may name (PostgreSQL 18). */
const builtInNames: ReadonlySet<string> = new Set(
  `aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray
  anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange bit bool box bpchar bytea char cid cidr
  circle cstring date datemultirange daterange event_trigger fdw_handler float4 float8 gtsvector index_am_handler
  inet int2 int2vector int4 int4multirange int4range int8 int8multirange int8range internal interval json jsonb
  jsonpath language_handler line lseg macaddr macaddr8 money name numeric nummultirange numrange oid oidvector path
  pg_ddl_command pg_dependencies pg_lsn pg_mcv_list pg_ndistinct pg_node_tree pg_snapshot point polygon record
  refcursor regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure
  regrole regtype table_am_handler text tid time timestamp timestamptz timetz trigger tsm_handler tsmultirange
  tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit varchar
  void xid xid8 xml`.split(/\s+/),
);
