import type { Amendment } from '../../../facts/amendment.ts';
import type { ChangeOf } from '../../../facts/change.ts';
import { quoted, quotedName } from '../../../facts/quoted-name.ts';
import type { Edit } from '../../../text/edit.ts';
import type { Origin } from '../../../text/span.ts';
import { isComment, lex } from '../lexer.ts';
import { readSql } from '../sql-file.ts';

type AddIndex = Extract<Amendment, { kind: 'addIndex' }>;

/** What drizzle-kit puts between statements. */
const breakpoint = '--> statement-breakpoint';

/**
 * CREATE INDEX as the last statement of the file that makes the table, where the index is built while the table is empty.
 * Null where the file does not make both table and columns, or is not all SQL.
 */
export function addIndex(file: string, text: string, wish: AddIndex): readonly Edit[] | null {
  const { statements } = readSql(file, text);
  const made = statements.flatMap(({ changes }) => changes)
    .find((change): change is ChangeOf<'createTable'> => change.kind === 'createTable' && isAt(change.origin, wish.table));
  const columns = wish.columns.map((at) => made?.columns.find(({ origin }) => origin !== null && isAt(origin, at))?.name ?? null);
  const last = lex(text).filter((token) => !isComment(token)).at(-1);
  if (made === undefined || last === undefined || !columns.every((name) => name !== null)) return null;
  if (statements.some(({ reading }) => reading === 'unparsable')) return null;
  const words = /^create\b/.test(text.slice(made.origin.span.start)) ? ['create index', 'on'] : ['CREATE INDEX', 'ON'];
  const statement = `${words[0]} ${quoted(wish.name)} ${words[1]} ${quotedName(made.table)} (${columns.map(quoted).join(', ')});`;
  const ended = text.slice(last.start, last.end) === ';' ? '' : ';';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const between = text.includes(breakpoint) ? breakpoint : '';
  return [{ file, span: { start: last.end, end: last.end }, text: `${ended}${between}${lineEnd}${statement}` }];
}

function isAt({ span }: Origin, { span: { start, end } }: Origin): boolean {
  return span.start === start && span.end === end;
}
