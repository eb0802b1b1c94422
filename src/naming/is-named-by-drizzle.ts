import type { NamedThing } from './named-things.ts';

/** What such a name is made of. */
type Drawn = Pick<NamedThing, 'kind' | 'table' | 'columns' | 'parents' | 'written'>;

/**
 * Is it called what drizzle-orm 0.45 and drizzle-kit 0.31 call what is left unnamed (see parse/schema/names.ts)? Letter
 * case is passed over: some of these names have the keys of TypeScript in them, some the names of the database.
 */
export function isNamedByDrizzle(thing: Drawn): boolean {
  const made = madeName(thing);
  return made !== null && bare(made) === bare(thing.written);
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
