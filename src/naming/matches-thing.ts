import { matches } from '../text/matches.ts';
import type { NamedThing } from './named-things.ts';

/** Does the table that a thing belongs to match one of the globs; or the thing itself, if it stands in a schema? By `name` or `schema.name`. */
export function matchesThing(globs: readonly string[], { owner, schema, name }: Pick<NamedThing, 'owner' | 'schema' | 'name'>): boolean {
  return matches(globs, owner ?? { schema: schema ?? name, name });
}
