import type { Catalog, Domain } from '../../facts/catalog.ts';
import { keyOf } from '../../facts/names.ts';
import { typeNameIn } from '../replay/types-in-columns.ts';

/** A type as `format_type` prints it, in its parts. */
export interface TypeName {
  /** Without modifiers and brackets: `character varying`, `timestamp with time zone`, `interval day`, `public.mood`. */
  readonly name: string;
  /** `10,2`; null where there are none. */
  readonly modifiers: string | null;
  readonly isArray: boolean;
}

export function readTypeName(text: string): TypeName {
  const [, scalar = text, brackets = ''] = /^(.*?)((?:\[\])*)$/s.exec(text.trim()) ?? [];
  const modifiers = /\(([^()]*)\)/.exec(scalar);
  const name = (modifiers === null ? scalar : scalar.replace(modifiers[0], '')).replace(/\s+/g, ' ').trim();
  return { name: spelledAlike[name] ?? name, modifiers: modifiers?.[1]?.replace(/\s/g, '') ?? null, isArray: brackets !== '' };
}

/** Two words for one type, with a length and without. */
const spelledAlike: Readonly<Record<string, string>> = { character: 'bpchar', '"bit"': 'bit' };

/** The domain a type is, not an array of it. */
export function domainOf(text: string, catalog: Catalog): Domain | null {
  const name = text.endsWith('[]') ? null : typeNameIn(text);
  return name === null ? null : catalog.domains.get(keyOf(name)) ?? null;
}

/** What lies under a domain, and under one over another; other types are themselves. */
export function baseTypeOf(text: string, catalog: Catalog): string {
  const domain = domainOf(text, catalog);
  return domain === null ? text : baseTypeOf(domain.type, catalog);
}

/** The domain and those under it, outermost first. */
export function domainsUnder(text: string, catalog: Catalog): readonly Domain[] {
  const domain = domainOf(text, catalog);
  return domain === null ? [] : [domain, ...domainsUnder(domain.type, catalog)];
}

/** A check that is NOT VALID counts, as does one of a domain underneath: `DomainHasConstraints` in utils/cache/typcache.c. */
export function hasConstraints(text: string, catalog: Catalog): boolean {
  return domainsUnder(text, catalog).some(({ checks, notNull }) => checks.length > 0 || notNull);
}

export type Kind = 'own' | 'enum' | 'domain' | 'composite' | 'extension' | 'unknown';

/** Whose a type is: Postgres's own, one of the catalog, one that a known extension brings, or nobody's that we know. */
export function kindOfType(text: string, catalog: Catalog): Kind {
  const name = typeNameIn(text);
  if (name === null) return 'own';
  const key = keyOf(name);
  if (catalog.enums.has(key)) return 'enum';
  if (catalog.domains.has(key)) return 'domain';
  if (catalog.compositeTypes.has(key) || catalog.tables.has(key) || catalog.views.has(key)) return 'composite';
  return extensionTypes.has(name.name) ? 'extension' : 'unknown';
}

/** Base types, so without constraints, of the extensions people use. */
const extensionTypes: ReadonlySet<string> = new Set([
  'citext', 'vector', 'halfvec', 'sparsevec', 'geometry', 'geography', 'box2d', 'box3d', 'raster', 'hstore', 'ltree', 'lquery', 'ltxtquery',
  'cube', 'seg', 'isbn', 'isbn13', 'issn', 'ean13', 'upc', 'ulid', 'semver',
]);
