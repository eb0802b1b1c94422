import type {
  AlterDomainStmt, AlterEnumStmt, CompositeTypeStmt, CreateDomainStmt, CreateEnumStmt, Constraint as ConstraintNode,
} from 'libpg-query';
import type { Domain } from '../../../facts/catalog.ts';
import type { Change, ChangeOf } from '../../../facts/change.ts';
import { currentSchema, newRelationName, optionalIdentifier, plainName } from '../names.ts';
import { elementEnd, findWord, indexAt, originOf, wholeOf, type Range, type Scope } from '../scope.ts';
import { allOf, as, texts } from '../tree.ts';
import { readType } from '../types.ts';
import { base, ifExists, ifNotExists } from './base.ts';
import { expressionBehind, expressionInParentheses } from './expressions.ts';

export function createEnum(scope: Scope, node: CreateEnumStmt): ChangeOf<'createEnum'> {
  const name = plainName(scope, texts(node.typeName));
  return {
    ...base(scope),
    kind: 'createEnum',
    enum: { ...name, values: texts(node.vals), partial: false, origin: originOf(scope) },
  };
}

export function alterEnum(scope: Scope, node: AlterEnumStmt): Change {
  const name = plainName(scope, texts(node.typeName));
  const value = node.newVal ?? '';
  if (node.oldVal) return { ...base(scope), kind: 'renameEnumValue', enum: name, value: node.oldVal, to: value };
  const tolerates = ifNotExists(node.skipIfNewValExists);
  return { ...base(scope, tolerates), kind: 'addEnumValue', enum: name, value, place: placeOf(node) };
}

function placeOf(node: AlterEnumStmt): ChangeOf<'addEnumValue'>['place'] {
  const neighbour = node.newValNeighbor;
  if (!neighbour) return null;
  return node.newValIsAfter ? { after: neighbour } : { before: neighbour };
}

export function createCompositeType(scope: Scope, node: CompositeTypeStmt): ChangeOf<'createCompositeType'> {
  const attributes = allOf('ColumnDef', node.coldeflist).map(({ colname, typeName }) => (
    { name: colname ?? '', type: readType(typeName, currentSchema(scope.names)).type }));
  const name = newRelationName(scope, node.typevar);
  return { ...base(scope), kind: 'createCompositeType', type: { ...name, attributes, origin: originOf(scope) } };
}

export function createDomain(scope: Scope, node: CreateDomainStmt): ChangeOf<'createDomain'> {
  const constraints = allOf('Constraint', node.constraints);
  const domain: Domain = {
    ...plainName(scope, texts(node.domainname)),
    type: readType(node.typeName, currentSchema(scope.names)).type,
    notNull: constraints.some(({ contype }) => contype === 'CONSTR_NOTNULL'),
    default: domainDefault(scope, constraints),
    checks: domainChecks(scope, constraints, texts(node.domainname).at(-1) ?? ''),
    origin: originOf(scope),
  };
  return { ...base(scope), kind: 'createDomain', domain };
}

function domainDefault(scope: Scope, constraints: readonly ConstraintNode[]): Domain['default'] {
  const node = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT');
  return node ? expressionBehind(scope, node.raw_expr, constraintRange(scope, node, constraints), 'DEFAULT') : null;
}

/** Postgres names a check after the domain: `d_check`, then `d_check1` (`ChooseConstraintName`). */
function domainChecks(scope: Scope, constraints: readonly ConstraintNode[], domain: string): Domain['checks'] {
  let unnamed = 0;
  return constraints.filter(({ contype }) => contype === 'CONSTR_CHECK').flatMap((node) => {
    const range = constraintRange(scope, node, constraints);
    const expression = expressionInParentheses(scope, node.raw_expr, range, 'CHECK');
    if (expression === null) return [];
    const name = node.conname || `${domain}_check${unnamed++ || ''}`;
    return [{ name, expression }];
  });
}

function constraintRange(scope: Scope, node: ConstraintNode, all: readonly ConstraintNode[]): Range {
  const from = indexAt(scope, node.location);
  const starts = all.map(({ location }) => indexAt(scope, location)).filter((start) => start > from);
  return { from, to: Math.min(elementEnd(scope, from), ...starts) };
}

/** Letters: `AlterDomainStmt` in `parsenodes.h`. */
export function alterDomain(scope: Scope, node: AlterDomainStmt): ChangeOf<'alterDomain'> | null {
  const action = domainAction(scope, node);
  if (action === null) return null;
  const domain = plainName(scope, texts(node.typeName));
  return { ...base(scope, ifExists(node.missing_ok)), kind: 'alterDomain', domain, action };
}

function domainAction(scope: Scope, node: AlterDomainStmt): ChangeOf<'alterDomain'>['action'] | null {
  switch (node.subtype) {
    case 'T':
      return { kind: 'setDefault', default: expressionBehind(scope, node.def, wholeOf(scope), 'DEFAULT') };
    case 'N':
      return { kind: 'setNotNull', notNull: false };
    case 'O':
      return { kind: 'setNotNull', notNull: true };
    case 'C':
      return addedConstraint(scope, as('Constraint', node.def));
    case 'X':
      return { kind: 'dropCheck', name: node.name ?? '' };
    case 'V':
      return { kind: 'validateCheck', name: node.name ?? '' };
    default:
      return null;
  }
}

function addedConstraint(scope: Scope, node: ConstraintNode | undefined): ChangeOf<'alterDomain'>['action'] | null {
  if (node?.contype === 'CONSTR_NOTNULL') return { kind: 'setNotNull', notNull: true };
  const range = { from: Math.max(findWord(scope, wholeOf(scope), 'ADD'), 0), to: scope.tokens.length };
  const expression = expressionInParentheses(scope, node?.raw_expr, range, 'CHECK');
  if (expression === null) return null;
  const { name } = optionalIdentifier(scope, node?.conname, range);
  return { kind: 'addCheck', name, expression, validated: node?.skip_validation !== true };
}
