import type { CallSite } from '../call-site.ts';
import { make, type Interpreter } from '../interpreter.ts';
import { absent, textOf, unknown, type Unknown, unknownObject, type Value } from '../values.ts';
import type { ViewValue } from './objects.ts';

/** `pgView(name)` or `pgMaterializedView(name)`; it becomes a view with `.as(…)`. */
export function makeView(
  run: Interpreter, given: readonly Value[], schema: string | null, kind: 'view' | 'materialized view', site: CallSite,
): ViewValue | Unknown {
  const name = textOf(given[0] ?? absent, site.head);
  if (name === null) return unknownObject('a view has no name', site.head);
  if (typeof name !== 'string') {
    return unknownObject(`the name of a view cannot be told: ${name.reason}`, site.head);
  }
  return make<ViewValue>(run, {
    kind: 'view', schema, name, materialized: kind === 'materialized view', state: 'begun', definition: null,
    origin: site.head,
  });
}

/** `.as(sql…)` gives the query; a query built with drizzle-orm's query builder is not written out here. */
export function callView(view: ViewValue, method: string, given: readonly Value[], site: CallSite): Value {
  const [first = absent] = given;
  switch (method) {
    case 'as':
      return { ...view, state: 'defined', definition: first.kind === 'sql' ? { ...first, inlined: true } : null };
    case 'existing':
      return { ...view, state: 'existing' };
    case 'with':
    case 'using':
    case 'tablespace':
    case 'withNoData':
      return view;
    default:
      return unknown(`a view has no method ${method}`, site.tail);
  }
}
