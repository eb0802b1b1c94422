import type { Catalog, Expression, Routine } from '../../facts/catalog.ts';
import { fixedExtensionFunctions, fixedFunctions, volatileExtensionFunctions, volatileFunctions } from './postgres-functions.ts';

/** Whether an expression may give another value for each row. */
export interface Volatility {
  readonly isVolatile: boolean;
  /** Functions it calls of which nobody knows. */
  readonly unknown: readonly string[];
}

/**
 * By the functions it calls, those of the catalog and Postgres's own; an SQL function that Postgres puts in the place of its
 * call is as its body (`contain_volatile_functions_after_planning`, from PostgreSQL 12 on). All else an expression may hold,
 * CURRENT_TIMESTAMP and its like too, has one value for a statement. https://www.postgresql.org/docs/current/xfunc-volatility.html
 */
export function volatilityOf(expression: Expression, catalog: Catalog): Volatility {
  return volatility(expression, catalog, []);
}

/** `inside`: the functions whose bodies are being looked at, which may call themselves. */
function volatility({ spelling, text }: Expression, catalog: Catalog, inside: readonly Routine[]): Volatility {
  const each = callsIn(spelling ?? text).map((call) => ofCall(call, catalog, inside));
  return { isVolatile: each.some(({ isVolatile }) => isVolatile), unknown: [...new Set(each.flatMap(({ unknown }) => unknown))] };
}

interface Call {
  readonly schema: string | null;
  readonly name: string;
}

const fixed: Volatility = { isVolatile: false, unknown: [] };
const differing: Volatility = { isVolatile: true, unknown: [] };

function ofCall({ schema, name }: Call, catalog: Catalog, inside: readonly Routine[]): Volatility {
  const routines = [...catalog.routines.values()].filter((one) => one.name === name && one.schema === (schema ?? 'public'));
  if (schema === 'pg_catalog' || routines.length === 0) return ofKnown(name, schema);
  const each = routines.map((routine) => (inside.includes(routine) ? differing : ofRoutine(routine, catalog, inside)));
  return { isVolatile: each.some(({ isVolatile }) => isVolatile), unknown: each.flatMap(({ unknown }) => unknown) };
}

/** Extensions may lie in any schema. */
function ofKnown(name: string, schema: string | null): Volatility {
  const [own, key] = [schema === null || schema === 'pg_catalog', name.toLowerCase()];
  if (volatileExtensionFunctions.has(key) || (own && volatileFunctions.has(key))) return differing;
  if (fixedExtensionFunctions.has(key) || (own && (fixedFunctions.has(key) || constructs.has(key)))) return fixed;
  return { isVolatile: false, unknown: [schema === null ? name : `${schema}.${name}`] };
}

/** A body that is more volatile than its function says is not put in place of the call. */
function ofRoutine(routine: Routine, catalog: Catalog, inside: readonly Routine[]): Volatility {
  if (routine.volatility !== 'volatile' || routine.inlined === null) return routine.volatility === 'volatile' ? differing : fixed;
  if (routine.inlined === undefined) return routine.language === 'sql' ? { isVolatile: false, unknown: [routine.name] } : differing;
  return volatility(routine.inlined, catalog, [...inside, routine]);
}

/** What stands before a parenthesis, outside of literals; names of types and words of the grammar do too. */
function callsIn(sql: string): readonly Call[] {
  const bare = sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$|\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'/g, "''");
  const found = bare.matchAll(/(::\s*)?(?:("[^"]+"|[a-z_][\w$]*)\s*\.\s*)?("[^"]+"|[a-z_][\w$]*)\s*\(/gi);
  return [...found].flatMap(([, cast, schema, name = '']) => (cast === undefined
    ? [{ schema: schema === undefined ? null : nameIn(schema), name: nameIn(name) }] : []));
}

function nameIn(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1) : word;
}

/** Words of the grammar that a parenthesis may follow, and types. */
const constructs: ReadonlySet<string> = new Set(`
  and or not in any all some exists case when then else end between is distinct from like ilike similar to escape at zone
  coalesce greatest least nullif row array cast extract overlay position substring trim grouping interval over filter within
  current_date current_time current_timestamp localtime localtimestamp
  bit varbit varying character char varchar bpchar numeric decimal float time timestamp timestamptz timetz
  xmlelement xmlforest xmlconcat xmlparse xmlpi xmlroot xmlserialize json_object json_array json json_scalar json_serialize json_value
  json_query json_exists merge_action
`.trim().split(/\s+/));
