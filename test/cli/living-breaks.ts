import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { commit, git } from '../project/folder.ts';
import { addMigration, lead, lineOf, replaceIn } from './living-copy.ts';

/** One thing that went wrong in a copy of the living project. */
export interface Break {
  readonly rule: string;
  /** What somebody did. */
  readonly story: string;
  /** Does it, and gives the place of the finding as `file:line`. */
  readonly does: (folder: string) => string;
  /** Level of the finding, where it is lighter than an error: then `--max-warnings 0` makes it fail. */
  readonly level?: 'warn';
  /** The commit that it is judged against, where that takes git; the others are judged with `--all`. */
  readonly since?: 'HEAD';
}

const [agents, archive] = ['src/db/schemas/agents.ts', 'src/db/schemas/archive.ts'];
const journal = 'drizzle/meta/_journal.json';

/** One for every rule. */
export const breaks: readonly Break[] = [
  {
    rule: 'breaking/contract-with-expand', story: 'a column was filled from another one, which went at once', level: 'warn',
    does(folder) {
      const tag = addMigration(folder, 'name_contacts', `ALTER TABLE "agent_person" ADD COLUMN "contact" text;--> statement-breakpoint
UPDATE "agent_person" SET "contact" = "email" WHERE "email" <> '';--> statement-breakpoint
-- breaking: the newsletter; it reads contact from now on
ALTER TABLE "agent_person" DROP COLUMN "email";
`);
      return `drizzle/${tag}.sql:4`;
    },
  },
  {
    rule: 'breaking/rename-as-drop-and-add', story: 'drizzle-kit asked about a renaming, and was told "create column"',
    does(folder) {
      const tag = addMigration(folder, 'shorten_ror', `ALTER TABLE "agent_organisation" ADD COLUMN "ror" text;--> statement-breakpoint
ALTER TABLE "agent_organisation" DROP COLUMN "ror_id";
`);
      return `drizzle/${tag}.sql:2`;
    },
  },
  {
    rule: 'breaking/still-read-by-deployed-code', story: 'a column went in the pull request that stopped to use it', since: 'HEAD',
    does(folder) {
      git(folder, 'init', '--quiet', '--initial-branch=main');
      commit(folder, 'The archive');
      replaceIn(folder, archive, "    abstract: text('abstract'),\n", '');
      const tag = addMigration(folder, 'drop_abstract', `-- breaking: whoever shows abstracts; show the title alone
ALTER TABLE "archive_dataset" DROP COLUMN "abstract";
`);
      return `drizzle/${tag}.sql:2`;
    },
  },
  {
    rule: 'breaking/undocumented', story: 'the note before the contracting step was forgotten',
    does(folder) {
      const file = 'drizzle/0013_contract_dataset_licence_text.sql';
      replaceIn(folder, file, '-- breaking: a report that selects archive_dataset.licence; join archive_licence on licence_id and read its title\n', '');
      return `${file}:${lineOf(folder, file, 'DROP COLUMN "licence"')}`;
    },
  },
  {
    rule: 'down/missing', story: 'a migration lost its way back',
    does(folder) {
      rmSync(join(folder, 'drizzle/0002_create_keywords.down.sql'));
      return 'drizzle/0002_create_keywords.sql:1';
    },
  },
  {
    rule: 'history/files-complete', story: 'a migration was deleted, its entry left in the journal',
    does(folder) {
      rmSync(join(folder, 'drizzle/0010_backfill_dataset_licence.sql'));
      return `${journal}:${lineOf(folder, journal, '"idx": 10,') - 1}`;
    },
  },
  {
    rule: 'history/journal-order', story: 'a branch with an older migration was merged behind a newer one',
    does(folder) {
      replaceIn(folder, journal, '"when": 1794924379049', '"when": 1793000000000');
      return `${journal}:${lineOf(folder, journal, '"idx": 16,') - 1}`;
    },
  },
  {
    rule: 'history/schema-not-generated', story: 'a column was added and nothing generated',
    does(folder) {
      replaceIn(folder, archive, "  url: text('url'),\n", "  url: text('url'),\n  deprecated: text('deprecated'),\n");
      return `${archive}:${lineOf(folder, archive, "deprecated: text('deprecated')")}`;
    },
  },
  {
    rule: 'indexes/foreign-key-covered', story: 'the index behind a foreign key was removed',
    does(folder) {
      replaceIn(folder, archive, "    index('archive_dataset_publisher_id_index').on(table.publisherId),\n", '');
      return `${archive}:${lineOf(folder, archive, '.references(() => agentOrganisation.id')}`;
    },
  },
  {
    rule: 'indexes/redundant', story: 'an index was added that a unique one replaces',
    does(folder) {
      const line = "    index('archive_file_version_id_index').on(table.versionId),\n";
      replaceIn(folder, archive, "    index('archive_file_sha256_index')", `${line}    index('archive_file_sha256_index')`);
      return `${archive}:${lineOf(folder, archive, "index('archive_file_version_id_index')")}`;
    },
  },
  {
    rule: 'naming/identifier-length', story: 'an index got a name that Postgres cuts',
    does(folder) {
      const name = 'archive_file_by_the_sha256_of_its_contents_for_the_deduplication_index';
      replaceIn(folder, archive, 'archive_file_sha256_index', name);
      return `${archive}:${lineOf(folder, archive, name)}`;
    },
  },
  {
    rule: 'naming/snake-case', story: 'a column was given the name of its key',
    does(folder) {
      replaceIn(folder, agents, "text('full_name')", "text('fullName')");
      return `${agents}:${lineOf(folder, agents, "text('fullName')")}`;
    },
  },
  {
    rule: 'naming/table-prefix', story: 'a table was named without the prefix of its domain',
    does(folder) {
      replaceIn(folder, archive, "pgTable('archive_keyword', {", "pgTable('keyword', {");
      return `${archive}:${lineOf(folder, archive, "pgTable('keyword', {")}`;
    },
  },
  {
    rule: 'safety/concurrently-in-transaction', story: 'the project went over to the migrator of drizzle-orm',
    does(folder) {
      replaceIn(folder, 'sluice.config.ts', "  runner: 'sluice',\n", '');
      const file = 'drizzle/0009_index_dataset_licence.sql';
      return `${file}:${lineOf(folder, file, 'CREATE INDEX CONCURRENTLY')}`;
    },
  },
  {
    rule: 'safety/index-without-concurrently', story: 'CONCURRENTLY was left out',
    does(folder) {
      const file = 'drizzle/0009_index_dataset_licence.sql';
      replaceIn(folder, file, 'CREATE INDEX CONCURRENTLY', 'CREATE INDEX');
      return `${file}:${lineOf(folder, file, 'CREATE INDEX')}`;
    },
  },
  {
    rule: 'sql/unanalysed-body', story: 'a migration puts its statements together while it runs', level: 'warn',
    does(folder) {
      const tag = addMigration(folder, 'drop_old_indexes', `DO $$
DECLARE old text;
BEGIN
  FOR old IN SELECT indexname FROM pg_indexes WHERE indexname LIKE 'old_%' LOOP
    EXECUTE format('DROP INDEX %I', old);
  END LOOP;
END $$;
`);
      return `drizzle/${tag}.sql:5`;
    },
  },
  {
    rule: 'sql/unparsable', story: 'a statement was mistyped by hand',
    does(folder) {
      lead(folder, 'drizzle/0010_backfill_dataset_licence.sql', 'UPDATE "archive_dataset" SETT "licence" = NULL;\n');
      return 'drizzle/0010_backfill_dataset_licence.sql:1';
    },
  },
  {
    rule: 'suppression/reason', story: 'a finding was taken away without a word why',
    does(folder) {
      lead(folder, agents, '// eslint-disable-next-line sluice/naming/snake-case\n');
      return `${agents}:1`;
    },
  },
  {
    rule: 'suppression/unknown-rule', story: 'a comment names a rule that nobody has',
    does(folder) {
      lead(folder, agents, '// eslint-disable-next-line sluice/naming/snake-cases -- as the register has it\n');
      return `${agents}:1`;
    },
  },
  {
    rule: 'suppression/unused', story: 'a comment outlived what it took away', level: 'warn',
    does(folder) {
      lead(folder, agents, '// eslint-disable-next-line sluice/naming/snake-case -- as the register has it\n');
      return `${agents}:1`;
    },
  },
];
