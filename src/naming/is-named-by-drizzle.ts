import { referenceName } from '../facts/reference-name.ts';
import type { NamedThing } from './named-things.ts';

/** What such a name is made of. */
export type Drawn = Pick<NamedThing, 'kind' | 'table' | 'columns' | 'parents' | 'written'> & Partial<Pick<NamedThing, 'isUnnamed'>>;

/**
 * Is it called what drizzle-orm and drizzle-kit call what is left unnamed (see parse/schema/names.ts)? 1.0 says so of each; 0.31 names
 * it by this pattern, and what a project had before it went over to 1.0 keeps its name. Letter
 * case is passed over: some of these names have the keys of TypeScript in them, some the names of the database.
 */
export function isNamedByDrizzle(thing: Drawn): boolean {
  if (thing.isUnnamed === true) return true;
  if (isReference(thing)) return true;
  const made = madeName(thing);
  return made !== null && bare(made) === bare(thing.written);
}

/** A foreign key of 1.0: where the name would be too long it has a hash in it, which no pattern tells. */
function isReference({ kind, table, columns, parents: [parent], written }: Drawn): boolean {
  if (kind !== 'foreignKey' || table === null || columns === null || parent === undefined) return false;
  return written === referenceName({ table, columns, parent: parent.table, parentColumns: parent.columns });
}

function madeName({ kind, table, columns, parents: [parent] }: Drawn): string | null {
  if (table === null || columns === null) return null;
  const start = `${table}_${columns.join('_')}`;
  switch (kind) {
    case 'index':
    case 'uniqueIndex':
      return `${start}_index`;
    case 'unique':
      return `${start}_unique`;
    case 'primaryKey':
      return `${start}_pk`;
    case 'foreignKey':
      return parent === undefined ? null : `${start}_${parent.table}_${parent.columns.join('_')}_fk`;
    default:
      return null;
  }
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}
