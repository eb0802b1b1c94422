import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects, Failure } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import { keyOf, showName, type ObjectName } from '../../facts/names.ts';
import { isOfType } from '../replay/types-in-columns.ts';
import { always, both, failing } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { dropColumn } from './drop-column.ts';

/** CREATE TYPE and CREATE DOMAIN: a table or view has a type of its name too. */
export function createType(
  name: ObjectName, change: ChangeOf<'createEnum' | 'createDomain' | 'createCompositeType'>, catalog: Catalog,
): Effects {
  const key = keyOf(name);
  const isTaken = catalog.enums.has(key) || catalog.domains.has(key) || catalog.compositeTypes.has(key);
  return isTaken && change.tolerates !== 'duplicate'
    ? failing(noEffects, always('42710', `type ${showName(name)} is there already`)) : noEffects;
}

/** ALTER TYPE … ADD VALUE and RENAME VALUE lock no table. */
export function alterEnum(change: ChangeOf<'addEnumValue' | 'renameEnumValue'>, catalog: Catalog): Effects {
  const found = catalog.enums.get(keyOf(change.enum));
  return found === undefined ? noEffects : failing(noEffects, ...valueFailures(change, found));
}

function valueFailures(
  change: ChangeOf<'addEnumValue' | 'renameEnumValue'>,
  { values, partial }: { readonly values: readonly string[]; readonly partial: boolean },
): readonly Failure[] {
  const [made, needed] = change.kind === 'addEnumValue' ? [change.value, neighbourOf(change)] : [change.to, change.value];
  if (values.includes(made)) return change.tolerates === 'duplicate' ? [] : [always('42710', `value '${made}' is there already`)];
  return needed === null || partial || values.includes(needed) ? [] : [always('22023', `there is no value '${needed}'`)];
}

function neighbourOf({ place }: ChangeOf<'addEnumValue'>): string | null {
  if (place === null) return null;
  return 'before' in place ? place.before : place.after;
}

/** DROP TYPE and DROP DOMAIN: refused while columns or domains need it; with CASCADE the columns are dropped. */
export function dropType({ name, cascade }: ChangeOf<'dropOther'>, catalog: Catalog, context: EffectsContext): Effects {
  const columns = [...catalog.tables.values()].flatMap((table) => table.columns.filter(({ type }) => isOfType(type, name))
    .map((column) => ({ table, column })));
  const domains = [...catalog.domains.values()].filter(({ type }) => isOfType(type, name));
  const composites = [...catalog.compositeTypes.values()].filter(({ attributes }) => attributes.some(({ type }) => isOfType(type, name)));
  if (cascade) {
    const dropped = columns.map(({ table, column }) => dropColumn(
      { kind: 'dropColumn', table, column, cascade, tolerates: null, conditional: false, origin: table.origin ?? nowhere },
      catalog, context));
    const further = domains.map((domain) => dropType(
      {
        kind: 'dropOther', object: 'domain', name: domain, argumentTypes: null, cascade, tolerates: null, conditional: false,
        origin: nowhere,
      }, catalog, context));
    return { ...[...dropped, ...further].reduce(both, noEffects), fails: [] };
  }
  const users = [
    ...columns.map(({ table, column }) => `${showName(table)}.${column.name}`), ...domains.map(showName), ...composites.map(showName),
  ];
  return users.length === 0 ? noEffects
    : failing(noEffects, always('2BP01', `${users.join(', ')} need${users.length === 1 ? 's' : ''} it`));
}

const nowhere = { file: '', span: { start: 0, end: 0 } };
