/** Small letters and digits in words joined by `_`; words that stand among `acronyms` may be written as they are there. */
export function isSnakeCase(name: string, acronyms: readonly string[] = []): boolean {
  const words = name.replace(/^_+/, '').split('_');
  return words.every((word) => /^[\p{Ll}\p{Lo}\p{N}]+$/u.test(word) || acronyms.includes(word));
}

/** `createdAt` → `created_at`, `HTMLFile` → `html_file`, `statusV2` → `status_v2`, `First Name` → `first_name`. */
export function snakeCase(name: string): string {
  const words = name.match(/[\p{Ll}\p{Lo}\p{N}]+|\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}[\p{Ll}\p{N}]*/gu) ?? [];
  return words.map((word) => word.toLowerCase()).join('_');
}

/** `created_at` → `createdAt`. */
export function camelCase(name: string): string {
  return name.replaceAll(/(?<=.)_+(\p{L})/gu, (_, letter: string) => letter.toUpperCase());
}
