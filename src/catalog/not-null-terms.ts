/**
 * The terms of a predicate that stand side by side, joined by AND. Null where OR, CASE or a negated group makes a term
 * mean something else than it says.
 */
function terms(predicate: string): readonly string[] | null {
  const bare = predicate.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '');
  return /\b(?:or|case|not\s*\()/i.test(bare) ? null : withoutQualifiers(predicate).split(/\s+and\s+/i);
}

/** The columns of which a predicate says that they are not null, whatever else it says. */
export function provenNotNull(predicate: string): readonly string[] {
  return terms(predicate)?.flatMap((term) => notNullColumn(term) ?? []) ?? [];
}

function notNullColumn(term: string): string | null {
  const found = /^[\s(]*(?:"((?:[^"]|"")+)"|([a-z_][\w$]*))\)*\s+is\s+not\s+null[\s)]*$/i.exec(term);
  return found?.[1]?.replaceAll('""', '"') ?? found?.[2]?.toLowerCase() ?? null;
}

/** Drizzle's snapshots qualify columns by their table: `"loan"."book_id" is not null`. */
function withoutQualifiers(predicate: string): string {
  return predicate.trim().replace(/(?:"(?:[^"]|"")+"\.)+(?=")/g, '');
}
