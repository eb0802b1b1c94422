import { added, lineOf, replaceIn } from './living-copy.ts';
import type { Break } from './living-breaks.ts';

const settings = 'sluice.config.ts';
const sluice = "  runner: 'sluice',\n";

/** A migration that somebody wrote by hand, and the place of the words that are found in it. */
function written(folder: string, name: string, up: string, found: string): string {
  const file = added(folder, name, up);
  return `${file}:${lineOf(folder, file, found)}`;
}

/** For a rule that a team has to choose. */
function choose(folder: string, rule: string): void {
  replaceIn(folder, settings, '  rules: {\n', `  rules: {\n    '${rule}': 'warn',\n`);
}

const addNotes = 'ALTER TABLE "archive_dataset" ADD COLUMN "notes" text;\n';

/** Breaks of the rules about what a deploy does as a whole, about rows and about the session. */
export const deployBreaks: readonly Break[] = [
  {
    rule: 'safety/enum-recreated', story: 'drizzle-kit took a value from an enum',
    does: (folder) => written(folder, 'remove_withdrawn', `ALTER TABLE "archive_dataset" ALTER COLUMN "state" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "archive_dataset" ALTER COLUMN "state" SET DEFAULT 'draft'::text;--> statement-breakpoint
DROP TYPE "public"."archive_dataset_state";--> statement-breakpoint
CREATE TYPE "public"."archive_dataset_state" AS ENUM('draft', 'in_review', 'published');--> statement-breakpoint
ALTER TABLE "archive_dataset" ALTER COLUMN "state" SET DEFAULT 'draft'::"public"."archive_dataset_state";--> statement-breakpoint
ALTER TABLE "archive_dataset" ALTER COLUMN "state" SET DATA TYPE "public"."archive_dataset_state" USING "state"::"public"."archive_dataset_state";
`, 'CREATE TYPE'),
  },
  {
    rule: 'safety/enum-value-used-in-same-deploy', story: 'a new state became the default at once',
    does: (folder) => written(folder, 'embargo_datasets', `ALTER TYPE "public"."archive_dataset_state" ADD VALUE 'embargoed';--> statement-breakpoint
ALTER TABLE "archive_dataset" ALTER COLUMN "state" SET DEFAULT 'embargoed';
`, 'ALTER COLUMN "state"'),
  },
  {
    rule: 'safety/invalid-index-retry', story: 'an index is built over HTTP, and tried again without a look', level: 'warn',
    does(folder) {
      replaceIn(folder, settings, sluice, "  runner: 'neon-http',\n");
      const build = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "archive_dataset_title_index" ON "archive_dataset" ("title");\n';
      return written(folder, 'index_dataset_title', build, 'CREATE INDEX');
    },
  },
  {
    rule: 'safety/locks-several-live-tables', story: 'two tables were altered in one migration', level: 'warn',
    does(folder) {
      choose(folder, 'safety/locks-several-live-tables');
      return written(folder, 'add_notes', `${addNotes}--> statement-breakpoint\nALTER TABLE "agent_person" ADD COLUMN "notes" text;\n`, '"agent_person"');
    },
  },
  {
    rule: 'safety/missing-lock-timeout', story: 'a table was altered without a word how long to wait', level: 'warn',
    does(folder) {
      choose(folder, 'safety/missing-lock-timeout');
      return written(folder, 'add_notes', addNotes, 'ADD COLUMN');
    },
  },
  {
    rule: 'safety/search-path', story: 'the head of a dump was copied into a migration', level: 'warn',
    does(folder) {
      replaceIn(folder, settings, sluice, '');
      return written(folder, 'add_notes', `SELECT pg_catalog.set_config('search_path', '', false);\n--> statement-breakpoint\n${addNotes}`, 'SELECT');
    },
  },
  {
    rule: 'safety/set-leaks', story: 'a timeout was set for the session', level: 'warn',
    does(folder) {
      replaceIn(folder, settings, sluice, '');
      return written(folder, 'add_notes', `SET lock_timeout = '2s';\n--> statement-breakpoint\n${addNotes}`, 'SET');
    },
  },
  {
    rule: 'safety/statements-after-long-lock', story: 'a table is copied behind an ALTER TABLE', level: 'warn',
    does: (folder) => written(
      folder, 'add_notes', `${addNotes}--> statement-breakpoint\nCREATE TABLE "archive_file_copy" AS SELECT * FROM "archive_file";\n`, 'ADD COLUMN'),
  },
  {
    rule: 'safety/transaction-statement', story: 'a migration commits in its middle', level: 'warn',
    does: (folder) => written(
      folder, 'add_notes', `${addNotes}--> statement-breakpoint\nCOMMIT;\n--> statement-breakpoint\nALTER TABLE "archive_dataset" ADD COLUMN "remarks" text;\n`, 'COMMIT'),
  },
  {
    rule: 'safety/truncate', story: 'a table is emptied', level: 'warn',
    does: (folder) => written(folder, 'empty_files', 'TRUNCATE "archive_file";\n', 'TRUNCATE'),
  },
  {
    rule: 'safety/unbatched-write', story: 'every dataset is written in one statement', level: 'warn',
    does: (folder) => written(folder, 'copy_titles', `UPDATE "archive_dataset" SET "abstract" = "archive_licence"."title"
FROM "archive_licence" WHERE "archive_licence"."id" = "archive_dataset"."licence_id";
`, 'UPDATE'),
  },
  {
    rule: 'safety/validate-in-same-deploy', story: 'a check is validated where it is added',
    does: (folder) => written(folder, 'check_titles', `ALTER TABLE "archive_dataset" ADD CONSTRAINT "archive_dataset_title_stated" CHECK ("title" <> '') NOT VALID;
--> statement-breakpoint
ALTER TABLE "archive_dataset" VALIDATE CONSTRAINT "archive_dataset_title_stated";
`, 'VALIDATE'),
  },
  {
    rule: 'safety/write-after-blocking-lock', story: 'a new column is filled where it is added',
    does: (folder) => written(folder, 'fill_notes', `${addNotes}--> statement-breakpoint\nUPDATE "archive_dataset" SET "notes" = "abstract";\n`, 'UPDATE'),
  },
  {
    rule: 'safety/write-without-where', story: 'every file was deleted', level: 'warn',
    does: (folder) => written(folder, 'delete_files', 'DELETE FROM "archive_file";\n', 'DELETE'),
  },
];
