import type { AlterTableCmd, AlterTableStmt, ColumnDef, Node, PartitionCmd } from 'libpg-query';
import type { Change, RelationKind } from '../../../facts/change.ts';
import type { ObjectName } from '../../../facts/names.ts';
import { currentSchema, identifier, relationName } from '../names.ts';
import { elements, indexAt, nameEnd, wholeOf, wordAt, type Range, type Scope } from '../scope.ts';
import { allOf, as, option, texts } from '../tree.ts';
import { readType } from '../types.ts';
import { base, ifExists, ifNotExists, type Tolerance } from './base.ts';
import { collationName, identityKind, identitySequence, readColumn } from './columns.ts';
import { readConstraint } from './constraints.ts';
import { expressionBehind, expressionInParentheses } from './expressions.ts';
import { partitionBound } from './partitions.ts';
import { relationAction } from './relation-action.ts';

/** The changes of an ALTER TABLE, one a sub-command. */
export function alterTable(scope: Scope, node: AlterTableStmt): readonly Change[] {
  const relation = relationKinds[node.objtype ?? ''];
  if (relation === undefined) return [];
  const table = relationName(scope, node.relation);
  const commands = allOf('AlterTableCmd', node.cmds);
  const ranges = commandRanges(scope, node, commands.length);
  return commands.flatMap((command, index) => {
    const range = ranges[index] ?? wholeOf(scope);
    return subCommand({ scope, command, relation, table, range, tolerates: ifExists(node.missing_ok) }) ?? [];
  });
}

/** Views take ALTER … SET DEFAULT and the like too; of composite types nothing is kept here. */
const relationKinds: Readonly<Partial<Record<string, RelationKind>>> = {
  OBJECT_TABLE: 'table', OBJECT_FOREIGN_TABLE: 'table', OBJECT_VIEW: 'view', OBJECT_MATVIEW: 'materializedView',
  OBJECT_INDEX: 'index', OBJECT_SEQUENCE: 'sequence',
};

/** The words of each sub-command: what stands behind the table's name, cut at the commas. */
function commandRanges(scope: Scope, node: AlterTableStmt, count: number): readonly Range[] {
  const name = nameEnd(scope, indexAt(scope, node.relation?.location));
  const from = behindStar(scope, name);
  const ranges = elements(scope, { from, to: scope.tokens.length });
  return ranges.length === count ? ranges : Array.from({ length: count }, () => wholeOf(scope));
}

/** `ALTER TABLE t *`, and `ALTER TABLE ONLY (t)`. */
function behindStar(scope: Scope, index: number): number {
  return wordAt(scope, index) === '*' || wordAt(scope, index) === ')' ? index + 1 : index;
}

interface Command {
  readonly scope: Scope;
  readonly command: AlterTableCmd;
  readonly relation: RelationKind;
  readonly table: ObjectName;
  readonly range: Range;
  readonly tolerates: Tolerance;
}

function subCommand(given: Command): Change | null {
  const { scope, command, table, range } = given;
  const common = { ...base(scope, given.tolerates ?? ifExists(command.missing_ok), range), table };
  const column = columnChange(given, common);
  if (column !== null) return column;
  switch (command.subtype) {
    case 'AT_AddConstraint':
      return addConstraint(given, common);
    case 'AT_DropConstraint':
      return {
        ...common, kind: 'dropConstraint', constraint: named(given), cascade: command.behavior === 'DROP_CASCADE',
      };
    case 'AT_ValidateConstraint':
      return { ...common, kind: 'validateConstraint', constraint: named(given) };
    case 'AT_EnableRowSecurity':
      return { ...common, kind: 'setRowSecurity', enabled: true };
    case 'AT_DisableRowSecurity':
      return { ...common, kind: 'setRowSecurity', enabled: false };
    case 'AT_SetLogged':
      return { ...common, kind: 'setPersistence', persistence: 'permanent' };
    case 'AT_SetUnLogged':
      return { ...common, kind: 'setPersistence', persistence: 'unlogged' };
    case 'AT_AttachPartition':
      if (given.relation === 'index') return otherChange(given, common);
      return {
        ...common, kind: 'attachPartition', partition: partition(given), bound: partitionBound(partitionCommand(command)?.bound),
      };
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return {
        ...common, kind: 'detachPartition', partition: partition(given),
        concurrently: partitionCommand(command)?.concurrent === true,
      };
    default:
      return triggerChange(given, common) ?? otherChange(given, common);
  }
}

type Common = ReturnType<typeof base> & { readonly table: ObjectName };

function columnChange(given: Command, common: Common): Change | null {
  const { scope, command, range } = given;
  const cascade = command.behavior === 'DROP_CASCADE';
  const definition = as('ColumnDef', command.def);
  switch (command.subtype) {
    case 'AT_AddColumn':
      return addColumn(given, common, definition);
    case 'AT_DropColumn':
      return { ...common, kind: 'dropColumn', column: named(given), cascade };
    case 'AT_AlterColumnType':
      return setColumnType(given, common, definition);
    case 'AT_ColumnDefault': {
      const value = expressionBehind(scope, command.def, range, 'DEFAULT');
      if (value === null) return { ...common, kind: 'dropDefault', column: named(given) };
      return { ...common, kind: 'setDefault', column: named(given), default: value };
    }
    case 'AT_SetNotNull':
      return { ...common, kind: 'setNotNull', column: named(given) };
    case 'AT_DropNotNull':
      return { ...common, kind: 'dropNotNull', column: named(given) };
    case 'AT_SetExpression': {
      const expression = expressionInParentheses(scope, command.def, range, 'AS');
      return expression && { ...common, kind: 'setExpression', column: named(given), expression };
    }
    case 'AT_DropExpression':
      return { ...common, kind: 'dropExpression', column: named(given) };
    case 'AT_AddIdentity':
      return {
        ...common, kind: 'addIdentity', column: named(given), identity: addedIdentity(command.def),
        ...identitySequence(scope, as('Constraint', command.def)),
      };
    case 'AT_SetIdentity':
      return { ...common, kind: 'setIdentity', column: named(given), identity: changedIdentity(command.def) };
    case 'AT_DropIdentity':
      return { ...common, kind: 'dropIdentity', column: named(given) };
    default:
      return null;
  }
}

function named({ scope, command, range }: Command) {
  return identifier(scope, command.name ?? '', range);
}

function addColumn(given: Command, common: Common, definition: ColumnDef | undefined): Change | null {
  if (!definition) return null;
  const tolerates = common.tolerates ?? ifNotExists(given.command.missing_ok);
  const column = readColumn(given.scope, definition);
  return { ...common, tolerates: given.command.missing_ok ? 'duplicate' : tolerates, kind: 'addColumn', column };
}

function setColumnType(given: Command, common: Common, definition: ColumnDef | undefined): Change | null {
  if (!definition) return null;
  const { scope, range } = given;
  return {
    ...common,
    kind: 'setColumnType',
    column: named(given),
    type: readType(definition.typeName, currentSchema(scope.names)).type,
    using: expressionBehind(scope, definition.raw_default, range, 'USING'),
    casts: castsOf(definition.raw_default, given.command.name ?? '', currentSchema(scope.names)),
    collation: collationName(texts(definition.collClause?.collname)),
  };
}

/** The types of a chain of casts over the column alone, innermost first; none without USING. */
function castsOf(using: Node | undefined, column: string, schema: string): readonly string[] | null {
  if (using === undefined) return [];
  const reference = as('ColumnRef', using);
  if (reference !== undefined) return texts(reference.fields).at(-1) === column ? [] : null;
  const cast = as('TypeCast', using);
  const inner = cast?.arg === undefined ? null : castsOf(cast.arg, column, schema);
  return inner === null ? null : [...inner, readType(cast?.typeName, schema).type];
}

function addConstraint(given: Command, common: Common): Change | null {
  const { scope, command, range } = given;
  const node = as('Constraint', command.def);
  if (!node) return null;
  const from = wordAt(scope, range.from) === 'ADD' ? range.from + 1 : range.from;
  const constraint = readConstraint(scope, node, { from, to: range.to }, null);
  return constraint && { ...common, kind: 'addConstraint', constraint };
}

function addedIdentity(node: Node | undefined) {
  return identityKind(as('Constraint', node)?.generated_when);
}

/** `SET GENERATED …`; null where only the options of the sequence change. */
function changedIdentity(node: Node | undefined) {
  const value = option(as('List', node)?.items, 'generated')?.arg;
  return value === undefined ? null : identityKind(generatedLetter(value));
}

/** The tree has the letter as the number of its character. */
function generatedLetter(value: Node): string {
  return String.fromCharCode(as('Integer', value)?.ival ?? 0);
}

function partitionCommand(command: AlterTableCmd): PartitionCmd | undefined {
  return as('PartitionCmd', command.def);
}

function partition({ scope, command }: Command): ObjectName {
  return relationName(scope, partitionCommand(command)?.name);
}

function triggerChange({ command: { subtype, name } }: Command, common: Common): Change | null {
  const change = { ...common, kind: 'enableTrigger' as const, trigger: name ?? null, ofConstraints: false };
  switch (subtype) {
    case 'AT_EnableTrig':
    case 'AT_EnableAlwaysTrig':
    case 'AT_EnableReplicaTrig': return { ...change, enabled: true };
    case 'AT_DisableTrig': return { ...change, enabled: false };
    case 'AT_EnableTrigAll': return { ...change, trigger: null, enabled: true, ofConstraints: true };
    case 'AT_EnableTrigUser': return { ...change, trigger: null, enabled: true };
    case 'AT_DisableTrigAll': return { ...change, trigger: null, enabled: false, ofConstraints: true };
    case 'AT_DisableTrigUser': return { ...change, trigger: null, enabled: false };
    default: return null;
  }
}

/** What leaves the catalog as it is. */
function otherChange({ scope, command, relation }: Command, { table, ...common }: Common): Change | null {
  const action = relationAction(scope, command);
  return action && { ...common, kind: 'alterRelation', relation, name: table, action };
}
