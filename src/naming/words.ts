/** The words of a name, in lower case: `createdAt` and `created_at` are two, `sha256` is one. */
export function wordsOfName(name: string): readonly string[] {
  const words = name.match(/\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?[\p{Ll}\p{Lo}\p{N}]+/gu) ?? [];
  return words.map((word) => word.toLowerCase());
}
