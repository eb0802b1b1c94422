import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commit, git, temporaryFolder, write } from '../project/folder.ts';
import { branchOf, library } from './library.ts';
import { addMigration } from './living-copy.ts';
import { sluice } from './sluice.ts';

const retitle = `-- breaking: the *shop* <2.0>, @ada; read "title_1"
ALTER TABLE "book" RENAME COLUMN "title" TO "title_1";
`;
const drops = 'ALTER TABLE "author" DROP COLUMN "bornOn";\n';

/** Two releases of the library, and a migration that is in no release yet. */
function releases(): string {
  const work = branchOf();
  git(work, 'tag', 'v1.0');
  addMigration(work, 'retitle', retitle);
  addMigration(work, 'notes', `ALTER TABLE "book" ADD COLUMN "note" text;--> statement-breakpoint
-- breaking: nobody; nothing
ALTER TABLE "book" DROP COLUMN "note";--> statement-breakpoint
-- breaking: whoever lends twice; lend once
CREATE UNIQUE INDEX "book_once" ON "book" ("author_id", "title_1");
`);
  commit(work, 'Second release');
  git(work, 'tag', 'v1.1');
  addMigration(work, 'forget_birthdays', drops);
  return work;
}

const second = `### 0002\\_retitle

- **Column book\\.title is renamed to title\\_1.**
  - Who: the \\*shop\\* \\<2\\.0\\>, \\@\u200bada
  - What to do: read "title\\_1"

### 0003\\_notes

- **\`CREATE UNIQUE INDEX "book_once" ON "book" ("author_id", "title_1")\`.**
  - Who: whoever lends twice
  - What to do: lend once
`;
const third = `### 0004\\_forget\\_birthdays

- **Column author\\.bornOn is dropped.**
  - Not documented: no note says so.
`;
const hint = `sluice: 1 statement of these is not documented.
  Lead each with a note: -- breaking: <who breaks>; <what they do>
`;

describe('sluice breaking', () => {
  test('tells what is new against the default branch, uncommitted migrations too', async () => {
    expect(await sluice(releases(), 'breaking')).toEqual({ code: 0, stdout: `## Breaking changes\n\n${second}\n${third}`, stderr: hint });
  });

  test('tells what one release has that another had not', async () => {
    const work = releases();
    expect(await sluice(work, 'breaking', 'v1.0..v1.1')).toEqual({ code: 0, stdout: `## Breaking changes\n\n${second}`, stderr: '' });
    git(work, 'switch', '--quiet', '--detach', '--discard-changes', 'v1.0');
    expect((await sluice(work, 'breaking', 'v1.0..v1.1')).stdout).toContain('title\\_1');
    expect((await sluice(work, 'breaking', 'v1.1..v1.1')).stdout).toBe('## Breaking changes\n\nNone.\n');
  });

  test('tells what came after a release', async () => {
    const work = releases();
    expect((await sluice(work, 'breaking', 'v1.1')).stdout).toBe(`## Breaking changes\n\n${third}`);
    expect((await sluice(work, 'breaking', '--since', 'v1.1')).stdout).toBe(`## Breaking changes\n\n${third}`);
    expect((await sluice(work, 'breaking', '--latest', '1')).stdout).toBe(`## Breaking changes\n\n${third}`);
    expect((await sluice(work, 'breaking', 'v1.1..')).stdout).toBe('## Breaking changes\n\nNone.\n');
  });

  test('tells of the whole history, outside git too', async () => {
    const folder = temporaryFolder(library);
    addMigration(folder, 'forget_birthdays', drops);
    expect((await sluice(folder, 'breaking', '--all')).stdout).toContain('author\\.bornOn is dropped');
  });

  test('writes into a file', async () => {
    const work = releases();
    expect(await sluice(work, 'breaking', 'v1.0..v1.1', '-o', 'BREAKING.md')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(work, 'BREAKING.md'), 'utf8')).toBe(`## Breaking changes\n\n${second}`);
  });

  test.each([
    [['v1.0..v1.1', '--all'], 'sluice: More than one range is given.\n'],
    [['..v1.1'], 'sluice: "..v1.1" has no beginning.\n'],
    [['v1.0..v9'], 'sluice: git knows no ref "v9".\n'],
    [['v0..v1.1'], 'sluice: git knows no ref "v0".\n'],
    [['v1.0..v1.1', '-o', 'notes/BREAKING.md'], 'sluice: There is no folder notes to write notes/BREAKING.md into.\n'],
  ])('%j is refused', async (args, stderr) => {
    expect(await sluice(releases(), 'breaking', ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(stderr) as string });
  });

  test('a range outside git is refused', async () => {
    expect(await sluice(temporaryFolder(library), 'breaking', 'v1.0..v1.1')).toMatchObject({
      code: 2, stderr: 'sluice: This is no git repository, so there is no range of commits.\n  Use --all, or --latest.\n',
    });
  });
});

const [withBirthday, without] = [library['src/schema.ts'] ?? '', (library['src/schema.ts'] ?? '').replace("  bornOn: text('bornOn'),\n", '')];
const settings = { 'sluice.config.json': '{ "rules": { "history/schema-not-generated": "off", "down/missing": "off" } }' };
const documented = `-- breaking: whoever shows birthdays; leave them out\n${drops}`;

describe('breaking/still-read-by-deployed-code', () => {
  test('finds a column that goes together with its declaration', async () => {
    const work = branchOf({ ...library, ...settings });
    write(work, { 'src/schema.ts': without });
    addMigration(work, 'forget_birthdays', documented);
    commit(work, 'Forget birthdays');
    const end = await sluice(work, 'check');
    expect(end.code).toBe(1);
    expect(end.stdout).toContain('drizzle/0002_forget_birthdays.sql:2:22  error  breaking/still-read-by-deployed-code\n'
      + '  Column author.bornOn is dropped, and the schema at the base ref declares it: code that is deployed fails until the new code has taken its place.\n');
    expect((await sluice(work, 'check', '--all')).stdout).not.toContain('still-read-by-deployed-code');
  });

  test('is content when a deploy before took the declaration away', async () => {
    const work = branchOf({ ...library, ...settings });
    write(work, { 'src/schema.ts': without });
    commit(work, 'Read no birthdays');
    git(work, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    addMigration(work, 'forget_birthdays', documented);
    expect(withBirthday).not.toBe(without);
    expect(await sluice(work, 'check')).toMatchObject({ code: 0, stdout: expect.stringContaining('0 errors, 0 warnings') as string });
  });

  test('is taken away by its level, and by a comment with a reason', async () => {
    const work = branchOf({ ...library, ...settings });
    write(work, { 'src/schema.ts': without });
    const directive = '-- eslint-disable-next-line sluice/breaking/still-read-by-deployed-code -- the library is closed while it deploys\n';
    const tag = addMigration(work, 'forget_birthdays', documented);
    expect((await sluice(work, 'check', '--rule', 'breaking/still-read-by-deployed-code=off')).code).toBe(0);
    write(work, { [`drizzle/${tag}.sql`]: documented.replace('ALTER', `${directive}ALTER`) });
    expect((await sluice(work, 'check')).stdout).toContain('0 errors, 0 warnings');
    expect((await sluice(work, 'check')).code).toBe(0);
  });
});
