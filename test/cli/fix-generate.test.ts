import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import js from '@eslint/js';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { runDrizzleKit } from '../../src/drizzle-kit/run-drizzle-kit.ts';
import { findingsIn } from '../kit/fixed-files.ts';
import { exampleFiles } from '../kit/sample-project.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { type FixCase, fixCases, madeImports, schemaOf } from './fix-cases.ts';
import { run, sluice } from './sluice.ts';

const root = resolve(import.meta.dirname, '../..');
const schema = 'src/schema.ts';

const before = `import { integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

export const author = pgTable('author', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
});

export const book = pgTable('book', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').references(() => author.id),
});
`;

/** A table and a column that no migration makes yet. */
const added = `
export const bookLoan = pgTable('bookLoan', {
  bookId: integer().notNull().references(() => book.id),
  lentAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
}, (table) => [primaryKey({ columns: [table.lentAt, table.bookId], name: 'book_loan_pk' })]);
`;

/** A project with this checkout's packages and a schema. */
function project(code: string, folder: string = temporaryFolder()): string {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  write(folder, {
    'package.json': '{ "type": "module" }',
    'drizzle.config.ts': `export default { dialect: 'postgresql', schema: './${schema}', out: './drizzle' };\n`,
    [schema]: code,
  });
  return folder;
}

/** The statements of a migration that drizzle-kit makes of the schema as it is; the number it gets. */
async function generate(folder: string, number: string, name: string): Promise<readonly string[]> {
  const ended = await runDrizzleKit(['generate', '--name', name], { cwd: folder, env: process.env, timeoutMs: 60_000 });
  expect(ended).toMatchObject({ outcome: 'done' });
  return readFileSync(join(folder, `drizzle/${number}_${name}.sql`), 'utf8').split('--> statement-breakpoint').map((text) => text.trim());
}

it('drizzle-kit generates of a fixed schema what was meant', async () => {
  const folder = project(before);
  await generate(folder, '0000', 'books');
  write(folder, { [schema]: `${before.replace("name: text('name').notNull(),", "name: text('name').notNull(),\n  bornOn: text('bornOn'),")}${added}` });
  const { stdout } = await sluice(folder, 'check', '--fix');
  expect(stdout).toContain('in src/schema.ts.\n');
  expect(await generate(folder, '0001', 'loans')).toEqual([
    `CREATE TABLE "book_loan" (
	"book_id" integer NOT NULL,
	"lent_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "book_loan_pk" PRIMARY KEY("lent_at","book_id")
);`,
    'ALTER TABLE "author" ADD COLUMN "born_on" text;',
    'ALTER TABLE "book_loan" ADD CONSTRAINT "book_loan_book_id_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."book"("id") ON DELETE no action ON UPDATE no action;',
    'CREATE INDEX "book_loan_book_id_idx" ON "book_loan" USING btree ("book_id");',
    'CREATE INDEX "book_author_id_idx" ON "book" USING btree ("author_id");',
  ]);
});

describe('every rule that fixes TypeScript', () => {
  let generated = '';

  beforeAll(async () => {
    generated = project(schemaOf(madeImports, ''), mkdtempSync(join(tmpdir(), 'sluice-')));
    await generate(generated, '0000', 'books');
  }, 60_000);

  afterAll(() => { rmSync(generated, { recursive: true, force: true }); });

  it('has a case', () => {
    const fixing = rules.filter(({ id, level, examples }) => examples.some((example) => {
      const settings = { [id]: [level === 'off' ? 'error' : level, (example.options ?? {}) as Record<string, unknown>] } as const;
      return example.bad !== undefined && findingsIn(exampleFiles(example), { settings })?.some(({ rule, fix, at }) =>
        rule === id && fix !== null && at.file.endsWith('.ts')) === true;
    }));
    expect([...new Set(fixCases.map(({ rule }) => rule))].sort()).toEqual(fixing.map(({ id }) => id));
  });

  it.each(fixCases)('$rule: drizzle-kit generates what was meant, and the second run changes nothing', async ({ rule, options, imports, code, statements }) => {
    const folder = project(schemaOf(imports[0], code[0]));
    cpSync(join(generated, 'drizzle'), join(folder, 'drizzle'), { recursive: true });
    write(folder, { 'sluice.config.json': JSON.stringify({ rules: {
      ...Object.fromEntries(rules.map(({ id }) => [id, 'off'])), [rule]: ['error', options ?? {}],
    } }) });
    await sluice(folder, 'check', '--all', '--fix');
    const fixed = readFileSync(join(folder, schema), 'utf8');
    expect(fixed).toBe(schemaOf(imports[1], code[1]));
    const again = await sluice(folder, 'check', '--all', '--fix');
    expect(again.code).toBe(0);
    expect(readFileSync(join(folder, schema), 'utf8')).toBe(fixed);
    expect(await generate(folder, '0001', 'added')).toEqual(statements);
  });

  it('leaves files that type-check and lint clean', async () => {
    const folder = project('');
    write(folder, {
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          target: 'es2023', module: 'nodenext', types: [], strict: true, noEmit: true, skipLibCheck: true, isolatedModules: true,
          verbatimModuleSyntax: true, exactOptionalPropertyTypes: true, noUnusedLocals: true,
        },
        include: ['src'],
      }),
      ...Object.fromEntries(fixCases.flatMap((each, place) => [[fileOf(each, place), schemaOf(each.imports[1], each.code[1])]])),
    });
    expect(await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'], folder))
      .toEqual({ code: 0, stdout: '', stderr: '' });
    const eslint = new ESLint({
      cwd: folder, overrideConfigFile: true,
      overrideConfig: [
        js.configs.recommended, ...tseslint.configs.strictTypeChecked as never[],
        { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: folder } } },
      ],
    });
    const results = await eslint.lintFiles(['src/cases/*.ts']);
    expect(results).toHaveLength(fixCases.length);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId ?? ''}: ${message}`))).toEqual([]);
  });
});

function fileOf({ rule }: FixCase, place: number): string {
  return `src/cases/${place}-${rule.replace('/', '-')}.ts`;
}
