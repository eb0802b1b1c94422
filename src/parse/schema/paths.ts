/** The path a relative import means, seen from the file it stands in: `db/book.ts` and `../ids` give `ids`. */
export function pathFrom(file: string, specifier: string): string {
  const parts: string[] = file.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
