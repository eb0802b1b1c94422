import type { Catalog, Domain } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import { keyOf, type ObjectName } from '../../facts/names.ts';
import { isOfType } from '../replay/types-in-columns.ts';
import { always, both, failing, locked, nameOf, withRows } from './combine.ts';

/** ALTER DOMAIN: what asks the values that are there reads every table with a column of the domain, under SHARE. */
export function alterDomain({ domain: name, action, tolerates }: ChangeOf<'alterDomain'>, catalog: Catalog): Effects {
  const domain = catalog.domains.get(keyOf(name));
  switch (action.kind) {
    case 'setDefault': return noEffects;
    case 'setNotNull':
      return action.notNull && domain?.notNull !== true
        ? failing(reading(catalog, name), withRows('23502', 'rows that are there hold null')) : noEffects;
    case 'addCheck': {
      if (action.name !== null && hasCheck(domain, action.name) && tolerates !== 'duplicate') {
        return failing(noEffects, always('42710', `${name.name} has a constraint ${action.name} already`));
      }
      return action.validated ? failing(reading(catalog, name), withRows('23514', 'rows that break the check stop it')) : noEffects;
    }
    // Postgres reads the tables even where the check is valid; measured on PostgreSQL 18.
    case 'validateCheck':
      return domain !== undefined && !hasCheck(domain, action.name)
        ? failing(noEffects, always('42704', `${name.name} has no constraint ${action.name}`))
        : failing(reading(catalog, name), withRows('23514', 'rows that break the check stop the validation'));
    case 'dropCheck':
      return domain === undefined || hasCheck(domain, action.name) || tolerates === 'missing' ? noEffects
        : failing(noEffects, always('42704', `${name.name} has no constraint ${action.name}`));
    default: return action satisfies never;
  }
}

function hasCheck(domain: Domain | undefined, name: string): boolean {
  return domain?.checks.some((check) => check.name === name) === true;
}

/** Tables with rows of their own that have a column of the domain, or of one over it. */
function reading(catalog: Catalog, domain: ObjectName): Effects {
  const over = [...catalog.domains.values()].filter((one) => isOfType(one.type, domain) && !one.type.endsWith('[]'));
  const tables = [...catalog.tables.values()].filter(({ kind, columns }) => kind !== 'partitioned' && kind !== 'foreign'
    && columns.some(({ type }) => isOfType(type, domain) && !type.endsWith('[]')));
  const own = tables.map((table): Effects => ({ ...locked(nameOf(table), 'Share'), scans: [nameOf(table)] }));
  return [...own, ...over.map((one) => reading(catalog, one))].reduce(both, noEffects);
}
