import type { Catalog, ForeignKey, Table } from '../facts/catalog.ts';
import { keyOf, type ObjectName } from '../facts/names.ts';
import { lastAnswers } from '../text/last-answers.ts';

/** Who names a table that the project did not: its columns are those that the library asks for. */
export type ThirdParty = 'Better Auth' | 'Auth.js' | 'Lucia' | 'Supabase';

/** A table as a library makes it: the columns it cannot do without, in small letters and without underscores. */
interface Signature {
  readonly of: ThirdParty;
  readonly columns: readonly string[];
  /**
   * `core`: no login works without it; two of them say that the library is there. `beside`: its, where the library is.
   * Columns that might be anybody's: `refersTo` another of its tables, or `referredTo` by one. `alone`: nobody else's.
   */
  readonly when: 'alone' | 'core' | 'beside' | 'refersTo' | 'referredTo';
  /** So many more columns than these, and it is no longer the library's. */
  readonly atMost?: number;
}

/**
 * Sources: Better Auth's schema and those of its plugins (https://www.better-auth.com/docs/concepts/database), Auth.js's
 * adapter for Drizzle (https://authjs.dev/getting-started/adapters/drizzle), Lucia's adapters, version 2 and 3
 * (https://v3.lucia-auth.com/database/drizzle).
 */
const signatures: readonly Signature[] = [
  { of: 'Better Auth', when: 'core', columns: ['id', 'accountid', 'providerid', 'userid', 'accesstoken', 'refreshtoken', 'idtoken'] },
  { of: 'Better Auth', when: 'core', columns: ['id', 'expiresat', 'ipaddress', 'useragent', 'userid', 'token'] },
  { of: 'Better Auth', when: 'core', columns: ['id', 'identifier', 'value', 'expiresat'], atMost: 3 },
  { of: 'Auth.js', when: 'core', columns: ['userid', 'provider', 'provideraccountid', 'accesstoken', 'idtoken'] },
  { of: 'Auth.js', when: 'core', columns: ['sessiontoken', 'userid', 'expires'] },
  { of: 'Auth.js', when: 'core', columns: ['identifier', 'token', 'expires'], atMost: 2 },
  { of: 'Auth.js', when: 'beside', columns: ['credentialid', 'userid', 'provideraccountid', 'credentialpublickey', 'credentialbackedup'] },
  { of: 'Better Auth', when: 'beside', columns: ['id', 'secret', 'backupcodes', 'userid'] },
  { of: 'Better Auth', when: 'beside', columns: ['id', 'publickey', 'userid', 'credentialid', 'counter', 'devicetype', 'backedup'] },
  { of: 'Better Auth', when: 'beside', columns: ['id', 'publickey', 'privatekey', 'createdat'], atMost: 2 },
  { of: 'Better Auth', when: 'beside', columns: ['id', 'key', 'refillinterval', 'lastrefillat', 'ratelimitenabled', 'ratelimittimewindow'] },
  { of: 'Better Auth', when: 'beside', columns: ['id', 'devicecode', 'usercode', 'expiresat', 'status'] },
  { of: 'Better Auth', when: 'beside', columns: ['id', 'clientid', 'clientsecret', 'redirecturls', 'userid'] },
  { of: 'Better Auth', when: 'beside', columns: ['accesstoken', 'refreshtoken', 'accesstokenexpiresat', 'refreshtokenexpiresat', 'clientid'] },
  { of: 'Better Auth', when: 'beside', columns: ['clientid', 'userid', 'scopes', 'consentgiven'] },
  { of: 'Better Auth', when: 'beside', columns: ['id', 'issuer', 'oidcconfig', 'samlconfig', 'providerid', 'domain'] },
  { of: 'Better Auth', when: 'beside', columns: ['id', 'providerid', 'scimtoken'] },
  { of: 'Better Auth', when: 'beside', columns: ['id', 'plan', 'referenceid', 'stripecustomerid', 'stripesubscriptionid', 'periodstart', 'periodend'] },
  { of: 'Better Auth', when: 'refersTo', columns: ['id', 'organizationid', 'email', 'role', 'status', 'expiresat', 'inviterid'] },
  { of: 'Better Auth', when: 'refersTo', columns: ['id', 'organizationid', 'userid', 'role', 'createdat'], atMost: 3 },
  { of: 'Better Auth', when: 'refersTo', columns: ['id', 'organizationid', 'role', 'permission', 'createdat'], atMost: 2 },
  { of: 'Better Auth', when: 'referredTo', columns: ['id', 'name', 'slug', 'logo', 'metadata'] },
  { of: 'Better Auth', when: 'referredTo', columns: ['id', 'email', 'emailverified', 'image', 'createdat'] },
  { of: 'Auth.js', when: 'referredTo', columns: ['id', 'email', 'emailverified', 'image'] },
  { of: 'Lucia', when: 'alone', columns: ['id', 'userid', 'activeexpires', 'idleexpires'] },
  { of: 'Lucia', when: 'alone', columns: ['id', 'userid', 'hashedpassword'], atMost: 1 },
  { of: 'Lucia', when: 'alone', columns: ['id', 'userid', 'expiresat'], atMost: 0 },
];

const known = lastAnswers<Catalog, ReadonlyMap<string, ThirdParty>>(1);

/** Tables that somebody else names, by their keys: told by the columns that they have, not by their names. */
export function thirdPartyTables(catalog: Catalog): ReadonlyMap<string, ThirdParty> {
  return known(catalog, [], () => recognised(catalog));
}

function recognised(catalog: Catalog): ReadonlyMap<string, ThirdParty> {
  const tables = [...catalog.tables.values()];
  const alone = tables.flatMap((table): readonly Recognised[] => {
    const of = isOfSupabase(table) ? 'Supabase' : signatureOf(table, 'alone')?.of;
    return of === undefined ? [] : [{ table, of }];
  });
  return new Map([...alone, ...ofLibrary(tables)].map(({ table, of }) => [keyOf(table), of]));
}

interface Recognised {
  readonly table: Table;
  readonly of: ThirdParty;
}

/** One core table may be anybody's; two are a library's, and so is then what fits beside them or hangs together with them. */
function ofLibrary(tables: readonly Table[]): readonly Recognised[] {
  const core = fitting(tables, 'core');
  if (core.length < 2) return [];
  const beside = [...core, ...fitting(tables, 'beside')];
  const users = fitting(tables, 'referredTo', (table) => beside.some((one) => refers(one.table, table)));
  const members = fitting(tables, 'refersTo', (table) => users.some((one) => refers(table, one.table)));
  const organizations = fitting(tables, 'referredTo', (table) => members.some((one) => refers(one.table, table)));
  const roles = fitting(tables, 'refersTo', (table) => organizations.some((one) => refers(table, one.table)));
  return [...organizations, ...roles, ...members, ...users, ...beside];
}

function fitting(
  tables: readonly Table[], when: Signature['when'], isNear: (table: Table) => boolean = () => true,
): readonly Recognised[] {
  return tables.flatMap((table) => {
    const found = signatureOf(table, when);
    return found !== undefined && isNear(table) ? [{ table, of: found.of }] : [];
  });
}

function signatureOf(table: Table, when: Signature['when']): Signature | undefined {
  return signatures.find((one) => one.when === when && fits(table, one));
}

function refers(table: Table, target: ObjectName): boolean {
  return foreignKeysOf(table).some(({ references }) => keyOf(references) === keyOf(target));
}

/** A library's table may have columns of the project beside its own. */
function fits({ columns }: Table, { columns: wanted, atMost }: Signature): boolean {
  const names = new Set(columns.map(({ name }) => name.toLowerCase().replaceAll('_', '')));
  if (atMost !== undefined && columns.length > wanted.length + atMost) return false;
  return wanted.every((name) => names.has(name));
}

/** Supabase makes these schemas before a project has its first migration: https://supabase.com/docs/guides/auth/managing-user-data. */
const ofSupabase: Readonly<Record<string, readonly string[]>> = {
  auth: ['users', 'identities', 'sessions', 'refresh_tokens'],
  storage: ['buckets', 'objects'],
  realtime: ['messages', 'subscription'],
};

function isOfSupabase({ schema, name }: Table): boolean {
  return ofSupabase[schema]?.includes(name) === true;
}

/** The foreign keys of a table. */
export function foreignKeysOf({ constraints }: Table): readonly ForeignKey[] {
  return constraints.filter((constraint) => constraint.kind === 'foreignKey');
}
