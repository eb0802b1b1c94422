import type { Named } from '../catalog/is-generated.ts';
import { isMentioned } from '../catalog/names-in-use.ts';
import type { Origin } from '../text/span.ts';
import type { ObjectContext } from './context.ts';
import type { Report } from './finding.ts';
import { isDeclared } from './is-declared.ts';

/** Another name for an object, that is known to be free. */
export interface Renaming {
  readonly object: Named;
  /** Where it is declared. */
  readonly at: Origin | null;
  /** As it is written. */
  readonly from: string;
  readonly to: string;
}

/**
 * What nobody has yet is renamed for nothing, and only what no SQL of the schema speaks of by its name; the rest is for a
 * person to decide, who is told what it comes to.
 */
export function renaming(change: Renaming, on: ObjectContext<unknown>): Pick<Report, 'fix' | 'suggestions'> {
  const { object, at, from, to } = change;
  if (!isDeclared(at)) return {};
  const amendment = { kind: 'renameDeclared', at, from, to } as const;
  const consequence = consequenceOf(object, from, on);
  if (consequence === null) return { fix: { text: `Name it "${to}".`, amendment } };
  return { suggestions: [{ text: `Name it "${to}": ${consequence}.`, amendment }] };
}

/** For a name that is one of several that would do: a person decides in any case. */
export function suggestedRenaming(change: Renaming, on: ObjectContext<unknown>): Pick<Report, 'suggestions'> {
  const { fix, suggestions } = renaming(change, on);
  return fix === undefined ? { ...(suggestions === undefined ? {} : { suggestions }) } : { suggestions: [fix] };
}

function consequenceOf(object: Named, name: string, { catalog, isGenerated }: ObjectContext<unknown>): string | null {
  if (isGenerated(object) === 'no') return isMentioned(catalog, name) ? 'SQL in the schema may still say the old name' : null;
  switch (object.kind) {
    case 'index':
    case 'constraint':
      return 'the next migration drops and makes it again';
    case 'policy':
    case 'schema':
    case 'table':
    case 'column':
    case 'enum':
    case 'view':
    case 'sequence':
      return `renames the ${object.kind}, a breaking change`;
    default:
      return object satisfies never;
  }
}
