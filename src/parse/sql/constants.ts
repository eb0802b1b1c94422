/**
 * One spelling for the constants that the server prints differently from how they were written. `type` is the type the
 * constant is cast to, if it is.
 */
export function canonicalConstant(value: string, type: string | undefined): string {
  if (isBooleanText(value, type)) return /^(t|true|y|yes|on|1)$/i.test(value.trim()) ? 'true' : 'false';
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)) return value;
  if (type === 'regclass') return quoted(relationText(value));
  return quoted(canonicalJson(value) ?? canonicalArray(value) ?? value);
}

function isBooleanText(value: string, type: string | undefined): boolean {
  if (type !== 'boolean') return type === undefined && /^(true|false)$/.test(value);
  return /^(t|f|true|false|y|n|yes|no|on|off|0|1)$/i.test(value.trim());
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The name of a relation without quotes and without `public`. */
function relationText(value: string): string {
  const parts = [...value.matchAll(/"((?:[^"]|"")*)"|[^".]+/g)].map(([word, inside]) =>
    inside === undefined ? word.toLowerCase() : inside.replaceAll('""', '"'));
  return parts.length === 2 && parts[0] === 'public' ? parts[1] ?? '' : parts.join('.');
}

/** Objects and lists as `jsonb` orders them: keys by length, then by bytes. */
function canonicalJson(value: string): string | null {
  if (!/^\s*[[{]/.test(value)) return null;
  try {
    return JSON.stringify(ordered(JSON.parse(value)));
  } catch {
    return null;
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => left.length - right.length || (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, ordered(part)]));
}

/** `{"a", b}` as the server prints it: quotes only where they are needed, no space. Null for what is no array. */
function canonicalArray(value: string): string | null {
  if (!/^\s*\{.*\}\s*$/s.test(value)) return null;
  return value.trim().replace(/"((?:[^"\\]|\\.)*)"|\s*([{},])\s*/gs, (found: string, inside?: string, sign?: string) => {
    if (sign !== undefined) return sign;
    return inside !== undefined && needsNoQuotes(inside) ? inside : found;
  });
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function needsNoQuotes(element: string): boolean {
  return element !== '' && !/["\\{},\s]/.test(element) && element.toUpperCase() !== 'NULL';
}
