import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { Node, RawStmt } from 'libpg-query';
import { codePointsToUtf16, utf8Length, utf8ToUtf16 } from '../../text/utf8.ts';
import { isComment, lex, type Token } from './lexer.ts';
import { withoutCommentsAhead, withoutCommentsAheadInBodies } from './comments-ahead.ts';
import { refusalOf, type Refusal } from './parser-limits.ts';

/** A node of Postgres's own parse tree, `{ CreateStmt: { … } }`. Defaults (0, false, offset 0) are left out of it. */
export type ParseNode = Node;

/** One statement: its tree, and where it stands, UTF-16, from its first token to its last, without the `;`. */
export interface ParsedStatement {
  readonly node: ParseNode;
  readonly start: number;
  readonly end: number;
}

/**
 * Why there is no tree. `syntax`: Postgres would reject the text, `message` is its own; `refused`: we would not or
 * could not ask the parser, so nothing is known of the text.
 */
export interface ParseFailure {
  readonly ok: false;
  readonly message: string;
  /** UTF-16 offset of the token Postgres points at. */
  readonly offset: number;
  readonly kind: 'syntax' | 'refused';
}

export type PostgresParse = { readonly ok: true; readonly statements: readonly ParsedStatement[] } | ParseFailure;

export type PlpgsqlParse =
  | { readonly ok: true; readonly functions: readonly unknown[] }
  /** Postgres gives no place for what is wrong in a body: `offset` is 0 then. */
  | { readonly ok: false; readonly message: string; readonly offset: number };

/**
 * Parses any number of statements with the parser of PostgreSQL 18. Never throws; a text is read whole or not at all.
 * `location`s in the trees are UTF-8 byte offsets in `sql`: see `locationToOffset`.
 */
export function parsePostgres(sql: string): PostgresParse {
  const tokens = lex(sql);
  const refusal = refusalOf(sql, tokens);
  if (refusal) return refused(refusal);
  if (isBlank(tokens)) return { ok: true, statements: [] };
  const given = withoutCommentsAhead(sql, tokens);
  return answerOf((parser) => rawParse(parser, given), (raw) => parseOf(raw, { sql, given, tokens }));
}

/**
 * Parses the bodies of the PL/pgSQL functions, procedures and DO blocks in `sql`, whole statements as they are written.
 * Never throws. Answers libpg_query's `PLpgSQL_function` objects, one a body; a function in LANGUAGE sql gives one
 * without an `action`, any other statement none.
 */
export function parsePlpgsql(sql: string): PlpgsqlParse {
  const tokens = lex(sql);
  const refusal = refusalOf(sql, tokens) ?? refusalOfBodies(sql, tokens);
  if (refusal) return refused(refusal);
  if (isBlank(tokens)) return { ok: true, functions: [] };
  const given = withoutCommentsAheadInBodies(withoutCommentsAhead(sql, tokens));
  return answerOf((parser) => rawPlpgsql(parser, given), plpgsqlOf);
}

/** The UTF-16 offset in `sql` of a `location` in its parse tree. Postgres's -1 (no location) becomes 0: ask before. */
export function locationToOffset(sql: string): (byteLocation: number) => number {
  return utf8ToUtf16(sql);
}

/**
 * Makes V8 leave the parser as its quick compiler made it. Otherwise it optimises one huge function in the background,
 * which costs 0.3 to 0.5 s and on Node 24 500 MB, and the process cannot end before. To be called before the first
 * parse. The flags hold for all WebAssembly in the process, so a guest in another program must not call it.
 */
export function preferBaselineCompiler(): void {
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--liftoff-only');
}

// --- reading the parser's answers

interface Asked {
  readonly sql: string;
  /** What the parser was given: of as many bytes. */
  readonly given: string;
  readonly tokens: readonly Token[];
}

function parseOf(raw: RawParse, { sql, given, tokens }: Asked): PostgresParse {
  if ('tree' in raw) return { ok: true, statements: statementsOf(JSON.parse(raw.tree) as Tree, sql, tokens) };
  const before = given.slice(0, codePointsToUtf16(given)(raw.codePoint));
  return { ok: false, kind: 'syntax', message: raw.message, offset: utf8ToUtf16(sql)(utf8Length(before)) };
}

interface Tree {
  readonly stmts?: readonly RawStmt[];
}

/** Postgres's statement spans may begin and end with space and comments; ours are cut to the tokens in them. */
function statementsOf(tree: Tree, sql: string, tokens: readonly Token[]): readonly ParsedStatement[] {
  const offsetOf = utf8ToUtf16(sql);
  const solid = tokens.filter((token) => !isComment(token));
  let next = 0;
  return (tree.stmts ?? []).flatMap(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
    const end = length === undefined ? sql.length : offsetOf(from + length);
    const first = indexFrom(solid, next, (token) => token.start >= offsetOf(from));
    next = indexFrom(solid, first, (token) => token.end > end);
    const span = { start: solid[first]?.start ?? end, end: solid[next - 1]?.end ?? end };
    return stmt === undefined ? [] : [{ node: stmt, ...span }];
  });
}

function indexFrom(tokens: readonly Token[], from: number, isIt: (token: Token) => boolean): number {
  let index = from;
  for (let token = tokens[index]; token !== undefined && !isIt(token); token = tokens[index]) index++;
  return index;
}

function plpgsqlOf(answer: string): PlpgsqlParse {
  if (!answer.startsWith('{')) return { ok: false, message: answer, offset: 0 };
  const { plpgsql_funcs: functions = [] } = JSON.parse(answer) as { plpgsql_funcs?: unknown[] };
  return { ok: true, functions };
}

/** A body is a string to the lexer, but SQL to the PL/pgSQL parser: the same limits hold in it. */
function refusalOfBodies(sql: string, tokens: readonly Token[]): Refusal | undefined {
  for (const token of tokens) {
    if (token.kind !== 'dollarString' && token.kind !== 'string') continue;
    const body = sql.slice(token.start, token.end).replace(/^\$[^$]*\$|^[^']*'/, '');
    const refusal = refusalOf(body, lex(body));
    if (refusal) return { message: refusal.message, offset: token.end - body.length + refusal.offset };
  }
  return undefined;
}

function refused(refusal: Refusal): ParseFailure {
  return { ok: false, kind: 'refused', message: refusal.message, offset: refusal.offset };
}

/** The parser takes an empty text for an error, one of comments for no statements; the server takes both. */
function isBlank(tokens: readonly Token[]): boolean {
  return tokens.every((token) => isComment(token) && token.unterminated !== true);
}

// --- calling the parser

const require = createRequire(import.meta.url);

/** The part of the global that we use: TypeScript knows it only with the types of a browser. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
};

/** What we use of libpg-query's Emscripten module. A pointer is a number. */
interface Parser {
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, pointer: number, size: number): void;
  UTF8ToString(pointer: number): string;
  getValue(pointer: number, type: 'i32'): number;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _wasm_parse_query_raw(text: number): number;
  _wasm_free_parse_result(result: number): void;
  _wasm_parse_plpgsql(text: number): number;
  _wasm_free_string(result: number): void;
}

type RawParse = { readonly tree: string } | { readonly message: string; readonly codePoint: number };

/** Offsets in libpg_query's `PgQueryParseResult { tree, stderr, error }` and `PgQueryError { message … cursorpos }`. */
const errorField = 8;
const cursorField = 16;

function rawParse(parser: Parser, sql: string): RawParse {
  return call(parser, sql, ['_wasm_parse_query_raw', '_wasm_free_parse_result'], (result) => {
    const error = parser.getValue(result + errorField, 'i32');
    if (error === 0) return { tree: parser.UTF8ToString(parser.getValue(result, 'i32')) };
    const cursor = parser.getValue(error + cursorField, 'i32');
    return { message: parser.UTF8ToString(parser.getValue(error, 'i32')), codePoint: Math.max(cursor - 1, 0) };
  });
}

function rawPlpgsql(parser: Parser, sql: string): string {
  return call(parser, sql, ['_wasm_parse_plpgsql', '_wasm_free_string'], (result) => parser.UTF8ToString(result));
}

/** A function of the parser, and the one that frees its result. */
type Entry =
  | readonly ['_wasm_parse_query_raw', '_wasm_free_parse_result']
  | readonly ['_wasm_parse_plpgsql', '_wasm_free_string'];

/** A lone surrogate makes `lengthBytesUTF8` count too few bytes and the text lose its end: it becomes U+FFFD. */
function call<Raw>(parser: Parser, sql: string, [parse, free]: Entry, read: (result: number) => Raw): Raw {
  const wellFormed = sql.replace(/\p{Surrogate}/gu, '\ufffd');
  const size = parser.lengthBytesUTF8(wellFormed) + 1;
  const text = parser._malloc(size);
  if (text === 0) throw new Error('out of memory');
  parser.stringToUTF8(wellFormed, text, size);
  const result = parser[parse](text);
  const answer = read(result);
  parser[free](result);
  parser._free(text);
  return answer;
}

/**
 * Whatever a call throws (stack overflow, WebAssembly trap) may have left the parser's memory broken: after some
 * thirty stack overflows every parse fails. So the instance is dropped and the next call boots a new one.
 */
function answerOf<Raw, Answer>(ask: (parser: Parser) => Raw, read: (raw: Raw) => Answer): Answer | ParseFailure {
  if (crashes > maxReboots) return refused(tooManyCrashes());
  const parser = attempt(runningParser);
  if ('error' in parser) return refused(notStarted(parser.error));
  const raw = attempt(() => ask(parser.value));
  if ('error' in raw) {
    running = undefined;
    crashes++;
    return refused(crashed(raw.error));
  }
  const answer = attempt(() => read(raw.value));
  return 'error' in answer ? refused(crashed(answer.error)) : answer.value;
}

type Attempt<Value> = { readonly value: Value } | { readonly error: string };

function attempt<Value>(run: () => Value): Attempt<Value> {
  try {
    return { value: run() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function notStarted(reason: string): Refusal {
  return { offset: 0, message: `Postgres's parser could not be started (${reason}); install the dependencies again.` };
}

function crashed(reason: string): Refusal {
  return { offset: 0, message: `Postgres's parser gave up on this SQL (${reason}); split the statement.` };
}

function tooManyCrashes(): Refusal {
  const message =
    `Postgres's parser crashed ${crashes} times and is not started again in this process; ` +
    'split the statements it gave up on, then run again.';
  return { offset: 0, message };
}

// --- booting the parser

/** Each instance reserves 128 MB of address space until it is collected. */
const maxReboots = 5;

let compiled: object | undefined;
let running: Parser | undefined;
let crashes = 0;

function runningParser(): Parser {
  running ??= boot();
  return running;
}

type Exports = Readonly<Record<string, unknown>>;
type Factory = (options: object) => Promise<unknown>;

/**
 * Starts libpg-query without its asynchronous loader: the glue calls `instantiateWasm` before its first `await`, and
 * then only the C constructors (export `A`) are left to run. They must run once, so the glue's own later call does
 * nothing. This leans on the glue of the pinned version; a test compares every answer with the official loader's.
 */
function boot(): Parser {
  compiled ??= new WebAssembly.Module(readFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm')));
  const factory = require('libpg-query/wasm/libpg-query.js') as Factory;
  const wasm = compiled;
  const parser: Partial<Parser> = {};
  let construct = (): void => undefined;
  const options = Object.assign(parser, {
    print: silent,
    printErr: silent,
    onExit: exited,
    instantiateWasm(imports: object, done: (instance: { exports: Exports }) => void) {
      const { exports } = new WebAssembly.Instance(wasm, imports);
      construct = once(exports['A'] as () => void);
      done({ exports: { ...exports, A: construct } });
    },
  });
  factory(options).catch(silent);
  construct();
  return complete(parser);
}

function complete(parser: Partial<Parser>): Parser {
  if (parser._wasm_parse_query_raw && parser._wasm_parse_plpgsql && parser._malloc) return parser as Parser;
  throw new Error('libpg-query did not start');
}

function once(run: () => void): () => void {
  let ran = false;
  return () => {
    if (ran) return;
    ran = true;
    run();
  };
}

/** Without this the glue would set the exit code of our process. */
function exited(code: number): never {
  throw new Error(`the parser ended with code ${code}`);
}

function silent(): void {
  return undefined;
}
