import { parse, type AlterColumn, type ColumnConstraint, type CreateColumnDef, type DataTypeDef, type Expr, type QName,
  type Statement, type TableAlteration, type TableConstraint } from 'pgsql-ast-parser';
import type { Change, NewColumn, NewConstraint } from '../../../src/facts/change.ts';
import { spellType } from '../../../src/parse/sql/types.ts';
import { truncateToBytes } from '../../../src/text/utf8.ts';

/** A statement as plain sentences, which both parsers can be asked for. Null: the parser does not read it. */
export function factsOfOtherParser(sql: string): readonly string[] | null {
  try {
    return parse(sql).flatMap(sentencesOf).sort();
  } catch {
    return null;
  }
}

/** The same of our changes. What the other parser has no word for is left out of both. */
export function factsOfChanges(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(sentencesOfChange).sort();
}

// --- theirs

function cut(name: string): string {
  return truncateToBytes(name, 63);
}

function named(name: QName): string {
  return `${name.schema ?? 'public'}.${cut(name.name)}`;
}

function sentencesOf(statement: Statement): readonly string[] {
  switch (statement.type) {
    case 'create table': {
      const table = statement.temporary ? `pg_temp.${cut(statement.name.name)}` : named(statement.name);
      const columns = statement.columns.flatMap((column) => (column.kind === 'column' ? columnSentences(table, column) : [`${table} like ${named(column.like)}`]));
      return [`create ${table}`, ...columns, ...(statement.constraints ?? []).map((one) => constraintSentence(table, one))];
    }
    case 'alter table':
      return statement.changes.flatMap((change) => alterationSentences(named(statement.table), change));
    case 'create index':
      return [`index ${cut(statement.indexName?.name ?? '')} on ${named(statement.table)} using ${(statement.using?.name ?? 'btree').toLowerCase()} (${
        statement.expressions.map(({ expression, order }) => `${columnOf(expression)} ${order ?? 'asc'}`).join(', ')}) ${
        statement.unique ? 'unique' : ''}${statement.concurrently ? ' concurrently' : ''}${statement.where ? ' where' : ''}`];
    case 'create enum':
      return [`enum ${named(statement.name)} ${statement.values.map(({ value }) => value).join('|')}`];
    case 'alter enum':
      return statement.change.type === 'rename' ? [`rename type ${named(statement.name)} to ${cut(statement.change.to.name)}`]
        : [`enum ${named(statement.name)} add ${statement.change.add.value}`];
    case 'create composite type':
      return [`composite ${named(statement.name)} ${statement.attributes.map(({ name, dataType }) => `${name.name} ${typeOf(dataType)}`).join(', ')}`];
    case 'drop table':
    case 'drop sequence':
    case 'drop index':
    case 'drop type':
      return statement.names.map((name) => `${statement.type} ${named(name)}${statement.cascade === 'cascade' ? ' cascade' : ''}`);
    case 'create schema':
      return [`create schema ${cut(statement.name.name)}`];
    case 'create extension':
      return [`create extension ${statement.extension.name}`];
    case 'create sequence':
      return [`create sequence ${named(statement.name)}`];
    case 'create view':
    case 'create materialized view':
      return [`${statement.type} ${named(statement.name)}`];
    case 'refresh materialized view':
      return [`refresh ${named(statement.name)}`];
    case 'alter index':
      return statement.change.type === 'rename' ? [`rename ${named(statement.index)} to ${cut(statement.change.to.name)}`] : [];
    case 'insert':
      return [`insert ${named(statement.into)}`];
    case 'update':
      return [`update ${named(statement.table)}`];
    case 'delete':
      return [`delete ${named(statement.from)}`];
    case 'with':
      return [...statement.bind.map((bind) => bind.statement), statement.in].flatMap(sentencesOf);
    case 'truncate table':
      return statement.tables.map((table) => `truncate ${named(table)}`);
    case 'begin':
    case 'start transaction':
      return ['begin'];
    case 'commit':
    case 'rollback':
      return [statement.type];
    case 'create function':
      return [`routine ${named(statement.name)}`];
    case 'drop function':
      return [`drop routine ${named(statement.name)}`];
    default:
      return [];
  }
}

function typeOf(type: DataTypeDef): string {
  if (type.kind === 'array') return `${typeOf(type.arrayOf).replace(/\[\]$/, '')}[]`;
  const config = type.config ? `(${type.config.join(',')})` : '';
  const zone = / (with|without) time zone$/i.exec(type.name)?.[0] ?? '';
  const name = type.name.slice(0, type.name.length - zone.length);
  const quoted = type.doubleQuoted ? `"${name}"` : name;
  return spellType(`${type.schema ? `"${type.schema}".` : ''}${quoted}${config}${zone}`);
}

function columnSentences(table: string, column: CreateColumnDef): readonly string[] {
  const constraints = column.constraints ?? [];
  const isNotNull = constraints.some(({ type }) => type === 'not null');
  const hasDefault = constraints.some(({ type }) => type === 'default');
  const name = cut(column.name.name);
  return [
    `column ${table}.${name} ${typeOf(column.dataType)}${isNotNull ? ' not null' : ''}${hasDefault ? ' default' : ''}`,
    ...constraints.flatMap((one) => columnConstraintSentence(table, name, one) ?? []),
  ];
}

function columnConstraintSentence(table: string, column: string, constraint: ColumnConstraint): string | null {
  switch (constraint.type) {
    case 'unique':
      return `unique ${table} (${column})`;
    case 'primary key':
      return `primaryKey ${table} (${column})`;
    case 'check':
      return `check ${table}`;
    case 'reference':
      return `foreignKey ${table} (${column}) to ${named(constraint.foreignTable)} ${actions(constraint)}`;
    case 'add generated':
      return `generated ${table}.${column} ${constraint.expression ? 'expression' : constraint.always ?? 'always'}`;
    default:
      return null;
  }
}

function actions(constraint: { readonly onDelete?: string; readonly onUpdate?: string }): string {
  return `${constraint.onDelete ?? 'no action'}/${constraint.onUpdate ?? 'no action'}`;
}

function constraintSentence(table: string, constraint: TableConstraint): string {
  switch (constraint.type) {
    case 'foreign key':
      return `foreignKey ${table} (${constraint.localColumns.map(({ name }) => cut(name)).join(', ')}) to ${
        named(constraint.foreignTable)} ${actions(constraint)}`;
    case 'check':
      return `check ${table}`;
    default:
      return `${constraint.type === 'unique' ? 'unique' : 'primaryKey'} ${table} (${constraint.columns.map(({ name }) => cut(name)).join(', ')})`;
  }
}

function alterationSentences(table: string, change: TableAlteration): readonly string[] {
  switch (change.type) {
    case 'rename':
      return [`rename ${table} to ${cut(change.to.name)}`];
    case 'rename column':
    case 'rename constraint':
      return [`${change.type} ${table} ${cut(change.type === 'rename column' ? change.column.name : change.constraint.name)} to ${cut(change.to.name)}`];
    case 'add column':
      return columnSentences(table, change.column);
    case 'drop column':
      return [`drop column ${table}.${cut(change.column.name)}`];
    case 'drop constraint':
      return [`drop constraint ${table} ${cut(change.constraint.name)}`];
    case 'add constraint':
      return [constraintSentence(table, change.constraint)];
    case 'alter column':
      return [alteredColumn(`${table}.${cut(change.column.name)}`, change.alter)];
    case 'owner':
      return [];
  }
}

function alteredColumn(column: string, alter: AlterColumn): string {
  switch (alter.type) {
    case 'set type':
      return `type ${column} ${typeOf(alter.dataType)}`;
    case 'add generated':
      return `identity ${column} ${alter.always ?? 'always'}`;
    default:
      return `${alter.type} ${column}`;
  }
}

function columnOf(expression: Expr): string {
  return expression.type === 'ref' ? cut(expression.name) : '(expression)';
}

// --- ours

function key(name: { readonly schema: string; readonly name: string }): string {
  return `${name.schema}.${name.name}`;
}

function sentencesOfChange(change: Change): readonly string[] {
  switch (change.kind) {
    case 'createTable': {
      const table = key(change.table);
      if (change.asQuery) return [];
      const likes = change.like.map((name) => `${table} like ${key(name)}`);
      return [`create ${table}`, ...likes, ...change.columns.flatMap((column) => ourColumn(table, column)),
        ...change.constraints.map((constraint) => ourConstraint(table, constraint))];
    }
    case 'addColumn':
      return ourColumn(key(change.table), change.column);
    case 'dropColumn':
      return [`drop column ${key(change.table)}.${change.column.name}`];
    case 'renameColumn':
      return [`rename column ${key(change.table)} ${change.column.name} to ${change.to.name}`];
    case 'renameConstraint':
      return [`rename constraint ${key(change.table)} ${change.constraint.name} to ${change.to.name}`];
    case 'setColumnType':
      return [`type ${key(change.table)}.${change.column.name} ${change.type}`];
    case 'setDefault':
      return [`set default ${key(change.table)}.${change.column.name}`];
    case 'dropDefault':
      return [`drop default ${key(change.table)}.${change.column.name}`];
    case 'setNotNull':
      return [`set not null ${key(change.table)}.${change.column.name}`];
    case 'dropNotNull':
      return [`drop not null ${key(change.table)}.${change.column.name}`];
    case 'addIdentity':
      return [`identity ${key(change.table)}.${change.column.name} ${change.identity}`];
    case 'addConstraint':
      return [ourConstraint(key(change.table), change.constraint)];
    case 'dropConstraint':
      return [`drop constraint ${key(change.table)} ${change.constraint.name}`];
    case 'createIndex':
      return [`index ${change.index.name ?? ''} on ${key(change.index.table)} using ${change.index.method} (${
        change.index.keys.map(({ column, order }) => `${column ?? '(expression)'} ${order}`).join(', ')}) ${
        change.index.unique ? 'unique' : ''}${change.concurrently ? ' concurrently' : ''}${change.index.where ? ' where' : ''}`];
    case 'createEnum':
      return [`enum ${key(change.enum)} ${change.enum.values.join('|')}`];
    case 'addEnumValue':
      return [`enum ${key(change.enum)} add ${change.value}`];
    case 'createCompositeType':
      return [`composite ${key(change.type)} ${change.type.attributes.map(({ name, type }) => `${name} ${type}`).join(', ')}`];
    case 'dropRelation':
      return [`drop ${change.relation} ${key(change.name)}${change.cascade ? ' cascade' : ''}`];
    case 'dropOther': {
      if (change.object === 'routine') return [`drop routine ${key(change.name)}`];
      return [`drop ${change.object} ${key(change.name)}${change.cascade ? ' cascade' : ''}`];
    }
    case 'renameRelation':
      return [`rename ${key(change.name)} to ${change.to.name}`];
    case 'renameOther':
      return [`rename ${change.object} ${key(change.name)} to ${change.to.name}`];
    case 'createSchema':
      return [`create schema ${change.schema.name}`];
    case 'createExtension':
      return [`create extension ${change.extension.name}`];
    case 'createSequence':
      return [`create sequence ${key(change.sequence)}`];
    case 'createView':
      return [`create ${change.view.materialized ? 'materialized view' : 'view'} ${key(change.view)}`];
    case 'refreshView':
      return [`refresh ${key(change.view)}`];
    case 'createRoutine':
      return [`routine ${key(change.routine)}`];
    case 'changeRows':
      return change.tables.map((table) => `${change.command} ${key(table)}`);
    case 'transaction':
      return [change.command];
    default:
      return [];
  }
}

function ourColumn(table: string, column: NewColumn): readonly string[] {
  const generated = column.identity ?? (column.generated ? 'expression' : null);
  return [
    `column ${table}.${column.name} ${column.type}${column.notNull ? ' not null' : ''}${column.default ? ' default' : ''}`,
    ...(generated === null ? [] : [`generated ${table}.${column.name} ${generated}`]),
    ...column.constraints.flatMap((constraint) => (constraint.kind === 'notNull' ? [] : [ourConstraint(table, constraint)])),
  ];
}

function ourConstraint(table: string, constraint: NewConstraint): string {
  switch (constraint.kind) {
    case 'foreignKey':
      return `foreignKey ${table} (${constraint.columns.join(', ')}) to ${key(constraint.references)} ${constraint.onDelete}/${constraint.onUpdate}`;
    case 'primaryKey':
    case 'unique':
      return `${constraint.kind} ${table} (${constraint.columns.join(', ')})`;
    default:
      return `${constraint.kind} ${table}`;
  }
}
