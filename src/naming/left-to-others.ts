import { utf8Length } from '../text/utf8.ts';
import type { NamedKind } from './kinds.ts';
import type { NamedThing } from './named-things.ts';
import { isSnakeCase } from './snake-case.ts';

/** `snake_case`: naming/snake-case reports names in another case; `any`: it does not. */
export type NameCasing = 'snake_case' | 'any';

/** Does another rule report the name, so that a pattern has nothing to add? */
export function isLeftToOthers({ kind, written }: NamedThing, casing: NameCasing): boolean {
  if (utf8Length(written) > 63) return true;
  return casing === 'snake_case' && !ofAnyCase.includes(kind) && !isSnakeCase(written);
}

/** naming/snake-case has nothing to say of these, unless asked. */
const ofAnyCase: readonly NamedKind[] = ['enumValue', 'policy', 'domain', 'compositeType'];
