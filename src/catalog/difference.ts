import type { Aspect, Catalog, Column, Constraint, Expression, Index, IndexKey, Table } from '../facts/catalog.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf, memberKey, showName } from '../facts/names.ts';
import { lastAnswers } from '../text/last-answers.ts';
import { sameType } from './replay/types-in-columns.ts';
import { sameExpression } from './same-expression.ts';

export type DifferingObject =
  | 'schema' | 'table' | 'column' | 'constraint' | 'index' | 'enum' | 'domain' | 'compositeType' | 'sequence' | 'view'
  | 'policy' | 'routine' | 'trigger' | 'extension';

/** One thing in which two catalogs differ. */
export interface Difference {
  readonly object: DifferingObject;
  /** The key of the object in the catalog; of a column or constraint its `memberKey`. */
  readonly key: string;
  /** The table of a column, constraint, index, policy or trigger. */
  readonly table: ObjectName | null;
  /** As people say it: `dataset.title`, `library.loan_idx`. */
  readonly name: string;
  readonly what: 'added' | 'removed' | 'changed';
  /** Of a change: which property, and how it reads on both sides. */
  readonly property: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What is in one catalog and not in the other, and what differs in both, sorted by kind and key. Only aspects that both
 * see are compared; where a table is partial, only what both have of it. A table that one side lacks is one difference,
 * whatever is in it. How a name was written, where it comes from, and CONCURRENTLY are no differences.
 */
export function difference(before: Catalog, after: Catalog): readonly Difference[] {
  return known(before, [after], () => compared(before, after));
}

/** Between two strokes in an editor a schema and a snapshot are mostly what they were. */
const known = lastAnswers<Catalog, readonly Difference[]>(2);

function compared(before: Catalog, after: Catalog): readonly Difference[] {
  const common: Common = { before, after, both: (aspect) => before.sees.has(aspect) && after.sees.has(aspect) };
  return [
    ...compare(common, schemas), ...compare(common, extensions), ...compare(common, enums), ...compare(common, domains),
    ...compare(common, compositeTypes), ...compare(common, sequences), ...compare(common, tables),
    ...compare(common, columns), ...compare(common, constraints), ...compare(common, indexes), ...compare(common,
    views),
    ...compare(common, policies), ...compare(common, routines), ...compare(common, triggers),
  ];
}

/** Is it the same property of the same object that differs, whatever the values are? */
export function isAboutSame(left: Difference, right: Difference): boolean {
  return left.object === right.object && left.key === right.key && left.what === right.what && left.property === right.property;
}

/** What the two sides of a difference are called: `in the snapshot`, `in the schema`. */
export interface Sides {
  readonly before: string;
  readonly after: string;
}

/** A difference in one sentence: `column dataset.title: type text before, character varying(200) after`. */
export function showDifference(
  { object, name, what, property, before, after }: Difference, sides: Sides = { before: 'before', after: 'after' },
): string {
  const subject = `${words[object]} ${name}`;
  if (what === 'added') return `${subject} is there only ${sides.after}`;
  if (what === 'removed') return `${subject} is there only ${sides.before}`;
  return `${subject}: ${property ?? ''} ${before ?? ''} ${sides.before}, ${after ?? ''} ${sides.after}`;
}

const words: Readonly<Record<DifferingObject, string>> = {
  schema: 'schema', table: 'table', column: 'column', constraint: 'constraint', index: 'index', enum: 'enum',
  domain: 'domain', compositeType: 'composite type', sequence: 'sequence', view: 'view', policy: 'policy',
  routine: 'function', trigger: 'trigger', extension: 'extension',
};

interface Common {
  readonly before: Catalog;
  readonly after: Catalog;
  readonly both: (aspect: Aspect) => boolean;
}

/** One property of a kind of object: how it reads, what one must see to compare it, when it is the same. */
interface Property<Value> {
  readonly name: string;
  readonly aspects: readonly Aspect[];
  readonly show: (value: Value) => string;
  readonly same: (before: Value, after: Value) => boolean;
}

/** How one kind of object is compared. */
interface Kind<Value> {
  readonly object: DifferingObject;
  readonly aspect: Aspect;
  readonly all: (catalog: Catalog) => ReadonlyMap<string, Value>;
  readonly name: (value: Value) => string;
  /** The table it belongs to, by which partial and missing tables are told. */
  readonly table: (value: Value) => ObjectName | null;
  readonly properties: readonly Property<Value>[];
  /** Objects that a source may leave out. */
  readonly optional?: (value: Value, common: Common) => boolean;
}

function compare<Value>(common: Common, kind: Kind<Value>): readonly Difference[] {
  if (!common.both(kind.aspect)) return [];
  const [before, after] = [kind.all(common.before), kind.all(common.after)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (was !== undefined && is !== undefined) return changes(common, kind, key, was, is);
    const only = was ?? is;
    const lacking = was === undefined ? common.before : common.after;
    if (only === undefined || isExcused(common, kind, only, lacking)) return [];
    return [differing(kind, key, only, was === undefined ? 'added' : 'removed')];
  });
}

function changes<Value>(common: Common, kind: Kind<Value>, key: string, was: Value, is: Value): readonly Difference[] {
  return kind.properties
    .filter((property) => property.aspects.every(common.both) && !property.same(was, is))
    .map((property) => ({
      ...differing(kind, key, is, 'changed'), property: property.name, before: property.show(was),
      after: property.show(is),
    }));
}

/** A member of a table that the other side lacks altogether, or knows in part. */
function isExcused<Value>(common: Common, kind: Kind<Value>, only: Value, lacking: Catalog): boolean {
  if (kind.optional?.(only, common) === true) return true;
  const table = kind.table(only);
  if (table === null) return false;
  const there = lacking.tables.get(keyOf(table));
  if (there !== undefined) return there.partial;
  return !lacking.views.has(keyOf(table));
}

function differing<Value>(kind: Kind<Value>, key: string, value: Value, what: Difference['what']): Difference {
  const table = kind.table(value);
  return {
    object: kind.object, key, name: kind.name(value), what, property: null, before: null, after: null,
    table: table === null ? null : { schema: table.schema, name: table.name, written: table.written },
  };
}

function property<Value>(name: string, show: (value: Value) => string, ...aspects: readonly Aspect[]): Property<Value> {
  return { name, aspects, show, same: (before, after) => show(before) === show(after) };
}

function expression<Value>(
  name: string, read: (value: Value) => Expression | null, ...aspects: readonly Aspect[]
): Property<Value> {
  return {
    name, aspects,
    show: (value) => read(value)?.text ?? 'none',
    same: (before, after) => sameExpression(read(before), read(after)),
  };
}

/** Whether there is one at all, for those who cannot see what it says. */
function presence<Value>(
  name: string, read: (value: Value) => unknown, ...aspects: readonly Aspect[]
): Property<Value> {
  return property(name, (value) => (read(value) === null ? 'none' : 'given'), ...aspects);
}

function typeProperty<Value extends { readonly type: string }>(): Property<Value> {
  return {
    name: 'type', aspects: ['columnTypes'], show: ({ type }) => type, same: (before, after) =>
      sameType(before.type, after.type),
  };
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}

function nobody(): null {
  return null;
}

const schemas: Kind<{ readonly name: string }> = {
  object: 'schema', aspect: 'schemas', all: (catalog) => catalog.schemas, name: ({ name }) => name, table: nobody,
  properties: [],
};

const extensions: Kind<{ readonly name: string; readonly schema: string | null }> = {
  object: 'extension', aspect: 'extensions', all: (catalog) => catalog.extensions, name: ({ name }) =>
    name, table: nobody,
  properties: [],
};

const enums: Kind<Catalog['enums'] extends ReadonlyMap<string, infer Enum> ? Enum : never> = {
  object: 'enum', aspect: 'enums', all: (catalog) => catalog.enums, name: showName, table: nobody,
  properties: [{
    name: 'values', aspects: [], show: ({ values }) => list(values.map((value) => `'${value}'`)),
    same: (before, after) => before.partial || after.partial || sameItems(before.values, after.values),
  }],
};

const domains: Kind<Catalog['domains'] extends ReadonlyMap<string, infer Domain> ? Domain : never> = {
  object: 'domain', aspect: 'domains', all: (catalog) => catalog.domains, name: showName, table: nobody,
  properties: [
    typeProperty(),
    property('not null', ({ notNull }) => yesOrNo(notNull)),
    expression('default', (domain) => domain.default, 'defaults'),
    property('checks', ({ checks }) => list(checks.map((check) => check.name).sort())),
    {
      name: 'expressions of checks', aspects: ['expressions'],
      show: ({ checks }) => list(checks.map((check) => check.expression.text)),
      same: (before, after) => before.checks.every((check) => {
        const other = after.checks.find((one) => one.name === check.name);
        return other === undefined || sameExpression(check.expression, other.expression);
      }),
    },
  ],
};

const compositeTypes: Kind<Catalog['compositeTypes'] extends ReadonlyMap<string, infer Composite>
  ? Composite : never> = {
  object: 'compositeType', aspect: 'compositeTypes', all: (catalog) =>
    catalog.compositeTypes, name: showName, table: nobody,
  properties: [{
    name: 'attributes', aspects: [], show: ({ attributes }) => list(attributes.map(({ name, type }) =>
      `${name} ${type}`)),
    same: (before, after) => before.attributes.length === after.attributes.length
      && before.attributes.every(({ name, type }, at) => {
        const other = after.attributes[at];
        return other !== undefined && other.name === name && sameType(type, other.type);
      }),
  }],
};

const sequences: Kind<Catalog['sequences'] extends ReadonlyMap<string, infer Sequence> ? Sequence : never> = {
  object: 'sequence', aspect: 'sequences', all: (catalog) => catalog.sequences, name: showName,
  table: ({ ownedBy }) => ownedBy?.table ?? null,
  properties: [
    property('type', ({ type }) => type, 'columnTypes'),
    property('owner', ({ ownedBy }) => (ownedBy === null ? 'none'
      : `${showName(ownedBy.table)}.${ownedBy.column}`), 'ownedSequences'),
  ],
  optional: ({ ownedBy }, { both }) => ownedBy !== null && !both('ownedSequences'),
};

const tables: Kind<Table> = {
  object: 'table', aspect: 'tables', all: (catalog) => catalog.tables, name: showName, table: nobody,
  properties: [
    wholly(property('kind', ({ kind }) => kind)),
    wholly(property('persistence', ({ persistence }) => persistence)),
    wholly(property('partition of', ({ partitionOf }) => (partitionOf === null ? 'none' : showName(partitionOf)))),
    wholly(property('row security', ({ rowSecurity }) => (rowSecurity ? 'on' : 'off'), 'rowSecurity')),
    {
      name: 'order of columns', aspects: ['columns', 'columnOrder'], show: ({ columns: all }) =>
        list(all.map(({ name }) => name)),
      same: (before, after) => before.partial || after.partial || sameOrder(before, after),
    },
  ],
};

/** Compared only where neither table is partial. */
function wholly(whole: Property<Table>): Property<Table> {
  return { ...whole, same: (before, after) => before.partial || after.partial || whole.same(before, after) };
}

/** Columns that both have stand in the same order. */
function sameOrder(before: Table, after: Table): boolean {
  const names = (table: Table, other: Table): readonly string[] => {
    const there = new Set(other.columns.map(({ name }) => name));
    return table.columns.map(({ name }) => name).filter((name) => there.has(name));
  };
  return sameItems(names(before, after), names(after, before));
}

function sameItems(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, at) => item === right[at]);
}

/** A member of a table with its table. */
interface Owned<Member> {
  readonly table: ObjectName;
  readonly member: Member;
}

function ownedBy<Member extends { readonly name: string }>(
  catalog: Catalog,
  members: (table: Table) => readonly Member[],
): ReadonlyMap<string, Owned<Member>> {
  return new Map([...catalog.tables.values()].flatMap((table) =>
    members(table).map((member): [string, Owned<Member>] => [memberKey(table, member.name), { table, member }])));
}

function ofMember<Member>(of: Property<Member>): Property<Owned<Member>> {
  return {
    ...of, show: ({ member }) => of.show(member), same: (before, after) => of.same(before.member, after.member),
  };
}

const columns: Kind<Owned<Column>> = {
  object: 'column', aspect: 'columns', all: (catalog) => ownedBy(catalog, (table) => table.columns),
  name: ({ table, member }) => `${showName(table)}.${member.name}`, table: ({ table }) => table,
  properties: [
    typeProperty<Column>(),
    property<Column>('not null', ({ notNull }) => yesOrNo(notNull)),
    expression<Column>('default', (column) => column.default, 'defaults'),
    property<Column>('identity', ({ identity }) => identity ?? 'none'),
    property<Column>('generated', ({ generated }) => (generated === null ? 'none' : generated.stored ? 'stored'
      : 'virtual')),
    expression<Column>('generated as', ({ generated }) => generated?.expression ?? null, 'expressions'),
    property<Column>('collation', ({ collation }) => collation ?? 'default', 'columnTypes'),
  ].map(ofMember),
};

const constraints: Kind<Owned<Constraint>> = {
  object: 'constraint', aspect: 'constraints', all: (catalog) => ownedBy(catalog, (table) => table.constraints),
  name: ({ table, member }) => `${member.name} of ${showName(table)}`, table: ({ table }) => table,
  properties: [
    property<Constraint>('kind', ({ kind }) => kind),
    property<Constraint>('columns', (one) => (one.kind === 'check' ? 'none' : list(one.columns))),
    property<Constraint>('include', (one) => ('include' in one ? list(one.include) : 'none')),
    property<Constraint>('nulls not distinct', (one) => yesOrNo(one.kind === 'unique' && one.nullsNotDistinct)),
    property<Constraint>('references', (one) =>
      (one.kind === 'foreignKey' ? `${showName(one.references)} (${one.referencedColumns.join(', ')})` : 'none')),
    property<Constraint>('on delete', (one) => (one.kind === 'foreignKey' ? one.onDelete : 'none')),
    property<Constraint>('on update', (one) => (one.kind === 'foreignKey' ? one.onUpdate : 'none')),
    property<Constraint>('validated', (one) => yesOrNo(!('validated' in one) || one.validated), 'validity'),
    expression<Constraint>('expression', (one) => (one.kind === 'check' ? one.expression : null), 'expressions'),
    property<Constraint>('method', (one) => (one.kind === 'exclusion' ? one.method : 'none')),
    property<Constraint>('elements', (one) => (one.kind === 'exclusion' ? list(one.elements) : 'none')),
    expression<Constraint>('where', (one) => (one.kind === 'exclusion' ? one.where : null), 'expressions'),
  ].map(ofMember),
};

const indexes: Kind<Index> = {
  object: 'index', aspect: 'indexes', all: (catalog) => catalog.indexes, name: showName, table: ({ table }) => table,
  properties: [
    property('table', ({ table }) => showName(table)),
    property('unique', ({ unique }) => yesOrNo(unique)),
    property('method', ({ method }) => method),
    { name: 'keys', aspects: [], show: ({ keys }) => list(keys.map(showKey)), same: (before, after) =>
      sameKeys(before.keys, after.keys) },
    {
      name: 'expressions', aspects: ['expressions'], show: ({ keys }) => list(keys.map(showKey)),
      same: (before, after) => before.keys.every((key, at) =>
        after.keys[at] === undefined || sameExpression(key.expression, after.keys[at].expression)),
    },
    property('include', ({ include }) => list(include)),
    presence('where', ({ where }) => where),
    expression('where', ({ where }) => where, 'expressions'),
    property('nulls not distinct', ({ nullsNotDistinct }) => yesOrNo(nullsNotDistinct)),
  ],
};

function showKey(key: IndexKey): string {
  const parts = [key.column ?? `(${key.expression?.text ?? ''})`, key.collation, key.operatorClass, key.order,
    `nulls ${key.nulls}`];
  return parts.filter((part) => part !== null).join(' ');
}

/** Everything of the keys but what their expressions say. */
function sameKeys(before: readonly IndexKey[], after: readonly IndexKey[]): boolean {
  return sameItems(before.map((key) => showKey({ ...key, expression: null })), after.map((key) =>
    showKey({ ...key, expression: null })));
}

const views: Kind<Catalog['views'] extends ReadonlyMap<string, infer View> ? View : never> = {
  object: 'view', aspect: 'views', all: (catalog) => catalog.views, name: showName, table: nobody,
  properties: [
    property('materialized', ({ materialized }) => yesOrNo(materialized)),
    {
      name: 'definition', aspects: ['viewDefinitions'], show: ({ definition }) => definition?.text ?? 'unknown',
      same: (before, after) => sameDefinition(before.definition, after.definition),
    },
  ],
};

/** What an author wrote and what `pg_get_viewdef` prints of it (indented, with names resolved) cannot be compared. */
function sameDefinition(before: Expression | null, after: Expression | null): boolean {
  if (before === null || after === null || isPrinted(before) !== isPrinted(after)) return true;
  return sameExpression(before, after);
}

function isPrinted({ text }: Expression): boolean {
  return text.startsWith(' ') && text.endsWith(';');
}

const policies: Kind<Catalog['policies'] extends ReadonlyMap<string, infer Policy> ? Policy : never> = {
  object: 'policy', aspect: 'policies', all: (catalog) => catalog.policies,
  name: ({ name, table }) => `${name} of ${showName(table)}`, table: ({ table }) => table,
  properties: [
    property('permissive', ({ permissive }) => yesOrNo(permissive)),
    property('command', ({ command }) => command),
    property('roles', ({ roles }) => list([...roles].sort())),
    presence('using', ({ using }) => using),
    expression('using', ({ using }) => using, 'expressions'),
    presence('check', ({ check }) => check),
    expression('check', ({ check }) => check, 'expressions'),
  ],
};

const routines: Kind<Catalog['routines'] extends ReadonlyMap<string, infer Routine> ? Routine : never> = {
  object: 'routine', aspect: 'functions', all: (catalog) => catalog.routines,
  name: (routine) => `${showName(routine)}(${routine.argumentTypes.join(', ')})`, table: nobody,
  properties: [
    property('kind', ({ kind }) => kind),
    property('language', ({ language }) => language),
    property('security definer', ({ securityDefiner }) => yesOrNo(securityDefiner)),
    property('search path', ({ searchPath }) => searchPath),
  ],
};

const triggers: Kind<Catalog['triggers'] extends ReadonlyMap<string, infer Trigger> ? Trigger : never> = {
  object: 'trigger', aspect: 'triggers', all: (catalog) => catalog.triggers,
  name: ({ name, table }) => `${name} of ${showName(table)}`, table: ({ table }) => table,
  properties: [
    property('function', ({ routine }) => showName(routine)),
    property('enabled', ({ enabled }) => yesOrNo(enabled)),
  ],
};
