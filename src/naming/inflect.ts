import { pluralize, singularize } from 'inflection';

/** Words used of one thing in the form of many: a table `settings` with a row a user is named as its author speaks. */
const formOfMany: ReadonlySet<string> = new Set([
  'analytics', 'credentials', 'criteria', 'data', 'media', 'metadata', 'metrics', 'preferences', 'settings', 'statistics', 'stats',
]);

/** Words of which English has no many, and words of a whole that has rows: a credit ledger is named so among plural tables. */
const uncountable: ReadonlySet<string> = new Set([
  'access', 'config', 'configuration', 'content', 'feedback', 'history', 'info', 'inbox', 'inventory', 'ledger', 'outbox',
  'personalization', 'progress', 'staff', 'stock', 'storage', 'usage',
]);

/** `sms`, `dns`, `aws`: what short words end in says nothing. */
const short = 3;

/** Could the word name one thing? In doubt it could. */
export function isSingular(word: string): boolean {
  const lower = word.toLowerCase();
  return lower.length <= short || /(?:ss|us|is)$/.test(lower) || formOfMany.has(lower) || singularize(lower) === lower;
}

/** Could the word name many? In doubt it could. */
export function isPlural(word: string): boolean {
  const lower = word.toLowerCase();
  return uncountable.has(lower) || pluralize(lower) === lower;
}

export function pluralOf(word: string): string {
  return isPlural(word) ? word : pluralize(word);
}

/** Plurals of which the grammar of suffixes makes `analyasis`, `cach` and `cooky`. */
const exceptions: Readonly<Record<string, string>> = { analyses: 'analysis', caches: 'cache', cookies: 'cookie', niches: 'niche' };

export function singularOf(word: string): string {
  return isSingular(word) ? word : exceptions[word] ?? singularize(word);
}

/** A name with its last word, digits apart, in another form: `book_loan_2` → `book_loans_2`. */
export function inflected(name: string, form: (word: string) => string): string {
  return name.replace(lastWord, (word) => form(word));
}

/** The last word of a name, be it snake_case or camelCase: what says whether the name is of one thing or of many. */
export function lastWordOf(name: string): string {
  return lastWord.exec(name)?.[0] ?? name;
}

const lastWord = /(?:\p{Lu}?[\p{Ll}\p{Lo}]+|\p{Lu}+)(?=[^\p{L}]*$)/u;
