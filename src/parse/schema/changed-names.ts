import { bare } from './ast.ts';
import type { Expression, Statement } from './oxc.ts';

const changing = new Set(['push', 'unshift', 'splice', 'pop', 'shift', 'sort', 'reverse', 'fill', 'set', 'assign']);

/** Marks the names that a statement of the module's body assigns to or calls a changing method of. */
export function noteChanges(changed: Set<string>, statement: Statement): void {
  switch (statement.type) {
    case 'ExpressionStatement':
      { noteChange(changed, statement.expression); return; }
    case 'BlockStatement':
      { statement.body.forEach((inner) => { noteChanges(changed, inner); }); return; }
    case 'IfStatement':
      noteChanges(changed, statement.consequent);
      if (statement.alternate !== null) noteChanges(changed, statement.alternate);
      return;
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
      { noteChanges(changed, statement.body); return; }
    default:
      return;
  }
}

function noteChange(changed: Set<string>, expression: Expression): void {
  const node = bare(expression);
  if (node.type === 'AssignmentExpression') { noteRoot(changed, node.left as Expression); return; }
  if (node.type !== 'CallExpression') return;
  const callee = bare(node.callee);
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
  if (!changing.has(callee.property.name)) return;
  const [first] = node.arguments;
  noteRoot(changed, callee.object);
  if (callee.property.name !== 'assign' || first === undefined || first.type === 'SpreadElement') return;
  noteRoot(changed, first);
}

function noteRoot(changed: Set<string>, expression: Expression): void {
  const node = bare(expression);
  if (node.type === 'Identifier') changed.add(node.name);
  else if (node.type === 'MemberExpression') noteRoot(changed, node.object);
}
