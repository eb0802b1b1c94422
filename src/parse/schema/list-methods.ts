import type { CallSite } from './call-site.ts';
import type { Interpreter } from './interpreter.ts';
import { plainOf } from './plain.ts';
import { absent, type List, list, literal, unknown, type Unknown, type Value } from './values.ts';

/** A method of an array. */
export function callList(
  run: Interpreter, of: List, name: string, given: readonly Value[], site: CallSite,
): Value {
  const [first = absent] = given;
  const each = (item: Value, index: number): Value =>
    first.kind === 'function' ? run.apply(first, [item, literal(index)], site.whole)
      : unknown(`${name} is not read here`, site.whole);
  switch (name) {
    case 'map':
      return list(of.items.map(each), of.unread);
    case 'flatMap':
      return flat(list(of.items.map(each), of.unread));
    case 'flat':
      return flat(of);
    case 'filter':
      return filter(of, each, first);
    case 'concat':
      return flat(list([of, ...given]));
    case 'slice':
      return slice(of, given, site);
    case 'join':
      return join(of, first, site);
    case 'includes':
      return includes(of, first, site);
    default:
      return unknown(`${name} of a list is not read`, site.whole);
  }
}

function flat(value: List): Value {
  const inner = value.items.filter((item) => item.kind === 'list');
  const items = value.items.flatMap((item) => (item.kind === 'list' ? item.items : [item]));
  return list(items, [...value.unread, ...inner.flatMap((item) => item.unread)]);
}

function filter(
  of: List, keeps: (item: Value, index: number) => Value, test: Value,
): Value {
  const byTruth = test.kind === 'host' && test.name === 'Boolean';
  const kept: Value[] = [];
  const unread: Unknown[] = [...of.unread];
  for (const [index, item] of of.items.entries()) {
    const verdict = byTruth ? item : keeps(item, index);
    if (verdict.kind === 'unknown') unread.push(verdict);
    else if (verdict.kind !== 'literal' || verdict.value) kept.push(item);
  }
  return list(kept, unread);
}

function slice(of: List, given: readonly Value[], site: CallSite): Value {
  const [start, end] = given.map((value) => (value.kind === 'literal' ? value.value : null));
  if (start === null || end === null || of.unread.length > 0) return unknown('a slice cannot be told', site.whole);
  return list(of.items.slice(start as number | undefined, end as number | undefined));
}

function join(of: List, separator: Value, site: CallSite): Value {
  const read = plainOf(of, site.whole);
  if ('kind' in read) return read;
  const glue = separator.kind === 'literal' && separator.value !== undefined ? String(separator.value) : ',';
  return literal((read.plain as unknown[]).join(glue));
}

function includes(of: List, wanted: Value, site: CallSite): Value {
  const read = plainOf(of, site.whole);
  if ('kind' in read) return read;
  if (wanted.kind !== 'literal') return unknown('includes is not read here', site.whole);
  return literal((read.plain as unknown[]).includes(wanted.value));
}
