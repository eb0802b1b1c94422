import type { File, Language, SourceLocation, SourceRange } from '@eslint/core';
import { TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit';
import { lineMap } from '../../text/line-map.ts';

/** A whole file as one node. */
export interface TextFileNode {
  readonly type: 'TextFile';
  readonly range: SourceRange;
  readonly loc: SourceLocation;
}

interface TextSourceCodeTypes {
  LangOptions: Record<string, unknown>;
  RootNode: TextFileNode;
  SyntaxElementWithLoc: TextFileNode;
  ConfigNode: never;
}

/** What ESLint has to know of the types of this language. */
export interface TextLanguageTypes {
  LangOptions: Record<string, unknown>;
  Code: TextSourceCode;
  RootNode: TextFileNode;
  Node: TextFileNode;
}

/** A file that ESLint does not look into. It has no comments, so nothing in it is suppressed. */
export class TextSourceCode extends TextSourceCodeBase<TextSourceCodeTypes> {
  /** ESLint took a byte-order mark from the text. */
  readonly hasBOM: boolean;
  /** Rules of others for JSON ask what parsed the file without asking whether anything did. */
  readonly parserServices = {};

  constructor(text: string, ast: TextFileNode, hasBOM: boolean) {
    super({ text, ast, lineEndingPattern: /\r\n|[\r\n]/u });
    this.hasBOM = hasBOM;
  }

  override getParent(): undefined {
    return undefined;
  }

  override traverse(): VisitNodeStep[] {
    const { ast } = this;
    return [new VisitNodeStep({ target: ast, phase: 1, args: [ast] }), new VisitNodeStep({ target: ast, phase: 2, args: [ast] })];
  }

  /** As in `SqlSourceCode`. */
  getAllComments(): [] {
    return [];
  }
}

/**
 * For Drizzle's journal, about which rules of the history speak: ESLint lints no file without a language, and a plugin
 * for JSON need not be there.
 */
export const textLanguage: Language<TextLanguageTypes> = {
  fileType: 'text',
  lineStart: 1,
  columnStart: 1,
  nodeTypeKey: 'type',
  visitorKeys: { TextFile: [] },

  /** As in `sqlLanguage`. */
  validateLanguageOptions() {
    return undefined;
  },

  parse(file) {
    const text = textOf(file);
    const lines = lineMap(text);
    const loc = { start: lines.positionAt(0), end: lines.positionAt(text.length) };
    return { ok: true, ast: { type: 'TextFile', range: [0, text.length], loc } };
  },

  createSourceCode(file, { ast }) {
    return new TextSourceCode(textOf(file), ast, file.bom);
  },
};

function textOf({ body }: File): string {
  return String(body);
}
