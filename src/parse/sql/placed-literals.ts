import type { A_Expr, InsertStmt, Node } from 'libpg-query';
import type { PlacedLiteral } from '../../facts/change.ts';
import { currentSchema } from './names.ts';
import type { Scope } from './scope.ts';
import { allOf, as, texts, walk } from './tree.ts';
import { readType } from './types.ts';

type Place = PlacedLiteral['as'];

/** The string constants of a statement that changes rows, where it is plain what decides their type. */
export function placedLiterals(scope: Scope, statement: Node): readonly PlacedLiteral[] {
  const found: PlacedLiteral[] = [];
  walk(statement, (kind, body) => {
    switch (kind) {
      case 'InsertStmt': found.push(...inserted(body as InsertStmt)); break;
      case 'TypeCast': {
        const { arg, typeName } = body as { arg?: Node; typeName?: Parameters<typeof readType>[0] };
        found.push(...literals(arg, { type: readType(typeName, currentSchema(scope.names)).type }));
        break;
      }
      case 'A_Expr': found.push(...compared(body as A_Expr)); break;
      case 'ResTarget': {
        const { name, val } = body as { name?: string; val?: Node };
        if (name !== undefined) found.push(...literals(val, { column: name }));
        break;
      }
      default:
    }
    return undefined;
  });
  return found;
}

/** Rows of VALUES, and what a query selects, go into the columns named or into those of the table in order. */
function inserted({ cols, selectStmt }: InsertStmt): readonly PlacedLiteral[] {
  const names = allOf('ResTarget', cols).map(({ name }) => name ?? '');
  const placeOf = (index: number): Place => {
    const column = names[index];
    return column === undefined ? { place: index } : { column };
  };
  const rowsOf = (query: Node | undefined): readonly (readonly Node[])[] => {
    const select = as('SelectStmt', query);
    if (select === undefined) return [];
    const arms = [select.larg, select.rarg].flatMap((arm) => (arm === undefined ? [] : rowsOf({ SelectStmt: arm })));
    const values = allOf('List', select.valuesLists).map(({ items }) => items ?? []);
    const targets = allOf('ResTarget', select.targetList).flatMap(({ val }) => val ?? []);
    return [...arms, ...values, ...(targets.length === 0 ? [] : [targets])];
  };
  return rowsOf(selectStmt).flatMap((row) => row.flatMap((value, index) => literals(value, placeOf(index))));
}

function compared({ lexpr, rexpr }: A_Expr): readonly PlacedLiteral[] {
  const sides = [[lexpr, rexpr], [rexpr, lexpr]] as const;
  return sides.flatMap(([column, value]) => {
    const name = texts(as('ColumnRef', column)?.fields).at(-1);
    return name === undefined ? [] : literals(value, { column: name });
  });
}

/** A constant, or those a list, array, CASE or COALESCE may come to. */
function literals(value: Node | undefined, place: Place): readonly PlacedLiteral[] {
  const text = as('A_Const', value)?.sval?.sval;
  if (text !== undefined) return [{ value: text, as: place }];
  const inner = [
    ...as('List', value)?.items ?? [], ...as('A_ArrayExpr', value)?.elements ?? [], ...as('CoalesceExpr', value)?.args ?? [],
    ...allOf('CaseWhen', as('CaseExpr', value)?.args).flatMap(({ result }) => result ?? []), ...one(as('CaseExpr', value)?.defresult),
  ];
  return inner.flatMap((node) => literals(node, place));
}

function one(node: Node | undefined): readonly Node[] {
  return node === undefined ? [] : [node];
}
