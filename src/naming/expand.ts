import { singularOf, inflected } from './inflect.ts';
import type { NamedThing, Parent } from './named-things.ts';
import type { Pattern, PatternPart } from './pattern.ts';
import { camelCase, snakeCase } from './snake-case.ts';

/** A piece of a name that a template stands for. */
export type Piece =
  /** One of these texts. The first is the one to choose; `isChoice`: there is none to choose. */
  | { readonly kind: 'texts'; readonly texts: readonly string[]; readonly isChoice: boolean }
  | { readonly kind: 'anything' }
  /** Something that cannot be told: columns of an expression. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'digits' }
  /** Words before the name of a parent that say in which role it is one, or none: `home_` in `home_address_id`. */
  | { readonly kind: 'role' }
  /** Words that are not the name of a table: a role on its own, `author` for a person. */
  | { readonly kind: 'noTable'; readonly tables: ReadonlySet<string> }
  | { readonly kind: 'one' | 'many' };

type Template = Extract<Pattern, { kind: 'template' }>;

/**
 * What a template stands for with a thing's own table, columns and parents: each list is a way to read it. Postgres
 * counts the columns of INCLUDE among those of an index, people do not: both are read. A column that is two foreign
 * keys may be named by either parent, and by the parent or by its role.
 */
export function expand({ parts }: Template, thing: NamedThing): readonly (readonly Piece[])[] {
  const parents: readonly (Parent | null)[] = thing.parents.length === 0 ? [null] : thing.parents;
  const ways = thing.kind === 'column' ? ['parent', 'role'] as const : ['parent'] as const;
  const columns = thing.columns === null || thing.included.length === 0 ? [thing.columns] : [thing.columns, [...thing.columns, ...thing.included]];
  return columns.flatMap((list) => parents.flatMap((parent) => ways.map((by) =>
    parts.flatMap((part) => piecesOf(part, thing, { columns: list, parent, by })))));
}

interface Reading {
  readonly columns: readonly string[] | null;
  readonly parent: Parent | null;
  readonly by: 'parent' | 'role';
}

function piecesOf(part: PatternPart, thing: NamedThing, { columns, parent, by }: Reading): readonly Piece[] {
  if (part.kind === 'literal') return [exactly(part.text)];
  switch (part.name) {
    case '':
      return [{ kind: 'anything' }];
    case 'singular':
      return [{ kind: 'one' }];
    case 'plural':
      return [{ kind: 'many' }];
    case 'number':
      return [{ kind: 'digits' }];
    case 'schema':
      return [exactly(thing.schema)];
    case 'table':
      return thing.kind === 'column' && thing.table !== null ? [named(thing.table)] : [exactly(thing.table)];
    case 'column':
      return joined(columns?.length === 1 ? columns : null, '');
    case 'columns':
      return joined(columns, part.joint);
    case 'parent':
      return parentPieces(thing, parent, by);
    case 'parent_column':
      return joined(parent?.columns.length === 1 ? parent.columns : null, '');
    case 'parent_columns':
      return joined(parent?.columns ?? null, part.joint);
    default:
      return part.name satisfies never;
  }
}

function exactly(text: string | null): Piece {
  return text === null ? { kind: 'unknown' } : { kind: 'texts', texts: [text], isChoice: false };
}

/** Drizzle makes names of unique constraints with keys, which its casing does not reach: `book_authorId_unique`. */
function joined(columns: readonly string[] | null, joint: string): readonly Piece[] {
  if (columns === null || columns.length === 0) return [{ kind: 'unknown' }];
  return columns.flatMap((column, place): readonly Piece[] => [
    ...(place === 0 || joint === '' ? [] : [exactly(joint)]),
    { kind: 'texts', texts: [...new Set([column, camelCase(column), snakeCase(column)])], isChoice: false },
  ]);
}

/**
 * A constraint says the parent's whole name. A column says whom it means as people do, be it in a role or by the role
 * alone; but not by the name of another table, unless the column it refers to has that name too. What does not speak of
 * the parent now may tell a role that the parent's name would not: `created_by`.
 */
function parentPieces({ kind, name }: NamedThing, parent: Parent | null, by: Reading['by']): readonly Piece[] {
  if (kind !== 'column' || parent === null) return [exactly(parent?.table ?? null)];
  if (parent.needsRole || (by === 'role' && parent.columns.includes(name))) return [{ kind: 'anything' }];
  if (by === 'role') return [{ kind: 'noTable', tables: parent.tables }];
  const piece = named(parent.table);
  return [{ kind: 'role' }, { ...piece, isChoice: piece.isChoice || !piece.texts.some((text) => name.includes(text)) }];
}

/**
 * A table as the name of a column says it: in the singular or as it is called, whole or by its last words, without the
 * project's prefix: `dataset` and `archive_dataset` for `archive_datasets`.
 */
function named(table: string): Extract<Piece, { kind: 'texts' }> {
  const one = inflected(table, singularOf);
  const starts = [...table.matchAll(/(?<=_|^)[^_]|(?<=\p{Ll})\p{Lu}/gu)].map(({ index }) => index);
  const endings = starts.flatMap((start) => [one.slice(start), table.slice(start)]);
  const texts = endings.flatMap((text) => [text, ...bothCases(text)]);
  return { kind: 'texts', texts: [...new Set(texts)], isChoice: starts.length > 1 };
}

function bothCases(text: string): readonly string[] {
  const [first = '', ...rest] = text;
  return [first.toLowerCase(), first.toUpperCase()].map((letter) => letter + rest.join(''));
}
