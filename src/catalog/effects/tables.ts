import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { tableOfConstraintIndex } from '../replay/generated-names.ts';
import { both, familyOf, locked, relatedTo, rewriting } from './combine.ts';
import { dropIndex } from './indexes.ts';

/** A new table is nobody's business but that of the tables it refers to, and of the parent it is a partition of. */
export function createTable({ table, columns, constraints }: ChangeOf<'createTable'>, catalog: Catalog): Effects {
  if (catalog.tables.has(keyOf(table))) return noEffects;
  const references = [...columns.flatMap((column) => column.constraints), ...constraints]
    .flatMap((one) => (one.kind === 'foreignKey' && !sameName(one.references, table) ? [one.references] : []));
  const parent = table.partitionOf === null ? noEffects : locked(table.partitionOf, 'AccessExclusive');
  return references.map((name) => locked(name, 'ShareRowExclusive')).reduce(both, parent);
}

export function dropRelation(change: ChangeOf<'dropRelation'>, catalog: Catalog): Effects {
  switch (change.relation) {
    case 'table': return dropTable(change.name, catalog);
    case 'index': return dropIndex(change, catalog);
    case 'sequence': return noEffects;
    case 'view':
    case 'materializedView': return locked(change.name, 'AccessExclusive');
    default: return change.relation satisfies never;
  }
}

/** The tables a foreign key leads to or comes from lose triggers, for which they are locked as hard. */
function dropTable(name: ObjectName, catalog: Catalog): Effects {
  const related = familyOf(catalog, name).flatMap((table) => relatedTo(catalog, table, () => true));
  return [...familyOf(catalog, name), ...related].map((table) =>
    locked(table, 'AccessExclusive')).reduce(both, noEffects);
}

export function vacuum({ tables, full, analyzeOnly }: ChangeOf<'vacuum'>, catalog: Catalog): Effects {
  const each = tables.map((table): Effects => (full && !analyzeOnly
    ? { ...locked(table, 'AccessExclusive'), ...rewriting(catalog, table) }
    : locked(table, 'ShareUpdateExclusive')));
  return each.reduce(both, noEffects);
}

export function isTable(catalog: Catalog, name: ObjectName): boolean {
  return !catalog.indexes.has(keyOf(name)) && !catalog.sequences.has(keyOf(name))
    && tableOfConstraintIndex(catalog, name.schema, name.name) === null;
}
