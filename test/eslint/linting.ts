import { ESLint, type Linter } from 'eslint';
import sluice from '../../src/eslint/index.ts';

/** ESLint with nothing but our recommended configuration, and what else a test adds behind it. */
export function eslintIn(folder: string, more: readonly Linter.Config[] = [], options: ESLint.Options = {}): ESLint {
  return new ESLint({
    cwd: folder, overrideConfigFile: true, overrideConfig: [...sluice.configs.recommended, ...more], ...options,
  });
}

/** What it says of a text in the place of a file, as `rule line:column-endLine:endColumn`. */
export async function placesIn(folder: string, file: string, text: string, more: readonly Linter.Config[] = []): Promise<readonly string[]> {
  return placesOf(await linted(folder, file, text, more));
}

/** What it says of a text in the place of a file. */
export async function linted(
  folder: string, file: string, text: string, more: readonly Linter.Config[] = [], options: ESLint.Options = {},
): Promise<ESLint.LintResult> {
  const [result] = await eslintIn(folder, more, options).lintText(text, { filePath: file });
  if (result === undefined) throw new Error(`${file} was not linted.`);
  return result;
}

/** Messages as `rule line:column-endLine:endColumn`, fatal ones and those of ESLint itself by their text. */
export function placesOf({ messages }: ESLint.LintResult): readonly string[] {
  return messages.map(({ ruleId, line, column, endLine, endColumn, message }) =>
    `${ruleId ?? message} ${line}:${column}-${endLine ?? line}:${endColumn ?? column}`);
}
