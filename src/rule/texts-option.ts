import * as v from 'valibot';

/** An option that is a list of texts, such as globs of tables; an empty one if nothing is said. */
export function textsOption(description: string) {
  return v.optional(v.pipe(v.array(v.string()), v.description(description)), []);
}
