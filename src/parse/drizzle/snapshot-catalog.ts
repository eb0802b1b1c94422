import {
  emptyCatalog, type Aspect, type Catalog, type EnumType, type Index, type Policy, type Schema,
  type Sequence, type Table, type View,
} from '../../facts/catalog.ts';
import { keyOf, memberKey, type ObjectName } from '../../facts/names.ts';
import { unspelled } from '../../facts/unspelled.ts';
import { truncateToBytes } from '../../text/utf8.ts';
import type { SqlSpelling } from './snapshot.ts';
import { entriesOf, isJson, textOf, textsOf, type Json } from './snapshot-json.ts';
import { objectName } from './snapshot-names.ts';
import { indexesOf, policyOf, tableOf, type TableContext } from './snapshot-table.ts';

/** What snapshots of every version have. The order of columns is that of the TypeScript, not of the table. */
export const always: readonly Aspect[] = [
  'schemas', 'tables', 'columns', 'columnTypes', 'defaults', 'constraints', 'indexes', 'enums',
];

/** A snapshot of version 5, 6 or 7 as a catalog. Nothing in it has a place in a file. */
export function catalogOf(json: Json, spelling: SqlSpelling): Catalog {
  const enums = enumsOf(json['enums']);
  const context = contextOf(enums, spelling);
  const tables = entriesOf(json['tables']).map(([name, table]) => [tableOf(name, table, context), table] as const);
  return {
    ...emptyCatalog(new Set(aspects(json, spelling))),
    schemas: schemasNamed(isJson(json['schemas']) ? textsOf(Object.values(json['schemas'])) : []),
    enums: byName(enums),
    tables: byName(tables.map(([table]) => table)),
    indexes: byName(tables.flatMap(([table, written]): readonly Index[] => indexesOf(table, written, context))),
    policies: policiesOf(tables, json, context),
    sequences: byName(entriesOf(json['sequences']).map(([key, sequence]) => sequenceOf(key, sequence))),
    views: byName(createdViews(json).map(([key, view]) => viewOf(key, view, spelling))),
  };
}

/** How the SQL in the tables of a snapshot is read. */
export function contextOf(enums: readonly EnumType[], spelling: SqlSpelling): TableContext {
  return {
    enums,
    spellType: remembered(spelling.spellType),
    spell: remembered(spelling.spellExpression ?? unspelled),
  };
}

/** drizzle-kit wrote sequences from 0.24 on, views, policies and row security from 0.26 on. */
function aspects(json: Json, spelling: SqlSpelling): readonly Aspect[] {
  const seen = [...always];
  if (isJson(json['sequences'])) seen.push('sequences');
  if (isJson(json['views'])) seen.push('views');
  if (isJson(json['views']) && spelling.spellQuery !== undefined) seen.push('viewDefinitions');
  if (isJson(json['policies'])) seen.push('policies', 'rowSecurity');
  if (spelling.spellExpression !== undefined) seen.push('expressions');
  return seen;
}

/** A snapshot has some thousand columns, and some ten types and defaults. */
function remembered<Spelled>(spell: (written: string) => Spelled): (written: string) => Spelled {
  const known = new Map<string, Spelled>();
  return (written) => {
    const spelled = known.get(written) ?? spell(written);
    known.set(written, spelled);
    return spelled;
  };
}

/** Objects by their keys. */
export function byName<Named extends ObjectName>(objects: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(objects.map((each) => [keyOf(each), each]));
}

/** `public` is left out by drizzle-kit. */
export function schemasNamed(names: readonly string[]): ReadonlyMap<string, Schema> {
  return new Map(['public', ...names].map((name) => [name, { name, origin: null }]));
}

/** Version 5: `{name, values: {draft: 'draft'}}`; later: `{name, schema, values: ['draft']}`. */
function enumsOf(json: unknown): readonly EnumType[] {
  return entriesOf(json).map(([key, each]) => {
    const values = each['values'];
    const list = isJson(values) ? Object.values(values).filter((value) => typeof value === 'string') : textsOf(values);
    return { ...objectName(key, each), values: list, partial: false, origin: null };
  });
}

/** `pgSequence` has no AS, so Postgres makes it bigint. */
export function sequenceOf(key: string, json: Json): Sequence {
  return { ...objectName(key, json), type: 'bigint', ownedBy: null, origin: null };
}

/** A view marked `.existing()` is somebody else's: Drizzle does not create it. */
function createdViews(json: Json): ReturnType<typeof entriesOf> {
  return entriesOf(json['views']).filter(([, view]) => view['isExisting'] !== true);
}

/** A view; snapshots of every version call what it has the same. */
export function viewOf(key: string, json: Json, { spellQuery = unspelled }: SqlSpelling): View {
  const definition = textOf(json['definition']);
  return {
    ...objectName(key, json),
    materialized: json['materialized'] === true,
    definition: definition === null ? null : spellQuery(definition),
    origin: null,
  };
}

/** Those of the tables, and those linked to a table that the schema only knows of, in `policies` at the top. */
function policiesOf(
  tables: readonly (readonly [Table, Json])[], json: Json, context: TableContext,
): ReadonlyMap<string, Policy> {
  const inside = tables.flatMap(([table, written]) =>
    entriesOf(written['policies']).map(([name, policy]) => policyOf(table, name, policy, context)));
  const linked = entriesOf(json['policies']).flatMap(([name, policy]) => {
    const table = tableNamed(textOf(policy['on']) ?? '');
    return table === null ? [] : [policyOf(table, name, policy, context)];
  });
  return new Map([...inside, ...linked].map((policy) => [memberKey(policy.table, policy.name), policy]));
}

/** `"schema"."table"`, as drizzle-kit writes into `on`. */
function tableNamed(on: string): ObjectName | null {
  const [, schema, written] = /^"(.+)"\."(.+)"$/s.exec(on) ?? [];
  if (schema === undefined || written === undefined) return null;
  return { schema, name: truncateToBytes(written, 63), written };
}
