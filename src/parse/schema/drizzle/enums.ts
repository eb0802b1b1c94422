import type { CallSite } from '../call-site.ts';
import { make, type Interpreter } from '../interpreter.ts';
import { absent, textOf, unknown, type Unknown, unknownObject, type Value } from '../values.ts';
import type { EnumValue } from './objects.ts';

/** `pgEnum(name, values)`: values as a list, or as an object whose values count. */
export function makeEnum(
  run: Interpreter, given: readonly Value[], schema: string | null, site: CallSite,
): EnumValue | Unknown {
  const [named = absent, values = absent] = given;
  const name = textOf(named, site.head);
  if (name === null) return unknownObject('an enum has no name', site.head);
  if (typeof name !== 'string') {
    return unknownObject(`the name of an enum cannot be told: ${name.reason}`, site.head);
  }
  return make<EnumValue>(run, { kind: 'enum', schema, name, values: valuesOf(values, site), origin: site.head });
}

function valuesOf(value: Value, site: CallSite): readonly string[] | Unknown {
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'list' && value.kind !== 'dictionary') {
    return unknown(`a ${value.kind} stands where the values of an enum belong`, site.head);
  }
  const items = value.kind === 'list' ? value.items : [...value.entries.values()];
  const [missing] = [...value.unread, ...items.filter((item) => item.kind === 'unknown')];
  if (missing !== undefined) return missing;
  if (!items.every((item) => item.kind === 'literal')) return unknown('a value of an enum is no text', site.head);
  return items.map((item) => (item.kind === 'literal' ? String(item.value) : ''));
}
