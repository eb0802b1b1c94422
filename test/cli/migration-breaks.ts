import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commit, git } from '../project/folder.ts';
import type { Break } from './living-breaks.ts';
import {
  added, addMigration, entryOf, lead, lineOf, redate, replaceIn, snapshotFile, sqlFile, sqlOf, tagOf, tagsIn, timeOf,
} from './living-copy.ts';

const agents = 'src/db/schemas/agents.ts';
const config = 'drizzle.config.ts';
const journal = 'drizzle/meta/_journal.json';
const backfill = 'backfill_dataset_licence';

/** What went wrong with files, names and settings of the history. */
export const migrationBreaks: readonly Break[] = [
  {
    rule: 'history/breakpoint-in-text', story: 'a breakpoint was written into the body of a function',
    does(folder) {
      const file = added(folder, 'count_downloads', `CREATE FUNCTION "archive_downloads"() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  --> statement-breakpoint
  RETURN (SELECT count(*) FROM "access_download");
END $$;
`);
      return `${file}:3`;
    },
  },
  {
    rule: 'history/casing-ignored', story: 'drizzle-kit 1.0 came, and drizzle.config still gives columns their names', lies: 'folders',
    does(folder) {
      replaceIn(folder, config, "  dialect: 'postgresql',\n", "  dialect: 'postgresql',\n  casing: 'snake_case',\n");
      replaceIn(folder, agents, "text('full_name')", 'text()');
      return `${agents}:${lineOf(folder, agents, 'text()')}`;
    },
  },
  {
    rule: 'history/edited-migration', story: 'a backfill that is applied was written in another way', since: 'HEAD',
    does(folder) {
      committed(folder);
      const file = sqlOf(folder, backfill);
      lead(folder, file, 'UPDATE "archive_dataset" SET "title" = trim("title") WHERE "title" LIKE \' %\';\n');
      return `${file}:1`;
    },
  },
  {
    rule: 'history/empty-migration', story: 'a custom migration was generated, and nothing written into it', level: 'warn',
    does(folder) {
      return `${added(folder, 'fill_titles', '-- Custom SQL migration file, put your code below! --\n')}:1`;
    },
  },
  {
    rule: 'history/inserted-before-head', story: 'a branch was merged, and its migration put where its time belongs', since: 'HEAD', lies: 'folders',
    does(folder) {
      committed(folder);
      const tag = addMigration(folder, 'require_licence_text', 'ALTER TABLE "archive_dataset" ALTER COLUMN "licence" SET DEFAULT \'Not stated\';\n');
      rmSync(join(folder, snapshotFile(folder, tag)));
      return `${sqlFile(folder, redate(folder, tag, timeOf(tagOf(folder, 'contract_dataset_licence_text')) - 1000))}:1`;
    },
  },
  {
    rule: 'history/inserted-before-head', story: 'a branch was merged, and its migration put in before the newest', since: 'HEAD', lies: 'journal',
    does(folder) {
      committed(folder);
      addMigration(folder, 'trim_titles', 'UPDATE "archive_dataset" SET "title" = trim("title") WHERE "title" LIKE \' %\';\n');
      const file = join(folder, journal);
      const read = JSON.parse(readFileSync(file, 'utf8')) as { entries: { when: number }[] };
      const [newest, added] = read.entries.splice(-2);
      if (newest === undefined || added === undefined) throw new Error('The journal is too short');
      read.entries.push({ ...added, when: newest.when - 1 }, newest);
      writeFileSync(file, JSON.stringify(read, null, 2));
      return `${journal}:${lineOf(folder, journal, '"idx": 17,') - 1}`;
    },
  },
  {
    rule: 'history/not-committed', story: 'a migration was forgotten, and the next one committed', since: 'HEAD',
    does(folder) {
      committed(folder);
      git(folder, 'rm', '--quiet', '--cached', sqlOf(folder, backfill));
      commitStaged(folder);
      return entryOf(folder, tagOf(folder, backfill));
    },
  },
  {
    rule: 'history/prefix-none', story: 'migrations were to have no numbers any more', lies: 'journal',
    does(folder) {
      replaceIn(folder, config, "  dialect: 'postgresql',\n", "  dialect: 'postgresql',\n  migrations: { prefix: 'none' },\n");
      return 'drizzle/meta/_journal.json:1';
    },
  },
  {
    rule: 'history/renamed-folder', story: 'a folder that is applied was given a better name', since: 'HEAD', lies: 'folders',
    does(folder) {
      const [first = ''] = tagsIn(folder);
      committed(folder);
      renameSync(join(folder, `drizzle/${first}`), join(folder, `drizzle/${first}_and_more`));
      return `drizzle/${first}_and_more/migration.sql:1`;
    },
  },
  {
    rule: 'history/several-statements-in-a-chunk', story: 'two statements were written by hand, and PGlite takes one',
    does(folder) {
      replaceIn(folder, config, "  dialect: 'postgresql',\n", "  dialect: 'postgresql',\n  driver: 'pglite',\n");
      const file = added(folder, 'trim_titles', `UPDATE "archive_dataset" SET "title" = trim("title") WHERE "title" LIKE ' %';
UPDATE "agent_person" SET "full_name" = trim("full_name") WHERE "full_name" LIKE ' %';
`);
      return `${file}:2`;
    },
  },
];

function committed(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder, 'The archive');
}

function commitStaged(folder: string): void {
  git(folder, 'commit', '--quiet', '--message', 'Without the backfill');
}
