import { coverage, type Coverage } from '../catalog/covering-index.ts';
import type { ForeignKey, Table } from '../facts/catalog.ts';
import type { ProjectFacts } from './facts.ts';
import { catalogOf, originsOn } from './object-findings.ts';

/** A foreign key, and which index serves it. */
export interface ForeignKeyServed {
  readonly table: Table;
  readonly foreignKey: ForeignKey;
  readonly coverage: Coverage;
}

/** Every foreign key of the database as it is meant to be, in the order of tables; what partitions have from their parent is told once. */
export function foreignKeysServed(facts: ProjectFacts): readonly ForeignKeyServed[] {
  const catalog = catalogOf(facts);
  return [...catalog.tables.values()].flatMap((table) => {
    const ofParent = table.partitionOf === null ? new Set() : originsOn(table.partitionOf, catalog);
    return table.constraints.flatMap((foreignKey) => (foreignKey.kind === 'foreignKey' && !ofParent.has(foreignKey.origin)
      ? [{ table, foreignKey, coverage: coverage(catalog, table, foreignKey, facts.postgres) }] : []));
  });
}
