import type { Casing } from '../../../facts/casing.ts';
import type { CallSite } from '../call-site.ts';
import { make, type Interpreter } from '../interpreter.ts';
import { absent, textOf, unknown, type Unknown, unknownObject, type Value } from '../values.ts';
import type { SchemaValue } from './objects.ts';
import { makeEnum } from './enums.ts';
import { makeSequence } from './sequences.ts';
import { makeTable } from './tables.ts';
import { makeView } from './views.ts';

/** `pgSchema('library')` */
export function makeSchema(run: Interpreter, given: readonly Value[], casing: Casing | null, site: CallSite): SchemaValue | Unknown {
  const name = textOf(given[0] ?? absent, site.head);
  if (name === null) return unknownObject('a schema has no name', site.head);
  if (typeof name !== 'string') {
    return unknownObject(`the name of a schema cannot be told: ${name.reason}`, site.head);
  }
  return make<SchemaValue>(run, { kind: 'schema', name, casing, isExisting: false, origin: site.head });
}

export function callSchema(
  run: Interpreter, schema: SchemaValue, method: string, given: readonly Value[], site: CallSite,
): Value {
  switch (method) {
    case 'table':
      return makeTable(run, given, { schema: schema.name, casing: schema.casing }, site);
    case 'enum':
      return makeEnum(run, given, schema.name, site);
    case 'view':
      return makeView(run, given, schema.name, 'view', site);
    case 'materializedView':
      return makeView(run, given, schema.name, 'materialized view', site);
    case 'sequence':
      return makeSequence(run, given, schema.name, site);
    case 'existing':
      return { ...schema, isExisting: true };
    default:
      return unknown(`a schema has no method ${method}`, site.tail);
  }
}
