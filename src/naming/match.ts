import type { Answer } from '../catalog/born-here.ts';
import { utf8Length } from '../text/utf8.ts';
import { expand, type Piece } from './expand.ts';
import { inflected, isPlural, isSingular, lastWordOf, pluralOf, singularOf } from './inflect.ts';
import type { NamedThing } from './named-things.ts';
import type { Pattern } from './pattern.ts';

/** NAMEDATALEN - 1. */
const longest = 63;

/** Does the name of a thing fit one of the patterns? Unknown where that hangs on what cannot be told. */
export function fitsAny(patterns: readonly Pattern[], thing: NamedThing): Answer {
  const answers = patterns.map((pattern) => fits(pattern, thing));
  return answers.find((answer) => answer === 'yes') ?? answers.find((answer) => answer === 'unknown') ?? 'no';
}

/**
 * Does the name of a thing fit a pattern? Where the name that the pattern wants is longer than Postgres allows, every
 * name does: its author had to choose one.
 */
export function fits(pattern: Pattern, thing: NamedThing): Answer {
  const name = thing.kind === 'migration' ? thing.name : thing.written;
  if (pattern.kind === 'expression') return pattern.expression.test(name) ? 'yes' : 'no';
  const readings = expand(pattern, thing);
  if (readings.some((pieces) => utf8Length(rendering(pieces, thing) ?? '') > longest)) return 'yes';
  const fitting = readings.filter((pieces) => isMadeOf(name, pieces));
  if (fitting.length === 0) return 'no';
  return fitting.some((pieces) => pieces.every(({ kind }) => kind !== 'unknown')) ? 'yes' : 'unknown';
}

/**
 * The name that a pattern gives a thing, or null where it leaves a choice: anything, a role, what cannot be told, a name
 * longer than 63 bytes; or where it gives none at all, as `{number}` does.
 */
export function render(pattern: Pattern, thing: NamedThing): string | null {
  if (pattern.kind === 'expression') return null;
  const [pieces = []] = expand(pattern, thing);
  const name = rendering(pieces, thing);
  return name === null || name === '' || utf8Length(name) > longest ? null : name;
}

/** An inflected word is known where it is the whole name: it is the name there is, in its other form. */
function rendering(pieces: readonly Piece[], { name }: NamedThing): string | null {
  const texts = pieces.map((piece) => textOf(piece, pieces.length === 1 ? name : null));
  return texts.every((text) => text !== null) ? texts.join('') : null;
}

function textOf(piece: Piece, whole: string | null): string | null {
  switch (piece.kind) {
    case 'texts':
      return piece.isChoice ? null : piece.texts[0] ?? null;
    case 'digits':
    case 'role':
      return '';
    case 'one':
      return whole === null ? null : inInflection(whole, singularOf, isSingular);
    case 'many':
      return whole === null ? null : inInflection(whole, pluralOf, isPlural);
    case 'anything':
    case 'noTable':
    case 'unknown':
      return null;
    default:
      return piece satisfies never;
  }
}

function inInflection(name: string, form: (word: string) => string, isForm: (word: string) => boolean): string | null {
  const better = inflected(name, form);
  return isForm(lastWordOf(better)) ? better : null;
}

/** All places that the pieces so far may end at, then those with one piece more: never more than the name has. */
function isMadeOf(name: string, pieces: readonly Piece[]): boolean {
  const ends = pieces.reduce<readonly number[]>(
    (starts, piece) => [...new Set(starts.flatMap((start) => endsOf(piece, name.slice(start)).map((end) => start + end)))], [0],
  );
  return ends.includes(name.length);
}

/** Where a piece that begins a text may end. */
function endsOf(piece: Piece, text: string): readonly number[] {
  switch (piece.kind) {
    case 'texts':
      return piece.texts.filter((one) => text.startsWith(one)).map(({ length }) => length);
    case 'anything':
    case 'unknown':
      return placesIn(text);
    case 'noTable':
      return placesIn(text).filter((end) => !isTable(text.slice(0, end), piece.tables));
    case 'digits':
      return [0, ...placesIn(text).filter((end) => /^\d+$/.test(text.slice(0, end)))];
    case 'role':
      return [0, ...placesIn(text).filter((end) => text[end - 1] === '_' || /^\p{Ll}\p{Lu}/u.test(text.slice(end - 1)))];
    case 'one':
      return placesIn(text).filter((end) => isSingular(lastWordOf(text.slice(0, end))));
    case 'many':
      return placesIn(text).filter((end) => isPlural(lastWordOf(text.slice(0, end))));
    default:
      return piece satisfies never;
  }
}

/** One row of it, or the table itself. */
function isTable(words: string, tables: ReadonlySet<string>): boolean {
  return tables.has(words) || tables.has(inflected(words, pluralOf));
}

function placesIn(text: string): readonly number[] {
  return Array.from({ length: text.length }, (_, place) => place + 1);
}
