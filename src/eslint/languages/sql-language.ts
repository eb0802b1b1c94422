import type { File, Language, OkParseResult } from '@eslint/core';
import { readSql } from '../../parse/sql/sql-file.ts';
import { SqlSourceCode, type IsRule } from './sql-source-code.ts';
import { sqlTree, type SqlFileNode, type SqlNode } from './sql-tree.ts';

/** What ESLint has to know of the types of this language. */
export interface SqlLanguageTypes {
  LangOptions: Record<string, unknown>;
  Code: SqlSourceCode;
  RootNode: SqlFileNode;
  Node: SqlNode;
}

/**
 * PostgreSQL's SQL as a language of ESLint. A statement that Postgres's parser refuses is no fatal error, which would
 * hide all other findings in the file: the rule sql/unparsable reports it. `isRule`: is there a rule of that id?
 */
export function sqlLanguage(isRule: IsRule): Language<SqlLanguageTypes> {
  return {
    fileType: 'text',
    lineStart: 1,
    columnStart: 1,
    nodeTypeKey: 'type',
    visitorKeys: { SqlFile: ['body'] },

    /** There are none. A configuration without `files` merges those of other languages in, so none is refused. */
    validateLanguageOptions() {
      return undefined;
    },

    parse(file) {
      return { ok: true, ast: sqlTree(readSql(file.physicalPath, textOf(file))) };
    },

    createSourceCode(file, { ast }: OkParseResult<SqlFileNode>) {
      return new SqlSourceCode(textOf(file), ast, { hasBOM: file.bom, isRule });
    },
  };
}

/** ESLint reads files of `fileType: 'text'` as text, without a byte-order mark. */
function textOf({ body }: File): string {
  return String(body);
}
