import type { RangeVar } from 'libpg-query';
import type { Change } from '../../facts/change.ts';
import { temporarySchema, type Identifier, type ObjectName } from '../../facts/names.ts';
import { truncateToBytes, utf8Length } from '../../text/utf8.ts';
import type { Token } from './lexer.ts';
import { wholeOf, type Range, type Scope } from './scope.ts';

/** NAMEDATALEN - 1: https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
const identifierBytes = 63;
/** A name may be cut before its 63rd byte where that is inside a character of at most four. */
const shortestCut = identifierBytes - 3;

/** How unqualified names are resolved at one place of a file. */
export interface Resolution {
  /** Where the file began. */
  readonly initial: string;
  /** First schema of the session's `search_path`. */
  readonly session: string;
  /** The same as `SET LOCAL` has it until the transaction ends, or null. */
  readonly local: string | null;
  /** Relations of the session's temporary schema, which is searched first. */
  readonly temporary: ReadonlySet<string>;
}

export function startResolution(searchPath: string): Resolution {
  return { initial: searchPath, session: searchPath, local: null, temporary: new Set() };
}

/** The schema in which an unqualified object is made and, as far as a text tells, found. */
export function currentSchema(names: Resolution): string {
  return names.local ?? names.session;
}

/** The resolution behind a change. */
export function follow(names: Resolution, change: Change): Resolution {
  switch (change.kind) {
    case 'setVariable':
      return change.variable === 'search_path' ? moved(names, change.value, change.local) : names;
    case 'transaction':
      return change.command === 'commit' || change.command === 'rollback' ? { ...names, local: null } : names;
    case 'createTable':
      return change.table.schema === temporarySchema ? withTemporary(names, change.table.name) : names;
    case 'createView':
      return change.view.schema === temporarySchema ? withTemporary(names, change.view.name) : names;
    case 'dropRelation':
      return change.name.schema === temporarySchema ? withoutTemporary(names, change.name.name) : names;
    case 'renameRelation':
      return change.name.schema === temporarySchema
        ? withTemporary(withoutTemporary(names, change.name.name), change.to.name)
        : names;
    default:
      return names;
  }
}

/** An empty path leaves unqualified names nowhere to go; then what held before is the best guess. */
function moved(names: Resolution, value: string | null, local: boolean): Resolution {
  const schema = value === null ? names.initial : firstSchema(value) ?? currentSchema(names);
  return local ? { ...names, local: schema } : { ...names, session: schema, local: null };
}

/** `"$user"` and `pg_catalog` are passed over: objects are not made there in practice. */
function firstSchema(path: string): string | undefined {
  const parts = (path.match(/"(?:[^"]|"")*"|[^\s,]+/g) ?? []).map(unquote);
  return parts.find((part) => part !== '' && part !== '$user' && part !== 'pg_catalog');
}

function withTemporary(names: Resolution, name: string): Resolution {
  return { ...names, temporary: new Set([...names.temporary, name]) };
}

function withoutTemporary(names: Resolution, name: string): Resolution {
  return { ...names, temporary: new Set([...names.temporary].filter((one) => one !== name)) };
}

/** What an identifier token names, not yet cut to 63 bytes: ASCII letters folded to lower case, or quotes undone. */
function identifierText(token: Token, text: string): string {
  return unquote(text.slice(token.start, token.end));
}

function unquote(word: string): string {
  if (word.startsWith('"')) return word.slice(1, -1).replaceAll('""', '"');
  if (/^u&"/i.test(word)) return unescapeUnicode(word.slice(3, -1).replaceAll('""', '"'));
  return word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html: `\0061`, `\+000061`, `\\`; UESCAPE is not read. */
function unescapeUnicode(text: string): string {
  return text.replace(/\\(?:\+([0-9a-f]{6})|([0-9a-f]{4})|\\)/gi, (escape: string, long?: string, short?: string) => {
    const code = Number.parseInt(long ?? short ?? '', 16);
    return Number.isNaN(code) || code > 0x10ffff ? escape.slice(1) : String.fromCodePoint(code);
  });
}

/**
 * A name of the tree with the author's spelling. The parser cuts names to 63 bytes, so a name of that length is looked
 * up among the tokens of the range; of several that are cut to the same name the first is taken.
 */
export function identifier(scope: Scope, name: string, range: Range = wholeOf(scope)): Identifier {
  return { name, written: writtenAs(scope, name, range, 'first') };
}

/** Like `identifier`, for the name that comes last: the new one of a RENAME. */
export function lastIdentifier(scope: Scope, name: string, range: Range = wholeOf(scope)): Identifier {
  return { name, written: writtenAs(scope, name, range, 'last') };
}

function writtenAs(scope: Scope, name: string, range: Range, which: 'first' | 'last'): string {
  if (utf8Length(name) < shortestCut) return name;
  const candidates: string[] = [];
  for (const token of scope.tokens.slice(range.from, range.to)) {
    if (token.kind !== 'identifier' && token.kind !== 'quotedIdentifier') continue;
    const written = identifierText(token, scope.text);
    if (truncateToBytes(written, identifierBytes) === name) candidates.push(written);
  }
  return candidates.at(which === 'first' ? 0 : -1) ?? name;
}

/** Name and author's spelling, both null where the author gave none. */
export function optionalIdentifier(
  scope: Scope, name: string | undefined, range: Range,
): { readonly name: string | null; readonly written: string | null } {
  return name ? identifier(scope, name, range) : { name: null, written: null };
}

/** A relation that exists already: an unqualified name may be a temporary one. */
export function relationName(scope: Scope, relation: RangeVar | undefined, range?: Range): ObjectName {
  return objectName(scope, [relation?.schemaname ?? '', relation?.relname ?? ''].filter((part) => part !== ''), range);
}

/** A relation about to be made. */
export function newRelationName(scope: Scope, relation: RangeVar | undefined, range?: Range): ObjectName {
  const name = relation?.relname ?? '';
  const isTemporary = relation?.relpersistence === 't';
  const schema = isTemporary ? temporarySchema : relation?.schemaname ?? currentSchema(scope.names);
  return { schema: realSchema(schema), ...identifier(scope, name, range) };
}

/** A relation by the parts of its name. */
export function objectName(scope: Scope, parts: readonly string[], range?: Range): ObjectName {
  const name = parts.at(-1) ?? '';
  return { schema: realSchema(parts.at(-2) ?? foundIn(scope.names, name)), ...identifier(scope, name, range) };
}

/** A type, routine or extension by the parts of its name: these have no temporary kind that matters here. */
export function plainName(scope: Scope, parts: readonly string[], range?: Range): ObjectName {
  const name = parts.at(-1) ?? '';
  return { schema: parts.at(-2) ?? currentSchema(scope.names), ...identifier(scope, name, range) };
}

function foundIn(names: Resolution, name: string): string {
  return names.temporary.has(name) ? temporarySchema : currentSchema(names);
}

function realSchema(schema: string): string {
  return /^pg_temp(_\d+)?$/.test(schema) ? temporarySchema : schema;
}
