import type { Casing } from '../../../facts/casing.ts';
import type { Origin } from '../../../text/span.ts';
import type { CallSite } from '../call-site.ts';
import { casedName } from '../casing.ts';
import { plainOf } from '../plain.ts';
import { absent, unknown, type Unknown, type Value } from '../values.ts';
import type { Sql } from './objects.ts';

/**
 * How drizzle-kit 0.31 prints an expression. `query`: columns with their table. `index`: columns alone. `default`:
 * neither names nor values may be in it (`sqlToStr` refuses them).
 */
export type Use = 'query' | 'index' | 'default';

interface Printing {
  readonly use: Use;
  readonly casing: Casing | null;
  readonly inlined: boolean;
  readonly at: Origin;
  /** Shared by the parts of one expression. */
  readonly state: { parameters: number; problem: Unknown | null };
}

/** The text of an expression as `PgDialect.sqlToQuery` of drizzle-orm 0.45 gives it, or why it cannot be told. */
export function printSql(sql: Sql, use: Use, casing: Casing | null, at: Origin): string | Unknown {
  const state = { parameters: 0, problem: null as Unknown | null };
  const text = printChunks(sql.chunks, { use, casing, inlined: sql.inlined, at, state });
  return state.problem ?? text;
}

function printChunks(chunks: readonly (string | Value)[], printing: Printing): string {
  return chunks.map((chunk) => (typeof chunk === 'string' ? chunk : printValue(chunk, printing))).join('');
}

function printValue(value: Value, printing: Printing): string {
  switch (value.kind) {
    case 'sql':
      return printChunks(value.chunks, { ...printing, inlined: printing.inlined || value.inlined });
    case 'sqlName':
      return name(value.name, printing);
    case 'columnReference':
      return printColumn(value, printing);
    case 'table':
    case 'enum':
    case 'view':
      return value.schema === null ? name(value.name, printing)
        : `${name(value.schema, printing)}.${name(value.name, printing)}`;
    case 'schema':
      return name(value.name, printing);
    case 'list':
      return printList(value, printing);
    case 'sqlParameter':
      return parameter(value.value, printing);
    case 'literal':
      return value.value === undefined ? '' : parameter(value, printing);
    case 'instant':
    case 'dictionary':
      return parameter(value, printing);
    case 'unknown':
      return fail(value, printing);
    default:
      return fail(unknown(`a ${value.kind} stands in an SQL expression`, printing.at), printing);
  }
}

function fail(problem: Unknown, printing: Printing): string {
  printing.state.problem ??= problem;
  return '';
}

function refuse(what: 'names' | 'values', printing: Printing): string {
  return fail(unknown(`drizzle-kit takes no ${what} in a default`, printing.at), printing);
}

function printList(value: Extract<Value, { kind: 'list' }>, printing: Printing): string {
  const [missing] = value.unread;
  if (missing !== undefined) return fail(missing, printing);
  return `(${value.items.map((item) => printValue(item, printing)).join(', ')})`;
}

function printColumn(value: Extract<Value, { kind: 'columnReference' }>, printing: Printing): string {
  const column = name(casedName(value, printing.casing), printing);
  if (printing.use === 'index') return column;
  const table = name(value.table.name, printing);
  if (value.table.schema === null) return `${table}.${column}`;
  return `${name(value.table.schema, printing)}.${table}.${column}`;
}

function name(text: string, printing: Printing): string {
  if (printing.use === 'default') return refuse('names', printing);
  return `"${text.replaceAll('"', '""')}"`;
}

function parameter(value: Value, printing: Printing): string {
  if (printing.inlined) return inline(value, printing);
  if (printing.use === 'default') return refuse('values', printing);
  printing.state.parameters++;
  return `$${printing.state.parameters}`;
}

/** mapInlineParam of drizzle-orm 0.45. */
function inline(value: Value, printing: Printing): string {
  const read = plainOf(value, printing.at);
  if ('kind' in read) return fail(read, printing);
  const { plain } = read;
  if (plain === null) return 'null';
  if (typeof plain === 'number' || typeof plain === 'boolean') return String(plain);
  if (typeof plain === 'string') return quote(plain);
  if (plain instanceof Date) return quote(plain.toISOString());
  if (Array.isArray(plain)) return quote(String(plain));
  if (typeof plain === 'object') return quote(JSON.stringify(plain));
  return fail(unknown('a value cannot be written into SQL', printing.at), printing);
}

function quote(text: string): string {
  return `'${text.replaceAll('\'', '\'\'')}'`;
}

/** `sql.raw(…)`, `sql.join(…)`, `sql.identifier(…)`, `sql.param(…)`, `sql.empty()`. */
export function callSqlFunction(method: string, given: readonly Value[], site: CallSite): Value {
  const [first = absent, second = absent] = given;
  if (first.kind === 'unknown') return first;
  switch (method) {
    case 'raw':
      return first.kind === 'literal' ? { kind: 'sql', chunks: [String(first.value)], inlined: false }
        : unknown('sql.raw of something that is no text', site.whole);
    case 'identifier':
      return first.kind === 'literal' ? { kind: 'sqlName', name: String(first.value) }
        : unknown('sql.identifier of something that is no text', site.whole);
    case 'param':
      return { kind: 'sqlParameter', value: first };
    case 'empty':
      return { kind: 'sql', chunks: [], inlined: false };
    case 'join':
      return join(first, second, site);
    default:
      return unknown(`sql.${method} is not read`, site.whole);
  }
}

function join(parts: Value, separator: Value, site: CallSite): Value {
  if (parts.kind !== 'list') return unknown('sql.join of something that is no list', site.whole);
  const [missing] = parts.unread;
  if (missing !== undefined) return missing;
  const glue = separator.kind === 'literal' && separator.value === undefined ? [] : [separator];
  const chunks = parts.items.flatMap((part, index) => (index === 0 ? [part] : [...glue, part]));
  return { kind: 'sql', chunks, inlined: false };
}

/** A method of an expression: what changes only types or names is passed by. */
export function callSql(sql: Sql, method: string, site: CallSite): Value {
  switch (method) {
    case 'inlineParams':
      return { ...sql, inlined: true };
    case 'as':
    case 'mapWith':
    case 'if':
    case 'getSQL':
      return sql;
    default:
      return unknown(`${method} of an SQL expression is not read`, site.tail);
  }
}
