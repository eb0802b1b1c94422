import type { Catalog, ColumnRead, Expression, Table } from '../../facts/catalog.ts';
import type { Change, NewColumn, NewConstraint, NewIndex } from '../../facts/change.ts';
import { keyOf, sameName, showName, temporarySchema, type ObjectName } from '../../facts/names.ts';
import type { Named } from '../replay/replayed.ts';
import { columnOf, nameOf, tableOf } from '../replay/table-of.ts';
import { isOfType, typeNameIn } from '../replay/types-in-columns.ts';

/**
 * What a change uses that the catalog does not have: columns in keys, checks and queries, types, values of enums, tables it
 * refers to, schemas it makes things in, functions of triggers. That what it alters itself is there, `applyChange` tells.
 * Columns of a table that is known in part are taken to be there, and so is what only a running query would tell. A name may
 * be missing because it was made outside the migrations: compare with a catalog of which that is known.
 */
export function missingUses(catalog: Catalog, change: Change): readonly Named[] {
  switch (change.kind) {
    case 'createTable': {
      const own: Table = { ...change.table, columns: change.columns, constraints: [], partial: true };
      const nested = change.columns.flatMap(({ constraints }) => constraints);
      return [
        ...missingSchema(catalog, change.table.schema), ...change.columns.flatMap((column) => missingOfColumn(catalog, column)),
        ...[...nested, ...change.constraints].flatMap((one) => missingOfConstraint(catalog, own, one)),
      ];
    }
    case 'addColumn': {
      const table = tableOf(catalog, change.table);
      const wider = table === null ? null : { ...table, columns: [...table.columns, change.column] };
      return [
        ...missingOfColumn(catalog, change.column), ...missingColumns(wider, change.column.generated?.expression.columns ?? []),
        ...change.column.constraints.flatMap((one) => missingOfConstraint(catalog, wider, one)),
      ];
    }
    case 'addConstraint': return missingOfConstraint(catalog, tableOf(catalog, change.table), change.constraint);
    case 'createIndex': return missingColumns(tableOf(catalog, change.index.table), columnsOfIndex(change.index));
    case 'setColumnType': return missingType(catalog, change.type);
    case 'setDefault': {
      const type = columnIn(catalog, change.table, change.column.name)?.type;
      return type === undefined ? [] : missingValue(catalog, type, change.default);
    }
    case 'setExpression': return missingColumns(tableOf(catalog, change.table), change.expression.columns ?? []);
    case 'createEnum': return missingSchema(catalog, change.enum.schema);
    case 'createDomain': return [...missingSchema(catalog, change.domain.schema), ...missingType(catalog, change.domain.type)];
    case 'createCompositeType':
      return [...missingSchema(catalog, change.type.schema), ...change.type.attributes.flatMap(({ type }) => missingType(catalog, type))];
    case 'createSequence': return missingSchema(catalog, change.sequence.schema);
    case 'createRoutine':
      return [...missingSchema(catalog, change.routine.schema), ...change.routine.argumentTypes.flatMap((type) => missingType(catalog, type))];
    case 'createView': {
      const { view } = change;
      return [
        ...missingSchema(catalog, view.schema), ...missingRelations(catalog, view.from ?? []),
        ...(view.reads ?? []).flatMap((read) => missingRead(catalog, read)),
      ];
    }
    case 'createPolicy': return missingInPolicy(catalog, change.table, [change.policy.using, change.policy.check]);
    case 'alterPolicy': return missingInPolicy(catalog, change.table, [change.using, change.check]);
    case 'createTrigger': {
      const { trigger } = change;
      return [...missingRoutine(catalog, trigger.routine), ...missingColumns(tableOf(catalog, trigger.table), trigger.columns)];
    }
    case 'changeRows': {
      const [only] = change.tables;
      const table = only === undefined || change.tables.length > 1 ? null : tableOf(catalog, only);
      return [...missingRelations(catalog, [...change.tables, ...change.reads]), ...missingColumns(table, change.columns ?? [])];
    }
    case 'setRelationSchema': return missingSchema(catalog, change.to);
    case 'setOtherSchema': return missingSchema(catalog, change.to);
    case 'alterRelation': return missingRelations(catalog, [change.name]);
    case 'refreshView': return missingRelations(catalog, [change.view]);
    case 'publish': return missingRelations(catalog, change.tables);
    case 'lockTable': return missingRelations(catalog, change.tables);
    case 'comment': return change.on === 'relation' ? missingRelations(catalog, [change.name]) : [];
    case 'grant': return change.object === 'table' && change.reach === 'named' ? missingRelations(catalog, change.names) : [];
    case 'reindex': return 'name' in change.target ? missingRelations(catalog, [change.target.name]) : [];
    default: return [];
  }
}

function missingOfColumn(catalog: Catalog, column: NewColumn): readonly Named[] {
  return [...missingType(catalog, column.type), ...(column.default === null ? [] : missingValue(catalog, column.type, column.default))];
}

function missingOfConstraint(catalog: Catalog, table: Table | null, constraint: NewConstraint): readonly Named[] {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': return missingColumns(table, [...constraint.columns, ...constraint.include]);
    case 'check': return missingColumns(table, constraint.expression.columns ?? []);
    case 'exclusion': return missingColumns(table, [...constraint.columns, ...constraint.where?.columns ?? []]);
    case 'notNull': return missingColumns(table, [constraint.column]);
    case 'usingIndex': return [];
    case 'foreignKey': {
      const own = missingColumns(table, constraint.columns);
      if (table !== null && sameName(table, constraint.references)) return own;
      const target = tableOf(catalog, constraint.references);
      if (target === null) return [...own, ...missingRelations(catalog, [constraint.references])];
      return [...own, ...missingColumns(target, constraint.referencedColumns ?? [])];
    }
    default: return constraint satisfies never;
  }
}

function columnsOfIndex({ keys, include, where }: NewIndex): readonly string[] {
  return [...keys.flatMap(({ column, expression }) => (column === null ? expression?.columns ?? [] : [column])), ...include,
    ...where?.columns ?? []];
}

/** In a subquery a column may be of another table. */
function missingInPolicy(catalog: Catalog, table: ObjectName, expressions: readonly (Expression | null)[]): readonly Named[] {
  const named = expressions.flatMap((one) => (one === null || /\bselect\b/i.test(one.text) ? [] : one.columns ?? []));
  return missingColumns(tableOf(catalog, table), named);
}

function missingColumns(table: Table | null, names: readonly string[]): readonly Named[] {
  if (table === null || table.partial) return [];
  const owner = nameOf(table);
  const lacking = [...new Set(names)].filter((name) => columnOf(table, name) === null && !systemColumns.has(name));
  return lacking.map((name) => ({ kind: 'column', name, owner }));
}

/** https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumns: ReadonlySet<string> = new Set(['ctid', 'tableoid', 'xmin', 'xmax', 'cmin', 'cmax']);

/** A column that none of the tables it may be of has. */
function missingRead(catalog: Catalog, { tables, column }: ColumnRead): readonly Named[] {
  if (column === null || tables.length === 0) return [];
  const known = tables.map((name) => tableOf(catalog, name));
  const [first] = known;
  const mayBeThere = known.some((table) => table === null || table.partial || columnOf(table, column) !== null);
  return mayBeThere || systemColumns.has(column) || first == null ? [] : [{ kind: 'column', name: column, owner: nameOf(first) }];
}

function missingRelations(catalog: Catalog, names: readonly ObjectName[]): readonly Named[] {
  return names.filter((name) => !isRelation(catalog, name)).map((name) => ({ kind: 'relation', name: showName(name), owner: null }));
}

function isRelation(catalog: Catalog, name: ObjectName): boolean {
  const key = keyOf(name);
  if (tableOf(catalog, name) !== null || catalog.views.has(key) || catalog.sequences.has(key) || catalog.indexes.has(key)) return true;
  return isOfPostgres(name.schema) || [...catalog.tables.values()].some((table) => table.schema === name.schema
    && table.constraints.some((one) => one.name === name.name));
}

function isOfPostgres(schema: string): boolean {
  return schema.startsWith('pg_') || schema === 'information_schema';
}

function missingType(catalog: Catalog, type: string): readonly Named[] {
  const name = typeNameIn(type);
  if (name === null || isOfPostgres(name.schema)) return [];
  const key = keyOf(name);
  const maps: readonly ReadonlyMap<string, ObjectName>[] = [catalog.enums, catalog.domains, catalog.compositeTypes, catalog.tables, catalog.views];
  return maps.some((map) => map.has(key)) ? [] : [{ kind: 'type', name: showName(name), owner: null }];
}

/** A default that is one constant of an enum. */
function missingValue(catalog: Catalog, type: string, { text }: Expression): readonly Named[] {
  const value = /^'((?:[^']|'')*)'(?:\s*::[^'[]*)?$/.exec(text.trim())?.[1]?.replaceAll("''", "'");
  if (value === undefined || type.endsWith('[]')) return [];
  const found = [...catalog.enums.values()].find((one) => isOfType(type, one));
  if (found === undefined || found.partial || found.values.includes(value)) return [];
  return [{ kind: 'enumValue', name: value, owner: nameOf(found) }];
}

function missingSchema(catalog: Catalog, schema: string): readonly Named[] {
  if (catalog.schemas.has(schema) || schema === temporarySchema || isOfPostgres(schema)) return [];
  return [{ kind: 'schema', name: schema, owner: null }];
}

function missingRoutine(catalog: Catalog, name: ObjectName): readonly Named[] {
  if (isOfPostgres(name.schema) || [...catalog.routines.values()].some((one) => sameName(one, name))) return [];
  return [{ kind: 'routine', name: showName(name), owner: null }];
}

function columnIn(catalog: Catalog, table: ObjectName, name: string): Table['columns'][number] | null {
  const found = tableOf(catalog, table);
  return found === null ? null : columnOf(found, name);
}
