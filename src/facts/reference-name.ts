/** NAMEDATALEN - 1. */
const longest = 63;

/** The two sides of a foreign key, as drizzle-kit names them. */
export interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
}

/** What drizzle-kit 1.0 calls a foreign key that nobody named (`defaultNameForFK`). Lengths are UTF-16 units. */
export function referenceName({ table, columns, parent, parentColumns }: Reference): string {
  const desired = `${[table, ...columns, parent, ...parentColumns].join('_')}_fkey`;
  if (desired.length <= longest) return desired;
  return table.length < 45 ? `${table}_${hash(desired)}_fkey` : `${hash(desired)}_fkey`;
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const places = 12;

/** drizzle-kit 1.0, `hash` of dialects/common.ts. */
function hash(text: string): string {
  const base = BigInt(digits.length);
  const limit = base ** BigInt(places);
  let [power, sum] = [1n, 0n];
  for (const letter of text) {
    sum = (sum + BigInt(letter.codePointAt(0) ?? 0) * power) % limit;
    power = (power * 53n) % limit;
  }
  return Array.from({ length: places }, (_, place) => digits[Number((sum / base ** BigInt(places - 1 - place)) % base)]).join('');
}
