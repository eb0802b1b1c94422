// npm run new-rule family/name: writes a rule of ours that runs and is wrong; its test says what is missing.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const [id = '', ...rest] = process.argv.slice(2);
const file = `rules/${id}.ts`;
const refusal = refused();

if (refusal !== null) {
  console.error(`new-rule: ${refusal}`);
  process.exitCode = 2;
} else {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), scaffold());
  console.log(`${file} is written: it finds every table, and has no words yet.
1. Write what it finds, its examples (one for each branch), and the cases in which it is silent.
2. npm run generate
3. npx vitest run test/rules/examples.test.ts test/rules/fixes.test.ts test/rules/claims.test.ts -t ${id}
4. Where a case is no example: test/rules/${id.split('/')[0]}.test.ts.
5. If its level is not off: break a copy of the living project in test/cli/living-breaks.ts, so that this rule speaks.
6. One line in CHANGELOG.md.`);
}

/** Why nothing is written, in one line; null if it is. */
function refused() {
  if (rest.length > 0 || !/^[a-z]+\/[a-z]+(?:-[a-z]+)*$/.test(id)) {
    return 'give one id as family/name in small letters with hyphens: npm run new-rule design/archived-at';
  }
  if (existsSync(join(root, file))) return `${file} is there already.`;
  const name = id.split('/')[1];
  const other = readdirSync(join(root, 'rules'), { recursive: true }).map(String).find((path) => path.endsWith(`/${name}.ts`));
  return other === undefined ? null : `rules/${other} has that name already: give the rule another, so that people can speak of it.`;
}

function scaffold() {
  return `import { rule, show } from '#rule';

const imports = "import { integer, pgTable } from 'drizzle-orm/pg-core';\\n";

export default rule({
  id: '${id}',
  title: '',
  why: '',
  instead: '',
  level: 'off',
  presets: { conventions: 'warn' },
  silent: [],
  examples: [
    { bad: { schema: \`\${imports}export const loan = pgTable('loan', { id: integer('id').primaryKey() });\` } },
    { good: { schema: \`\${imports}export const book = pgTable('book', { id: integer('id').primaryKey() });\` } },
  ],
  check: {
    table(table) {
      if (table.origin === null) return;
      return { at: table.origin, text: \`\${show(table)} is found.\` };
    },
  },
});
`;
}
