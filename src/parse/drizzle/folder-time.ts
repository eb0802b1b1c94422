/**
 * The time in UTC that the name of a migration's folder begins with, `20260501080000_name`, in milliseconds since 1970; null
 * where there is none. drizzle-orm 1.0 (rc.5, `readMigrationFiles`) takes the first fourteen characters.
 */
export function timeOfFolder(tag: string): number | null {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?!\d)/.exec(tag)?.map(Number) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  if (year === undefined || month === undefined) return null;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(time).toISOString().replaceAll(/[-:T]/g, '').startsWith(tag.slice(0, 14)) ? time : null;
}
