import type { Constraint as ConstraintNode, Node } from 'libpg-query';
import type { ReferentialAction } from '../../../facts/catalog.ts';
import type { NewConstraint, NewForeignKey, NotNullConstraint } from '../../../facts/change.ts';
import { identifier, relationName } from '../names.ts';
import { elements, findWord, inParentheses, originOf, textOf, wordAt, type Range, type Scope } from '../scope.ts';
import { allOf, as, texts } from '../tree.ts';
import { expressionInParentheses } from './expressions.ts';

/**
 * A constraint of a table or a column. `range` is its own words; `column` the column it is written at, if it is.
 * Null for what is no constraint of the catalog: DEFAULT, GENERATED, NULL, attributes.
 */
export function readConstraint(
  scope: Scope, node: ConstraintNode, range: Range, column: string | null,
): NewConstraint | null {
  const common = { ...constraintName(scope, node, range), origin: originOf(scope, range) };
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
      if (node.indexname) return { kind: 'usingIndex', makes: 'primaryKey', index: node.indexname, ...common };
      return { kind: 'primaryKey', ...common, ...keyColumns(node, column) };
    case 'CONSTR_UNIQUE':
      if (node.indexname) return { kind: 'usingIndex', makes: 'unique', index: node.indexname, ...common };
      return {
        kind: 'unique', ...common, ...keyColumns(node, column), nullsNotDistinct: node.nulls_not_distinct === true,
      };
    case 'CONSTR_FOREIGN':
      return { ...common, ...foreignKey(scope, node, range, column) };
    case 'CONSTR_CHECK':
      return {
        kind: 'check', ...common, expression: checkExpression(scope, node, range), validated: isValidated(node),
      };
    case 'CONSTR_EXCLUSION':
      return { ...common, ...exclusion(scope, node, range) };
    case 'CONSTR_NOTNULL':
      return notNull(node, common, column);
    default:
      return null;
  }
}

type Named = Pick<NotNullConstraint, 'name' | 'written' | 'origin'>;

/** Inside a column NOT NULL is a property of the column, unless it has a name. */
function notNull(node: ConstraintNode, common: Named, column: string | null): NotNullConstraint | null {
  const named = column ?? texts(node.keys)[0] ?? '';
  if (column !== null && common.name === null) return null;
  return { kind: 'notNull', ...common, column: named, validated: isValidated(node) };
}

function constraintName(
  scope: Scope, node: ConstraintNode, range: Range,
): { readonly name: string | null; readonly written: string | null } {
  if (!node.conname) return { name: null, written: null };
  const at = findWord(scope, range, 'CONSTRAINT') + 1;
  return identifier(scope, node.conname, { from: Math.max(at, range.from), to: range.to });
}

function keyColumns(
  node: ConstraintNode, column: string | null,
): { readonly columns: readonly string[]; readonly include: readonly string[] } {
  return { columns: column === null ? texts(node.keys) : [column], include: texts(node.including) };
}

/** `initially_valid` is the parser's word for a constraint without NOT VALID (and, on 18, enforced). */
function isValidated(node: ConstraintNode): boolean {
  return node.skip_validation !== true && node.is_enforced !== false;
}

function foreignKey(
  scope: Scope, node: ConstraintNode, range: Range, column: string | null,
): Omit<NewForeignKey, 'name' | 'written' | 'origin'> {
  const referenced = texts(node.pk_attrs);
  const target = findWord(scope, range, 'REFERENCES');
  return {
    kind: 'foreignKey',
    columns: column === null ? texts(node.fk_attrs) : [column],
    references: relationName(scope, node.pktable, { from: Math.max(target, range.from), to: range.to }),
    referencedColumns: referenced.length === 0 ? null : referenced,
    onDelete: referentialAction(node.fk_del_action),
    onUpdate: referentialAction(node.fk_upd_action),
    validated: isValidated(node),
  };
}

/** `FKCONSTR_ACTION_…` in PostgreSQL's `parsenodes.h`. */
function referentialAction(letter: string | undefined): ReferentialAction {
  return actions[letter ?? 'a'] ?? 'no action';
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action', r: 'restrict', c: 'cascade', n: 'set null', d: 'set default',
};

function checkExpression(scope: Scope, node: ConstraintNode, range: Range) {
  const expression = node.raw_expr ?? nothing;
  return expressionInParentheses(scope, expression, range, 'CHECK') ?? { text: '', spelling: null, columns: null };
}

const nothing: Node = { A_Const: { isnull: true } };

function exclusion(scope: Scope, node: ConstraintNode, range: Range) {
  const list = inParentheses(scope, exclusionList(scope, node, range), range.to);
  const keys = allOf('List', node.exclusions).flatMap((pair) => as('IndexElem', pair.items?.[0]) ?? []);
  return {
    kind: 'exclusion' as const,
    method: node.access_method ?? 'btree',
    elements: elements(scope, list).map((element) => textOf(scope, element).replace(/\s+/g, ' ')),
    columns: keys.flatMap((key) => key.name ?? []),
    where: expressionInParentheses(scope, node.where_clause, range, 'WHERE'),
  };
}

function exclusionList(scope: Scope, node: ConstraintNode, range: Range): number {
  const start = Math.max(findWord(scope, range, 'EXCLUDE'), range.from);
  return wordAt(scope, start + 1) === 'USING' && node.access_method ? start + 3 : start + 1;
}
