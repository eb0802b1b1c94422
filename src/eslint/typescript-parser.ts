import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownVersion } from '../project/own-version.ts';

/** What ESLint asks of a parser, as far as it matters here. */
interface TypeScriptParser {
  readonly parseForESLint: (text: string, options?: ParserOptions) => ParsedForEslint;
}

type ParserOptions = Readonly<Record<string, unknown>>;

/** Made by @typescript-eslint/parser and handed on to ESLint unread. */
interface ParsedForEslint {
  readonly ast: never;
}

/**
 * A parser for ESLint that hands everything to the @typescript-eslint/parser of the project, with its options: so a
 * schema can be linted with our configuration alone, and a configuration with type information goes on working where
 * ours comes last. Our rules do not use what it returns; ESLint lints no TypeScript without a parser for it.
 */
export const typescriptParser = {
  meta: { name: 'drizzle-sluice/typescript-parser', version: ownVersion() },
  parseForESLint(text: string, options?: ParserOptions): ParsedForEslint {
    return parserFor(options).parseForESLint(text, options);
  },
};

const found = new Map<string, TypeScriptParser>();

/** That of ESLint's working directory, then of the linted file's, then the one beside this package. */
function parserFor(options: ParserOptions = {}): TypeScriptParser {
  const file = options['filePath'];
  const folders = [process.cwd(), ...(typeof file === 'string' ? [dirname(file)] : []), dirname(fileURLToPath(import.meta.url))];
  for (const folder of folders) {
    const parser = found.get(folder) ?? parserFrom(folder);
    if (parser === null) continue;
    found.set(folder, parser);
    return parser;
  }
  throw new SyntaxError('ESLint cannot read TypeScript without a parser. Install typescript-eslint: npm install --save-dev typescript-eslint.');
}

/** The parser itself, or the one that the package typescript-eslint brings along. */
function parserFrom(folder: string): TypeScriptParser | null {
  const require = createRequire(join(folder, 'eslint.config.js'));
  const own = resolvedFrom(require, '@typescript-eslint/parser');
  if (own !== null) return require(own) as TypeScriptParser;
  const bundle = resolvedFrom(require, 'typescript-eslint');
  return bundle === null ? null : (require(bundle) as { readonly parser: TypeScriptParser }).parser;
}

function resolvedFrom(require: NodeJS.Require, name: string): string | null {
  try {
    return require.resolve(name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
