import { relationNames } from '../catalog/names-in-use.ts';
import { chosenName } from '../facts/chosen-name.ts';
import type { ObjectName } from '../facts/names.ts';
import { patternsFor } from '../naming/conventions.ts';
import { render } from '../naming/match.ts';
import { indexThing, type NamedThing } from '../naming/named-things.ts';
import type { ObjectContext } from './context.ts';
import { truncateToBytes, utf8Length } from '../text/utf8.ts';

/**
 * A name for an index on columns: by the project's own patterns where they tell one that is free, else
 * `book_author_id_idx` within 63 bytes, with a number where that is taken, as Postgres itself chooses.
 */
export function freeIndexName(
  table: ObjectName, columns: readonly string[], { catalog, conventions }: Pick<ObjectContext<unknown>, 'catalog' | 'conventions'>,
): string {
  const taken = relationNames(catalog, table.schema);
  const own = proposed(table, columns);
  const byPattern = patternsFor(conventions, own).map((pattern) => render(pattern, own));
  return byPattern.find((name) => name !== null && !taken.has(name))
    ?? firstFree((number) => chosenName(table.name, columns.join('_'), `idx${number}`), taken);
}

function proposed(table: ObjectName, columns: readonly string[]): NamedThing {
  const keys = columns.map((column) => ({
    column, expression: null, order: 'asc' as const, nulls: 'last' as const, operatorClass: null, collation: null,
  }));
  return indexThing({ schema: table.schema, name: '', written: '', table, unique: false, keys, include: [], origin: null });
}

/**
 * A name cut in the middle so that its last word stays, since that says what it is: `…_fk`, `…_unique`. `longest` is in
 * bytes.
 */
export function shortenedName(name: string, longest: number, taken: ReadonlySet<string>): string {
  const [, stem = name, ending = ''] = /^(.+?)(_[a-z]{1,7})?$/su.exec(name) ?? [];
  return firstFree((number) => {
    const room = longest - utf8Length(ending) - number.length;
    return `${truncateToBytes(stem, room).replace(/_+$/, '')}${number}${ending}`;
  }, taken);
}

function firstFree(nameWith: (number: string) => string, taken: ReadonlySet<string>): string {
  for (let number = 0; number <= taken.size; number++) {
    const name = nameWith(number === 0 ? '' : String(number));
    if (!taken.has(name)) return name;
  }
  return nameWith('');
}
