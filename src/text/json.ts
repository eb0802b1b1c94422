import type { Span } from './span.ts';

/** JSON with the place of every value. */
export type JsonNode =
  | { readonly kind: 'object'; readonly span: Span; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly span: Span; readonly items: readonly JsonNode[] }
  | { readonly kind: 'scalar'; readonly span: Span; readonly value: string | number | boolean | null };

export interface JsonMember {
  readonly name: string;
  readonly value: JsonNode;
}

export type JsonReading =
  | { readonly ok: true; readonly node: JsonNode }
  | { readonly ok: false; readonly span: Span; readonly message: string };

/** Deeper nesting is refused, so that a hostile file cannot exhaust the stack. */
const deepest = 200;

/** RFC 8259, a byte-order mark in front allowed. */
export function readJson(text: string): JsonReading {
  return read(text, /[ \t\n\r]*/y, 'none');
}

/** As TypeScript reads tsconfig.json: with comments and trailing commas. */
export function readJsonWithComments(text: string): JsonReading {
  return read(text, /(?:[ \t\n\r]|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/y, 'trailing');
}

/** The value without its places. */
export function plainValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'scalar': return node.value;
    case 'array': return node.items.map(plainValue);
    case 'object': return Object.fromEntries(node.members.map((member) => [member.name, plainValue(member.value)]));
    default: return node satisfies never;
  }
}

/** The value of a member, the last if the name is repeated, as JSON.parse does. */
export function memberOf(node: JsonNode, name: string): JsonNode | null {
  if (node.kind !== 'object') return null;
  return node.members.findLast((member) => member.name === name)?.value ?? null;
}

class JsonError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

function read(text: string, blank: RegExp, commas: 'none' | 'trailing'): JsonReading {
  try {
    return { ok: true, node: document(text, blank, commas) };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const start = Math.min(error.offset, text.length);
    return { ok: false, span: { start, end: Math.min(start + 1, text.length) }, message: error.message };
  }
}

const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b/y;

function document(text: string, blank: RegExp, commas: 'none' | 'trailing'): JsonNode {
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  function skip(): void {
    at += matchAt(blank, text, at)?.length ?? 0;
  }

  function scalar(pattern: RegExp, expected: string): JsonNode & { kind: 'scalar' } {
    const found = matchAt(pattern, text, at);
    if (found === null) throw new JsonError(`${expected} is expected`, at);
    const span = { start: at, end: at + found.length };
    at = span.end;
    return { kind: 'scalar', span, value: JSON.parse(found) as string | number | boolean | null };
  }

  function member(depth: number): JsonMember {
    const name = scalar(string, 'a name in double quotes');
    skip();
    if (text[at] !== ':') throw new JsonError('":" is expected', at);
    at++;
    skip();
    return { name: String(name.value), value: value(depth) };
  }

  /** What stands between brackets; reads the brackets too. */
  function sequence<Item>(close: ']' | '}', item: () => Item): readonly Item[] {
    const items: Item[] = [];
    at++;
    skip();
    while (text[at] !== close) {
      items.push(item());
      skip();
      if (text[at] === close) break;
      if (text[at] !== ',') throw new JsonError(`"," or "${close}" is expected`, at);
      const comma = at++;
      skip();
      if (text[at] === close && commas === 'none') throw new JsonError('there is a comma too many', comma);
    }
    at++;
    return items;
  }

  function value(depth: number): JsonNode {
    if (depth > deepest) throw new JsonError(`it is nested more than ${deepest} deep`, at);
    const start = at;
    switch (text[at]) {
      case '{': {
        const members = sequence('}', () => member(depth + 1));
        return { kind: 'object', span: { start, end: at }, members };
      }
      case '[': {
        const items = sequence(']', () => value(depth + 1));
        return { kind: 'array', span: { start, end: at }, items };
      }
      case '"': return scalar(string, 'a text without control characters');
      case undefined: default: return scalar(word, 'a value');
    }
  }

  skip();
  const root = value(0);
  skip();
  if (at < text.length) throw new JsonError('nothing is expected after the end', at);
  return root;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
