import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { historyFiles } from '../../src/examples/sample-project.ts';
import { freshFor } from '../../src/eslint/model/ground.ts';
import sluice from '../../src/eslint/index.ts';
import { shownFiles } from '../cli/custom-rules-page.ts';
import { placesOfCheck, placesOfEslint } from '../kit/parity.ts';
import { temporaryFolder } from '../project/folder.ts';
import { eslint, found, installed } from './command-line.ts';

const loan = `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const loan = pgTable('archive_loan', { id: integer('id').primaryKey() });
`;
const up = 'CREATE TABLE "archive_loan" ("id" integer PRIMARY KEY);\n--> statement-breakpoint\nGRANT SELECT ON "archive_loan" TO "visitor";\n';
const archivedAt = 'sluice/library/archived-at 2:21-2:43';
const granted = 'sluice/library/visitors-read-views 3:1-3:44';

/** The library of docs/custom-rules.md. */
const library: Readonly<Record<string, string>> = {
  'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
  ...shownFiles,
  'src/schema.ts': loan,
  ...historyFiles({ '0000_loans': { up, down: 'DROP TABLE "archive_loan";' } }),
};

function write(folder: string, file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

/** What ESLint says in this process, with the configurations of a folder. */
async function messagesIn(folder: string, file: string, configs = sluice.configsIn(folder)): Promise<readonly string[]> {
  const linter = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: [...configs.recommended] as never, ignore: false });
  const results = await linter.lintFiles([file]);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId ?? ''} ${message}`)).filter((one) => /^sluice\/(?:library|reading-room|setup)/.test(one));
}

describe('a project’s own rules in ESLint', () => {
  it('need no more than the configuration that is there', async () => {
    const places = await found(installed(library), 'src', 'drizzle');
    expect(places['src/schema.ts']).toContain(archivedAt);
    expect(places['drizzle/0000_loans.sql']).toContain(granted);
  });

  it('are found from the root of a workspace', async () => {
    const inPackage = Object.fromEntries(Object.entries(library).map(([path, text]) => [path === 'eslint.config.js' ? path : `packages/library/${path}`, text]));
    const places = await found(installed(inPackage), '.');
    expect(places['packages/library/src/schema.ts']).toContain(archivedAt);
  });

  it('find what sluice check --all finds', async () => {
    const folder = temporaryFolder(library);
    const checked = await placesOfCheck(folder, join(mkdtempSync(join(tmpdir(), 'sluice-parity-')), 'report.json'));
    expect(await placesOfEslint(folder)).toEqual(checked);
    expect(checked.filter((place) => place.startsWith('library/'))).toHaveLength(2);
  });

  it('take levels and options from the settings, or options from ESLint, and are taken away by comments', async () => {
    const spread = (more: string): Readonly<Record<string, string>> => (
      { 'eslint.config.js': (library['eslint.config.js'] ?? '').replace('recommended]', `recommended, ${more}]`) });
    const rule = "'sluice/library/archived-at'";
    expect((await found(installed({ ...library, ...spread(`{ files: ['**/*.ts'], rules: { ${rule}: ['error', { tables: ['kept_*'] }] } }`) }), 'src'))['src/schema.ts'])
      .not.toContain(archivedAt);
    const wrong = await eslint(installed({ ...library, ...spread(`{ files: ['**/*.ts'], rules: { ${rule}: ['error', { table: 1 }] } }`) }), 'src');
    expect(wrong.stderr).toContain('library/archived-at');
    const comment = { 'src/schema.ts': loan.replace('export', `// eslint-disable-next-line ${rule.replaceAll("'", '')} -- kept for ever\nexport`) };
    expect((await found(installed({ ...library, ...comment }), 'src'))['src/schema.ts']).toEqual([expect.stringContaining('history/schema-not-generated')]);
    const inSql = historyFiles({
      '0000_loans': { up: up.replace('GRANT', '-- eslint-disable-next-line sluice/library/visitors-read-views -- the open day\nGRANT'), down: 'DROP TABLE "archive_loan";' },
    });
    expect(await found(installed({ ...library, ...inSql }), 'drizzle')).toEqual({});
  });

  it('are part of the key of the cache', async () => {
    const folder = installed(library);
    const cached = async (): Promise<readonly string[] | undefined> => (await found(folder, '--cache', 'src'))['src/schema.ts'];
    expect(await cached()).toContain(archivedAt);
    write(folder, 'sluice-rules/lib/moment.ts', (library['sluice-rules/lib/moment.ts'] ?? '').replace('notNull && ', ''));
    expect(await cached()).toContain(archivedAt);
    write(folder, 'sluice-rules/archived-at.ts', (library['sluice-rules/archived-at.ts'] ?? '').replace('if (table.origin === null', 'if (table.name !== "" || table.origin === null'));
    expect((await cached()) ?? []).not.toContain(archivedAt);
  });

  it('count at the next look when they are changed, their imports too', async () => {
    const folder = temporaryFolder({ ...library, 'src/schema.ts': loan.replace("{ id: integer('id')", "{ archivedAt: integer('archived_at'), id: integer('id')") });
    const configs = sluice.configsIn(folder);
    const told = 'sluice/library/archived-at archive_loan.archived_at is integer';
    expect((await messagesIn(folder, 'src/schema.ts', configs)).join()).toContain(told);
    write(folder, 'sluice-rules/lib/moment.ts', 'export const momentOf = (): boolean => true;\n');
    await setTimeout(freshFor + 1);
    expect(await messagesIn(folder, 'src/schema.ts', configs)).toEqual([]);
  });
});

describe('sluice/setup', () => {
  it('tells of a rule file that holds none, and of a rule that throws', async () => {
    const file = 'sluice-rules/archived-at.ts';
    const broken = temporaryFolder({ ...library, [file]: 'export const one = 1;\n' });
    expect(await messagesIn(broken, 'src/schema.ts')).toEqual([expect.stringContaining(`sluice/setup ${file} has no default export. Write it as`)]);
    const throwing = temporaryFolder({ ...library, [file]: (library[file] ?? '').replace('if (table.origin === null', "throw new Error('boom'); if (table.origin === null") });
    expect(await messagesIn(throwing, 'src/schema.ts')).toEqual([expect.stringContaining(`sluice/setup The rule "library/archived-at" (${file}) threw while it checked: boom`)]);
    write(throwing, file, library[file] ?? '');
    await setTimeout(freshFor + 1);
    expect((await messagesIn(throwing, 'src/schema.ts')).join()).toContain('sluice/library/archived-at archive_loan does not say');
  });

  it('tells of rules that ESLint does not know, until they are asked for', async () => {
    const renamed = Object.fromEntries(Object.entries(library).map(([path, text]) => [path, text.replaceAll('library/', 'reading-room/')]));
    const folder = temporaryFolder(renamed);
    const elsewhere = sluice.configsIn(temporaryFolder({}));
    expect(await messagesIn(folder, 'src/schema.ts', elsewhere)).toEqual([
      expect.stringContaining("sluice/setup Rules of this project's own do not run here: reading-room/archived-at, reading-room/visitors-read-views."),
    ]);
    const named = sluice.configsIn(folder, { config: 'sluice.config.ts' });
    expect(await messagesIn(folder, 'src/schema.ts', named)).toEqual([expect.stringContaining('sluice/reading-room/archived-at archive_loan does not say')]);
    expect(sluice.rules['reading-room/archived-at']?.meta?.docs).not.toHaveProperty('url');
  });
});
