import type { Catalog, Sequence } from '../../facts/catalog.ts';
import type { NewColumn } from '../../facts/change.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { eachChanged, mapped, withEntry, without, withoutKey } from './entries.ts';
import { chooseSequenceName, isRelationTaken, isTypeInTheWay } from './generated-names.ts';
import type { Replayed } from './replayed.ts';
import { done, duplicate, unknown } from './replayed.ts';
import { sequenceOfDefault } from './sequence-default.ts';

type Owner = NonNullable<Sequence['ownedBy']>;

/** The sequence a serial or identity column comes with, owned by it. */
export function ownSequence(
  catalog: Catalog,
  owner: Owner,
  column: Pick<NewColumn, 'type' | 'sequence' | 'origin'>,
): { readonly catalog: Catalog; readonly sequence: Sequence } {
  const name = column.sequence ?? unnamed(owner.table.schema, chooseSequenceName(catalog, owner.table, owner.column));
  const sequence: Sequence = {
    schema: name.schema, name: name.name, written: name.written, type: sequenceType(column.type), ownedBy: owner,
    origin: column.origin,
  };
  return { catalog: withSequence(catalog, sequence), sequence };
}

export function createSequence(catalog: Catalog, sequence: Sequence): Replayed {
  if (isRelationTaken(catalog, sequence.schema, sequence.name)) return duplicate(catalog, 'relation', sequence);
  if (isTypeInTheWay(catalog, sequence)) return duplicate(catalog, 'type', sequence);
  return done(withSequence(catalog, sequence));
}

export function alterSequence(
  catalog: Catalog,
  name: ObjectName,
  ownedBy: Owner | 'none' | null,
  type: Sequence['type'] | null,
): Replayed {
  const sequence = catalog.sequences.get(keyOf(name));
  if (sequence === undefined) return unknown(catalog, 'relation', name);
  const owner = ownedBy === null ? sequence.ownedBy : ownedBy === 'none' ? null : ownedBy;
  return done(withSequence(catalog, { ...sequence, ownedBy: owner, type: type ?? sequence.type }));
}

/** DROP SEQUENCE; with CASCADE the defaults that draw from it go too. */
export function dropSequence(catalog: Catalog, name: ObjectName, cascade: 'cascade' | 'restrict'): Replayed {
  if (!catalog.sequences.has(keyOf(name))) return unknown(catalog, 'relation', name);
  const after = { ...catalog, sequences: withoutKey(catalog.sequences, keyOf(name)) };
  return done(cascade === 'cascade' ? withoutDefaultsFrom(after, (sequence) => sameName(sequence, name)) : after);
}

/** Sequences whose owner leaves, and the defaults elsewhere that drew from them. */
export function withoutOwned(catalog: Catalog, leaves: (owner: Owner) => boolean): Catalog {
  const sequences = without(catalog.sequences, (one) => one.ownedBy !== null && leaves(one.ownedBy));
  if (sequences === catalog.sequences) return catalog;
  return withoutDefaultsFrom({ ...catalog, sequences }, (name) =>
    catalog.sequences.has(keyOf(name)) && !sequences.has(keyOf(name)));
}

/** Every owned sequence through `change`. */
export function withOwners(catalog: Catalog, change: (sequence: Sequence, owner: Owner) => Sequence): Catalog {
  const sequences = mapped(catalog.sequences, (one) => (one.ownedBy === null ? one : change(one, one.ownedBy)), keyOf);
  return sequences === catalog.sequences ? catalog : { ...catalog, sequences };
}

function withoutDefaultsFrom(catalog: Catalog, gone: (sequence: ObjectName) => boolean): Catalog {
  const tables = mapped(catalog.tables, (table) => {
    const columns = eachChanged(table.columns, (column) => {
      const sequence = sequenceOfDefault(column.default);
      return sequence !== null && gone(sequence) ? { ...column, default: null } : column;
    });
    return columns === table.columns ? table : { ...table, columns };
  }, keyOf);
  return tables === catalog.tables ? catalog : { ...catalog, tables };
}

/** A sequence counts in the type of its column; of any other type, as bigint. */
export function sequenceType(type: string): Sequence['type'] {
  return type === 'smallint' || type === 'integer' ? type : 'bigint';
}

function withSequence(catalog: Catalog, sequence: Sequence): Catalog {
  return { ...catalog, sequences: withEntry(catalog.sequences, keyOf(sequence), sequence) };
}

function unnamed(schema: string, name: string): ObjectName {
  return { schema, name, written: name };
}
