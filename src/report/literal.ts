/** Columns that a line of settings may have. */
const width = 100;

/**
 * A value of JSON as an author of TypeScript writes it: on one line where it fits behind `before` columns, its keys without
 * needless quotes, the parts of a level with options close together.
 */
export function literal(value: unknown, before: number): string {
  const short = inline(value);
  if (before + short.length <= width || value === null || typeof value !== 'object') return short;
  if (!Array.isArray(value)) return block('{', Object.entries(value).map(([key, each]) => `${keyText(key)}: ${literal(each, key.length + 4)}`), '}');
  const [level, options, ...more] = value as readonly unknown[];
  if (typeof options === 'object' && more.length === 0) return `[${inline(level)}, ${literal(options, 0)}]`;
  return block('[', filled((value as readonly unknown[]).map(inline)), ']');
}

function block(open: string, parts: readonly string[], close: string): string {
  const lines = parts.map((part) => part.split('\n').map((line) => `  ${line}`).join('\n'));
  return [open, ...lines.map((line) => `${line},`), close].join('\n');
}

/** As many on a line as fit. */
function filled(parts: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length + 8 <= width) lines[lines.length - 1] = `${last}, ${part}`;
    else lines.push(part);
  }
  return lines;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{ ${Object.entries(value).map(([key, each]) => `${keyText(key)}: ${inline(each)}`).join(', ')} }`;
  }
  return typeof value === 'string' ? text(value) : JSON.stringify(value);
}

function keyText(key: string): string {
  return /^[a-zA-Z_$][\w$]*$/.test(key) ? key : text(key);
}

function text(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", String.raw`\'`)}'`;
}
