import { describe, expect, it } from 'vitest';
import type { Change, ChangeKind } from '../../../src/facts/change.ts';
import { readSql } from '../../../src/parse/sql/sql-file.ts';

/** Changes of one statement, without origins, and with expressions as their spelling. */
function changesOf(sql: string): readonly unknown[] {
  const { statements } = readSql('0001_a.sql', sql);
  expect(statements.map(({ problem }) => problem)).toEqual([null]);
  return (statements[0]?.changes ?? []).map(plain);
}

function plain(change: Change): unknown {
  return JSON.parse(JSON.stringify(change, (key, value: unknown) => {
    if (key === 'origin' || key === 'written' || (key === 'conditional' && value === false)) return undefined;
    if ((key === 'tolerates' || key === 'cascade' || key === 'concurrently') && !value) return undefined;
    if (typeof value === 'object' && value !== null && 'spelling' in value) return value.spelling;
    return value;
  }));
}

const dataset = { schema: 'public', name: 'dataset' };
const id = { name: 'id' };

type Row = readonly [sql: string, ...changes: readonly { readonly kind: ChangeKind; readonly [field: string]: unknown }[]];

const rows: readonly Row[] = [
  // schemas and extensions
  ['create schema archive', { kind: 'createSchema', schema: { name: 'archive' } }],
  ['create schema if not exists archive', { kind: 'createSchema', schema: { name: 'archive' }, tolerates: 'duplicate' }],
  ['create schema authorization ada', { kind: 'createSchema', schema: { name: 'ada' } }],
  ['create schema archive create table dataset (id int)',
    { kind: 'createSchema', schema: { name: 'archive' } },
    { kind: 'createTable', table: { schema: 'archive', name: 'dataset' }, columns: [{ name: 'id', type: 'integer' }] }],
  ['drop schema if exists archive, old cascade',
    { kind: 'dropSchema', schema: 'archive', cascade: true, tolerates: 'missing' },
    { kind: 'dropSchema', schema: 'old', cascade: true, tolerates: 'missing' }],
  ['alter schema archive rename to attic', { kind: 'renameSchema', schema: 'archive', to: { name: 'attic' } }],
  ['create extension if not exists vector with schema extensions',
    { kind: 'createExtension', extension: { name: 'vector', schema: 'extensions' }, tolerates: 'duplicate' }],
  ['drop extension vector', { kind: 'dropOther', object: 'extension', name: { schema: '', name: 'vector' } }],
  ['alter extension vector set schema public',
    { kind: 'setOtherSchema', object: 'extension', name: { schema: '', name: 'vector' }, to: 'public' }],

  // tables
  ['create table if not exists dataset ()',
    { kind: 'createTable', table: { ...dataset, kind: 'table', persistence: 'permanent', partial: false }, columns: [], tolerates: 'duplicate' }],
  ['create unlogged table archive.dataset (id int)',
    { kind: 'createTable', table: { schema: 'archive', name: 'dataset', persistence: 'unlogged' } }],
  ['create temp table work (id int)',
    { kind: 'createTable', table: { schema: 'pg_temp', name: 'work', persistence: 'temporary' } }],
  ['create table pg_temp.work (id int)',
    { kind: 'createTable', table: { schema: 'pg_temp', name: 'work', persistence: 'temporary' } }],
  ['create table dataset (id int) partition by range (id)', { kind: 'createTable', table: { ...dataset, kind: 'partitioned' } }],
  ['create table dataset_2024 partition of dataset for values from (1) to (2)',
    { kind: 'createTable', table: { name: 'dataset_2024', kind: 'partition', partitionOf: dataset, partial: false }, inherits: [] }],
  ['create foreign table remote (id int) server far', { kind: 'createTable', table: { name: 'remote', kind: 'foreign' } }],
  ['create table copy (like dataset including all, extra int)',
    { kind: 'createTable', table: { name: 'copy', partial: false }, like: [dataset], columns: [{ name: 'extra' }] }],
  ['create table child (extra int) inherits (dataset)', { kind: 'createTable', inherits: [dataset], table: { name: 'child', partial: false } }],
  ['create table typed of range', { kind: 'createTable', table: { name: 'typed', partial: true } }],
  ['create table counts as select 1 as n', { kind: 'createTable', table: { name: 'counts', partial: true }, asQuery: true, columns: [] }],
  ['select 1 as n into temp counts', { kind: 'createTable', table: { schema: 'pg_temp', name: 'counts' }, asQuery: true }],
  ['drop table if exists dataset, archive.file cascade',
    { kind: 'dropRelation', relation: 'table', name: dataset, cascade: true, tolerates: 'missing' },
    { kind: 'dropRelation', relation: 'table', name: { schema: 'archive', name: 'file' }, cascade: true, tolerates: 'missing' }],
  ['alter table dataset rename to record', { kind: 'renameRelation', relation: 'table', name: dataset, to: { name: 'record' } }],
  ['alter table if exists dataset set schema archive',
    { kind: 'setRelationSchema', relation: 'table', name: dataset, to: 'archive', tolerates: 'missing' }],
  ['alter table dataset set unlogged', { kind: 'setPersistence', table: dataset, persistence: 'unlogged' }],
  ['alter table dataset set logged', { kind: 'setPersistence', table: dataset, persistence: 'permanent' }],
  ['alter table dataset enable row level security', { kind: 'setRowSecurity', table: dataset, enabled: true }],
  ['alter table only dataset disable row level security', { kind: 'setRowSecurity', table: dataset, enabled: false }],
  ['alter table dataset attach partition old for values in (1)',
    { kind: 'attachPartition', table: dataset, partition: { schema: 'public', name: 'old' }, bound: { kind: 'list', values: ['1'] } }],
  ['create table log_2020 partition of log for values from (\'2020-01-01\', minvalue) to (\'2021-01-01\', maxvalue) partition by list (kind, (a + 1))', {
    kind: 'createTable', table: {
      kind: 'partition', partitionKey: { strategy: 'list', columns: ['kind', null] },
      bound: { kind: 'range', from: ['\'2020-01-01\'', null], to: ['\'2021-01-01\'', null] } } }],
  ['create table log_rest partition of log default', { kind: 'createTable', table: { bound: { kind: 'default' } } }],
  ['create table log_4 partition of log for values with (modulus 4, remainder 1)', { kind: 'createTable', table: { bound: { kind: 'hash' } } }],
  ['alter table dataset detach partition archive.old concurrently',
    { kind: 'detachPartition', table: dataset, partition: { schema: 'archive', name: 'old' }, concurrently: true }],

  // columns
  ['alter table dataset add column size bigint default 0 not null',
    { kind: 'addColumn', table: dataset, column: { name: 'size', type: 'bigint', notNull: true, default: '0', serial: false } }],
  ['alter table dataset add if not exists size int', { kind: 'addColumn', column: { name: 'size' }, tolerates: 'duplicate' }],
  ['alter table if exists dataset add size int', { kind: 'addColumn', column: { name: 'size' }, tolerates: 'missing' }],
  ['alter table dataset add n bigserial', { kind: 'addColumn', column: { name: 'n', type: 'bigint', serial: true, notNull: false } }],
  ['alter table dataset add n int generated always as identity',
    { kind: 'addColumn', column: { name: 'n', identity: 'always', default: null } }],
  ['alter table dataset add n int generated by default as identity (start 5)', { kind: 'addColumn', column: { identity: 'by default' } }],
  ['alter table dataset add n int generated always as (size * 2) stored',
    { kind: 'addColumn', column: { generated: { expression: '"size" * 2', stored: true } } }],
  ['alter table dataset add n int generated always as (size * 2) virtual', { kind: 'addColumn', column: { generated: { stored: false } } }],
  ['alter table dataset add title text collate "C"', { kind: 'addColumn', column: { collation: 'C' } }],
  ['alter table dataset add licence_id int constraint to_licence references archive.licence on delete cascade not null',
    { kind: 'addColumn', column: { notNull: true, constraints: [{ kind: 'foreignKey', name: 'to_licence', columns: ['licence_id'],
      references: { schema: 'archive', name: 'licence' }, referencedColumns: null, onDelete: 'cascade', onUpdate: 'no action',
      validated: true }] } }],
  ['alter table dataset add code text unique nulls not distinct primary key check (code <> \'\')',
    { kind: 'addColumn', column: { constraints: [
      { kind: 'unique', name: null, columns: ['code'], nullsNotDistinct: true },
      { kind: 'primaryKey', name: null, columns: ['code'] },
      { kind: 'check', name: null, expression: `"code" <> ''`, validated: true }] } }],
  ['alter table dataset add code text constraint code_set not null',
    { kind: 'addColumn', column: { notNull: true, constraints: [{ kind: 'notNull', name: 'code_set', column: 'code', validated: true }] } }],
  ['alter table dataset drop column if exists id cascade', { kind: 'dropColumn', table: dataset, column: id, cascade: true, tolerates: 'missing' }],
  ['alter table dataset rename id to key', { kind: 'renameColumn', table: dataset, column: id, to: { name: 'key' } }],
  ['alter table dataset alter id type bigint using id::bigint',
    { kind: 'setColumnType', column: id, type: 'bigint', using: '"id"', collation: null }],
  ['alter table dataset alter column title set data type varchar(9) collate "de_DE"',
    { kind: 'setColumnType', column: { name: 'title' }, type: 'character varying(9)', using: null, collation: 'de_DE' }],
  ['alter table dataset alter id set default 7', { kind: 'setDefault', column: id, default: '7' }],
  ['alter table dataset alter id drop default', { kind: 'dropDefault', column: id }],
  ['alter table dataset alter id set not null', { kind: 'setNotNull', column: id }],
  ['alter table dataset alter id drop not null', { kind: 'dropNotNull', column: id }],
  ['alter table dataset alter id add generated by default as identity', { kind: 'addIdentity', column: id, identity: 'by default' }],
  ['alter table dataset alter id set generated always', { kind: 'setIdentity', column: id, identity: 'always' }],
  ['alter table dataset alter id set generated by default restart', { kind: 'setIdentity', column: id, identity: 'by default' }],
  ['alter table dataset alter id set increment by 2', { kind: 'setIdentity', column: id, identity: null }],
  ['alter table dataset alter id drop identity if exists', { kind: 'dropIdentity', column: id, tolerates: 'missing' }],
  ['alter table dataset alter id drop expression', { kind: 'dropExpression', column: id }],
  ['alter table dataset alter id set expression as (size + 1)', { kind: 'setExpression', column: id, expression: '"size" + 1' }],

  // constraints
  ['alter table dataset add primary key (id, version) include (size)',
    { kind: 'addConstraint', table: dataset, constraint: { kind: 'primaryKey', name: null, columns: ['id', 'version'], include: ['size'] } }],
  ['alter table dataset add constraint u unique nulls not distinct (doi)',
    { kind: 'addConstraint', constraint: { kind: 'unique', name: 'u', columns: ['doi'], nullsNotDistinct: true, include: [] } }],
  ['alter table dataset add constraint f foreign key (a, b) references file (x, y) on delete set null on update restrict not valid',
    { kind: 'addConstraint', constraint: { kind: 'foreignKey', name: 'f', columns: ['a', 'b'], referencedColumns: ['x', 'y'],
      references: { schema: 'public', name: 'file' }, onDelete: 'set null', onUpdate: 'restrict', validated: false } }],
  ['alter table dataset add constraint c check (size > 0) not valid',
    { kind: 'addConstraint', constraint: { kind: 'check', name: 'c', expression: '"size" > 0', validated: false } }],
  ['alter table dataset add constraint c check (size > 0) not enforced', { kind: 'addConstraint', constraint: { validated: false } }],
  ['alter table dataset add constraint e exclude using gist (room with =, lower(title) with operator(pg_catalog.=)) where (size > 0)',
    { kind: 'addConstraint', constraint: { kind: 'exclusion', name: 'e', method: 'gist', columns: ['room'],
      elements: ['room with =', 'lower(title) with operator(pg_catalog.=)'], where: '"size" > 0' } }],
  ['alter table dataset add exclude (room with =)', { kind: 'addConstraint', constraint: { kind: 'exclusion', method: 'btree', elements: ['room with ='] } }],
  ['alter table dataset add constraint u unique using index u_idx',
    { kind: 'addConstraint', constraint: { kind: 'usingIndex', name: 'u', makes: 'unique', index: 'u_idx' } }],
  ['alter table dataset add primary key using index p_idx',
    { kind: 'addConstraint', constraint: { kind: 'usingIndex', name: null, makes: 'primaryKey', index: 'p_idx' } }],
  ['alter table dataset add constraint n not null id not valid',
    { kind: 'addConstraint', constraint: { kind: 'notNull', name: 'n', column: 'id', validated: false } }],
  ['create table dataset (id int, constraint c check (id > 0) not valid)',
    { kind: 'createTable', constraints: [{ kind: 'check', name: 'c', validated: true }] }],
  ['alter table dataset drop constraint if exists c cascade',
    { kind: 'dropConstraint', table: dataset, constraint: { name: 'c' }, cascade: true, tolerates: 'missing' }],
  ['alter table dataset validate constraint c', { kind: 'validateConstraint', table: dataset, constraint: { name: 'c' } }],
  ['alter table dataset rename constraint c to d', { kind: 'renameConstraint', constraint: { name: 'c' }, to: { name: 'd' } }],
  ['alter table dataset add size int, drop doi, alter id set not null',
    { kind: 'addColumn', column: { name: 'size' } }, { kind: 'dropColumn', column: { name: 'doi' } }, { kind: 'setNotNull', column: id }],

  // indexes
  ['create unique index concurrently if not exists i on archive.dataset using gin (a desc, b nulls first, lower(c) text_pattern_ops, (d || e) collate "C") include (f) nulls not distinct where g > 1',
    { kind: 'createIndex', concurrently: true, tolerates: 'duplicate', index: { schema: 'archive', name: 'i', table: { schema: 'archive', name: 'dataset' },
      unique: true, method: 'gin', include: ['f'], where: '"g" > 1', nullsNotDistinct: true, concurrently: true,
      keys: [
        { column: 'a', expression: null, order: 'desc', nulls: 'first', operatorClass: null, collation: null },
        { column: 'b', expression: null, order: 'asc', nulls: 'first', operatorClass: null, collation: null },
        { column: null, expression: 'lower("c")', order: 'asc', nulls: 'last', operatorClass: 'text_pattern_ops', collation: null },
        { column: null, expression: '"d" || "e"', order: 'asc', nulls: 'last', operatorClass: null, collation: 'C' }] } }],
  ['create index on dataset (id)', { kind: 'createIndex', index: { name: null, method: 'btree', unique: false, where: null } }],
  ['create index i on dataset using hnsw (embedding vector_cosine_ops)',
    { kind: 'createIndex', index: { method: 'hnsw', keys: [{ column: 'embedding', operatorClass: 'vector_cosine_ops' }] } }],
  ['drop index concurrently if exists archive.i',
    { kind: 'dropRelation', relation: 'index', name: { schema: 'archive', name: 'i' }, concurrently: true, tolerates: 'missing' }],
  ['alter index i rename to j', { kind: 'renameRelation', relation: 'index', name: { schema: 'public', name: 'i' }, to: { name: 'j' } }],
  ['reindex table concurrently dataset', { kind: 'reindex', target: { kind: 'table', name: dataset }, concurrently: true }],
  ['reindex (concurrently) index i', { kind: 'reindex', target: { kind: 'index', name: { schema: 'public', name: 'i' } }, concurrently: true }],
  ['reindex schema archive', { kind: 'reindex', target: { kind: 'schema' } }],
  ['reindex database library', { kind: 'reindex', target: { kind: 'database' } }],

  // types
  ['create type status as enum (\'draft\', \'it\'\'s out\')',
    { kind: 'createEnum', enum: { schema: 'public', name: 'status', values: ['draft', 'it\'s out'], partial: false } }],
  ['alter type archive.status add value if not exists \'gone\' before \'draft\'',
    { kind: 'addEnumValue', enum: { schema: 'archive', name: 'status' }, value: 'gone', place: { before: 'draft' }, tolerates: 'duplicate' }],
  ['alter type status add value \'gone\' after \'draft\'', { kind: 'addEnumValue', place: { after: 'draft' } }],
  ['alter type status add value \'gone\'', { kind: 'addEnumValue', place: null }],
  ['alter type status rename value \'gone\' to \'lost\'', { kind: 'renameEnumValue', value: 'gone', to: 'lost' }],
  ['create domain doi as varchar(40) default \'x\' not null check (value <> \'\') constraint c check (value like \'10.%\')',
    { kind: 'createDomain', domain: { schema: 'public', name: 'doi', type: 'character varying(40)', notNull: true, default: `'x'`,
      checks: [{ name: 'doi_check', expression: `"value" <> ''` }, { name: 'c', expression: `"value" ~~ '10.%'` }] } }],
  ['alter domain doi set default \'y\'', { kind: 'alterDomain', domain: { name: 'doi' }, action: { kind: 'setDefault', default: `'y'` } }],
  ['alter domain doi drop default', { kind: 'alterDomain', action: { kind: 'setDefault', default: null } }],
  ['alter domain doi set not null', { kind: 'alterDomain', action: { kind: 'setNotNull', notNull: true } }],
  ['alter domain doi drop not null', { kind: 'alterDomain', action: { kind: 'setNotNull', notNull: false } }],
  ['alter domain doi add constraint c check (value > \'\') not valid', { kind: 'alterDomain', action: { kind: 'addCheck', name: 'c', expression: `"value" > ''` } }],
  ['alter domain doi drop constraint if exists c', { kind: 'alterDomain', action: { kind: 'dropCheck', name: 'c' }, tolerates: 'missing' }],
  ['create type range as (low numeric(4,1), high status)',
    { kind: 'createCompositeType', type: { name: 'range', attributes: [{ name: 'low', type: 'numeric(4,1)' }, { name: 'high', type: 'public.status' }] } }],
  ['drop type if exists status, archive.doi cascade',
    { kind: 'dropOther', object: 'type', name: { schema: 'public', name: 'status' }, cascade: true, tolerates: 'missing' },
    { kind: 'dropOther', object: 'type', name: { schema: 'archive', name: 'doi' } }],
  ['drop domain doi', { kind: 'dropOther', object: 'domain', name: { name: 'doi' } }],
  ['alter type status rename to state', { kind: 'renameOther', object: 'type', name: { schema: 'public', name: 'status' }, to: { name: 'state' } }],
  ['alter domain doi rename to identifier', { kind: 'renameOther', object: 'domain', to: { name: 'identifier' } }],
  ['alter type status set schema archive', { kind: 'setOtherSchema', object: 'type', to: 'archive' }],

  // sequences
  ['create sequence if not exists s as integer start 5 owned by archive.dataset.id',
    { kind: 'createSequence', sequence: { name: 's', type: 'integer', ownedBy: { table: { schema: 'archive', name: 'dataset' }, column: 'id' } }, tolerates: 'duplicate' }],
  ['create sequence s', { kind: 'createSequence', sequence: { type: 'bigint', ownedBy: null } }],
  ['alter sequence s owned by dataset.id', { kind: 'alterSequence', ownedBy: { table: dataset, column: 'id' }, type: null }],
  ['alter sequence s as smallint owned by none', { kind: 'alterSequence', ownedBy: 'none', type: 'smallint' }],
  ['drop sequence s', { kind: 'dropRelation', relation: 'sequence' }],
  ['alter sequence s rename to t', { kind: 'renameRelation', relation: 'sequence' }],

  // views
  ['create or replace view v as select 1', { kind: 'createView', view: { name: 'v', materialized: false }, replace: true }],
  ['create temp view v as select 1', { kind: 'createView', view: { schema: 'pg_temp' } }],
  ['create materialized view if not exists v as select 1 with no data', { kind: 'createView', view: { materialized: true }, tolerates: 'duplicate' }],
  ['drop view v', { kind: 'dropRelation', relation: 'view' }],
  ['drop materialized view v', { kind: 'dropRelation', relation: 'materializedView' }],
  ['alter materialized view v set schema archive', { kind: 'setRelationSchema', relation: 'materializedView', to: 'archive' }],
  ['refresh materialized view concurrently archive.v', { kind: 'refreshView', view: { schema: 'archive', name: 'v' }, concurrently: true }],

  // policies, routines, triggers
  ['create policy p on archive.dataset as restrictive for update to reader, public, current_user using (owner = 1) with check (size > 0)',
    { kind: 'createPolicy', table: { schema: 'archive', name: 'dataset' }, policy: { name: 'p', permissive: false, command: 'update',
      roles: ['reader', 'public', 'current_user'], using: '"owner" = 1', check: '"size" > 0' } }],
  ['create policy p on dataset', { kind: 'createPolicy', policy: { permissive: true, command: 'all', roles: ['public'], using: null, check: null } }],
  ['alter policy p on dataset to reader using (true)', { kind: 'alterPolicy', policy: { name: 'p' }, roles: ['reader'], using: 'true', check: null }],
  ['alter policy p on dataset rename to q', { kind: 'renamePolicy', policy: { name: 'p' }, to: { name: 'q' } }],
  ['drop policy if exists p on archive.dataset', { kind: 'dropPolicy', table: { schema: 'archive' }, policy: { name: 'p' }, tolerates: 'missing' }],
  ['create or replace function f(a int, out b text, variadic c varchar(3)[]) returns text language plpgsql security definer as $$ begin end $$',
    { kind: 'createRoutine', replace: true, routine: { schema: 'public', name: 'f', kind: 'function', argumentTypes: ['integer', 'character varying[]'],
      language: 'plpgsql', securityDefiner: true } }],
  ['create procedure p() language sql as \'select 1\'', { kind: 'createRoutine', routine: { kind: 'procedure', language: 'sql', argumentTypes: [] } }],
  ['create function f() returns int return 1', { kind: 'createRoutine', routine: { language: 'sql' } }],
  ['create function f(int) returns table (a int) begin atomic select 1; end', { kind: 'createRoutine', routine: { argumentTypes: ['integer'] } }],
  ['create aggregate total (int) (sfunc = int4pl, stype = int)', { kind: 'createRoutine', routine: { kind: 'aggregate', argumentTypes: ['integer'] } }],
  ['drop function if exists f(int, text), archive.g', { kind: 'dropOther', object: 'routine', name: { name: 'f' }, argumentTypes: ['integer', 'text'], tolerates: 'missing' },
    { kind: 'dropOther', object: 'routine', name: { schema: 'archive', name: 'g' }, argumentTypes: null }],
  ['drop procedure p()', { kind: 'dropOther', object: 'routine', argumentTypes: [] }],
  ['alter function f(int) rename to g', { kind: 'renameOther', object: 'routine', argumentTypes: ['integer'], to: { name: 'g' } }],
  ['alter function f(int) set schema archive', { kind: 'setOtherSchema', object: 'routine', to: 'archive' }],
  ['create or replace trigger t before insert on dataset for each row execute function archive.stamp()',
    { kind: 'createTrigger', table: dataset, replace: true, trigger: { name: 't', routine: { schema: 'archive', name: 'stamp' }, enabled: true } }],
  ['drop trigger t on archive.dataset', { kind: 'dropTrigger', table: { schema: 'archive', name: 'dataset' }, trigger: { name: 't' } }],
  ['alter trigger t on dataset rename to u', { kind: 'renameTrigger', trigger: { name: 't' }, to: { name: 'u' } }],
  ['alter table dataset disable trigger t', { kind: 'enableTrigger', trigger: 't', enabled: false }],
  ['alter table dataset enable trigger all', { kind: 'enableTrigger', trigger: null, enabled: true }],

  // rows
  ['insert into dataset values (1)', { kind: 'changeRows', command: 'insert', tables: [dataset], bounded: true }],
  ['insert into dataset select * from file', { kind: 'changeRows', command: 'insert', bounded: false }],
  ['insert into dataset select * from file where id = 1', { kind: 'changeRows', command: 'insert', bounded: true }],
  ['update dataset set size = 1', { kind: 'changeRows', command: 'update', tables: [dataset], bounded: false }],
  ['update archive.dataset set size = 1 where id = 1', { kind: 'changeRows', tables: [{ schema: 'archive', name: 'dataset' }], bounded: true }],
  ['delete from dataset where true', { kind: 'changeRows', command: 'delete', bounded: false }],
  ['delete from dataset using file where dataset.id = file.id', { kind: 'changeRows', command: 'delete', bounded: true }],
  ['merge into dataset using file on dataset.id = file.id when matched then delete', { kind: 'changeRows', command: 'merge' }],
  ['truncate dataset, archive.file', { kind: 'changeRows', command: 'truncate', tables: [dataset, { schema: 'archive', name: 'file' }], bounded: false }],
  ['copy dataset from stdin', { kind: 'changeRows', command: 'copy', tables: [dataset] }],
  ['with gone as (delete from dataset where id = 1 returning *) insert into file select * from gone',
    { kind: 'changeRows', command: 'delete', tables: [dataset] }, { kind: 'changeRows', command: 'insert', tables: [{ name: 'file' }] }],
  ['with gone as (delete from dataset returning *) select * from gone', { kind: 'changeRows', command: 'delete' }],

  // session
  ['begin', { kind: 'transaction', command: 'begin' }],
  ['start transaction', { kind: 'transaction', command: 'begin' }],
  ['commit', { kind: 'transaction', command: 'commit' }],
  ['end', { kind: 'transaction', command: 'commit' }],
  ['rollback', { kind: 'transaction', command: 'rollback' }],
  ['savepoint s', { kind: 'transaction', command: 'savepoint' }],
  ['set local lock_timeout = \'2s\'', { kind: 'setVariable', variable: 'lock_timeout', value: '2s', local: true }],
  ['set statement_timeout to 0', { kind: 'setVariable', variable: 'statement_timeout', value: '0', local: false }],
  ['set search_path to archive, public', { kind: 'setVariable', variable: 'search_path', value: 'archive, public' }],
  ['reset search_path', { kind: 'setVariable', variable: 'search_path', value: null }],
  ['select pg_catalog.set_config(\'search_path\', \'archive\', true)', { kind: 'setVariable', variable: 'search_path', value: 'archive', local: true }],
  ['grant select, update (size) on dataset, file to public, ada', {
    kind: 'grant', action: 'grant', privileges: ['select', 'update'], object: 'table', reach: 'named', names: [dataset, { name: 'file' }],
    grantees: ['public', 'ada'] }],
  ['revoke all on all functions in schema archive from public', {
    kind: 'grant', action: 'revoke', privileges: 'all', object: 'routine', reach: 'allInSchema', names: [{ schema: '', name: 'archive' }],
    grantees: ['public'] }],
  ['grant usage on schema archive to current_user', { kind: 'grant', object: 'schema', names: [{ schema: '', name: 'archive' }],
    grantees: ['current_user'] }],
  ['grant execute on function archive.f(int) to public', { kind: 'grant', object: 'routine', names: [{ schema: 'archive', name: 'f' }] }],
  ['grant reader to ada', { kind: 'grant', object: 'role', names: [{ name: 'reader' }], privileges: ['member'], grantees: ['ada'] }],
  ['alter default privileges in schema archive grant select on tables to public', {
    kind: 'grant', object: 'table', reach: 'future', names: [{ name: 'archive' }], privileges: ['select'], grantees: ['public'] }],
  ['alter default privileges revoke execute on functions from public', { kind: 'grant', action: 'revoke', object: 'routine', names: [] }],
  ['alter function f(int) security definer set search_path = \'\'', {
    kind: 'alterRoutine', name: { name: 'f' }, argumentTypes: ['integer'], securityDefiner: true, searchPath: 'set' }],
  ['alter function f reset all', { kind: 'alterRoutine', argumentTypes: null, securityDefiner: null, searchPath: 'unset' }],
  ['create function f() returns int language sql security definer set work_mem = \'1MB\' set search_path = app as \'select 1\'', {
    kind: 'createRoutine', routine: { securityDefiner: true, searchPath: 'set' } }],
  ['update dataset d set size = 1, (name, note) = (select name, note from file f where f.id = d.id) where size is null returning *', {
    kind: 'changeRows', columns: ['size', 'name', 'note'], reads: [{ name: 'file' }], filtered: true, where: '"size" IS NULL', only: false }],
  ['with x as (select * from file where id > 1) insert into dataset (id, size) select id, 1 from x', {
    kind: 'changeRows', command: 'insert', columns: ['id', 'size'], reads: [{ name: 'file' }], filtered: false }],
  ['delete from only dataset where exists (select from file)', { kind: 'changeRows', only: true, filtered: true, reads: [{ name: 'file' }] }],
  ['truncate dataset restart identity cascade', { kind: 'changeRows', command: 'truncate', cascade: true }],
  ['alter table dataset alter size set statistics 100, alter size set storage plain, alter size set compression lz4, alter size set (n_distinct = 5)',
    { kind: 'alterRelation', relation: 'table', name: dataset, action: { kind: 'setStatistics', column: 'size' } },
    { kind: 'alterRelation', action: { kind: 'setStorage', column: 'size' } }, { kind: 'alterRelation', action: { kind: 'setCompression' } },
    { kind: 'alterRelation', action: { kind: 'setColumnOptions' } }],
  ['alter table dataset set (fillfactor = 90, toast.autovacuum_enabled = false), reset (fillfactor)',
    { kind: 'alterRelation', action: { kind: 'setOptions', options: ['fillfactor', 'toast.autovacuum_enabled'] } },
    { kind: 'alterRelation', action: { kind: 'setOptions', options: ['fillfactor'] } }],
  ['alter table dataset set access method heap, set tablespace fast, cluster on i, set without cluster',
    { kind: 'alterRelation', action: { kind: 'setAccessMethod', method: 'heap' } },
    { kind: 'alterRelation', action: { kind: 'setTablespace', tablespace: 'fast' } },
    { kind: 'alterRelation', action: { kind: 'clusterOn', index: 'i' } }, { kind: 'alterRelation', action: { kind: 'clusterOn', index: null } }],
  ['alter table dataset replica identity full, replica identity using index i, owner to ada, inherit archive.file, no inherit file, of t, not of',
    { kind: 'alterRelation', action: { kind: 'replicaIdentity', index: null } }, { kind: 'alterRelation', action: { kind: 'replicaIdentity', index: 'i' } },
    { kind: 'alterRelation', action: { kind: 'setOwner', owner: 'ada' } },
    { kind: 'alterRelation', action: { kind: 'inherit', parent: { schema: 'archive', name: 'file' } } },
    { kind: 'alterRelation', action: { kind: 'noInherit', parent: { schema: 'public', name: 'file' } } },
    { kind: 'alterRelation', action: { kind: 'ofType' } }, { kind: 'alterRelation', action: { kind: 'notOfType' } }],
  ['alter table dataset enable always rule r, disable rule r, force row level security, no force row level security, alter constraint c deferrable',
    { kind: 'alterRelation', action: { kind: 'enableRule', rule: 'r', enabled: true } },
    { kind: 'alterRelation', action: { kind: 'enableRule', rule: 'r', enabled: false } },
    { kind: 'alterRelation', action: { kind: 'forceRowSecurity', forced: true } },
    { kind: 'alterRelation', action: { kind: 'forceRowSecurity', forced: false } },
    { kind: 'alterRelation', action: { kind: 'alterConstraint', constraint: 'c', alters: 'deferrability' } }],
  ['alter view v set (security_invoker = true)', { kind: 'alterRelation', relation: 'view', action: { kind: 'setOptions', options: ['security_invoker'] } }],
  ['alter rule r on dataset rename to q', { kind: 'alterRelation', name: dataset, action: { kind: 'renameRule', rule: 'r' } }],
  ['alter index i attach partition archive.j', {
    kind: 'alterRelation', relation: 'index', name: { name: 'i' }, action: { kind: 'attachIndex', index: { schema: 'archive', name: 'j' } } }],
  ['create or replace rule r as on insert to dataset do nothing', { kind: 'createRule', table: dataset, rule: { name: 'r' }, replace: true, writes: [] }],
  ['create rule r as on delete to dataset do also delete from file', { kind: 'createRule', writes: [{ name: 'file' }] }],
  ['drop rule r on dataset', { kind: 'dropRule', table: dataset, rule: { name: 'r' } }],
  ['create statistics s on a, b from dataset', { kind: 'createStatistics', table: dataset }],
  ['drop statistics archive.s', { kind: 'dropStatistics', name: { schema: 'archive', name: 's' } }],
  ['comment on table dataset is \'x\'', { kind: 'comment', on: 'relation', name: dataset }],
  ['comment on column archive.dataset.size is null', { kind: 'comment', on: 'column', name: { schema: 'archive', name: 'dataset' } }],
  ['comment on constraint c on dataset is \'x\'', { kind: 'comment', on: 'member', name: dataset }],
  ['comment on type t is \'x\'', { kind: 'comment', on: 'other', name: { name: 't' } }],
  ['create publication p for table only dataset, archive.file (id), tables in schema archive', {
    kind: 'publish', publication: 'p', tables: [dataset, { schema: 'archive', name: 'file' }] }],
  ['alter publication p drop table dataset', { kind: 'publish', publication: 'p', tables: [dataset] }],
  ['lock table only dataset in share row exclusive mode', { kind: 'lockTable', tables: [dataset], mode: 'ShareRowExclusive', only: true }],
  ['lock dataset', { kind: 'lockTable', mode: 'AccessExclusive', only: false }],
  ['cluster dataset using i', { kind: 'cluster', table: dataset, index: 'i' }],
  ['cluster', { kind: 'cluster', table: null }],
  ['vacuum (full, analyze) dataset', { kind: 'vacuum', tables: [dataset], analyzeOnly: false, full: true }],
  ['analyze', { kind: 'vacuum', tables: [], analyzeOnly: true, full: false }],
];

describe('changes of a statement', () => {
  it.each(rows.map(([sql, ...changes]) => [sql, changes] as const))('%s', (sql, changes) => {
    const read = changesOf(sql);
    expect(read).toMatchObject(changes);
    expect(read).toHaveLength(changes.length);
  });

  it('covers every kind of change', () => {
    const covered = new Set(rows.flatMap(([, ...changes]) => changes.map(({ kind }) => kind)));
    const kinds: Record<ChangeKind, true> = {
      createSchema: true, dropSchema: true, renameSchema: true, createTable: true, dropRelation: true, renameRelation: true,
      setRelationSchema: true, addColumn: true, dropColumn: true, renameColumn: true, setColumnType: true, setDefault: true,
      dropDefault: true, setNotNull: true, dropNotNull: true, addIdentity: true, setIdentity: true, dropIdentity: true,
      dropExpression: true, setExpression: true, addConstraint: true, dropConstraint: true, validateConstraint: true,
      renameConstraint: true, setRowSecurity: true, setPersistence: true, attachPartition: true, detachPartition: true,
      enableTrigger: true, createIndex: true, reindex: true, createEnum: true, addEnumValue: true, renameEnumValue: true,
      createDomain: true, alterDomain: true, createCompositeType: true, createSequence: true, alterSequence: true,
      createView: true, createPolicy: true, alterPolicy: true, dropPolicy: true, renamePolicy: true, createRoutine: true,
      createTrigger: true, dropTrigger: true, renameTrigger: true, createExtension: true, dropOther: true, renameOther: true,
      setOtherSchema: true, changeRows: true, transaction: true, setVariable: true, refreshView: true, vacuum: true,
      grant: true, alterRoutine: true, alterRelation: true, createRule: true, dropRule: true, createStatistics: true,
      dropStatistics: true, comment: true, publish: true, lockTable: true, cluster: true,
    };
    expect(Object.keys(kinds).filter((kind) => !covered.has(kind as ChangeKind))).toEqual([]);
  });
});

describe('a statement without an effect on the catalog', () => {
  it.each([
    ['select 1', 'SELECT'],
    ['create role reader', 'CREATE ROLE'],
    ['alter role reader noinherit', 'ALTER ROLE'],
    ['alter role reader set search_path = public', 'ALTER ROLE'],
    ['drop role reader', 'DROP ROLE'],
    ['alter function f() owner to ada', 'ALTER FUNCTION'],
    ['alter sequence s restart', 'ALTER SEQUENCE'],
    ['call p()', 'CALL'],
    ['notify changed', 'NOTIFY'],
    ['show search_path', 'SHOW'],
    ['set transaction isolation level serializable', 'SET'],
    ['explain select 1', 'EXPLAIN'],
    ['create collation german (locale = \'de\')', 'CREATE COLLATION'],
    ['create type floats as range (subtype = float8)', 'CREATE TYPE'],
    ['create operator + (leftarg = int, rightarg = int, function = f)', 'CREATE OPERATOR'],
    ['create cast (int as text) with inout', 'CREATE CAST'],
    ['create event trigger t on ddl_command_end execute function f()', 'CREATE EVENT TRIGGER'],
    ['release savepoint s', 'RELEASE'],
    ['do $$ begin raise notice \'x\'; end $$', 'DO'],
  ])('%s', (sql, tag) => {
    const [statement] = readSql('0001_a.sql', sql).statements;
    expect(statement).toMatchObject({ reading: 'unmodelled', tag, changes: [], gaps: [], problem: null });
  });
});

describe('the command tag', () => {
  it.each([
    ['create table a ()', 'CREATE TABLE'], ['create index on a (b)', 'CREATE INDEX'], ['drop index i', 'DROP INDEX'],
    ['alter table a add b int', 'ALTER TABLE'], ['alter table a rename b to c', 'ALTER TABLE'],
    ['alter table a rename constraint b to c', 'ALTER TABLE'], ['alter view a rename b to c', 'ALTER VIEW'],
    ['alter type a rename to b', 'ALTER TYPE'], ['alter index a rename to b', 'ALTER INDEX'],
    ['create materialized view a as select 1', 'CREATE MATERIALIZED VIEW'], ['create table a as select 1', 'CREATE TABLE AS'],
    ['drop materialized view a', 'DROP MATERIALIZED VIEW'], ['drop policy a on b', 'DROP POLICY'],
    ['truncate a', 'TRUNCATE TABLE'], ['analyze a', 'ANALYZE'], ['vacuum a', 'VACUUM'], ['start transaction', 'START TRANSACTION'],
    ['select 1 into a', 'SELECT INTO'], ['reset all', 'RESET'], ['alter schema a rename to b', 'ALTER SCHEMA'],
  ])('%s: %s', (sql, tag) => {
    expect(readSql('0001_a.sql', sql).statements[0]?.tag).toBe(tag);
  });
});
