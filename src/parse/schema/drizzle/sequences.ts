import type { CallSite } from '../call-site.ts';
import { make, type Interpreter } from '../interpreter.ts';
import { absent, textOf, type Unknown, unknownObject, type Value } from '../values.ts';
import type { SequenceValue } from './objects.ts';

/** `pgSequence(name)` */
export function makeSequence(
  run: Interpreter, given: readonly Value[], schema: string | null, site: CallSite,
): SequenceValue | Unknown {
  const name = textOf(given[0] ?? absent, site.head);
  if (name === null) return unknownObject('a sequence has no name', site.head);
  if (typeof name !== 'string') {
    return unknownObject(`the name of a sequence cannot be told: ${name.reason}`, site.head);
  }
  return make<SequenceValue>(run, { kind: 'sequence', schema, name, origin: site.head });
}
