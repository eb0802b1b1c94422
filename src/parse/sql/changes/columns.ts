import type { ColumnDef, Constraint as ConstraintNode } from 'libpg-query';
import type { Column, IdentityKind } from '../../../facts/catalog.ts';
import type { NewColumn, NewConstraint } from '../../../facts/change.ts';
import type { ObjectName } from '../../../facts/names.ts';
import { currentSchema, identifier, objectName } from '../names.ts';
import { elementEnd, indexAt, originOf, type Range, type Scope } from '../scope.ts';
import { allOf, nameParts, option, texts } from '../tree.ts';
import { readType } from '../types.ts';
import { readConstraint } from './constraints.ts';
import { expressionBehind, expressionInParentheses } from './expressions.ts';

/** A column of CREATE TABLE or ADD COLUMN. */
export function readColumn(scope: Scope, node: ColumnDef): NewColumn {
  const from = indexAt(scope, node.location);
  const range = { from, to: elementEnd(scope, from) };
  const parts = constraintParts(scope, node, range);
  const { type, serial } = readType(node.typeName, currentSchema(scope.names));
  return {
    ...identifier(scope, node.colname ?? '', { from, to: from + 1 }),
    type,
    serial,
    notNull: parts.some(({ node: one }) => one.contype === 'CONSTR_NOTNULL'),
    default: defaultOf(scope, parts),
    identity: identityOf(parts),
    ...identitySequence(scope, identityPart(parts)?.node),
    generated: generatedOf(scope, parts),
    collation: collationName(node.collClause?.collname === undefined ? [] : texts(node.collClause.collname)),
    constraints: constraintsOf(scope, parts, node.colname ?? ''),
    origin: originOf(scope, range),
  };
}

/** The name of a collation; null for the type's own. `pg_catalog` goes without saying. */
export function collationName(parts: readonly string[]): string | null {
  const name = parts.filter((part) => part !== 'pg_catalog').join('.');
  return name === '' || name === 'default' ? null : name;
}

export function identityKind(letter: string | undefined): IdentityKind {
  return letter === 'a' ? 'always' : 'by default';
}

interface Part {
  readonly node: ConstraintNode;
  readonly range: Range;
}

/** Each constraint reaches to the next one, to the COLLATE clause, or to the column's end. */
function constraintParts(scope: Scope, column: ColumnDef, range: Range): readonly Part[] {
  const nodes = allOf('Constraint', column.constraints);
  const starts = nodes.map((node) => indexAt(scope, node.location));
  const collate = column.collClause ? [indexAt(scope, column.collClause.location)] : [];
  const cuts = [...starts, ...collate, range.to];
  return nodes.map((node, index) => {
    const from = starts[index] ?? range.from;
    return { node, range: { from, to: Math.min(...cuts.filter((cut) => cut > from)) } };
  });
}

function defaultOf(scope: Scope, parts: readonly Part[]): Column['default'] {
  const part = parts.find(({ node }) => node.contype === 'CONSTR_DEFAULT');
  return part ? expressionBehind(scope, part.node.raw_expr, part.range, 'DEFAULT') : null;
}

function identityOf(parts: readonly Part[]): IdentityKind | null {
  const part = identityPart(parts);
  return part ? identityKind(part.node.generated_when) : null;
}

function identityPart(parts: readonly Part[]): Part | undefined {
  return parts.find(({ node }) => node.contype === 'CONSTR_IDENTITY');
}

/** `(SEQUENCE NAME books_id)`: the name an identity asks for its sequence. */
export function identitySequence(scope: Scope, node: ConstraintNode | undefined): { readonly sequence?: ObjectName } {
  const parts = nameParts(option(node?.options, 'sequence_name')?.arg);
  return parts.length === 0 ? {} : { sequence: objectName(scope, parts) };
}

function generatedOf(scope: Scope, parts: readonly Part[]): Column['generated'] {
  const part = parts.find(({ node }) => node.contype === 'CONSTR_GENERATED');
  const expression = part ? expressionInParentheses(scope, part.node.raw_expr, part.range, 'AS') : null;
  return expression === null ? null : { expression, stored: part?.node.generated_kind !== 'v' };
}

/** An attribute such as NOT VALID or DEFERRABLE is a part of its own here; it belongs to the constraint before it. */
function constraintsOf(scope: Scope, parts: readonly Part[], column: string): readonly NewConstraint[] {
  return parts.flatMap(({ node, range }, index) => {
    const next = parts.slice(index + 1).find(({ node: one }) => !one.contype?.startsWith('CONSTR_ATTR'));
    const isFollowed = parts[index + 1]?.node.contype?.startsWith('CONSTR_ATTR') === true;
    const to = isFollowed ? next?.range.from ?? parts.at(-1)?.range.to ?? range.to : range.to;
    return readConstraint(scope, node, { from: range.from, to }, column) ?? [];
  });
}
