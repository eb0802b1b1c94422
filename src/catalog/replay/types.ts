import type { Catalog, CompositeType, Domain, EnumType } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf } from '../../facts/names.ts';
import { dropColumn } from './columns.ts';
import { withEntry, without, withoutKey } from './entries.ts';
import { withEnumLiteralRenamed } from './enum-literals.ts';
import { chooseDomainCheckName } from './generated-names.ts';
import { renameOne, renamed } from './renaming.ts';
import type { Replayed } from './replayed.ts';
import { done, duplicate, unknown } from './replayed.ts';
import { isOfType } from './types-in-columns.ts';

export function createEnum(catalog: Catalog, created: EnumType): Replayed {
  if (isTypeTaken(catalog, created)) return duplicate(catalog, 'type', created);
  return done(withEnum(catalog, created));
}

/** ALTER TYPE … ADD VALUE. A type nobody made becomes one of which only this value is known. */
export function addEnumValue(catalog: Catalog, change: ChangeOf<'addEnumValue'>): Replayed {
  const found = catalog.enums.get(keyOf(change.enum));
  if (found === undefined) {
    const seen = { ...change.enum, values: [change.value], partial: true, origin: null };
    return {
      ...unknown(catalog, 'type', change.enum), catalog: change.conditional ? catalog : withEnum(catalog, seen),
    };
  }
  if (found.values.includes(change.value)) return duplicate(catalog, 'enumValue', change.value, change.enum);
  return done(withEnum(catalog, { ...found, values: inserted(found.values, change.value, change.place) }));
}

function inserted(
  values: readonly string[], value: string, place: ChangeOf<'addEnumValue'>['place'],
): readonly string[] {
  if (place === null) return [...values, value];
  const neighbour = values.indexOf('before' in place ? place.before : place.after);
  if (neighbour < 0) return [...values, value];
  return values.toSpliced('before' in place ? neighbour : neighbour + 1, 0, value);
}

export function renameEnumValue(catalog: Catalog, { enum: name, value, to }: ChangeOf<'renameEnumValue'>): Replayed {
  const found = catalog.enums.get(keyOf(name));
  if (found === undefined) return unknown(catalog, 'type', name);
  if (!found.values.includes(value)) return found.partial ? done(catalog) : unknown(catalog, 'enumValue', value, name);
  if (found.values.includes(to)) return duplicate(catalog, 'enumValue', to, name);
  const next = { ...found, values: found.values.map((one) => (one === value ? to : one)) };
  return done(withEnumLiteralRenamed(withEnum(catalog, next), found, value, to));
}

export function createDomain(catalog: Catalog, domain: Domain): Replayed {
  if (isTypeTaken(catalog, domain)) return duplicate(catalog, 'type', domain);
  return done(withDomain(catalog, domain));
}

export function alterDomain(catalog: Catalog, { domain: name, action }: ChangeOf<'alterDomain'>): Replayed {
  const domain = catalog.domains.get(keyOf(name));
  if (domain === undefined) return unknown(catalog, 'type', name);
  switch (action.kind) {
    case 'setDefault': return done(withDomain(catalog, { ...domain, default: action.default }));
    case 'setNotNull': return done(withDomain(catalog, { ...domain, notNull: action.notNull }));
    case 'addCheck': {
      const check = { name: action.name ?? chooseDomainCheckName(catalog, domain), expression: action.expression };
      if (domain.checks.some((one) => one.name === check.name)) {
        return duplicate(catalog, 'constraint', check.name, name);
      }
      return done(withDomain(catalog, { ...domain, checks: [...domain.checks, check] }));
    }
    case 'validateCheck': return done(catalog);
    case 'dropCheck':
      if (!domain.checks.some((one) => one.name === action.name)) {
        return unknown(catalog, 'constraint', action.name, name);
      }
      return done(withDomain(catalog, { ...domain, checks: domain.checks.filter((one) => one.name !== action.name) }));
    default: return action satisfies never;
  }
}

export function createCompositeType(catalog: Catalog, type: CompositeType): Replayed {
  if (isTypeTaken(catalog, type)) return duplicate(catalog, 'type', type);
  return done({ ...catalog, compositeTypes: withEntry(catalog.compositeTypes, keyOf(type), type) });
}

/** DROP TYPE or DROP DOMAIN; with CASCADE columns, domains and routines that need it. */
export function dropType(catalog: Catalog, name: ObjectName, reach: 'cascade' | 'restrict'): Replayed {
  if (!isType(catalog, name)) return unknown(catalog, 'type', name);
  const freed = reach === 'cascade' ? withoutUsersOf(catalog, name) : catalog;
  const key = keyOf(name);
  return done({
    ...freed, enums: withoutKey(freed.enums, key), domains: withoutKey(freed.domains, key),
    compositeTypes: withoutKey(freed.compositeTypes, key),
  });
}

function withoutUsersOf(catalog: Catalog, name: ObjectName): Catalog {
  const columns = [...catalog.tables.values()].flatMap((table) =>
    table.columns.filter((column) => isOfType(column.type, name)).map((column) => ({ table, column: column.name })));
  const bare = columns.reduce((now, { table, column }) => dropColumn(now, table, column, 'cascade').catalog, catalog);
  const domains = [...bare.domains.values()].filter((domain) => isOfType(domain.type, name));
  const undomained = domains.reduce((now, domain) => dropType(now, domain, 'cascade').catalog, bare);
  const routines = without(undomained.routines, (routine) => routine.argumentTypes.some((type) =>
    isOfType(type, name)));
  return { ...undomained, routines };
}

export function renameType(catalog: Catalog, from: ObjectName, to: ObjectName): Replayed {
  if (!isType(catalog, from)) return unknown(catalog, 'type', from);
  if (isTypeTaken(catalog, to)) return duplicate(catalog, 'type', to);
  return done(renamed(catalog, renameOne('type', from, to)));
}

function isType(catalog: Catalog, name: ObjectName): boolean {
  const key = keyOf(name);
  return catalog.enums.has(key) || catalog.domains.has(key) || catalog.compositeTypes.has(key);
}

/** Every table and view has a type of its own name. */
function isTypeTaken(catalog: Catalog, name: ObjectName): boolean {
  return isType(catalog, name) || catalog.tables.has(keyOf(name)) || catalog.views.has(keyOf(name));
}

function withEnum(catalog: Catalog, one: EnumType): Catalog {
  return { ...catalog, enums: withEntry(catalog.enums, keyOf(one), one) };
}

function withDomain(catalog: Catalog, domain: Domain): Catalog {
  return { ...catalog, domains: withEntry(catalog.domains, keyOf(domain), domain) };
}
