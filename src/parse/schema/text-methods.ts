import type { CallSite } from './call-site.ts';
import { plainOf } from './plain.ts';
import { absent, isKnown, isUnknown, list, literal, type Primitive, unknown, type Value } from './values.ts';

/** A method of a text or number, on literal arguments. */
export function callLiteral(value: Primitive, name: string, given: readonly Value[], site: CallSite): Value {
  if (typeof value === 'string') return callString(value, name, given, site);
  const [first = absent] = given;
  if (name === 'toString' && given.length === 0) return literal(String(value));
  if (name === 'toFixed' && typeof value === 'number' && first.kind === 'literal') {
    return literal(value.toFixed(Math.min(Math.max(Number(first.value ?? 0), 0), 100)));
  }
  return unknown(`${name} of ${String(value)} is called`, site.head);
}

function callString(text: string, name: string, given: readonly Value[], site: CallSite): Value {
  const read = given.map((value) => plainOf(value, site.whole));
  const missing = read.find(isUnknown);
  if (missing !== undefined) return missing;
  return stringMethod(text, name, read.filter(isKnown).map((one) => one.plain))
    ?? unknown(`${name} of a text is not read here`, site.whole);
}

/** What a method gives, or null for one that is not known or has arguments of another kind. */
function stringMethod(text: string, name: string, given: readonly unknown[]): Value | null {
  const [first, second] = given;
  switch (name) {
    case 'toLowerCase': return literal(text.toLowerCase());
    case 'toUpperCase': return literal(text.toUpperCase());
    case 'trim': return literal(text.trim());
    case 'toString': return literal(text);
    case 'concat': return literal(text + given.map(String).join(''));
    case 'slice':
      return isOptionalNumber(first) && isOptionalNumber(second) ? literal(text.slice(first, second)) : null;
    case 'startsWith': return literal(text.startsWith(String(first)));
    case 'endsWith': return literal(text.endsWith(String(first)));
    case 'includes': return literal(text.includes(String(first)));
    case 'split': return typeof first === 'string' ? list(text.split(first).map(literal)) : null;
    case 'replace': return areTexts(first, second) ? literal(text.replace(String(first), String(second))) : null;
    case 'replaceAll': return areTexts(first, second) ? literal(text.replaceAll(String(first), String(second))) : null;
    default: return null;
  }
}

function isOptionalNumber(value: unknown): value is number | undefined {
  return value === undefined || typeof value === 'number';
}

function areTexts(first: unknown, second: unknown): boolean {
  return typeof first === 'string' && typeof second === 'string';
}
