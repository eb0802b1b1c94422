import type { Catalog, Routine } from '../../facts/catalog.ts';
import { routineKey } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { ObjectName } from '../../facts/names.ts';
import { sameName } from '../../facts/names.ts';
import { mapped, withEntry, without } from './entries.ts';
import { renameOne, renamed } from './renaming.ts';
import type { Replayed } from './replayed.ts';
import { done, duplicate, unknown } from './replayed.ts';

export function createRoutine(catalog: Catalog, routine: Routine, mode: 'replace' | 'new'): Replayed {
  const key = routineKey(routine);
  if (catalog.routines.has(key) && mode === 'new') return duplicate(catalog, 'routine', routine);
  return done({ ...catalog, routines: withEntry(catalog.routines, key, routine) });
}

/** ALTER FUNCTION … SECURITY, SET, RESET and volatility. */
export function alterRoutine(catalog: Catalog, change: ChangeOf<'alterRoutine'>): Replayed {
  const meant = routinesNamed(catalog, change.name, change.argumentTypes);
  if (meant.length === 0) return unknown(catalog, 'routine', change.name);
  const routines = mapped(catalog.routines, (one) => (meant.includes(one) ? {
    ...one, securityDefiner: change.securityDefiner ?? one.securityDefiner, searchPath: change.searchPath ?? one.searchPath,
    volatility: change.volatility ?? one.volatility, ...(isCalled(change) ? { inlined: null } : {}),
  } : one), routineKey);
  return done({ ...catalog, routines });
}

/** With rights or a search path of its own, a function is called where it was put in place of the call before. */
function isCalled({ securityDefiner, searchPath }: ChangeOf<'alterRoutine'>): boolean {
  return securityDefiner === true || searchPath === 'set';
}

/** DROP FUNCTION and its like; with CASCADE the triggers that call it. */
export function dropRoutine(
  catalog: Catalog,
  name: ObjectName,
  argumentTypes: readonly string[] | null,
  reach: 'cascade' | 'restrict',
): Replayed {
  const meant = routinesNamed(catalog, name, argumentTypes);
  if (meant.length === 0) return unknown(catalog, 'routine', name);
  const routines = without(catalog.routines, (one) => meant.includes(one));
  if (reach === 'restrict') return done({ ...catalog, routines });
  const left = [...routines.values()];
  const triggers = without(catalog.triggers, (trigger) =>
    meant.some((one) => sameName(one, trigger.routine)) && !left.some((one) => sameName(one, trigger.routine)));
  return done({ ...catalog, routines, triggers });
}

/** A new name or schema. Triggers follow, unless another routine keeps the old name. */
export function renameRoutine(
  catalog: Catalog,
  name: ObjectName,
  argumentTypes: readonly string[] | null,
  to: ObjectName,
): Replayed {
  const meant = routinesNamed(catalog, name, argumentTypes);
  if (meant.length === 0) return unknown(catalog, 'routine', name);
  const namesakes = routinesNamed(catalog, name, null);
  if (namesakes.length === meant.length) return done(renamed(catalog, renameOne('routine', name, to)));
  const routines = mapped(catalog.routines, (one) =>
    meant.includes(one) ? { ...one, schema: to.schema, name: to.name, written: to.written } : one, routineKey);
  return done({ ...catalog, routines });
}

function routinesNamed(
  catalog: Catalog, name: ObjectName, argumentTypes: readonly string[] | null,
): readonly Routine[] {
  return [...catalog.routines.values()].filter((one) =>
    sameName(one, name) && (argumentTypes === null || one.argumentTypes.join() === argumentTypes.join()));
}
