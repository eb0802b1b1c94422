import { closest, distance } from 'fastest-levenshtein';
import { knownRoles, type NamedKind } from './kinds.ts';
import type { NamedThing } from './named-things.ts';
import { parsePattern, placeholdersOf, placeholdersOfForeignKeyColumn, type Pattern, type Placeholder } from './pattern.ts';
import { namingPresets, type NamingPreset } from './presets.ts';

/** Patterns as they are written: of several any will do. */
export interface PatternTexts {
  readonly patterns?: Readonly<Partial<Record<NamedKind, string | readonly string[]>>>;
  /** For columns, by role or type: `foreignKey`, `boolean`, `timestamp`, `character varying`. */
  readonly columns?: Readonly<Record<string, string | readonly string[]>>;
}

/** Patterns as they are asked. */
export interface Conventions {
  readonly patterns: Readonly<Partial<Record<NamedKind, readonly Pattern[]>>>;
  readonly columns: Readonly<Record<string, readonly Pattern[]>>;
}

/** A preset with a team's own patterns in place of its patterns for the same kinds, roles and types. */
export function conventionsOf(preset: NamingPreset | null, own: Conventions): Conventions {
  const from = preset === null ? noConventions : presetConventions(preset);
  return { patterns: { ...from.patterns, ...own.patterns }, columns: { ...from.columns, ...own.columns } };
}

/** Patterns that the name of a thing has to fit one of, the more special before the more general; none: it is free. */
export function patternsFor({ patterns, columns }: Conventions, thing: NamedThing): readonly Pattern[] {
  if (thing.kind !== 'column') return patterns[thing.kind] ?? [];
  const ofKeys = thing.keys.map((role) => columns[role] ?? []);
  if (ofKeys.some((some) => some.length > 0)) return ofKeys.every((some) => some.length > 0) ? ofKeys.flat() : [];
  const ofType = thing.types.map((type) => columns[type] ?? []).find((some) => some.length > 0);
  return ofType ?? patterns.column ?? [];
}

/** What a pattern for columns of a role or type may speak of. */
function placeholdersOfColumn(role: string): readonly Placeholder[] {
  return role === 'foreignKey' ? placeholdersOfForeignKeyColumn : placeholdersOf.column;
}

/** Every name is free. */
export const noConventions: Conventions = { patterns: {}, columns: {} };
const parsed = new Map<NamingPreset, Conventions>();

function presetConventions(preset: NamingPreset): Conventions {
  const known = parsed.get(preset) ?? parseConventions(namingPresets[preset]);
  parsed.set(preset, known);
  return known;
}

type Texts = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Patterns by kind or role as they are asked, or what is wrong with the first that is none. */
function parsePatterns(
  texts: Texts, allowed: (key: string) => readonly Placeholder[],
): Readonly<Record<string, readonly Pattern[]>> | string {
  const patterns: Record<string, readonly Pattern[]> = {};
  for (const [key, some] of Object.entries(texts)) {
    const each = [some ?? []].flat().map((text) => parsePattern(text, allowed(key)));
    const wrong = each.find((pattern) => typeof pattern === 'string');
    if (wrong !== undefined) return `${key}: ${wrong}`;
    patterns[key] = each.filter((pattern) => typeof pattern !== 'string');
  }
  return patterns;
}

/** As `parsePatterns`, for columns by role or type: what is nearly the name of one is none. */
export function parseColumnPatterns(texts: Texts): Conventions['columns'] | string {
  const misspelt = Object.keys(texts).find(isMisspelt);
  if (misspelt !== undefined) return `There is no role or type "${misspelt}"; the nearest is "${closest(misspelt, [...knownRoles])}"`;
  return parsePatterns(texts, placeholdersOfColumn);
}

/** Types that we do not know are there too: `citext`, `vector`, those of the user. */
function isMisspelt(role: string): boolean {
  const apart = distance(role, closest(role, [...knownRoles]));
  return apart === 1 || (apart === 2 && role.length > 7);
}

/** As `parsePatterns`, by kind. */
export function parseKindPatterns(texts: Texts): Conventions['patterns'] | string {
  return parsePatterns(texts, (kind) => placeholdersOf[kind as NamedKind]);
}

/** @throws TypeError for a pattern that is none: those of settings are parsed where settings are read. */
export function parseConventions({ patterns = {}, columns = {} }: PatternTexts): Conventions {
  return { patterns: sound(parseKindPatterns(patterns)), columns: sound(parseColumnPatterns(columns)) };
}

function sound<Parsed>(parsed: Parsed | string): Parsed {
  if (typeof parsed === 'string') throw new TypeError(parsed);
  return parsed;
}
