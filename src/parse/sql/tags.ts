import type { Node, ObjectType } from 'libpg-query';
import { kindOf } from './tree.ts';

/** The command tag that Postgres answers with: https://www.postgresql.org/docs/current/event-trigger-matrix.html */
export function commandTag(node: Node, words: readonly string[]): string {
  const kind = kindOf(node);
  const body = Object.values(node)[0] as Partial<Record<string, unknown>>;
  const fixed = tags[kind];
  if (fixed !== undefined) return fixed;
  switch (kind) {
    case 'DropStmt':
      return `DROP ${objectWord(body['removeType'])}`;
    case 'AlterTableStmt':
      return `ALTER ${objectWord(body['objtype'])}`;
    case 'RenameStmt':
      return `ALTER ${objectWord(renamedType(body))}`;
    case 'AlterObjectSchemaStmt':
    case 'AlterOwnerStmt':
    case 'AlterObjectDependsStmt':
      return `ALTER ${objectWord(body['objectType'])}`;
    case 'DefineStmt':
      return `CREATE ${objectWord(body['kind'])}`;
    case 'CreateFunctionStmt':
      return body['is_procedure'] ? 'CREATE PROCEDURE' : 'CREATE FUNCTION';
    case 'CreateTableAsStmt':
      return body['objtype'] === 'OBJECT_MATVIEW' ? 'CREATE MATERIALIZED VIEW' : 'CREATE TABLE AS';
    case 'SelectStmt':
      return body['intoClause'] === undefined ? 'SELECT' : 'SELECT INTO';
    case 'GrantStmt':
    case 'GrantRoleStmt':
      return words[0] ?? 'GRANT';
    case 'VariableSetStmt':
      return words[0] === 'RESET' ? 'RESET' : 'SET';
    case 'TransactionStmt':
      return transactionTag(body['kind']);
    case 'VacuumStmt':
      return body['is_vacuumcmd'] ? 'VACUUM' : 'ANALYZE';
    case 'DeclareCursorStmt':
      return 'DECLARE CURSOR';
    default:
      return words.slice(0, 2).join(' ');
  }
}

/** Constraints, columns and attributes are renamed by an ALTER of what holds them. */
function renamedType(body: Partial<Record<string, unknown>>): unknown {
  switch (body['renameType']) {
    case 'OBJECT_COLUMN':
      return body['relationType'];
    case 'OBJECT_TABCONSTRAINT':
      return 'OBJECT_TABLE';
    case 'OBJECT_DOMCONSTRAINT':
      return 'OBJECT_DOMAIN';
    case 'OBJECT_ATTRIBUTE':
      return 'OBJECT_TYPE';
    default:
      return body['renameType'];
  }
}

function objectWord(type: unknown): string {
  const word = objectWords[type as ObjectType];
  return word ?? textOf(type, 'OBJECT_TABLE').replace(/^OBJECT_/, '').replaceAll('_', ' ');
}

const objectWords: Partial<Record<ObjectType, string>> = {
  OBJECT_MATVIEW: 'MATERIALIZED VIEW', OBJECT_STATISTIC_EXT: 'STATISTICS',
  OBJECT_TSCONFIGURATION: 'TEXT SEARCH CONFIGURATION',
  OBJECT_TSDICTIONARY: 'TEXT SEARCH DICTIONARY', OBJECT_TSPARSER: 'TEXT SEARCH PARSER',
  OBJECT_TSTEMPLATE: 'TEXT SEARCH TEMPLATE', OBJECT_FDW: 'FOREIGN DATA WRAPPER', OBJECT_FOREIGN_SERVER: 'SERVER',
  OBJECT_OPCLASS: 'OPERATOR CLASS', OBJECT_OPFAMILY: 'OPERATOR FAMILY',
};

/** Postgres leaves out what is the first of its kind. */
function textOf(value: unknown, first: string): string {
  return typeof value === 'string' ? value : first;
}

function transactionTag(kind: unknown): string {
  const word = textOf(kind, 'TRANS_STMT_BEGIN').replace(/^TRANS_STMT_/, '');
  if (word === 'START') return 'START TRANSACTION';
  if (word === 'ROLLBACK_TO') return 'ROLLBACK';
  if (word === 'PREPARE') return 'PREPARE TRANSACTION';
  return word.replaceAll('_', ' ');
}

const tags: Readonly<Record<string, string>> = {
  CreateStmt: 'CREATE TABLE', CreateForeignTableStmt: 'CREATE FOREIGN TABLE', CreateSchemaStmt: 'CREATE SCHEMA',
  IndexStmt: 'CREATE INDEX', CreateEnumStmt: 'CREATE TYPE', CompositeTypeStmt: 'CREATE TYPE',
  CreateRangeStmt: 'CREATE TYPE', AlterEnumStmt: 'ALTER TYPE', AlterTypeStmt: 'ALTER TYPE',
  CreateDomainStmt: 'CREATE DOMAIN', AlterDomainStmt: 'ALTER DOMAIN', CreateSeqStmt: 'CREATE SEQUENCE',
  AlterSeqStmt: 'ALTER SEQUENCE', ViewStmt: 'CREATE VIEW', RefreshMatViewStmt: 'REFRESH MATERIALIZED VIEW',
  CreatePolicyStmt: 'CREATE POLICY', AlterPolicyStmt: 'ALTER POLICY', CreateTrigStmt: 'CREATE TRIGGER',
  CreateExtensionStmt: 'CREATE EXTENSION', AlterExtensionStmt: 'ALTER EXTENSION',
  AlterExtensionContentsStmt: 'ALTER EXTENSION', AlterFunctionStmt: 'ALTER FUNCTION', DoStmt: 'DO', CallStmt: 'CALL',
  InsertStmt: 'INSERT', UpdateStmt: 'UPDATE', DeleteStmt: 'DELETE', MergeStmt: 'MERGE', TruncateStmt: 'TRUNCATE TABLE',
  CopyStmt: 'COPY', CommentStmt: 'COMMENT', ReindexStmt: 'REINDEX', ClusterStmt: 'CLUSTER', LockStmt: 'LOCK TABLE',
  VariableShowStmt: 'SHOW', ExplainStmt: 'EXPLAIN', CreateStatsStmt: 'CREATE STATISTICS', RuleStmt: 'CREATE RULE',
  AlterDefaultPrivilegesStmt: 'ALTER DEFAULT PRIVILEGES', CreateRoleStmt: 'CREATE ROLE', AlterRoleStmt: 'ALTER ROLE',
  AlterRoleSetStmt: 'ALTER ROLE', DropRoleStmt: 'DROP ROLE', CreatePublicationStmt: 'CREATE PUBLICATION',
  AlterPublicationStmt: 'ALTER PUBLICATION', CreateSubscriptionStmt: 'CREATE SUBSCRIPTION',
  CreateEventTrigStmt: 'CREATE EVENT TRIGGER', AlterEventTrigStmt: 'ALTER EVENT TRIGGER', CreateCastStmt: 'CREATE CAST',
  CreateForeignServerStmt: 'CREATE SERVER', CreateFdwStmt: 'CREATE FOREIGN DATA WRAPPER',
  CreateUserMappingStmt: 'CREATE USER MAPPING', ImportForeignSchemaStmt: 'IMPORT FOREIGN SCHEMA',
  AlterDatabaseSetStmt: 'ALTER DATABASE', AlterSystemStmt: 'ALTER SYSTEM', DropOwnedStmt: 'DROP OWNED',
  ReassignOwnedStmt: 'REASSIGN OWNED', SecLabelStmt: 'SECURITY LABEL', DiscardStmt: 'DISCARD', NotifyStmt: 'NOTIFY',
  ListenStmt: 'LISTEN', UnlistenStmt: 'UNLISTEN', CheckPointStmt: 'CHECKPOINT', PrepareStmt: 'PREPARE',
  ExecuteStmt: 'EXECUTE', DeallocateStmt: 'DEALLOCATE', LoadStmt: 'LOAD', ConstraintsSetStmt: 'SET CONSTRAINTS',
  CreatedbStmt: 'CREATE DATABASE', DropdbStmt: 'DROP DATABASE', CreateOpClassStmt: 'CREATE OPERATOR CLASS',
  CreateAmStmt: 'CREATE ACCESS METHOD', CreatePLangStmt: 'CREATE LANGUAGE', CreateTransformStmt: 'CREATE TRANSFORM',
};
