import { chosenName } from '../facts/chosen-name.ts';
import { truncateToBytes, utf8Length } from '../text/utf8.ts';

/** `book_author_id_idx` within 63 bytes, with a number where the name is taken, as Postgres itself chooses. */
export function freeIndexName(table: string, columns: readonly string[], taken: ReadonlySet<string>): string {
  return firstFree((number) => chosenName(table, columns.join('_'), `idx${number}`), taken);
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
