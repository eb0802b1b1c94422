import type { NewConstraint, Change } from '../facts/change.ts';
import type { Migration } from '../facts/history.ts';
import { utf8Length } from '../text/utf8.ts';
import { wordsOfName } from './words.ts';

/** As long as a name may be that a person would give. */
const longest = 50;

/**
 * A name for a migration from what it does, in words joined by `_`, as `drizzle-kit generate --name` takes them:
 * `create_book_and_loan`, `add_isbn_to_book`. Told by the weightiest of its changes; null where none says anything.
 */
export function migrationNameFor({ sql }: Migration): string | null {
  const deeds = (sql?.statements ?? []).flatMap(({ changes }) => changes).flatMap((change) => deedOf(change) ?? []);
  const [weightiest] = [...deeds].sort((left, right) => left.rank - right.rank);
  if (weightiest === undefined) return null;
  const alike = deeds.filter(({ verb, rank }) => verb === weightiest.verb && rank === weightiest.rank);
  const here = alike.filter(({ place }) => place === weightiest.place);
  const things = [...new Set(here.map(({ what }) => what))];
  const names = [...[3, 2, 1].map((count) => named(weightiest, things, count, here.length < alike.length)), changed(weightiest)];
  return names.find((name) => utf8Length(name) <= longest) ?? null;
}

interface Deed {
  readonly verb: string;
  readonly what: string;
  /** `to_book`, `of_book`; nothing where it is done to the thing itself. */
  readonly place: string;
  /** The lower, the sooner a migration is named by it. */
  readonly rank: number;
}

function named({ verb, place }: Deed, things: readonly string[], count: number, isElsewhere: boolean): string {
  const shown = things.slice(0, count);
  const more = things.length > shown.length || isElsewhere;
  const list = more || shown.length < 2 ? shown : [...shown.slice(0, -1), `and_${shown.at(-1) ?? ''}`];
  return [verb, ...list, ...(place === '' ? [] : [place]), ...(more ? ['and_more'] : [])].join('_');
}

/** Where the things themselves have names that are too long. */
function changed({ what, place }: Deed): string {
  return `change_${place === '' ? what : place.slice(place.indexOf('_') + 1)}`;
}

function deed(rank: number, verb: string, what: string, place: readonly [string, string] | null = null): Deed {
  return { rank, verb, what: inWords(what), place: place === null ? '' : `${place[0]}_${inWords(place[1])}` };
}

function inWords(name: string): string {
  return wordsOfName(name).join('_').replaceAll(/[^a-z0-9_]/g, '');
}

function deedOf(change: Change): Deed | null {
  switch (change.kind) {
    case 'renameRelation': return deed(0, 'rename', `${change.name.name}_to_${change.to.name}`);
    case 'renameColumn': return deed(0, 'rename', `${change.column.name}_to_${change.to.name}`, ['of', change.table.name]);
    case 'createTable': return deed(1, 'create', change.table.name);
    case 'dropRelation': return deed(change.relation === 'table' ? 2 : 8, 'drop', change.name.name);
    case 'addColumn': return deed(3, 'add', change.column.name, ['to', change.table.name]);
    case 'dropColumn': return deed(4, 'drop', change.column.name, ['from', change.table.name]);
    case 'setColumnType': return deed(5, 'retype', change.column.name, ['of', change.table.name]);
    case 'createView': return deed(5, change.replace ? 'replace' : 'create', change.view.name);
    case 'addEnumValue': return deed(6, 'add', change.value, ['to', change.enum.name]);
    case 'createIndex': return deed(7, 'index', indexed(change), ['of', change.index.table.name]);
    case 'addConstraint': return deed(7, ...constrained(change.constraint), [change.constraint.kind === 'check' ? 'on' : 'of', change.table.name]);
    case 'validateConstraint': return deed(7, 'validate', change.constraint.name);
    case 'setNotNull': return deed(7, 'require', change.column.name, ['of', change.table.name]);
    case 'dropNotNull': return deed(7, 'allow_no', change.column.name, ['of', change.table.name]);
    case 'setDefault':
    case 'dropDefault': return deed(8, change.kind === 'setDefault' ? 'default' : 'drop_default', change.column.name, ['of', change.table.name]);
    case 'dropConstraint': return deed(8, 'drop', change.constraint.name);
    case 'createPolicy': return deed(8, 'guard', change.table.name);
    case 'createTrigger': return deed(8, 'create', change.trigger.name);
    case 'createRoutine': return deed(8, change.replace ? 'replace' : 'create', change.routine.name);
    case 'createEnum': return deed(9, 'create', change.enum.name);
    case 'createSchema': return deed(9, 'create', change.schema.name);
    case 'createExtension': return deed(9, 'enable', change.extension.name);
    case 'changeRows': return change.tables[0] === undefined ? null : deed(6, rowVerbs[change.command], change.tables[0].name);
    default: return null;
  }
}

const rowVerbs = { insert: 'seed', copy: 'seed', update: 'update', merge: 'update', delete: 'clean', truncate: 'empty' } as const;

function indexed({ index }: Extract<Change, { readonly kind: 'createIndex' }>): string {
  const columns = index.keys.flatMap(({ column }) => column ?? []);
  return columns.length === 0 ? index.name ?? 'expression' : columns.join('_');
}

function constrained(constraint: NewConstraint): readonly [string, string] {
  switch (constraint.kind) {
    case 'foreignKey': return ['reference', constraint.references.name];
    case 'primaryKey': return ['key', constraint.columns.join('_')];
    case 'unique': return ['unique', constraint.columns.join('_')];
    case 'notNull': return ['require', constraint.column];
    case 'check':
    case 'exclusion':
    case 'usingIndex': return ['constrain', constraint.name ?? 'rows'];
    default: return constraint satisfies never;
  }
}
