/** The present in milliseconds since 1970, to the minute: what rests on it need not be worked out anew at every key stroke. */
export function presentMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}
