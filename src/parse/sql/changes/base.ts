import type { Change } from '../../../facts/change.ts';
import type { Origin } from '../../../text/span.ts';
import { originOf, wholeOf, type Range, type Scope } from '../scope.ts';

export type Tolerance = Change['tolerates'];

interface Base {
  readonly origin: Origin;
  readonly tolerates: Tolerance;
  readonly conditional: boolean;
}

/** What every change has. A condition or handler around it is known only to do-block.ts, which adds it. */
export function base(scope: Scope, tolerates: Tolerance = null, range: Range = wholeOf(scope)): Base {
  return { origin: originOf(scope, range), tolerates, conditional: false };
}

export function ifExists(missingOk: boolean | undefined): Tolerance {
  return missingOk ? 'missing' : null;
}

export function ifNotExists(isSet: boolean | undefined): Tolerance {
  return isSet ? 'duplicate' : null;
}
