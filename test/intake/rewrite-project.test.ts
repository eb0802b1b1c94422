import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { runDrizzleKit } from '../../src/drizzle-kit/run-drizzle-kit.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import { judge, type Judgement } from '../../src/engine/judge.ts';
import { rewriteProject, type RewrittenProject } from '../../src/intake/rewrite-project.ts';
import { diskSource, type Intake } from '../../src/intake/take-in.ts';
import { writeAll } from '../../src/project/write-files.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { patchOf } from '../../src/cli/fix.ts';
import { branchOf, commit, library } from '../cli/library.ts';
import { sluice } from '../cli/sluice.ts';
import { indexWaits, keyValidates } from '../kit/suggesting-rules.ts';
import { git, write } from '../project/folder.ts';

const root = resolve(import.meta.dirname, '../..');
const settings = (runner: string): string => JSON.stringify({
  runner, embeddedDatabase: '.data/library', rules: { 'history/schema-not-generated': 'off', 'safety/index-without-concurrently': 'off' },
});

/** What a rule of tests and all rules of ours say. */
function judgedWith(rule: Rule): (intake: Intake) => Judgement {
  const asked = [rule, ...rules.filter(({ id }) => !id.startsWith('safety/foreign') && !id.startsWith('safety/blocks'))];
  return ({ facts, settings: { rules: chosen }, baseline }) =>
    judge(facts, chooseRules(asked, { rules: chosen }), { ruleIds: asked.map(({ id }) => id), baseline });
}

function rewritten(folder: string, rule: Rule, suggestion = 1): RewrittenProject {
  const source = diskSource(folder);
  return rewriteProject({ cwd: folder, scope: { kind: 'new' }, paths: [] }, source, {
    rule: rule.id, suggestion, judged: judgedWith(rule), nextSteps: new Set(['history/schema-not-generated', 'safety/validate-in-same-deploy']),
  });
}

/** The library on a branch, with a migration more that nobody has applied. */
function branchWith(sql: string, down: string, runner = 'sluice'): string {
  const work = branchOf({ ...library, 'sluice.config.json': settings(runner) });
  const journal = JSON.parse(library['drizzle/meta/_journal.json'] ?? '') as { entries: { when: number }[] };
  const entry = { idx: 2, version: '7', when: (journal.entries.at(-1)?.when ?? 0) + 1000, tag: '0002_editors', breakpoints: true };
  const snapshot = JSON.parse(library['drizzle/meta/0001_snapshot.json'] ?? '') as { id: string };
  write(work, {
    'drizzle/0002_editors.sql': sql, 'drizzle/0002_editors.down.sql': down,
    'drizzle/meta/0002_snapshot.json': JSON.stringify({ ...snapshot, id: '00000000-0000-0000-0000-000000000003', prevId: snapshot.id }),
    'drizzle/meta/_journal.json': JSON.stringify({ ...journal, entries: [...journal.entries, entry] }, null, 2),
  });
  return work;
}

const key = 'ALTER TABLE "book" ADD CONSTRAINT "book_editor_id_fk" FOREIGN KEY ("editor_id") REFERENCES "author"("id")';
const column = 'ALTER TABLE "book" ADD COLUMN "editor_id" integer;';
const mark = '\n--> statement-breakpoint\n';
const index = (name: string): string => `CREATE INDEX "${name}" ON "book" ("editor_id", "id");`;
const dropKey = 'ALTER TABLE "book" DROP CONSTRAINT "book_editor_id_fk";';
const dropColumn = 'ALTER TABLE "book" DROP COLUMN "editor_id";';

describe('a suggestion that writes a migration', () => {
  it('leaves the rest where it was, and the finding is gone', async () => {
    const work = branchWith(`${column}${mark}${key};\n`, `${dropKey}${mark}${dropColumn}\n`);
    const project = rewritten(work, keyValidates);
    const { texts, left, fixed, findings } = project;
    expect([fixed.length, left]).toEqual([1, []]);
    expect(findings.filter(({ rule }) => rule === keyValidates.id)).toEqual([]);
    expect([...texts.keys()].sort()).toEqual([
      'drizzle/0002_editors.sql', 'drizzle/0003_validate_book_editor_id_fk.down.sql', 'drizzle/0003_validate_book_editor_id_fk.sql',
      'drizzle/meta/0003_snapshot.json', 'drizzle/meta/_journal.json',
    ]);
    expect(texts.get('drizzle/0002_editors.sql')).toBe(`${column}${mark}${key} NOT VALID;\n`);
    expect(texts.get('drizzle/0003_validate_book_editor_id_fk.sql')).toBe('ALTER TABLE "book" VALIDATE CONSTRAINT "book_editor_id_fk";\n');
    write(work, { 'new.patch': await patchOf(project, (file) => file) });
    git(work, 'apply', 'new.patch');
    for (const [path, text] of texts) expect(readFileSync(join(work, path), 'utf8')).toBe(text);
  });

  it('takes its way back along, so that nothing is undone twice', () => {
    const work = branchWith(`${column}${mark}${index('book_editor_idx')}\n`, `DROP INDEX "book_editor_idx";${mark}${dropColumn}\n`);
    const { texts, left } = rewritten(work, indexWaits);
    expect(left).toEqual([]);
    expect(texts.get('drizzle/0002_editors.sql')?.trim()).toBe(`${column}\n--> statement-breakpoint`);
    expect(texts.get('drizzle/0002_editors.down.sql')).toBe(`${dropColumn}\n`);
    expect(texts.get('drizzle/0003_index_book_editor_idx.sql')).toBe('CREATE INDEX CONCURRENTLY "book_editor_idx" ON "book" ("editor_id", "id");\n');
    expect(texts.get('drizzle/0003_index_book_editor_idx.down.sql')).toBe('DROP INDEX CONCURRENTLY "book_editor_idx";\n');
  });

  it('changes the migration itself where nothing would be left of it', () => {
    const work = branchWith('-- editors look for books\nCREATE INDEX "book_title_id_idx" ON "book" ("title", "id");\n', 'DROP INDEX "book_title_id_idx";\n');
    const { texts, left } = rewritten(work, indexWaits);
    expect([...texts.keys()].sort()).toEqual(['drizzle/0002_editors.down.sql', 'drizzle/0002_editors.sql']);
    expect(left.map(({ because }) => because)).toEqual([]);
    expect(texts.get('drizzle/0002_editors.sql')).toBe(
      '-- editors look for books\nCREATE INDEX CONCURRENTLY "book_title_id_idx" ON "book" ("title", "id");\n');
    expect(texts.get('drizzle/0002_editors.down.sql')).toBe('DROP INDEX CONCURRENTLY "book_title_id_idx";\n');
  });

  it('of several makes one migration each, and the last stays in place', () => {
    const [first, second] = ['CREATE INDEX "book_a_idx" ON "book" ("title", "id");', 'CREATE INDEX "book_b_idx" ON "book" ("author_id", "id");'];
    const work = branchWith(`${first}${mark}${second}\n`, `DROP INDEX "book_b_idx";${mark}DROP INDEX "book_a_idx";\n`);
    const { texts, left, fixed } = rewritten(work, indexWaits);
    expect([fixed.length, left]).toEqual([2, []]);
    expect([...texts.keys()].filter((file) => file.endsWith('.sql')).sort()).toEqual([
      'drizzle/0002_editors.down.sql', 'drizzle/0002_editors.sql', 'drizzle/0003_index_book_a_idx.down.sql', 'drizzle/0003_index_book_a_idx.sql',
    ]);
    expect(texts.get('drizzle/0002_editors.down.sql')).toBe('DROP INDEX CONCURRENTLY "book_b_idx";\n');
  });

  it('is left alone where other findings would come of it', () => {
    const { texts, left } = rewritten(branchWith(index('book_editor_idx'), 'DROP INDEX "book_editor_idx";', 'drizzle'), indexWaits);
    expect([texts.size, left.map(({ because }) => because)]).toEqual([0, ['harm']]);
  });

  it('is left alone in what may be applied, and where there is none of that number', () => {
    const work = branchWith(`${column}${mark}${key};\n`, `${dropKey}${mark}${dropColumn}\n`);
    expect(rewritten(work, keyValidates, 2).left.map(({ because }) => because)).toEqual(['impossible']);
    const source = diskSource(work);
    const all = rewriteProject({ cwd: work, scope: { kind: 'all' }, paths: [] }, source, {
      rule: indexWaits.id, suggestion: 1, judged: judgedWith(indexWaits), nextSteps: new Set(),
    });
    expect(all.left.map(({ because, finding: { migration } }) => [because, migration])).toEqual([
      ['forbidden', '0000_authors_and_books'], ['forbidden', '0001_index_titles'],
    ]);
  });
});

const schema = (editor: string): string => `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const author = pgTable('author', { id: integer('id').primaryKey(), name: text('name').notNull() });
export const book = pgTable('book', { id: integer('id').primaryKey(), editorId: integer('editor_id')${editor} });
`;

it('drizzle-kit goes on from what was written, and sluice migrate applies it', async () => {
  const own = (editor: string): Readonly<Record<string, string>> => ({ 'src/schema.ts': schema(editor) });
  const work = branchOf({
    'package.json': '{ "type": "module" }', '.gitignore': 'node_modules\n',
    'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle', migrations: { prefix: 'timestamp' } };\n",
    'sluice.config.json': JSON.stringify({
      runner: 'sluice', embeddedDatabase: '.data/library', rules: { 'down/missing': 'off', 'indexes/foreign-key-covered': 'off' },
    }),
    ...own(''),
  });
  symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
  const kit = async (...args: readonly string[]): Promise<string> => {
    const ended = await runDrizzleKit(args, { cwd: work, env: process.env, timeoutMs: 60_000 });
    expect(ended).toMatchObject({ outcome: 'done' });
    return ended.output;
  };
  await kit('generate', '--name', 'books');
  write(work, own('.references(() => author.id)'));
  await new Promise((settle) => { setTimeout(settle, 1100); });
  await kit('generate', '--name', 'editors');
  const { texts, left } = rewritten(work, keyValidates);
  expect([left, texts.size]).toEqual([[], 5]);
  expect(writeAll(diskSource(work).here.root, [...texts].map(([path, text]) => ({ path, text })))).toEqual({ ok: true });
  const files = readdirSync(join(work, 'drizzle')).filter((file) => file.endsWith('.sql'));
  expect(files.map((file) => file.replace(/^\d{14}/, ''))).toEqual([
    '_books.sql', '_editors.sql', '_validate_book_editor_id_author_id_fk.down.sql', '_validate_book_editor_id_author_id_fk.sql',
  ]);
  await kit('check');
  const journal = readFileSync(join(work, 'drizzle/meta/_journal.json'), 'utf8');
  expect(await kit('generate', '--name', 'nothing')).toContain('No schema changes');
  expect(readFileSync(join(work, 'drizzle/meta/_journal.json'), 'utf8')).toBe(journal);
  const migrated = await sluice(work, 'migrate');
  expect(migrated).toMatchObject({ code: 0, stderr: '' });
  expect(migrated.stdout).toContain('3 applied.');
  commit(work, 'Editors');
});
