import type { NamedThing } from './named-things.ts';
import type { NamedKind } from './kinds.ts';
import { wordsOfName } from './words.ts';

/** Why a name does not tell what the thing is. */
export type Fault =
  /** Its words say nothing, or nothing of their own: whose status is it? */
  | { readonly kind: 'vague' }
  | { readonly kind: 'letter' }
  /** It differs from another by a number. */
  | { readonly kind: 'numbered'; readonly from: string }
  /** The first of several columns that are one thing with numbers. */
  | { readonly kind: 'series'; readonly names: readonly string[] }
  /** A word of it is the type of the column, or the kind of the thing. `rest`: the name without. */
  | { readonly kind: 'type'; readonly rest: string };

export interface Nondescript {
  readonly thing: NamedThing;
  readonly fault: Fault;
}

const judged: ReadonlySet<NamedKind> = new Set(['table', 'view', 'materializedView', 'column', 'enum']);

/** Names of tables, views, columns and enums that do not say what they are; of each the worst that is to be said of it. */
export function nondescriptAmong(all: readonly NamedThing[], alsoVague: readonly string[]): readonly Nondescript[] {
  const things = all.filter(({ kind }) => judged.has(kind));
  const ground: Ground = {
    siblings: byOwner(things), marks: customaryMarks(things), alsoVague: new Set(alsoVague),
    tables: things.filter(({ kind }) => kind === 'table').length,
  };
  return things.flatMap((thing) => {
    const fault = isVague(thing, ground) ? { kind: 'vague' } as const : letter(thing, ground) ?? numbered(thing, ground) ?? typed(thing, ground);
    return fault === null ? [] : [{ thing, fault }];
  });
}

interface Ground {
  /** Those that a name is told apart from: the columns of a table, the tables of a schema. */
  readonly siblings: ReadonlyMap<string, readonly NamedThing[]>;
  /** Marks that most of a kind carry. */
  readonly marks: ReadonlySet<string>;
  readonly alsoVague: ReadonlySet<string>;
  readonly tables: number;
}

function byOwner(things: readonly NamedThing[]): ReadonlyMap<string, readonly NamedThing[]> {
  const groups = new Map<string, NamedThing[]>();
  for (const thing of things) groups.set(placeOf(thing), [...groups.get(placeOf(thing)) ?? [], thing]);
  return groups;
}

function placeOf({ kind, schema, table }: NamedThing): string {
  return kind === 'column' ? `columns ${schema ?? ''} ${table ?? ''}` : `${kind} ${schema ?? ''}`;
}

function beside(thing: NamedThing, { siblings }: Ground): readonly NamedThing[] {
  return (siblings.get(placeOf(thing)) ?? []).filter((one) => one !== thing);
}

const vague: ReadonlySet<string> = new Set([
  'asdf', 'bar', 'baz', 'blah', 'data', 'dummy', 'flag', 'foo', 'info', 'information', 'misc', 'miscellaneous', 'obj', 'qux', 'stuff', 'temp',
  'thing', 'things', 'tmp', 'val', 'value', 'values', 'var', 'xxx',
]);
/** As vague, but a log has a line and a column, and a filter a field: only with a number, or of what is no column. */
const parts: ReadonlySet<string> = new Set(['attr', 'col', 'column', 'field', 'table']);
const vagueOfColumns: ReadonlySet<string> = new Set(['bool', 'int', 'num', 'str', 'string']);
const vagueOfOthers: ReadonlySet<string> = new Set(['common', 'details', 'fields', 'general', 'new', 'object', 'objects', 'old', 'other', 'others', 'test', 'various']);
/** Of an enum, which every table of the schema may want, they leave open whose. */
const vagueOfEnums: ReadonlySet<string> = new Set(['category', 'kind', 'level', 'mode', 'state', 'status', 'type']);
/** They add nothing to a vague word. */
const fillers: ReadonlySet<string> = new Set(['a', 'all', 'my', 'new', 'old', 'other', 'some', 'the']);

function isVague(thing: NamedThing, ground: Ground): boolean {
  const name = wordsOfName(thing.name).join('_');
  if (ground.alsoVague.has(thing.name) || ground.alsoVague.has(name)) return true;
  if (thing.kind === 'enum' && vagueOfEnums.has(name)) return ground.tables > 1;
  const words = wordsOfName(thing.name.replace(/[\d_]+$/, ''));
  const own = thing.kind === 'column' ? vagueOfColumns : vagueOfOthers;
  const isPart = thing.kind !== 'column' || /\d$/.test(thing.name);
  const saysNothing = (word: string): boolean => vague.has(word) || own.has(word) || (isPart && parts.has(word));
  if (words.length === 0 || !words.every((word) => saysNothing(word) || fillers.has(word)) || !words.some(saysNothing)) return false;
  const [last = ''] = words.filter((word) => !fillers.has(word));
  return thing.kind !== 'column' || !isPayload(thing, last, ground);
}

/** What is kept for others says no more of itself than `data`; a value is one of what its neighbours name. */
function isPayload(thing: NamedThing, word: string, ground: Ground): boolean {
  switch (word) {
    case 'data':
    case 'info':
    case 'information':
      return thing.types.some((type) => payloads.has(type));
    case 'val':
    case 'value':
    case 'values':
      return thing.types.some((type) => type === 'json' || type === 'array') || beside(thing, ground).some((one) =>
        one.keys.includes('foreignKey') || wordsOfName(one.name).some((part) => ofWhat.has(part)));
    default:
      return false;
  }
}

const payloads: ReadonlySet<string> = new Set(['json', 'bytea', 'text', 'array']);
const ofWhat: ReadonlySet<string> = new Set([
  'attribute', 'code', 'field', 'identifier', 'key', 'kind', 'label', 'metric', 'name', 'parameter', 'property', 'setting', 'slug', 'type', 'unit', 'variable',
]);

const coordinates = /^[xyz]$/i;

function letter(thing: NamedThing, ground: Ground): Fault | null {
  if (!/^\p{L}$/u.test(thing.name)) return null;
  const hasCompany = thing.kind === 'column' && beside(thing, ground).some(({ name }) => /^\p{L}$/u.test(name));
  return hasCompany || coordinates.test(thing.name) ? null : { kind: 'letter' };
}

interface Numbered {
  readonly stem: string;
  readonly number: number;
}

/** `phone_2` → `phone`, 2. Digits that belong to the word (`sha256`, `ipv4`, `oauth2`) have no such stem. */
function numberOf(name: string): Numbered | null {
  const [, stem, digits] = /^(.*?\p{L})(?:_?v|_|V)?(\d{1,2})$/u.exec(name) ?? [];
  if (stem === undefined || digits === undefined || ofTheWord.test(name) || stem.length < 2) return null;
  return { stem, number: Number(digits) };
}

const ofTheWord = /(?:^|_)(?:sha|md|ipv|oauth|base|utf|mp|s|h|p|q|d|web|http|int|float|alpha|iso|level|tier|grade|line)_?\d+$/i;

/**
 * A series of three at least is told of once, at its first; two of a number are a pair. Series beside each other are slots
 * that the program deals out by their type: `tag1` to `tag7`, `number1` to `number5`. `book_v2` says what it is: the next
 * version, while the one before it is still there.
 */
function numbered(thing: NamedThing, ground: Ground): Fault | null {
  const own = numberOf(thing.name);
  if (own === null) return null;
  const others = beside(thing, ground);
  if (thing.kind === 'column') {
    const all = [thing, ...others];
    const names = seriesOf(own.stem, all);
    if (names !== null) return names[0] === thing.name && stemsOfSeries(all).size === 1 ? { kind: 'series', names } : null;
  }
  if (version.test(thing.name)) return null;
  const bare = others.find(({ name }) => name === own.stem);
  return bare === undefined || address.test(own.stem) ? null : { kind: 'numbered', from: bare.name };
}

/** Columns that differ by their number alone, at least three of them, without a gap. */
function seriesOf(stem: string, columns: readonly NamedThing[]): readonly string[] | null {
  const series = columns.flatMap(({ name }) => {
    const own = numberOf(name);
    return own?.stem === stem ? [{ name, number: own.number }] : [];
  }).sort((left, right) => left.number - right.number);
  const [first] = series;
  const isInRow = series.every(({ number }, place) => number === (first?.number ?? 0) + place);
  return series.length >= 3 && isInRow ? series.map(({ name }) => name) : null;
}

function stemsOfSeries(columns: readonly NamedThing[]): ReadonlySet<string> {
  const stems = new Set(columns.flatMap(({ name }) => numberOf(name)?.stem ?? []));
  return new Set([...stems].filter((stem) => seriesOf(stem, columns) !== null));
}

const version = /(?:_v|V)\d{1,2}$/;

/** Forms have a second line for it. */
const address = /(?:address|addr|street|line)$/i;

/** Words for types, with the family of types that they say again. */
const typeWords: Readonly<Record<string, string>> = {
  str: 'text', string: 'text', txt: 'text', varchar: 'text', int: 'integer', integer: 'integer', bigint: 'integer', bool: 'boolean', boolean: 'boolean',
  json: 'json', jsonb: 'json', arr: 'array', array: 'array', float: 'number', decimal: 'number', numeric: 'number', enum: 'enum',
};
/** `connection_string`, `json_schema`: the two words are one. */
const compound = /(?:^|_)(?:connection|query|search|format|template|cron|date|user_agent)_string$|^json_(?!data$|value$|text$)/;
const kindMarks: Readonly<Partial<Record<NamedKind, readonly string[]>>> = {
  table: ['tbl', 'table'], view: ['vw'], materializedView: ['vw'], enum: ['enum'],
};

function typed(thing: NamedThing, { marks }: Ground): Fault | null {
  const words = wordsOfName(thing.name);
  const name = words.join('_');
  if (words.length < 2 || compound.test(name)) return null;
  const isMark = (word: string | undefined): boolean => word !== undefined && (thing.kind === 'column'
    ? Object.hasOwn(typeWords, word) && thing.types.includes(typeWords[word] ?? '')
    : kindMarks[thing.kind]?.includes(word) === true && !marks.has(`${thing.kind} ${word}`));
  if (isMark(words.at(-1))) return { kind: 'type', rest: words.slice(0, -1).join('_') };
  return isMark(words[0]) && words[0] !== 'table' ? { kind: 'type', rest: words.slice(1).join('_') } : null;
}

/** Half of a kind, and two at least, carry a mark where it is the custom of the project. */
function customaryMarks(things: readonly NamedThing[]): ReadonlySet<string> {
  return new Set(Object.entries(kindMarks).flatMap(([kind, words]) => {
    const all = things.filter((thing) => thing.kind === kind).map(({ name }) => wordsOfName(name));
    return words.filter((word) => {
      const carriers = all.filter((name) => name.at(-1) === word || name[0] === word).length;
      return carriers >= 2 && carriers / all.length >= 0.5;
    }).map((word) => `${kind} ${word}`);
  }));
}
