import type { Expression } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';

/**
 * The default of a serial column, as `pg_get_expr` prints it with the usual search_path: the schema is left out if it
 * is public. Spellings leave out the quotes as well.
 */
export function sequenceDefault(sequence: { readonly schema: string; readonly name: string }): Expression {
  const name = sequence.schema === 'public' ? sequence.name : `${sequence.schema}.${sequence.name}`;
  return {
    text: `nextval(${literal(showQuoted(sequence))}::regclass)`, spelling: `nextval(${literal(name)})`, columns: [],
  };
}

/** The sequence a default draws from, or null if it is no plain `nextval('…')`. */
export function sequenceOfDefault(expression: Expression | null): ObjectName | null {
  const call = (expression?.text ?? '').trim();
  const name = /^(?:pg_catalog\.)?nextval\(\s*'((?:[^']|'')*)'(?:::(?:pg_catalog\.)?(?:regclass|text))*\s*\)$/i
    .exec(call)?.[1];
  return name === undefined ? null : readName(name.replaceAll("''", "'"));
}

/** One way to write what draws from a sequence; every other default stays as it is. */
export function oneSequenceSpelling(expression: Expression | null): Expression | null {
  const sequence = sequenceOfDefault(expression);
  return sequence === null ? expression : sequenceDefault(sequence);
}

/** A name as the input of regclass: bare parts are folded to lower case, a missing schema is public. */
function readName(text: string): ObjectName | null {
  const parts = /^(?:("(?:[^"]|"")*"|[^".]+)\.)?("(?:[^"]|"")*"|[^".]+)$/.exec(text.trim());
  if (parts?.[2] === undefined) return null;
  const name = readPart(parts[2]);
  return { schema: parts[1] === undefined ? 'public' : readPart(parts[1]), name, written: name };
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function readPart(part: string): string {
  return part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase();
}

function showQuoted(name: { readonly schema: string; readonly name: string }): string {
  return name.schema === 'public' ? quoteIdentifier(name.name)
    : `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.name)}`;
}

/** quote_identifier (src/backend/utils/adt/ruleutils.c): every keyword that is not unreserved is quoted. */
function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** https://www.postgresql.org/docs/current/sql-keywords-appendix.html: reserved, or not a function or type name. */
const keywords = new Set((
  'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast '
  + 'char character check coalesce collate collation column concurrently constraint create cross current_catalog '
  + 'current_date current_role current_schema current_time current_timestamp current_user dec decimal default '
  + 'deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant '
  + 'greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join '
  + 'json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize '
  + 'json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national '
  + 'natural nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay '
  + 'placing position precision primary real references returning right row select session_user setof similar '
  + 'smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true '
  + 'union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat '
  + 'xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable'
).split(' '));
