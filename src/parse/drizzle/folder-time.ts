/**
 * The time in UTC that the name of a migration's folder begins with, `20260501080000_name`, in milliseconds since 1970; null
 * where there is none. Told as drizzle-orm 1.0 does (rc.5, `formatToMillis`), which reads the sixtieth minute as the next hour.
 */
export function timeOfFolder(tag: string): number | null {
  const [year, month, day, hour, minute, second] = [[0, 4], [4, 6], [6, 8], [8, 10], [10, 12], [12, 14]]
    .map(([start, end]) => Number.parseInt(tag.slice(start, end), 10));
  const time = Date.UTC(year ?? NaN, (month ?? NaN) - 1, day, hour, minute, second);
  return Number.isNaN(time) ? null : time;
}

/** A time as the name of a folder has it: `20260501080000`, in UTC. */
export function clockOf(time: number): string {
  return new Date(time).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
}
