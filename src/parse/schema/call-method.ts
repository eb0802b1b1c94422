import { builderOf, callColumn } from './drizzle/columns.ts';
import { callColumnReference, callForeignKey, callIndex, callUnique } from './drizzle/extras.ts';
import { callDrizzle } from './drizzle/call.ts';
import { callPolicy } from './drizzle/policies.ts';
import { callSchema } from './drizzle/schemas.ts';
import { callSql, callSqlFunction } from './drizzle/sql.ts';
import { callTable } from './drizzle/tables.ts';
import { callView } from './drizzle/views.ts';
import type { CallSite } from './call-site.ts';
import type { Interpreter } from './interpreter.ts';
import { callList } from './list-methods.ts';
import { callLiteral } from './text-methods.ts';
import { absent, type Method, unknown, type Value } from './values.ts';

/** A call of `object.method(…)`, where the object is no plain data. */
export function callMethod(run: Interpreter, method: Method, given: readonly Value[], site: CallSite): Value {
  const { of, name } = method;
  switch (of.kind) {
    case 'column':
      return callColumn(run, of, name, given, site);
    case 'columnReference':
      return name === 'toBuilder' ? builderOf(of, given[0] ?? absent, site) : callColumnReference(of, name, given, site);
    case 'index':
      return callIndex(of, name, given, site);
    case 'unique':
      return callUnique(of, name, given, site);
    case 'foreignKey':
      return callForeignKey(of, name, given, site);
    case 'policy':
      return callPolicy(run, of, name, given, site);
    case 'schema':
      return callSchema(run, of, name, given, site);
    case 'sql':
      return callSql(of, name, site);
    case 'table':
      return callTable(of, name, site);
    case 'view':
      return callView(of, name, given, site);
    case 'role':
      return of;
    case 'drizzle':
    case 'tableCreator':
    case 'method':
      return callFunctionOfDrizzle(run, of, name, given, site);
    case 'list':
      return callList(run, of, name, given, site);
    case 'literal':
      return callLiteral(of.value, name, given, site);
    default:
      return unknown(`${name} of a ${of.kind} is called`, site.head);
  }
}

/** `sql.raw(…)`, `pgTable.withRLS(…)`, `library.table.withRLS(…)`. */
function callFunctionOfDrizzle(
  run: Interpreter, of: Extract<Value, { kind: 'drizzle' | 'tableCreator' | 'method' }>, name: string, given: readonly Value[], site: CallSite,
): Value {
  if (of.kind === 'drizzle' && of.name === 'sql') return callSqlFunction(name, given, site);
  const made = name !== 'withRLS' ? null : of.kind === 'method' ? callMethod(run, of, given, site) : callDrizzle(run, of, given, site);
  if (made?.kind === 'table') return { ...made, rowSecurity: true };
  if (made?.kind === 'unknown') return made;
  return unknown(`${of.kind === 'tableCreator' ? 'pgTableCreator()' : of.name}.${name} is not read`, site.head);
}
