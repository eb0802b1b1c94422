/**
 * The kinds of rows in a snapshot of version 8 or 9, as drizzle-kit 1.0 has them (rc.5, `createDDL` of the postgres dialect):
 * what names a row among its kind, and what of other rows it repeats, so that a new name there is a new name here.
 */
export interface EntityKind {
  /** Members that make its key, in this order. */
  readonly identity: readonly string[];
  readonly references: readonly EntityReference[];
}

export interface EntityReference {
  readonly to: string;
  /** Members of the row that is referred to → members of this one that repeat them. */
  readonly members: Readonly<Record<string, string>>;
  /** A list of this row whose elements repeat the `name` of the other; null: one of `members` does. */
  readonly list: EntityList | null;
}

export interface EntityList {
  readonly member: string;
  /** The member of an element that holds the name; null: the element is the name. */
  readonly name: string | null;
}

const inSchema: EntityReference = { to: 'schemas', members: { name: 'schema' }, list: null };
const ofTable: EntityReference = { to: 'tables', members: { schema: 'schema', name: 'table' }, list: null };
const toTable: EntityReference = { to: 'tables', members: { schema: 'schemaTo', name: 'tableTo' }, list: null };

function toColumns(list: EntityList, schema = 'schema', table = 'table'): EntityReference {
  return { to: 'columns', members: { schema, table }, list };
}

const ofColumns = toColumns({ member: 'columns', name: null });
const inSchemaNamed: EntityKind = { identity: ['schema', 'name'], references: [inSchema] };
const inTableNamed: readonly string[] = ['schema', 'table', 'name'];

export const entityKinds: Readonly<Record<string, EntityKind>> = {
  schemas: { identity: ['name'], references: [] },
  tables: inSchemaNamed,
  enums: inSchemaNamed,
  columns: {
    identity: inTableNamed,
    references: [ofTable, { to: 'enums', members: { schema: 'typeSchema', name: 'type' }, list: null }],
  },
  indexes: { identity: ['schema', 'name'], references: [ofTable, toColumns({ member: 'columns', name: 'value' })] },
  fks: {
    identity: inTableNamed,
    references: [ofTable, ofColumns, toTable, toColumns({ member: 'columnsTo', name: null }, 'schemaTo', 'tableTo')],
  },
  pks: { identity: inTableNamed, references: [ofTable, ofColumns] },
  uniques: { identity: inTableNamed, references: [ofTable, ofColumns] },
  checks: { identity: inTableNamed, references: [ofTable] },
  sequences: inSchemaNamed,
  roles: { identity: ['name'], references: [] },
  privileges: {
    identity: ['schema', 'table', 'grantor', 'grantee', 'type'],
    references: [
      ofTable, { to: 'roles', members: { name: 'grantee' }, list: null }, { to: 'roles', members: { name: 'grantor' }, list: null },
    ],
  },
  policies: {
    identity: inTableNamed,
    references: [ofTable, { to: 'roles', members: {}, list: { member: 'roles', name: null } }],
  },
  views: inSchemaNamed,
};
