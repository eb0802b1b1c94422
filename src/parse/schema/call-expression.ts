import type { Origin } from '../../text/span.ts';
import { isOptional, originOf } from './ast.ts';
import { callHost } from './built-ins.ts';
import { callMethod } from './call-method.ts';
import { type CallSite, siteOf } from './call-site.ts';
import { callDrizzle } from './drizzle/call.ts';
import type { Interpreter } from './interpreter.ts';
import type { Argument, CallExpression, NewExpression } from './oxc.ts';
import { absent, dictionary, holdsColumns, isAbsent, type Scope, unknown, unknownObject, type Value } from './values.ts';

export function evaluateCall(run: Interpreter, node: CallExpression, scope: Scope): Value {
  const emitted = emittedImport(run, node, scope);
  if (emitted !== null) return emitted;
  const callee = run.evaluate(node.callee, scope);
  if (isAbsent(callee) && isOptional(node)) return absent;
  const site = siteOf(scope.module.file, node);
  const given = argumentsOf(run, node.arguments, scope);
  return callValue(run, callee, given, site);
}

/** What calling a value gives. Of a function we cannot read that is handed columns, the result may be a table. */
function callValue(run: Interpreter, callee: Value, given: readonly Value[], site: CallSite): Value {
  switch (callee.kind) {
    case 'function':
      return run.apply(callee, given, site.whole);
    case 'method':
      return callMethod(run, callee, given, site);
    case 'host':
      return callHost(run, callee.name, given, site);
    case 'drizzle':
    case 'tableCreator':
    case 'enum':
    case 'customType':
      return callDrizzle(run, callee, given, site);
    case 'unknown':
      return callee.mayBeObject || given.some(holdsColumns) ? unknownObject(callee.reason, site.head)
        : unknown(callee.reason, site.head);
    default:
      return unknown(`a ${callee.kind} is called`, site.head);
  }
}

/** What TypeScript emits for `import book from …` and `import * as book from …`: a helper of the file, or of tslib. */
function emittedImport(run: Interpreter, { callee, arguments: given }: CallExpression, scope: Scope): Value | null {
  const name = callee.type === 'Identifier' ? callee.name
    : callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : null;
  const [only] = given;
  if ((name !== '__importDefault' && name !== '__importStar') || only === undefined || only.type === 'SpreadElement') return null;
  const value = run.evaluate(only, scope);
  const isWhole = name === '__importStar' || value.kind === 'unknown' || (value.kind === 'namespace' && value.module.exports.has('default'));
  return isWhole ? value : dictionary(new Map([['default', value]]));
}

function argumentsOf(run: Interpreter, nodes: readonly Argument[], scope: Scope): readonly Value[] {
  return nodes.flatMap((node): readonly Value[] => {
    if (node.type !== 'SpreadElement') return [run.evaluate(node, scope)];
    const value = run.evaluate(node.argument, scope);
    if (value.kind === 'list') return [...value.items, ...value.unread];
    if (value.kind === 'unknown') return [value];
    return [unknown(`a ${value.kind} is spread into a call`, originOf(scope.module.file, node))];
  });
}

/** `new Date('2020-01-01')`; any other object is not read. */
export function evaluateNew(run: Interpreter, node: NewExpression, scope: Scope, at: Origin): Value {
  const callee = run.evaluate(node.callee, scope);
  const given = argumentsOf(run, node.arguments, scope);
  const [first] = given;
  if (callee.kind === 'irrelevant' || (callee.kind === 'unknown' && callee.mayBeObject)) return unknownObject('an object is constructed', at);
  if (callee.kind !== 'host' || callee.name !== 'Date') return unknown('an object is constructed', at);
  if (given.length !== 1 || first === undefined) return unknown('the time of the run is taken', at);
  if (first.kind === 'unknown') return first;
  if (first.kind !== 'literal') return unknown('a date is made of something that is not read', at);
  const value = new Date(first.value as string | number);
  return Number.isNaN(value.getTime()) ? unknown('a date is not valid', at) : { kind: 'instant', value };
}
