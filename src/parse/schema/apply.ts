import type { Origin } from '../../text/span.ts';
import { bare, originOf } from './ast.ts';
import type { Interpreter } from './interpreter.ts';
import type { Expression, Statement } from './oxc.ts';
import { bind } from './patterns.ts';
import { truth } from './truth.ts';
import { absent, type FunctionValue, list, type Scope, unknown, unknownObject, type Value } from './values.ts';

const deepest = 100;

/** What a function of the project gives back. Loops, assignments and `try` are beyond us, and said to be. */
export function apply(run: Interpreter, callee: FunctionValue, given: readonly Value[], at: Origin): Value {
  const { node, scope } = callee;
  if (node.async || node.generator) return unknownObject('an async function or generator is called', at);
  if (run.memory.depth >= deepest) return unknown('calls are nested too deeply', at);
  run.memory.depth++;
  try {
    const inner: Scope = { module: scope.module, variables: new Map(), outer: scope };
    node.params.forEach((parameter, index) => {
      const rest = parameter.type === 'RestElement';
      bind(run, parameter, rest ? list(given.slice(index)) : given[index] ?? absent, inner);
    });
    if (node.body === null) return unknown('a function without a body is called', at);
    if (node.body.type !== 'BlockStatement') return run.evaluate(node.body, inner);
    return runBlock(run, node.body.body, inner) ?? absent;
  } finally {
    run.memory.depth--;
  }
}

/** The value a block returns, or null if it comes to its end. */
function runBlock(run: Interpreter, body: readonly Statement[], scope: Scope): Value | null {
  for (const statement of body) {
    const value = runStatement(run, statement, scope);
    if (value !== null) return value;
  }
  return null;
}

function runStatement(run: Interpreter, statement: Statement, scope: Scope): Value | null {
  const at = originOf(scope.module.file, statement);
  switch (statement.type) {
    case 'VariableDeclaration':
      for (const one of statement.declarations) bind(run, one.id, run.evaluate(one.init, scope), scope);
      return null;
    case 'FunctionDeclaration':
      if (statement.id !== null) scope.variables.set(statement.id.name, { kind: 'function', node: statement, scope });
      return null;
    case 'ReturnStatement':
      return run.evaluate(statement.argument, scope);
    case 'BlockStatement':
      return runBlock(run, statement.body, { module: scope.module, variables: new Map(), outer: scope });
    case 'IfStatement':
      return runIf(run, statement, scope);
    case 'ExpressionStatement':
      return isHarmless(statement.expression) ? null : unknownObject('a function of the schema changes something', at);
    case 'EmptyStatement':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      return null;
    default:
      return unknownObject(`a function of the schema has a ${statement.type}`, at);
  }
}

function runIf(run: Interpreter, node: Extract<Statement, { type: 'IfStatement' }>, scope: Scope): Value | null {
  const test = truth(run.evaluate(node.test, scope));
  if (test === 'unknown') return unknown('a condition cannot be told', originOf(scope.module.file, node.test));
  const branch = test === 'yes' ? node.consequent : node.alternate;
  return branch === null ? null : runStatement(run, branch, scope);
}

/** Directives and `console.…(…)`. */
function isHarmless(expression: Expression): boolean {
  const node = bare(expression);
  if (node.type === 'Literal') return true;
  if (node.type !== 'CallExpression') return false;
  const callee = bare(node.callee);
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'console';
}
