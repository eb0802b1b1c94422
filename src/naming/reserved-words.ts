/**
 * Words that cannot be the name of a table or a column without quotes: those that `pg_get_keywords()` gives as reserved (R),
 * and as reserved but for functions and types (T). Postgres 11 to 18 differ by one word. Asked of Postgres in
 * test/rules/reserved-words.test.ts.
 */
const reserved: ReadonlySet<string> = new Set(`
  all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog
  current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else end except
  false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime localtimestamp
  not null offset on only or order placing primary references returning select session_user some symmetric table then to
  trailing true union unique user using variadic when where window with
  authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like natural
  notnull outer overlaps right similar tablesample verbose`.trim().split(/\s+/));

const since: Readonly<Record<string, number>> = { system_user: 16 };

/** Must the name be quoted wherever SQL names a table or a column by it? */
export function isReserved(name: string, postgres: number): boolean {
  return reserved.has(name) || (Object.hasOwn(since, name) && postgres >= (since[name] ?? 0));
}

const role = 'the role that asks';

/** What a query takes the words for that it does not refuse. */
const values: Readonly<Record<string, string>> = {
  user: role, current_user: role, current_role: role, session_user: role, system_user: role,
  current_catalog: 'the database', current_schema: 'the schema', current_date: 'the date of today', current_time: 'the time', localtime: 'the time',
  current_timestamp: 'the time', localtimestamp: 'the time',
};
const constants: Readonly<Record<string, string>> = { ...values, true: 'true', false: 'false', null: 'null', all: 'no column' };

/** What SQL without quotes means by the word where a table or a column is meant. Null: it is a syntax error. */
export function readsElse(name: string, as: 'table' | 'column'): string | null {
  const meanings = as === 'table' ? values : constants;
  return Object.hasOwn(meanings, name) ? meanings[name] ?? null : null;
}
