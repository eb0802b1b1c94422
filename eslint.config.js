import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
// As it is built: npm ci does that.
import sluice from './dist/src/eslint/index.js';

export default defineConfig(
  globalIgnores(['dist/', '.data/', 'coverage/', 'test/fixtures/', '**/node_modules/']),
  js.configs.recommended,
  { files: ['src/db/schemas/**', 'drizzle/**'], extends: [sluice.configs.recommended] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // A `default` answers for the rest of unions that are not ours to close, such as syntax trees.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `default: return value satisfies never` is the house's own count of a closed union.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    // Names of users hold every character; reports show the dangerous ones instead of obeying them.
    files: ['src/report/**/*.ts', 'src/parse/**/*.ts', 'src/text/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-control-regex': 'off' },
  },
  { files: ['rules/*/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: ['./*', '../*', '!#rule'] }] } },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } } },
);
