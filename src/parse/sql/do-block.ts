import type { CreateFunctionStmt, DoStmt } from 'libpg-query';
import type { Change } from '../../facts/change.ts';
import type { Gap } from '../../facts/statement.ts';
import type { Origin } from '../../text/span.ts';
import { bodyAt, readStatements, type Body } from './body.ts';
import { routineLanguage } from './changes/routines.ts';
import { executedText } from './constant-text.ts';
import { isComment, lex } from './lexer.ts';
import { follow, type Resolution } from './names.ts';
import { withKnownTypes } from './known-types.ts';
import { parsePlpgsql, type PlpgsqlParse } from './postgres-parser.ts';
import { conditionally, nothingRead, type ReadNode, type Reading } from './reading.ts';
import { indexAt, spanOf, wholeOf, type Scope } from './scope.ts';
import { as, option } from './tree.ts';

/** A DO block: the statements in it run here. */
export function readDoBlock(scope: Scope, node: DoStmt, read: ReadNode): Reading {
  const language = (as('String', option(node.args, 'language')?.arg)?.sval ?? 'plpgsql').toLowerCase();
  const source = option(node.args, 'as');
  const body = bodyAt(scope, indexAt(scope, source?.location), as('String', source?.arg)?.sval ?? '');
  return readBody(body, language, read);
}

/**
 * What a routine does when it is called. A routine of the same file that the file calls does it during the migration.
 */
export function readRoutineBody(scope: Scope, node: CreateFunctionStmt, read: ReadNode): Reading {
  const body = routineBody(scope, node);
  return body === null ? nothingRead : readBody(body, routineLanguage(node), read);
}

/**
 * Whether a routine's body can be read. Its statements do not run when it is made, so a dynamic EXECUTE in it is no gap
 * here, and neither is another language: they become gaps where the file calls the routine. A body that PL/pgSQL's or
 * SQL's parser refuses is one: Postgres would refuse it at the latest when it is called.
 */
export function bodyGaps(scope: Scope, node: CreateFunctionStmt): readonly Gap[] {
  const body = routineBody(scope, node);
  if (body === null) return [];
  const { gaps } = readBody(body, routineLanguage(node), () => nothingRead);
  return gaps.filter((gap) => gap.kind === 'unreadableBody');
}

/** Null without a string: `RETURN …`, `BEGIN ATOMIC`. Those are parsed with the statement. */
function routineBody(scope: Scope, node: CreateFunctionStmt): Body | null {
  const source = option(node.options, 'as');
  const value = as('String', as('List', source?.arg)?.items?.[0])?.sval;
  return value === undefined ? null : bodyAt(scope, indexAt(scope, source?.location), value);
}

function readBody(body: Body, language: string, read: ReadNode): Reading {
  switch (language) {
    case 'plpgsql':
      return readPlpgsql(body, read);
    case 'sql':
      return readStatements(body, body.text, 0, body.scope.names, read)
        ?? gap('unreadableBody', body.origin, 'its SQL does not parse');
    case 'internal':
    case 'c':
      return nothingRead;
    default:
      return gap('foreignLanguage', body.origin, `it is written in ${language}`);
  }
}

function gap(kind: Gap['kind'], origin: Origin, reason: string): Reading {
  return { changes: [], gaps: [{ kind, origin, reason }] };
}

// --- PL/pgSQL

/** A part of the tree that libpg_query dumps of PL/pgSQL: `dump_…` in its `pg_query_json_plpgsql.c`. */
type Fields = Readonly<Record<string, unknown>>;

function readPlpgsql(body: Body, read: ReadNode): Reading {
  const parse = parseBody(body);
  if (!parse.ok) return gap('unreadableBody', body.origin, `PL/pgSQL's parser says: ${parse.message}`);
  const starts = new Set(lex(body.text).filter((token) => !isComment(token)).map((token) => token.start));
  const { names } = body.scope;
  const walk: Walk = { body, read, starts, names, from: 0, mayHaveLeft: false, changes: [], gaps: [] };
  for (const one of parse.functions) visitStatement(walk, fields(fields(one)['PLpgSQL_function'])['action'], unguarded);
  return { changes: walk.changes, gaps: walk.gaps };
}

/** Where the parser does not know a type and for that refuses the body, it is given one that it knows. */
function parseBody({ scope, text, start: bodyStart }: Body): PlpgsqlParse {
  const { start, end } = spanOf(scope, wholeOf(scope));
  const parse = parsePlpgsql(scope.text.slice(start, end));
  if (parse.ok || bodyStart === null || !parse.message.includes('record variable cannot be part')) return parse;
  const bodyEnd = bodyStart + text.length;
  return parsePlpgsql(scope.text.slice(start, bodyStart) + withKnownTypes(text) + scope.text.slice(bodyEnd, end));
}

/** One walk through a body, in the order of its text. Local to `readPlpgsql`. */
interface Walk {
  readonly body: Body;
  readonly read: ReadNode;
  /** Where tokens of the body begin that are no comments: a statement begins at one of them. */
  readonly starts: ReadonlySet<number>;
  names: Resolution;
  /** Where the next statement is looked for: behind the one before. */
  from: number;
  /** A RETURN in a branch came before: what follows may not run. */
  mayHaveLeft: boolean;
  readonly changes: Change[];
  readonly gaps: Gap[];
}

/** What surrounds a statement of a block. */
interface Guard {
  readonly conditional: boolean;
  readonly catches: ReadonlySet<'duplicate' | 'missing'>;
}

const unguarded: Guard = { conditional: false, catches: new Set() };

function visitAll(walk: Walk, statements: unknown, guard: Guard): void {
  for (const statement of list(statements)) visitStatement(walk, statement, guard);
}

function visitStatement(walk: Walk, statement: unknown, guard: Guard): void {
  const [kind, value] = Object.entries(fields(statement))[0] ?? ['', null];
  const body = fields(value);
  const branch = { ...guard, conditional: true };
  switch (kind.replace(/^PLpgSQL_stmt_/, '')) {
    case 'block':
      visitBlock(walk, body, guard);
      break;
    case 'if':
    case 'case':
      for (const arms of branchesOf(body)) visitAll(walk, arms, branch);
      break;
    case 'execsql':
      visitSql(walk, body, body['sqlstmt'], guard);
      break;
    case 'perform':
    case 'call':
      visitSql(walk, body, body['expr'], guard);
      break;
    case 'return':
      walk.mayHaveLeft ||= guard.conditional;
      break;
    default:
      visitQuery(walk, body, guard);
      visitAll(walk, body['body'], branch);
  }
}

/** The arms of IF and CASE, in order. */
function branchesOf(body: Fields): readonly unknown[] {
  const arms = [...list(body['elsif_list']), ...list(body['case_when_list'])].map((arm) => inner(arm)['stmts']);
  return [body['then_body'], ...arms, body['else_body'], body['else_stmts']];
}

/** What EXECUTE, a loop over a query, OPEN and RETURN QUERY run; nothing for statements without a query. */
function visitQuery(walk: Walk, statement: Fields, guard: Guard): void {
  const query = statement['dynquery'] ?? statement['query'];
  if (query === undefined) return;
  if (parseModeOf(query) === 'expression') visitExecute(walk, statement, query, guard);
  else visitSql(walk, statement, query, guard);
}

/** The statements of a block run in any case; a handler may undo them and runs only if one fails. */
function visitBlock(walk: Walk, block: Fields, guard: Guard): void {
  const handlers = list(inner(block['exceptions'])['exc_list']).map(inner);
  const catches = new Set([...guard.catches, ...handlers.flatMap(caughtBy)]);
  visitAll(walk, block['body'], { ...guard, catches });
  for (const handler of handlers) visitAll(walk, handler['action'], { ...guard, conditional: true });
}

/** A handler that raises again tolerates nothing. */
function caughtBy(handler: Fields): readonly ('duplicate' | 'missing')[] {
  if (list(handler['action']).some(raisesError)) return [];
  return list(handler['conditions']).flatMap((condition) => classOf(textOf(inner(condition)['condname'])));
}

/** `elog_level` ERROR: `elog.h`. */
function raisesError(statement: unknown): boolean {
  return Number(fields(fields(statement)['PLpgSQL_stmt_raise'])['elog_level'] ?? 0) >= 21;
}

/** Condition names and codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function classOf(condition: string): readonly ('duplicate' | 'missing')[] {
  if (/^others$/i.test(condition)) return ['duplicate', 'missing'];
  if (duplicateCondition.test(condition)) return ['duplicate'];
  return missingCondition.test(condition) ? ['missing'] : [];
}

const duplicateCondition = /^(duplicate_|invalid_table_definition|42710|42P07|42701|42P06|42723|42P16)/i;
const missingCondition = /^(undefined_|invalid_schema_name|42704|42P01|42703|42883|3F000)/i;

// --- statements in a body

function visitSql(walk: Walk, statement: Fields, expression: unknown, guard: Guard): void {
  const query = queryOf(expression);
  const written = /^SELECT /.test(query) ? performed(walk, statement, query) : null;
  const place = written ?? findPlace(walk, statement, query);
  const reading = readStatements(walk.body, query, place, walk.names, walk.read);
  const where = place === null ? walk.body.origin : originIn(walk.body, place, query.length);
  add(walk, reading ?? gap('unreadableBody', where, 'a statement in it does not parse'), guard);
}

function visitExecute(walk: Walk, statement: Fields, expression: unknown, guard: Guard): void {
  const query = queryOf(expression);
  const place = findPlace(walk, statement, query);
  const origin = place === null ? walk.body.origin : originIn(walk.body, place, query.length);
  const { text, beginning } = executedText(query);
  if (text === null && /^\s*select\b/i.test(beginning)) return;
  add(walk, text === null ? dynamic(origin) : readExecuted(walk, query, place, origin, text) ?? dynamic(origin), guard);
}

function dynamic(origin: Origin): Reading {
  return gap('dynamicExecute', origin, 'EXECUTE runs a text that is put together only then');
}

/** A constant text; in one plain string its statements have places of their own. */
function readExecuted(walk: Walk, query: string, place: number | null, origin: Origin, text: string): Reading | null {
  const opening = /^(?:\$[^$]*\$|')/.exec(query)?.[0].length ?? 0;
  const isVerbatim = place !== null && opening > 0 && query.length === text.length + 2 * opening;
  if (isVerbatim) return readStatements(walk.body, text, place + opening, walk.names, walk.read);
  return readStatements({ ...walk.body, start: null, origin }, text, null, walk.names, walk.read);
}

function add(walk: Walk, reading: Reading, guard: Guard): void {
  const tolerant = reading.changes.map((change) => tolerating(change, guard.catches));
  const { changes, gaps } = guard.conditional || walk.mayHaveLeft
    ? conditionally({ ...reading, changes: tolerant })
    : { changes: tolerant, gaps: reading.gaps };
  walk.changes.push(...changes);
  walk.gaps.push(...gaps);
  walk.names = changes.reduce(follow, walk.names);
}

/** Of a handler that tolerates both, a change that makes something meets the duplicate, any other the missing. */
function tolerating(change: Change, catches: Guard['catches']): Change {
  if (change.tolerates !== null || catches.size === 0) return change;
  const isMaking = /^(create|add|attach|rename|setRelationSchema|setOtherSchema)/.test(change.kind);
  const likely = isMaking ? 'duplicate' : 'missing';
  const other = likely === 'duplicate' ? 'missing' : 'duplicate';
  return { ...change, tolerates: catches.has(likely) ? likely : other };
}

// --- places

/**
 * Where a query stands in the body. PL/pgSQL keeps its text and the line its statement begins on; it blanks the INTO
 * clause with spaces.
 */
function findPlace(walk: Walk, statement: Fields, query: string): number | null {
  const line = lineStart(walk.body.text, Number(statement['lineno'] ?? 1));
  const place = placeOf(walk, query, Math.max(line, walk.from)) ?? placeOf(walk, query, line);
  if (place !== null) walk.from = place + query.length;
  return place;
}

/** PERFORM is turned into SELECT, which is a letter shorter but for the space behind it. */
function performed(walk: Walk, statement: Fields, query: string): number | null {
  const rest = query.slice('SELECT '.length);
  const line = lineStart(walk.body.text, Number(statement['lineno'] ?? 1));
  const from = Math.max(line, walk.from);
  const word = /\bperform\b/gi;
  word.lastIndex = from;
  const found = word.exec(walk.body.text);
  if (found === null || !walk.body.text.startsWith(rest, found.index + 'PERFORM'.length)) return null;
  walk.from = found.index + query.length;
  return found.index;
}

function placeOf({ body: { text }, starts }: Walk, query: string, from: number): number | null {
  const beginning = query.slice(0, Math.max(query.search(/\s/), 1));
  for (let at = text.indexOf(beginning, from); at >= 0; at = text.indexOf(beginning, at + 1)) {
    if (starts.has(at) && matchesMasked(text, query, at)) return at;
  }
  return null;
}

function matchesMasked(text: string, query: string, at: number): boolean {
  for (let index = 0; index < query.length; index++) {
    const letter = query[index];
    if (letter !== ' ' && letter !== text[at + index]) return false;
  }
  return at + query.length <= text.length;
}

/** Offset of a line, counted from 1; the rest of the line with the opening quote is the first. */
function lineStart(text: string, line: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return start;
    start = next + 1;
  }
  return start;
}

function originIn(body: Body, place: number, length: number): Origin {
  if (body.start === null) return body.origin;
  return body.scope.originOf({ start: body.start + place, end: body.start + place + length });
}

// --- reading what is untyped

/** `RawParseMode` in PostgreSQL's `parser.h`: a statement is 0, an expression (the text of an EXECUTE) 2. */
function parseModeOf(expression: unknown): 'statement' | 'expression' {
  return inner(expression)['parseMode'] === 2 ? 'expression' : 'statement';
}

function queryOf(expression: unknown): string {
  return textOf(inner(expression)['query']);
}

/** The fields of a node `{ PLpgSQL_x: { … } }`. */
function inner(node: unknown): Fields {
  return fields(Object.values(fields(node))[0]);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? value as Fields : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
