import {
  type Aspect, type Catalog, emptyCatalog, type EnumType, type Index, type Namesake, type Policy, type Schema,
  type Sequence, type Table, type View,
} from '../../../facts/catalog.ts';
import { keyOf, memberKey, type ObjectName } from '../../../facts/names.ts';
import { objectName } from '../names.ts';
import { isUnknown, unknown, type Unknown } from '../values.ts';
import type {
  EnumValue, PolicyValue, SchemaObject, SchemaValue, SequenceValue, TableValue, ViewValue,
} from './objects.ts';
import { type Context, type Gaps, known, sqlText } from './context.ts';
import { policyOf } from './declared-policy.ts';
import { declaredTable } from './declared-table.ts';

export interface DeclaredCatalog {
  readonly catalog: Catalog;
  readonly gaps: readonly Unknown[];
}

/** The catalog of what a schema's files export. */
export function declaredCatalog(
  objects: readonly SchemaObject[], sees: ReadonlySet<Aspect>, context: Context,
): DeclaredCatalog {
  const gaps: Gaps = [];
  const linked = linkedPolicies(objects.filter((one) => one.kind === 'policy'), gaps);
  const tables = objects.filter((one) => one.kind === 'table').map((table) =>
    declaredTable(table, context, hasPolicy(table, linked) ? 'has linked policies' : 'has none'));
  gaps.push(...tables.flatMap((one) => one.gaps));
  const policies = [
    ...tables.flatMap((one) => one.policies),
    ...linked.flatMap(({ table, policy }) => known(policyOf(table, policy, context), gaps) ?? []),
  ];
  const indexes = tables.flatMap((one) => one.indexes);
  const enums = objects.filter((one) => one.kind === 'enum').map((one) => enumOf(one, gaps));
  const views = objects.filter((one) => one.kind === 'view').flatMap((one) => viewOf(one, context, gaps));
  const sequences = objects.filter((one) => one.kind === 'sequence').map(sequenceOf);
  const catalog: Catalog = {
    ...emptyCatalog(sees),
    schemas: schemasOf(objects.filter((one) => one.kind === 'schema')),
    tables: byName(tables.map((one) => one.table)),
    indexes: byName(indexes),
    enums: byName(enums),
    sequences: byName(sequences),
    views: byName(views),
    namesakes: [
      ...namesakes('table', tables.map((one) => one.table)), ...namesakes('index', indexes),
      ...namesakes('view', views), ...namesakes('enum', enums), ...namesakes('sequence', sequences),
      ...policyNamesakes(policies), ...tables.flatMap((one) => one.namesakes),
    ],
    policies: new Map(policies.map((policy: Policy) => [memberKey(policy.table, policy.name), policy])),
  };
  return { catalog, gaps };
}

function hasPolicy(table: TableValue, linked: readonly LinkedPolicy[]): boolean {
  return linked.some((one) => one.table.id === table.id);
}

interface LinkedPolicy {
  readonly table: TableValue;
  readonly policy: PolicyValue;
}

/** A policy on its own counts only where `.link(table)` says whose it is. */
function linkedPolicies(policies: readonly PolicyValue[], gaps: Gaps): readonly LinkedPolicy[] {
  return policies.flatMap((policy) => {
    if (policy.linked === null) return [];
    if (policy.linked.kind === 'table') return [{ table: policy.linked, policy }];
    gaps.push(isUnknown(policy.linked) ? policy.linked : unknown('a policy is linked to no table', policy.origin));
    return [];
  });
}

/** The first of a name stays: Postgres refuses the others. */
function byName<Named extends ObjectName>(objects: readonly Named[]): ReadonlyMap<string, Named> {
  const first = new Map<string, Named>();
  for (const one of objects) {
    if (!first.has(keyOf(one))) first.set(keyOf(one), one);
  }
  return first;
}

type Declared = Table | Index | View | EnumType | Sequence;

/** Those of one kind whose name the first of that name has already. */
function namesakes(kind: Namesake['kind'], objects: readonly Declared[]): readonly Namesake[] {
  const first = byName(objects);
  return objects.filter((one) => first.get(keyOf(one)) !== one).map((one) => ({
    kind, schema: one.schema, name: one.name, written: one.written, origin: one.origin,
    table: 'table' in one ? one.table : null,
  }));
}

/** Of the policies of a table. */
function policyNamesakes(policies: readonly Policy[]): readonly Namesake[] {
  const keys = policies.map(({ table, name }) => memberKey(table, name));
  return policies.filter((policy, place) => keys.indexOf(memberKey(policy.table, policy.name)) < place)
    .map(({ table, name, written, origin }) => ({ kind: 'policy', schema: table.schema, name, written, table, origin }));
}

function schemasOf(schemas: readonly SchemaValue[]): ReadonlyMap<string, Schema> {
  const declared = schemas.filter(({ isExisting }) => !isExisting).map(({ name, origin }): Schema => ({ name: objectName(name, '').schema, origin }));
  return new Map([{ name: 'public', origin: null }, ...declared].map((schema) => [schema.name, schema]));
}

function enumOf(value: EnumValue, gaps: Gaps): EnumType {
  const values = known(value.values, gaps);
  const partial = values === null;
  return { ...objectName(value.schema, value.name), values: values ?? [], partial, origin: value.origin };
}

/** `pgSequence` has no AS, so Postgres makes it bigint. */
function sequenceOf(value: SequenceValue): Sequence {
  return { ...objectName(value.schema, value.name), type: 'bigint', ownedBy: null, origin: value.origin };
}

/** A view marked `.existing()` is not made by Drizzle; one without `.as(…)` is none yet. */
function viewOf(value: ViewValue, context: Context, gaps: Gaps): readonly View[] {
  if (value.state !== 'defined') return [];
  const { definition, origin } = value;
  const text = definition === null ? null : known(sqlText(definition, 'query', context, origin), gaps);
  return [{
    ...objectName(value.schema, value.name), materialized: value.materialized,
    definition: text === null ? null : context.spellQuery(text), origin,
  }];
}
