import { readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { runDrizzleKit } from '../../src/drizzle-kit/run-drizzle-kit.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { sluice } from './sluice.ts';

const root = resolve(import.meta.dirname, '../..');
const schema = 'src/schema.ts';

const before = `import { bigint, integer, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';

export const author = pgTable('author', { id: bigint('id', { mode: 'number' }).primaryKey(), name: text('name') });

export const reader = pgTable('reader', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  seenAt: timestamp('seen_at').notNull().$onUpdate(() => new Date()),
  patronId: bigint('patron_id', { mode: 'number' }).references(() => author.id),
  card: text('card').notNull(),
  closedAt: timestamp('closed_at'),
}, (t) => [unique('reader_card_key').on(t.card, t.closedAt)]);
`;

/** A table without its export, an enum without one, and a key that is narrower than what it refers to. */
const after = `${before.replace('export const author', 'const author').replace('bigint, integer, pgTable', 'bigint, integer, pgEnum, pgTable')}
const state = pgEnum('loan_state', ['lent', 'returned']);

export const loan = pgTable('loan', {
  state: state('state').primaryKey(),
  readerId: integer('reader_id').references(() => reader.id),
});
`;

async function project(): Promise<{ readonly folder: string; readonly generate: (name: string) => Promise<readonly string[]> }> {
  const folder = temporaryFolder();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  write(folder, {
    'package.json': '{ "type": "module" }',
    'drizzle.config.ts': `export default { dialect: 'postgresql', schema: './${schema}', out: './drizzle' };\n`,
    'sluice.config.json': JSON.stringify({ postgres: 16, rules: {
      'design/explicit-on-delete': 'warn', 'design/default-only-in-application': 'warn', 'indexes/foreign-key-covered': 'off',
      'history/schema-not-generated': 'off', 'down/missing': 'off',
    } }),
    [schema]: before,
  });
  const made: string[] = [];
  const generate = async (name: string): Promise<readonly string[]> => {
    const ended = await runDrizzleKit(['generate', '--name', name], { cwd: folder, env: process.env, timeoutMs: 60_000 });
    expect(ended).toMatchObject({ outcome: 'done' });
    made.push(name);
    const tag = `${String(made.length - 1).padStart(4, '0')}_${name}`;
    return readFileSync(join(folder, `drizzle/${tag}.sql`), 'utf8').split('--> statement-breakpoint').map((text) => text.trim());
  };
  await generate('readers');
  return { folder, generate };
}

it('a lost export drops nothing, a new enum is made, a key is as wide as its target', async () => {
  const { folder, generate } = await project();
  write(folder, { [schema]: after });
  await sluice(folder, 'check', '--all', '--fix');
  expect(readFileSync(join(folder, schema), 'utf8')).toBe(after.replace('const author', 'export const author')
    .replace('const state', 'export const state').replace("integer('reader_id')", "bigint('reader_id', { mode: 'number' })")
    .replace('bigint, integer,', 'bigint,'));
  expect(await generate('loans')).toEqual([
    'CREATE TYPE "public"."loan_state" AS ENUM(\'lent\', \'returned\');',
    'CREATE TABLE "loan" (\n\t"state" "loan_state" PRIMARY KEY NOT NULL,\n\t"reader_id" bigint\n);',
    'ALTER TABLE "loan" ADD CONSTRAINT "loan_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE no action ON UPDATE no action;',
  ]);
});

it.each([
  ['design/explicit-on-delete', 3, [
    'ALTER TABLE "reader" DROP CONSTRAINT "reader_patron_id_author_id_fk";',
    'ALTER TABLE "reader" ADD CONSTRAINT "reader_patron_id_author_id_fk" FOREIGN KEY ("patron_id") REFERENCES "public"."author"("id") ON DELETE cascade ON UPDATE no action;',
  ]],
  ['design/default-only-in-application', 1, ['ALTER TABLE "reader" ALTER COLUMN "seen_at" SET DEFAULT now();']],
  ['design/nullable-unique', 1, [
    'ALTER TABLE "reader" DROP CONSTRAINT "reader_card_key";',
    'ALTER TABLE "reader" ADD CONSTRAINT "reader_card_key" UNIQUE NULLS NOT DISTINCT("card","closed_at");',
  ]],
])('%s, rewritten as suggested', async (rule, suggestion, wanted) => {
  const { folder, generate } = await project();
  expect(await sluice(folder, 'rewrite', rule, '--all', '--suggestion', String(suggestion))).toMatchObject({ code: 0, stderr: '' });
  expect(await generate('rewritten')).toEqual(wanted);
});

it("'no action' changes nothing", async () => {
  const { folder } = await project();
  expect(await sluice(folder, 'rewrite', 'design/explicit-on-delete', '--all')).toMatchObject({ code: 0, stderr: '' });
  const ended = await runDrizzleKit(['generate'], { cwd: folder, env: process.env, timeoutMs: 60_000 });
  expect(JSON.stringify(ended)).toContain('No schema changes');
});
