import { isNamedByDrizzle, type Drawn } from './is-named-by-drizzle.ts';
import { isSnakeCase } from './snake-case.ts';

/**
 * Is it a name that Drizzle made of the keys of TypeScript, whatever `casing` makes of the columns, so that nobody who keeps to
 * snake_case could have written it otherwise? A table that is not snake_case itself is to be renamed first.
 */
export function isMadeOfKeys(thing: Drawn): boolean {
  return (thing.kind === 'unique' || thing.kind === 'foreignKey') && isSnakeCase(thing.table ?? '') && isNamedByDrizzle(thing);
}
