import type { CreateStmt, CreateTableAsStmt, IntoClause, RangeVar } from 'libpg-query';
import type { Table } from '../../../facts/catalog.ts';
import type { ChangeOf } from '../../../facts/change.ts';
import { temporarySchema, type ObjectName } from '../../../facts/names.ts';
import { newRelationName, relationName } from '../names.ts';
import { elementEnd, indexAt, originOf, type Scope } from '../scope.ts';
import { allOf } from '../tree.ts';
import { base, ifNotExists } from './base.ts';
import { readColumn } from './columns.ts';
import { readConstraint } from './constraints.ts';
import { partitionBound, partitionKey } from './partitions.ts';

type CreateTable = ChangeOf<'createTable'>;

/**
 * CREATE TABLE with columns, and CREATE FOREIGN TABLE (`kind` foreign). Partial is a table OF a type; whether the
 * columns of parents and of LIKE are known, replay finds out.
 */
export function createTable(scope: Scope, node: CreateStmt, kind: Table['kind'] = tableKind(node)): CreateTable {
  const parents = allOf('RangeVar', node.inhRelations).map((parent) => relationName(scope, parent));
  const isPartition = node.partbound !== undefined;
  const like = allOf('TableLikeClause', node.tableElts).map((clause) => relationName(scope, clause.relation));
  return {
    ...base(scope, ifNotExists(node.if_not_exists)),
    kind: 'createTable',
    table: {
      ...tableHead(scope, node.relation),
      kind,
      partitionOf: isPartition ? parents[0] ?? null : null,
      ...(isPartition ? { bound: partitionBound(node.partbound) } : {}),
      partial: node.ofTypename !== undefined,
      ...(node.partspec === undefined ? {} : { partitionKey: partitionKey(node.partspec) }),
    },
    columns: allOf('ColumnDef', node.tableElts)
      .filter((column) => column.typeName)
      .map((column) => readColumn(scope, column)),
    constraints: tableConstraints(scope, node),
    like,
    inherits: isPartition ? [] : parents,
    asQuery: false,
  };
}

/** CREATE TABLE … AS, SELECT … INTO: the columns are those of the query, which only Postgres knows. */
export function createTableAs(scope: Scope, into: IntoClause | undefined, options: CreateTableAsStmt): CreateTable {
  return {
    ...base(scope, ifNotExists(options.if_not_exists)),
    kind: 'createTable',
    table: { ...tableHead(scope, into?.rel), kind: 'table', partitionOf: null, partial: true },
    columns: [],
    constraints: [],
    like: [],
    inherits: [],
    asQuery: true,
  };
}

function tableHead(
  scope: Scope, relation: RangeVar | undefined,
): Pick<Table, 'schema' | 'name' | 'written' | 'persistence' | 'rowSecurity' | 'origin'> {
  const name = newRelationName(scope, relation);
  return { ...name, persistence: persistenceOf(name, relation), rowSecurity: false, origin: originOf(scope) };
}

function persistenceOf(name: ObjectName, relation: RangeVar | undefined): Table['persistence'] {
  if (name.schema === temporarySchema) return 'temporary';
  return relation?.relpersistence === 'u' ? 'unlogged' : 'permanent';
}

function tableKind(node: CreateStmt): Table['kind'] {
  if (node.partbound) return 'partition';
  return node.partspec ? 'partitioned' : 'table';
}

/** In a new table NOT VALID means nothing: PostgreSQL `parse_utilcmd.c`, `transformCheckConstraints`. */
function tableConstraints(scope: Scope, node: CreateStmt): CreateTable['constraints'] {
  return allOf('Constraint', node.tableElts).flatMap((constraint) => {
    const from = indexAt(scope, constraint.location);
    const valid = { ...constraint, skip_validation: false };
    return readConstraint(scope, valid, { from, to: elementEnd(scope, from) }, null) ?? [];
  });
}

