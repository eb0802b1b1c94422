import type { CreateFunctionStmt, Node } from 'libpg-query';
import { alterTable } from './changes/alter-table.ts';
import { createTable, createTableAs } from './changes/create-table.ts';
import { drop, rename, setSchema } from './changes/drop-rename.ts';
import { defaultPrivileges, grant, grantRole } from './changes/grants.ts';
import { createIndex, reindex } from './changes/indexes.ts';
import { alterPolicy, createPolicy } from './changes/policies.ts';
import { alterRoutine, createAggregate, createRoutine } from './changes/routines.ts';
import { changeRows } from './changes/rows.ts';
import { createExtension, createSchema } from './changes/schemas.ts';
import { alterSequence, createSequence } from './changes/sequences.ts';
import { setConfigs, setVariable, transaction, vacuum } from './changes/session.ts';
import { createTrigger } from './changes/triggers.ts';
import { alterDomain, alterEnum, createCompositeType, createDomain, createEnum } from './changes/types.ts';
import { cluster, comment, createRule, createStatistics, lockTable, publish } from './changes/upkeep.ts';
import { createMaterializedView, createView, refreshView } from './changes/views.ts';
import { bodyGaps, readDoBlock, readRoutineBody } from './do-block.ts';
import { changesOnly, conditionally, nothingRead, together, type ReadNode, type Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import { as, texts, walk } from './tree.ts';

/** The routines a file has made so far, by name without schema: those whose calls can be followed. */
export type Routines = ReadonlyMap<string, { readonly scope: Scope; readonly node: CreateFunctionStmt }>;

/** Reads a statement of the tree. Kinds without an effect on the catalog, and unknown ones, give nothing. */
export function readNode(scope: Scope, node: Node, routines: Routines): Reading {
  const definition = readDefinition(scope, node);
  return definition ?? readAction(scope, node, routines);
}

/** What CREATE statements make. */
function readDefinition(scope: Scope, node: Node): Reading | null {
  if ('CreateStmt' in node) return changesOnly(createTable(scope, node.CreateStmt));
  if ('CreateForeignTableStmt' in node) {
    return changesOnly(createTable(scope, node.CreateForeignTableStmt.base ?? {}, 'foreign'));
  }
  if ('CreateTableAsStmt' in node) return createdAs(scope, node);
  if ('IndexStmt' in node) return changesOnly(createIndex(scope, node.IndexStmt));
  if ('CreateEnumStmt' in node) return changesOnly(createEnum(scope, node.CreateEnumStmt));
  if ('CompositeTypeStmt' in node) return changesOnly(createCompositeType(scope, node.CompositeTypeStmt));
  if ('CreateDomainStmt' in node) return changesOnly(createDomain(scope, node.CreateDomainStmt));
  if ('CreateSeqStmt' in node) return changesOnly(createSequence(scope, node.CreateSeqStmt));
  if ('ViewStmt' in node) return changesOnly(createView(scope, node.ViewStmt));
  if ('CreatePolicyStmt' in node) return changesOnly(createPolicy(scope, node.CreatePolicyStmt));
  if ('CreateTrigStmt' in node) return changesOnly(createTrigger(scope, node.CreateTrigStmt));
  if ('RuleStmt' in node) return changesOnly(createRule(scope, node.RuleStmt));
  if ('CreateStatsStmt' in node) return changesOnly(createStatistics(scope, node.CreateStatsStmt));
  if ('CreatePublicationStmt' in node) return changesOnly(publish(scope, node.CreatePublicationStmt));
  if ('CreateExtensionStmt' in node) return changesOnly(createExtension(scope, node.CreateExtensionStmt));
  if ('CreateFunctionStmt' in node) {
    const made = createRoutine(scope, node.CreateFunctionStmt);
    return { changes: [made], gaps: bodyGaps(scope, node.CreateFunctionStmt) };
  }
  if ('DefineStmt' in node) {
    const isAggregate = node.DefineStmt.kind === 'OBJECT_AGGREGATE';
    return isAggregate ? changesOnly(createAggregate(scope, node.DefineStmt)) : nothingRead;
  }
  return null;
}

function createdAs(scope: Scope, node: Node): Reading {
  const statement = as('CreateTableAsStmt', node) ?? {};
  if (statement.objtype === 'OBJECT_MATVIEW') return changesOnly(createMaterializedView(scope, statement));
  return changesOnly(createTableAs(scope, statement.into, statement));
}

/** What other statements change. */
function readAction(scope: Scope, node: Node, routines: Routines): Reading {
  const read: ReadNode = (inner, statement) => readNode(inner, statement, routines);
  if ('AlterTableStmt' in node) return changesOnly(...alterTable(scope, node.AlterTableStmt));
  if ('AlterEnumStmt' in node) return changesOnly(alterEnum(scope, node.AlterEnumStmt));
  if ('AlterDomainStmt' in node) return changesOnly(alterDomain(scope, node.AlterDomainStmt));
  if ('AlterSeqStmt' in node) return changesOnly(alterSequence(scope, node.AlterSeqStmt));
  if ('AlterPolicyStmt' in node) return changesOnly(alterPolicy(scope, node.AlterPolicyStmt));
  if ('DropStmt' in node) return changesOnly(...drop(scope, node.DropStmt));
  if ('RenameStmt' in node) return changesOnly(rename(scope, node.RenameStmt));
  if ('AlterObjectSchemaStmt' in node) return changesOnly(setSchema(scope, node.AlterObjectSchemaStmt));
  if ('RefreshMatViewStmt' in node) return changesOnly(refreshView(scope, node.RefreshMatViewStmt));
  if ('ReindexStmt' in node) return changesOnly(reindex(scope, node.ReindexStmt));
  if ('VacuumStmt' in node) return changesOnly(vacuum(scope, node.VacuumStmt));
  if ('TransactionStmt' in node) return changesOnly(transaction(scope, node.TransactionStmt));
  if ('VariableSetStmt' in node) return changesOnly(setVariable(scope, node.VariableSetStmt));
  if ('AlterPublicationStmt' in node) return changesOnly(publish(scope, node.AlterPublicationStmt));
  if ('LockStmt' in node) return changesOnly(lockTable(scope, node.LockStmt));
  if ('ClusterStmt' in node) return changesOnly(cluster(scope, node.ClusterStmt));
  if ('CommentStmt' in node) return changesOnly(comment(scope, node.CommentStmt));
  if ('AlterFunctionStmt' in node) return changesOnly(alterRoutine(scope, node.AlterFunctionStmt));
  if ('GrantStmt' in node) return changesOnly(grant(scope, node.GrantStmt));
  if ('GrantRoleStmt' in node) return changesOnly(grantRole(scope, node.GrantRoleStmt));
  if ('AlterDefaultPrivilegesStmt' in node) {
    return changesOnly(defaultPrivileges(scope, node.AlterDefaultPrivilegesStmt));
  }
  if ('CreateSchemaStmt' in node) return schemaWithElements(scope, node, read);
  if ('DoStmt' in node) return readDoBlock(scope, node.DoStmt, read);
  if ('SelectStmt' in node) return readSelect(scope, node, routines);
  return together([changesOnly(...changeRows(scope, node)), readCalls(scope, node, routines)]);
}

/** `CREATE SCHEMA s CREATE TABLE t …`: what follows is made in it. */
function schemaWithElements(scope: Scope, node: Node, read: ReadNode): Reading {
  const statement = as('CreateSchemaStmt', node) ?? {};
  const made = createSchema(scope, statement);
  const inside = { ...scope, names: { ...scope.names, local: made.schema.name } };
  return together([changesOnly(made), ...(statement.schemaElts ?? []).map((element) => read(inside, element))]);
}

function readSelect(scope: Scope, node: Node, routines: Routines): Reading {
  const select = as('SelectStmt', node) ?? {};
  if (select.intoClause) return changesOnly(createTableAs(scope, select.intoClause, {}));
  const settings = changesOnly(...setConfigs(scope, select), ...changeRows(scope, node));
  return together([settings, readCalls(scope, node, routines)]);
}

/**
 * Calls of routines that the file itself made: what their bodies do, as something that may happen (arguments decide).
 * Calls of others are not followed, and neither are calls inside a called routine to itself.
 */
function readCalls(scope: Scope, node: Node, routines: Routines): Reading {
  if (routines.size === 0) return nothingRead;
  const called = new Set<string>();
  walk(node, (kind, body) => {
    if (kind === 'FuncCall') called.add(texts((body as { funcname?: Node[] }).funcname).at(-1) ?? '');
    return undefined;
  });
  const call = as('CallStmt', node)?.funccall;
  if (call) called.add(texts(call.funcname).at(-1) ?? '');
  return together([...called].map((name) => readCall(name, scope, routines)));
}

function readCall(name: string, caller: Scope, routines: Routines): Reading {
  const routine = routines.get(name);
  if (routine === undefined) return nothingRead;
  const others = new Map([...routines].filter(([other]) => other !== name));
  const read: ReadNode = (inner, statement) => readNode(inner, statement, others);
  return conditionally(readRoutineBody({ ...routine.scope, names: caller.names }, routine.node, read));
}

/** The routines a file knows behind a statement. */
export function withRoutine(routines: Routines, scope: Scope, node: Node): Routines {
  const statement = as('CreateFunctionStmt', node);
  const name = texts(statement?.funcname).at(-1);
  if (statement === undefined || name === undefined) return routines;
  return new Map([...routines, [name, { scope, node: statement }]]);
}
