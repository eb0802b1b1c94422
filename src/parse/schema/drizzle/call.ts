import type { Casing } from '../../../facts/casing.ts';
import type { CallSite } from '../call-site.ts';
import type { Interpreter } from '../interpreter.ts';
import { referenceTo } from '../members.ts';
import { absent, dictionary, type DrizzleExport, entryOf, isUnknown, literal, textOf, unknown, type Value } from '../values.ts';
import type { CustomType, EnumValue, TableCreator, TableValue } from './objects.ts';
import { makeColumn, makeCustomColumn, makeEnumColumn } from './columns.ts';
import { callCondition } from './conditions.ts';
import { makeEnum } from './enums.ts';
import { makeExtra } from './extras.ts';
import { makeCrudPolicies, makePolicy, makeRole } from './policies.ts';
import { makeSchema } from './schemas.ts';
import { makeSequence } from './sequences.ts';
import { makeCreatedTable, makeTable } from './tables.ts';
import { makeView } from './views.ts';

/** A call of drizzle-orm, or of something that drizzle-orm gave. */
export function callDrizzle(
  run: Interpreter, callee: DrizzleExport | TableCreator | EnumValue | CustomType, given: readonly Value[],
  site: CallSite,
): Value {
  switch (callee.kind) {
    case 'tableCreator':
      return makeCreatedTable(run, callee, given, site);
    case 'enum':
      return makeEnumColumn(callee, given, site);
    case 'customType':
      return makeCustomColumn(run, callee, given, site);
    case 'drizzle':
      return callExport(run, callee, given, site);
    default:
      return callee satisfies never;
  }
}

function callExport(run: Interpreter, callee: DrizzleExport, given: readonly Value[], site: CallSite): Value {
  const [first = absent] = given;
  switch (callee.library) {
    case 'pg-core':
      return callPgCore(run, callee.name, given, site);
    case 'drizzle-orm':
      return callCondition(callee.name, given, site) ?? callOrm(callee.name, first, site);
    case 'neon':
      if (callee.name === 'crudPolicy') return makeCrudPolicies(run, first, site);
      if (callee.name === 'authUid') {
        return { kind: 'sql', chunks: ['(select auth.user_id() = ', first, ')'], inlined: false };
      }
      return unknown(`${callee.name} of drizzle-orm/neon is not read`, site.head);
    case 'supabase':
      return unknown(`${callee.name} of drizzle-orm/supabase is not read`, site.head);
    default:
      return callee.library satisfies never;
  }
}

function callPgCore(run: Interpreter, name: string, given: readonly Value[], site: CallSite): Value {
  const [first = absent] = given;
  switch (name) {
    case 'pgTable':
      return makeTable(run, given, { schema: null, casing: null }, site);
    case 'snakeCase.table':
    case 'camelCase.table':
      return makeTable(run, given, { schema: null, casing: casingIn(name) }, site);
    case 'pgTableCreator':
      return makeTableCreator(given, site);
    case 'pgSchema':
    case 'snakeCase.schema':
    case 'camelCase.schema':
      return makeSchema(run, given, casingIn(name), site);
    case 'pgEnum':
      return makeEnum(run, given, null, site);
    case 'pgView':
    case 'snakeCase.view':
    case 'camelCase.view':
      return makeView(run, given, null, 'view', site);
    case 'pgMaterializedView':
    case 'snakeCase.materializedView':
    case 'camelCase.materializedView':
      return makeView(run, given, null, 'materialized view', site);
    case 'pgSequence':
      return makeSequence(run, given, null, site);
    case 'pgRole':
      return makeRole(given, site);
    case 'pgPolicy':
      return makePolicy(run, given, site);
    case 'customType':
      return { kind: 'customType', dataType: entryOf(first, 'dataType') };
    default:
      return makeColumn(run, name, given, site) ?? makeExtra(name, given, site)
        ?? unknown(`${name} of drizzle-orm/pg-core is not read`, site.head);
  }
}

/** Of `snakeCase.table`, `camelCase.schema`; null for names without a casing. */
function casingIn(name: string): Casing | null {
  return name.startsWith('snakeCase.') ? 'snake_case' : name.startsWith('camelCase.') ? 'camelCase' : null;
}

/** `pgTableCreator(name => …, casing)`; the casing is new in 1.0. */
function makeTableCreator([customize = absent, second = absent]: readonly Value[], site: CallSite): Value {
  const casing = textOf(second, site.whole);
  if (isUnknown(casing)) return casing;
  return { kind: 'tableCreator', customize, casing: casing === 'snake_case' || casing === 'camelCase' ? casing : null };
}

function callOrm(name: string, first: Value, site: CallSite): Value {
  switch (name) {
    case 'relations':
    case 'defineRelations':
    case 'defineRelationsPart':
      return { kind: 'irrelevant', what: 'relations' };
    case 'getTableColumns':
    case 'getColumns':
      return first.kind === 'table' ? columnsOf(first) : unknown(`${name} of a ${first.kind}`, site.head);
    case 'getTableName':
      return first.kind === 'table' ? literal(first.name) : unknown(`${name} of a ${first.kind}`, site.head);
    default:
      return unknown(`${name} of drizzle-orm is not read`, site.head);
  }
}

/** Columns, as a table built of them would take them. */
function columnsOf(table: TableValue): Value {
  return dictionary(new Map(table.columns.map(({ key }) => [key, referenceTo(table, key)])), table.unread);
}
