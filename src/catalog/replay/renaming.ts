import type { Catalog, Column, Constraint, Domain, Routine, Table, View } from '../../facts/catalog.ts';
import { routineKey } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, memberKey } from '../../facts/names.ts';
import { eachChanged, mapped } from './entries.ts';
import { sequenceDefault, sequenceOfDefault } from './sequence-default.ts';
import { renameTypeIn } from './types-in-columns.ts';

type Rename = (name: ObjectName) => ObjectName;

/** What other names objects get. A function hands back its very argument for a name that stays. */
export interface Renaming {
  /** Tables, views, indexes and sequences. */
  readonly relation: Rename;
  /** Enums, domains and composite types. */
  readonly type: Rename;
  readonly routine: Rename;
}

const stays: Rename = (name) => name;

/** One relation, type or routine under another name. */
export function renameOne(space: keyof Renaming, from: ObjectName, to: ObjectName): Renaming {
  return renameWhere(space, (name) => name.schema === from.schema && name.name === from.name, () => to);
}

/** Those of a kind that `which` picks. */
export function renameWhere(space: keyof Renaming, which: (name: ObjectName) => boolean, to: Rename): Renaming {
  const rename: Rename = (name) => (which(name) ? to(name) : name);
  return { relation: stays, type: stays, routine: stays, [space]: rename };
}

/** A whole schema under another name. */
export function renameSchemaOf(from: string, to: string): Renaming {
  const rename: Rename = (name) => (name.schema === from ? { ...name, schema: to } : name);
  return { relation: rename, type: rename, routine: rename };
}

/** The catalog in which every mention of a renamed object has its new name, as Postgres's references by number do. */
export function renamed(catalog: Catalog, renaming: Renaming): Catalog {
  const { relation, type, routine } = renaming;
  return {
    ...catalog,
    tables: mapped(catalog.tables, (table) => renamedTable(table, renaming), keyOf),
    indexes: mapped(catalog.indexes, (index) => withTable(moved(index, relation), relation), keyOf),
    sequences: mapped(catalog.sequences, (sequence) => withOwner(moved(sequence, relation), relation), keyOf),
    views: mapped(catalog.views, (view) => withReads(moved(view, relation), relation), keyOf),
    policies: mapped(catalog.policies, (one) => withTable(one, relation), (one) => memberKey(one.table, one.name)),
    triggers: mapped(catalog.triggers, (trigger) => {
      const action = routine(trigger.routine);
      return withTable(action === trigger.routine ? trigger : { ...trigger, routine: action }, relation);
    }, (trigger) => memberKey(trigger.table, trigger.name)),
    enums: mapped(catalog.enums, (one) => moved(one, type), keyOf),
    domains: mapped(catalog.domains, (domain) => renamedDomain(domain, type), keyOf),
    compositeTypes: mapped(catalog.compositeTypes, (composite) => {
      const attributes = eachChanged(composite.attributes, (attribute) => withType(attribute, type));
      const next = moved(composite, type);
      return attributes === composite.attributes ? next : { ...next, attributes };
    }, keyOf),
    routines: mapped(catalog.routines, (one) => renamedRoutine(one, renaming), routineKey),
  };
}

function renamedTable(table: Table, { relation, type }: Renaming): Table {
  const next = moved(table, relation);
  const columns = eachChanged(table.columns, (column) => renamedColumn(column, relation, type));
  const constraints = eachChanged(table.constraints, (constraint) => renamedConstraint(constraint, relation));
  const partitionOf = table.partitionOf === null ? null : named(table.partitionOf, relation);
  const inherits = table.inherits === undefined ? undefined : eachChanged(table.inherits, (parent) => named(parent, relation));
  const same = columns === table.columns && constraints === table.constraints && partitionOf === table.partitionOf
    && inherits === table.inherits;
  return same ? next : { ...next, columns, constraints, partitionOf, ...(inherits === undefined ? {} : { inherits }) };
}

function renamedColumn(column: Column, relation: Rename, type: Rename): Column {
  const next = withType(column, type);
  const sequence = sequenceOfDefault(column.default);
  if (sequence === null || relation(sequence) === sequence) return next;
  return { ...next, default: sequenceDefault(relation(sequence)) };
}

function renamedConstraint(constraint: Constraint, relation: Rename): Constraint {
  if (constraint.kind !== 'foreignKey') return constraint;
  const references = named(constraint.references, relation);
  return references === constraint.references ? constraint : { ...constraint, references };
}

function renamedDomain(domain: Domain, type: Rename): Domain {
  return withType(moved(domain, type), type);
}

function renamedRoutine(routine: Routine, renaming: Renaming): Routine {
  const next = moved(routine, renaming.routine);
  const argumentTypes = eachChanged(routine.argumentTypes, (text) => renameTypeIn(text, renaming.type));
  return argumentTypes === routine.argumentTypes ? next : { ...next, argumentTypes };
}

/** The object under its new name, or the very same. */
function moved<Value extends ObjectName>(value: Value, rename: Rename): Value {
  const name = rename(value);
  return name === value ? value : { ...value, schema: name.schema, name: name.name, written: name.written };
}

function named(name: ObjectName, rename: Rename): ObjectName {
  const next = rename(name);
  return next === name ? name : { schema: next.schema, name: next.name, written: next.written };
}

function withTable<Value extends { readonly table: ObjectName }>(value: Value, rename: Rename): Value {
  const table = named(value.table, rename);
  return table === value.table ? value : { ...value, table };
}

function withReads(view: View, rename: Rename): View {
  if (view.reads === undefined || view.from === undefined) return view;
  const reads = eachChanged(view.reads, (read) => {
    const tables = eachChanged(read.tables, (table) => named(table, rename));
    return tables === read.tables ? read : { ...read, tables };
  });
  const from = eachChanged(view.from, (name) => named(name, rename));
  return reads === view.reads && from === view.from ? view : { ...view, reads, from };
}

function withOwner<Value extends { readonly ownedBy: { readonly table: ObjectName; readonly column: string } | null }>(
  value: Value,
  rename: Rename,
): Value {
  if (value.ownedBy === null) return value;
  const table = named(value.ownedBy.table, rename);
  return table === value.ownedBy.table ? value : { ...value, ownedBy: { ...value.ownedBy, table } };
}

function withType<Value extends { readonly type: string }>(value: Value, rename: Rename): Value {
  const type = renameTypeIn(value.type, rename);
  return type === value.type ? value : { ...value, type };
}
