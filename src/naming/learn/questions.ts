import { singularOf } from '../inflect.ts';
import type { NamedKind } from '../kinds.ts';
import type { NamedThing } from '../named-things.ts';
import { placeholdersOf, placeholdersOfForeignKeyColumn } from '../pattern.ts';
import { sharesOf } from './convention.ts';
import type { LetterCase } from './letter-case.ts';
import type { Candidate, Question } from './patterns.ts';

/** Every kind of name of which a pattern may be learned. */
export function questionsOf(things: readonly NamedThing[], columnCase: LetterCase | null): readonly Question[] {
  const of = (kind: NamedKind): readonly NamedThing[] => things.filter((thing) => thing.kind === kind);
  return [...keyed.map((one) => keyedQuestion(one, of(one.kind))), ...plain.map((one) => plainQuestion(one, of(one.kind))), ...columnQuestions(of('column'), columnCase)];
}

type Kind = Pick<Question, 'about' | 'kind'>;

const keyed: readonly Kind[] = [
  { kind: 'index', about: 'Indexes' },
  { kind: 'uniqueIndex', about: 'Unique indexes' },
  { kind: 'unique', about: 'Unique constraints' },
  { kind: 'primaryKey', about: 'Primary keys' },
  { kind: 'foreignKey', about: 'Foreign keys' },
  { kind: 'check', about: 'Checks' },
];

const plain: readonly Kind[] = [
  { kind: 'policy', about: 'Policies' },
  { kind: 'trigger', about: 'Triggers' },
  { kind: 'enum', about: 'Enums' },
  { kind: 'view', about: 'Views' },
  { kind: 'routine', about: 'Functions' },
];

function keyedQuestion({ kind, about }: Kind, things: readonly NamedThing[]): Question {
  const tails = affixes(things, tailOf);
  const heads = affixes(things, headOf);
  const withKeys = kind === 'check' ? [] : [
    ...(kind === 'foreignKey' ? tails.flatMap((tail) => [[`{table}_{columns}_{parent}_{parent_columns}_${tail}`], [`{table}_{parent}_${tail}`]]) : []),
    ...tails.map((tail) => [`{table}_{columns}_${tail}`]),
    ...heads.map((head) => [`${head}_{table}_{columns}`]),
    ['{table}_{columns}'],
  ];
  return {
    about, key: kind, kind, things, placeholders: placeholdersOf[kind], beside: [],
    candidates: [...withKeys, ...withTable(tails, heads, things), ...withAffix(tails, heads), ['{table}_{}']],
  };
}

/** What belongs to no columns: after its table where it has one, or by its first or last word. */
function plainQuestion({ kind, about }: Kind, things: readonly NamedThing[]): Question {
  const tails = affixes(things, tailOf);
  const heads = affixes(things, headOf);
  const ofTable = kind === 'policy' || kind === 'trigger';
  return {
    about, key: kind, kind, things, placeholders: placeholdersOf[kind], beside: [],
    candidates: ofTable ? [...withTable(tails, heads, things), ...withAffix(tails, heads), ['{table}_{}']] : withAffix(tails, heads),
  };
}

/** Some have nothing between: `book_loan_unique` for the one key of `book_loan`. */
function withTable(tails: readonly string[], heads: readonly string[], things: readonly NamedThing[]): readonly Candidate[] {
  const either = (long: string, short: string): Candidate =>
    things.some(({ written, table }) => written === short.replace('{table}', table ?? '')) ? [long, short] : [long];
  return [
    ...tails.map((tail) => either(`{table}_{}_${tail}`, `{table}_${tail}`)),
    ...heads.map((head) => either(`${head}_{table}_{}`, `${head}_{table}`)),
  ];
}

function withAffix(tails: readonly string[], heads: readonly string[]): readonly Candidate[] {
  return [...tails.map((tail) => [`{}_${tail}`]), ...heads.map((head) => [`${head}_{}`])];
}

/** Words that names often begin or end with, but for words of what they are the names of. */
function affixes(things: readonly NamedThing[], wordOf: (thing: NamedThing) => string | null): readonly string[] {
  return sharesOf(things.flatMap((thing) => wordOf(thing) ?? [])).filter(({ count }) => count > 1).slice(0, 3).map(({ way }) => way);
}

function tailOf({ written, columns, table, kind }: NamedThing): string | null {
  const word = /_([a-z]{1,12})$/.exec(written)?.[1] ?? null;
  const own = [...(columns ?? []), kind === 'view' ? '' : table ?? ''];
  return own.some((name) => name === word || name.endsWith(`_${word ?? ''}`)) ? null : word;
}

function headOf({ written, table, kind }: NamedThing): string | null {
  const word = /^([a-z]{1,12})_/.exec(written)?.[1] ?? null;
  return kind !== 'view' && (table === word || table?.startsWith(`${word ?? ''}_`) === true) ? null : word;
}

/** Words that make a question of what follows: is it so? */
const auxiliaries = ['is', 'has', 'can', 'should', 'was', 'will', 'are', 'did', 'does', 'had', 'needs', 'must', 'allow', 'allows'] as const;

function columnQuestions(columns: readonly NamedThing[], columnCase: LetterCase | null): readonly Question[] {
  const typed = (role: string): readonly NamedThing[] => columns.filter(({ types }) => types.includes(role));
  const isKey = (role: NamedThing['keys'][number]): readonly NamedThing[] => columns.filter(({ keys }) => keys.includes(role));
  const [booleans, timestamps, dates] = [typed('boolean'), typed('timestamp'), typed('date')];
  const primary = isKey('primaryKey').filter(({ keys }) => !keys.includes('foreignKey'));
  return [
    columnQuestion('Columns that are the primary key', 'primaryKey', primary, sharesOf(primary.map(({ name }) => name)).slice(0, 1).map(({ way }) => [way]), namesOfKeys(primary)),
    columnQuestion('Columns that are a foreign key', 'foreignKey', isKey('foreignKey'), inCases([['{parent}_id'], ['{}_id']], columnCase), besideKeys(columnCase)),
    columnQuestion('Boolean columns', 'boolean', booleans, questionWords(booleans, columnCase)),
    columnQuestion('Timestamps', 'timestamp', timestamps, endings(timestamps, columnCase), ofSpans(columnCase)),
    columnQuestion('Dates', 'date', dates, endings(dates, columnCase)),
  ];
}

/** A key that means something outside its table is called what it is there: `isbn`, `slug`, `guild_id`. */
function namesOfKeys(primary: readonly NamedThing[]): readonly string[] {
  const natural = primary.filter(({ name, table, types }) =>
    types.includes('text') && /^[a-z]\w*$/.test(name) && !name.startsWith(singularOf(table ?? '')));
  return [...new Set(natural.map(({ name }) => name))];
}

/** Who did it; and the key of the parent that is no id, `country_code`. */
function besideKeys(columnCase: LetterCase | null): readonly string[] {
  return [...cased(['{}_by'], columnCase), ...(columnCase === 'snake_case' ? ['{parent}_{parent_columns}'] : [])];
}

/** The ends of a span of time, and days that are kept as moments. */
function ofSpans(columnCase: LetterCase | null): readonly string[] {
  return cased(['{}_start', '{}_end', '{}_from', '{}_to', '{}_until', '{}_deadline', '{}_time', '{}_date'], columnCase)
    .concat('start', 'end', 'from', 'to', 'expires');
}

function cased(texts: readonly string[], columnCase: LetterCase | null): readonly string[] {
  return [...new Set(inCases(texts.map((text) => [text]), columnCase).flat())];
}

function columnQuestion(
  about: string, role: string, things: readonly NamedThing[], candidates: readonly Candidate[], beside: readonly string[] = [],
): Question {
  return {
    about, key: `column.${role}`, kind: 'column', things, candidates, beside,
    placeholders: role === 'foreignKey' ? placeholdersOfForeignKeyColumn : placeholdersOf.column,
  };
}

function questionWords(things: readonly NamedThing[], columnCase: LetterCase | null): readonly Candidate[] {
  const used = auxiliaries.filter((word) => things.some(({ name }) => new RegExp(`^${word}(?:_|[A-Z])`).test(name)));
  const pattern = (word: string): string => (columnCase === 'snake_case' ? `${word}_{}` : `/^${word}[${columnCase === null ? '_' : ''}A-Z]/`);
  return [...used.map((word) => [pattern(word)]), used.map(pattern)].filter(({ length }) => length > 0);
}

function endings(things: readonly NamedThing[], columnCase: LetterCase | null): readonly Candidate[] {
  const words = things.flatMap(({ name }) => /_([a-z]+)$/.exec(name)?.[1] ?? /[a-z0-9]([A-Z][a-z]+)$/.exec(name)?.[1]?.toLowerCase() ?? []);
  const frequent = sharesOf(words).filter(({ count }) => count > 1).slice(0, 3);
  return inCases(frequent.map(({ way }) => [`{}_${way}`]), columnCase);
}

/** `{}_at` as columns are written here: `{}At` in camelCase, any of them where they are written so and so. */
function inCases(candidates: readonly Candidate[], columnCase: LetterCase | null): readonly Candidate[] {
  return candidates.flatMap((candidate) => {
    const camel = candidate.map((text) => text.replace(/_([a-z])/, (_, letter: string) => letter.toUpperCase()));
    if (columnCase === 'snake_case') return [candidate];
    return columnCase === null ? [candidate, camel, [...candidate, ...camel]] : [camel];
  });
}
