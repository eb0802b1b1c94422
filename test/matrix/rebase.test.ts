import { readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runDrizzleKit } from '../../src/drizzle-kit/run-drizzle-kit.ts';
import { checked, sluice } from '../cli/sluice.ts';
import { freshPglite } from '../kit/fresh-database.ts';
import { allChanges, customized, generated, inMigrations, schemaAfter, type Files, type ModelChange } from '../kit/two-branches.ts';
import { commit, git, repository, write } from '../project/folder.ts';

const root = resolve(import.meta.dirname, '../..');
const start = Date.UTC(2026, 4, 1, 8);
const hour = 3_600_000;

const before = await generated({
  'package.json': '{ "type": "module" }\n',
  '.gitignore': 'node_modules\n',
  'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
}, { name: 'library', when: start, changes: [] });

/** A branch with its changes in migrations, and one by hand. */
async function branchOf(changes: readonly ModelChange[], name: string, when: number): Promise<Files> {
  let [now, done]: [Files, readonly ModelChange[]] = [before, []];
  for (const [place, part] of inMigrations(changes).entries()) {
    done = [...done, ...part];
    now = await generated(now, { name: `${name}_${String(place)}`, when: when + place * 60_000, changes: done });
  }
  return customized(now, { name: `${name}_by_hand`, when: when + 1_200_000 }, `-- ${name}\nUPDATE "book" SET "pages" = 1 WHERE false;\n`);
}

const dealt = fc.tuple(fc.shuffledSubarray([...allChanges], { minLength: 2, maxLength: 9 }), fc.nat(), fc.boolean(), fc.constantFrom('conflict', 'ours', 'theirs', 'unmerged'))
  .map(([changes, cut, isFirst, how]) => {
    const at = 1 + cut % (changes.length - 1);
    return { mine: changes.slice(0, at), others: changes.slice(at), isFirst, how };
  });

function filesIn(work: string): Files {
  return Object.fromEntries(readdirSync(join(work, 'drizzle'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file)).sort()
    .map((file) => [file, readFileSync(join(work, 'drizzle', file), 'utf8')]));
}

/** In a database of Postgres, in the order of the journal. */
async function applies(files: Files): Promise<void> {
  const database = await freshPglite();
  const { entries } = JSON.parse(files['meta/_journal.json'] ?? '') as { readonly entries: readonly { readonly tag: string }[] };
  for (const { tag } of entries) await database.exec((files[`${tag}.sql`] ?? '').replaceAll('--> statement-breakpoint', ''));
  await database.close();
}

const runs = Number(process.env['SLUICE_REBASE_RUNS'] ?? 6);

describe('sluice rebase in repositories of git', () => {
  test('is taken by drizzle-kit check, leaves generate nothing to do, and applies', { timeout: runs * 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(dealt, async ({ mine, others, isFirst, how }) => {
      const work = repository(before);
      git(work, 'switch', '--quiet', '-c', 'loans');
      write(work, await branchOf(mine, 'ours', start + (isFirst ? 1 : 3) * hour));
      commit(work, 'Ours');
      git(work, 'switch', '--quiet', 'main');
      const theirs = await branchOf(others, 'theirs', start + 2 * hour);
      write(work, theirs);
      commit(work, 'Theirs');
      git(work, 'switch', '--quiet', 'loans');
      symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
      if (how !== 'unmerged') expect(() => git(work, 'merge', '--no-edit', 'main')).toThrow();
      if (how === 'ours' || how === 'theirs') git(work, 'checkout', `--${how}`, 'drizzle/meta');
      write(work, { 'src/schema.ts': schemaAfter([...others, ...mine]) });

      expect(await sluice(work, 'rebase', '--onto', 'main')).toMatchObject({ code: 0, stderr: '' });
      const files = filesIn(work);
      for (const [path, text] of Object.entries(theirs)) {
        if (path.startsWith('drizzle/') && !path.endsWith('_journal.json')) expect([path, files[path.slice('drizzle/'.length)]]).toEqual([path, text]);
      }
      const { report } = await checked(work, '--all');
      expect(report.findings.filter(({ rule }) => rule.startsWith('history/')).map(({ rule, message }) => `${rule} ${message}`)).toEqual([]);
      const kit = { cwd: work, env: process.env, timeoutMs: 60_000 };
      expect(await runDrizzleKit(['check'], kit)).toMatchObject({ outcome: 'done' });
      expect(await runDrizzleKit(['generate'], kit)).toMatchObject({ outcome: 'done', output: expect.stringContaining('No schema changes') as unknown });
      expect(await sluice(work, 'rebase', '--onto', 'main')).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to move') as unknown });
      expect(filesIn(work)).toEqual(files);
      await applies(files);
    }), { numRuns: runs, endOnFailure: true });
  });
});
