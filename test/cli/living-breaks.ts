import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { commit, git } from '../project/folder.ts';
import { designBreaks } from './design-breaks.ts';
import { deployBreaks } from './deploy-breaks.ts';
import { historyBreaks } from './history-breaks.ts';
import { migrationBreaks } from './migration-breaks.ts';
import { keyBreaks } from './key-breaks.ts';
import { added, addMigration, downFile, entryOf, isInFolders, lead, lineOf, redate, replaceIn, sqlOf, switchOn, tagOf } from './living-copy.ts';

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
  /** How the migrations have to lie for it; left out: however they lie. */
  readonly lies?: Lie;
}

export type Lie = 'journal' | 'folders';

const [agents, archive] = ['src/db/schemas/agents.ts', 'src/db/schemas/archive.ts'];

/** A break that is one more migration: the finding lies in its last line that holds `at`. */
function migration(
  rule: string, story: string, { name, up, at, ...level }: { name: string; up: string; at: string; level?: 'warn'; off?: true },
): Break {
  return {
    rule, story, ...(level.level === undefined ? {} : { level: level.level }),
    does(folder) {
      if (level.off === true) switchOn(folder, rule);
      const file = added(folder, name, up);
      return `${file}:${lineOf(folder, file, at)}`;
    },
  };
}

const ownBreaks: readonly Break[] = [
  {
    rule: 'breaking/contract-with-expand', story: 'a column was filled from another one, which went at once', level: 'warn',
    does(folder) {
      const file = added(folder, 'name_contacts', `ALTER TABLE "agent_person" ADD COLUMN "contact" text;--> statement-breakpoint
UPDATE "agent_person" SET "contact" = "email" WHERE "email" <> '';--> statement-breakpoint
-- breaking: the newsletter; it reads contact from now on
ALTER TABLE "agent_person" DROP COLUMN "email";
`);
      return `${file}:4`;
    },
  },
  {
    rule: 'breaking/rename-as-drop-and-add', story: 'drizzle-kit asked about a renaming, and was told "create column"',
    does(folder) {
      const file = added(folder, 'shorten_ror', `ALTER TABLE "agent_organisation" ADD COLUMN "ror" text;--> statement-breakpoint
ALTER TABLE "agent_organisation" DROP COLUMN "ror_id";
`);
      return `${file}:2`;
    },
  },
  {
    rule: 'breaking/still-read-by-deployed-code', story: 'a column went in the pull request that stopped to use it', since: 'HEAD',
    does(folder) {
      git(folder, 'init', '--quiet', '--initial-branch=main');
      commit(folder, 'The archive');
      replaceIn(folder, archive, "    abstract: text('abstract'),\n", '');
      const file = added(folder, 'drop_abstract', `-- breaking: whoever shows abstracts; show the title alone
ALTER TABLE "archive_dataset" DROP COLUMN "abstract";
`);
      return `${file}:2`;
    },
  },
  {
    rule: 'breaking/undocumented', story: 'the note before the contracting step was forgotten',
    does(folder) {
      const file = sqlOf(folder, 'contract_dataset_licence_text');
      replaceIn(folder, file, '-- breaking: a report that selects archive_dataset.licence; join archive_licence on licence_id and read its title\n', '');
      return `${file}:${lineOf(folder, file, 'DROP COLUMN "licence"')}`;
    },
  },
  {
    rule: 'down/missing', story: 'a migration lost its way back',
    does(folder) {
      rmSync(join(folder, downFile(folder, tagOf(folder, 'create_keywords'))));
      return `${sqlOf(folder, 'create_keywords')}:1`;
    },
  },
  {
    rule: 'history/files-complete', story: 'the SQL of a migration was deleted, and nothing else of it',
    does(folder) {
      rmSync(join(folder, sqlOf(folder, 'backfill_dataset_licence')));
      // A folder without SQL is told where the next one begins: nobody opens a snapshot.
      return entryOf(folder, tagOf(folder, isInFolders(folder) ? 'require_dataset_licence' : 'backfill_dataset_licence'));
    },
  },
  {
    rule: 'history/journal-order', story: 'a branch with an older migration was merged behind a newer one',
    does(folder) {
      return entryOf(folder, redate(folder, tagOf(folder, 'create_published_dataset_view'), 1793000000000));
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
    rule: 'indexes/concurrently-unusable', story: 'an index was declared concurrently, and the migrator opens a transaction',
    does(folder) {
      replaceIn(folder, 'sluice.config.ts', "  runner: 'sluice',\n", '');
      const line = "    index('archive_dataset_title_index').on(table.title).concurrently(),\n";
      replaceIn(folder, archive, "    index('archive_dataset_publisher_id_index')", `${line}    index('archive_dataset_publisher_id_index')`);
      return `${archive}:${lineOf(folder, archive, "index('archive_dataset_title_index')")}`;
    },
  },
  migration('indexes/drop-column-drops-index', 'a column went that a key of two columns uses', { level: 'warn', name: 'drop_paths', at: 'DROP COLUMN', up: '-- breaking: whoever downloads by path; use the checksum\nALTER TABLE "archive_file" DROP COLUMN "path";\n' }),
  migration('indexes/foreign-key-bared', 'the index of a foreign key was dropped, to be made again later', { level: 'warn', name: 'drop_publisher_index', at: 'DROP INDEX', up: 'DROP INDEX CONCURRENTLY "archive_dataset_publisher_id_index";\n' }),
  {
    rule: 'indexes/foreign-key-covered', story: 'the index behind a foreign key was removed',
    does(folder) {
      replaceIn(folder, archive, "    index('archive_dataset_publisher_id_index').on(table.publisherId),\n", '');
      return `${archive}:${lineOf(folder, archive, '.references(() => agentOrganisation.id')}`;
    },
  },
  migration('indexes/if-not-exists-hides-difference', 'an index of another column has the name', { name: 'index_titles', at: 'CREATE INDEX', up: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "archive_dataset_publisher_id_index" ON "archive_dataset" ("title");\n' }),
  migration('indexes/replace-in-order', 'an index was dropped before the wider one was there', { level: 'warn', name: 'widen_index', at: 'DROP INDEX', up: 'DROP INDEX CONCURRENTLY "archive_dataset_publisher_id_index";\n--> statement-breakpoint\nCREATE INDEX CONCURRENTLY "archive_dataset_publisher_id_title_index" ON "archive_dataset" ("publisher_id", "title");\n' }),
  {
    rule: 'indexes/redundant', story: 'an index was added that a unique one replaces',
    does(folder) {
      const line = "    index('archive_file_version_id_index').on(table.versionId),\n";
      replaceIn(folder, archive, "    index('archive_file_sha256_index')", `${line}    index('archive_file_sha256_index')`);
      return `${archive}:${lineOf(folder, archive, "index('archive_file_version_id_index')")}`;
    },
  },
  {
    rule: 'naming/concise', story: 'a column was given the name of its table again', level: 'warn',
    does(folder) {
      switchOn(folder, 'naming/concise');
      replaceIn(folder, agents, "text('full_name')", "text('agent_person_name')");
      return `${agents}:${lineOf(folder, agents, "text('agent_person_name')")}`;
    },
  },
  {
    rule: 'naming/descriptive', story: 'a column was named for nothing', level: 'warn',
    does(folder) {
      switchOn(folder, 'naming/descriptive');
      replaceIn(folder, agents, "text('full_name')", "text('stuff')");
      return `${agents}:${lineOf(folder, agents, "text('stuff')")}`;
    },
  },
  {
    rule: 'naming/duplicate', story: 'a column was given the name of its neighbour',
    does(folder) {
      replaceIn(folder, agents, "orcid: text('orcid').unique(),", "orcid: text('orcid').unique(),\n    ror: text('email'),");
      return `${agents}:${lineOf(folder, agents, "email: text('email')")}`;
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
    rule: 'naming/migration-name', story: 'a migration was generated without a name', level: 'warn',
    does(folder) {
      switchOn(folder, 'naming/migration-name');
      return entryOf(folder, addMigration(folder, 'wide_havok', 'ALTER TABLE "archive_dataset" ADD COLUMN "doi" text;\n', 'ALTER TABLE "archive_dataset" DROP COLUMN "doi";'));
    },
  },
  {
    rule: 'naming/pattern', story: 'an index was given a name without its table',
    does(folder) {
      replaceIn(folder, archive, 'archive_file_sha256_index', 'sha256_lookup');
      return `${archive}:${lineOf(folder, archive, 'sha256_lookup')}`;
    },
  },
  {
    rule: 'naming/reserved-word', story: 'a column was named with a word of SQL', level: 'warn',
    does(folder) {
      switchOn(folder, 'naming/reserved-word');
      replaceIn(folder, agents, "text('full_name')", "text('user')");
      return `${agents}:${lineOf(folder, agents, "text('user')")}`;
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
  migration('safety/check-validates', 'a check was added with a scan', { level: 'warn', name: 'require_titles', at: 'ADD CONSTRAINT', up: `ALTER TABLE "archive_dataset" ADD CONSTRAINT "archive_dataset_title_check" CHECK ("title" <> '');\n` }),
  migration('safety/column-rewrites-table', 'every row was to get a random value', { name: 'add_tokens', at: 'ADD COLUMN', up: 'ALTER TABLE "archive_dataset" ADD COLUMN "token" uuid DEFAULT gen_random_uuid();\n' }),
  {
    rule: 'safety/concurrently-in-transaction', story: 'the project went over to the migrator of drizzle-orm',
    does(folder) {
      replaceIn(folder, 'sluice.config.ts', "  runner: 'sluice',\n", '');
      const file = sqlOf(folder, 'index_dataset_licence');
      return `${file}:${lineOf(folder, file, 'CREATE INDEX CONCURRENTLY')}`;
    },
  },
  migration('safety/drop-index-without-concurrently', 'an index was dropped while the table is in use', { level: 'warn', name: 'drop_index', at: 'DROP INDEX', up: 'DROP INDEX "archive_dataset_licence_id_index";\n' }),
  migration('safety/exclusion-constraint', 'an exclusion constraint came late', { name: 'exclude_titles', at: 'ADD CONSTRAINT', up: 'ALTER TABLE "archive_dataset" ADD CONSTRAINT "archive_dataset_title_excl" EXCLUDE ("title" WITH =);\n' }),
  migration('safety/fails-always', 'a table was dropped that others refer to', { name: 'drop_keywords', at: 'DROP TABLE', up: '-- breaking: whoever reads keywords; do without\nDROP TABLE "archive_keyword";\n' }),
  migration('safety/fails-on-rows', 'a unique index that rows of production may not fit', { level: 'warn', off: true, name: 'unique_titles', at: 'CREATE UNIQUE', up: 'CREATE UNIQUE INDEX CONCURRENTLY "archive_dataset_title_index" ON "archive_dataset" ("title");\n' }),
  {
    rule: 'safety/foreign-key-validates', story: 'NOT VALID was left out', level: 'warn',
    does(folder) {
      const file = sqlOf(folder, 'reference_version_released_by');
      replaceIn(folder, file, ' NOT VALID', '');
      return `${file}:${lineOf(folder, file, 'ADD CONSTRAINT')}`;
    },
  },
  {
    rule: 'safety/index-without-concurrently', story: 'CONCURRENTLY was left out',
    does(folder) {
      const file = sqlOf(folder, 'index_dataset_licence');
      replaceIn(folder, file, 'CREATE INDEX CONCURRENTLY', 'CREATE INDEX');
      return `${file}:${lineOf(folder, file, 'CREATE INDEX')}`;
    },
  },
  migration('safety/partition-blocks', 'a partition was made in place', { level: 'warn', name: 'next_year', at: 'CREATE TABLE', up: 'CREATE TABLE "archive_log_rest" PARTITION OF "archive_log" DEFAULT;\n' }),
  migration('safety/primary-key-without-index', 'a table got another primary key', { name: 'key_titles', at: 'ADD PRIMARY', up: 'ALTER TABLE "archive_dataset" DROP CONSTRAINT "archive_dataset_pkey" CASCADE,\nADD PRIMARY KEY ("title");\n' }),
  migration('safety/refresh-blocks-reads', 'a materialized view was filled again while it is read', { name: 'refresh_counts', at: 'REFRESH', up: 'REFRESH MATERIALIZED VIEW "archive_count";\n' }),
  migration('safety/reindex-without-concurrently', 'an index was built anew in place', { name: 'rebuild', at: 'REINDEX', up: 'REINDEX TABLE "archive_dataset";\n' }),
  migration('safety/required-column-without-default', 'a column was required that no row has', { name: 'add_summary', at: 'ADD COLUMN', up: 'ALTER TABLE "archive_dataset" ADD COLUMN "summary" text NOT NULL;\n' }),
  migration('safety/rewrites-table', 'a table was written anew to do without its log', { name: 'unlogged', at: 'SET UNLOGGED', up: 'ALTER TABLE "archive_dataset_keyword" SET UNLOGGED;\n' }),
  migration('safety/set-not-null-scans', 'a column was required without a proof', { level: 'warn', name: 'require_abstract', at: 'ALTER COLUMN', up: 'ALTER TABLE "archive_dataset" ALTER COLUMN "abstract" SET NOT NULL;\n' }),
  migration('safety/trigger-blocks-writes', 'a trigger was dropped beside other work', { level: 'warn', off: true, name: 'drop_touch', at: 'DROP TRIGGER', up: 'DROP TRIGGER "archive_dataset_touch_updated_at" ON "archive_dataset";\n' }),
  migration('safety/type-change-rewrites', 'a text was given a length', { name: 'limit_hashes', at: 'ALTER COLUMN', up: 'ALTER TABLE "archive_file" ALTER COLUMN "sha256" TYPE varchar(64);\n' }),
  migration('safety/unique-without-index', 'a unique constraint came without its index', { name: 'unique_titles', at: 'ADD CONSTRAINT', up: 'ALTER TABLE "archive_dataset" ADD CONSTRAINT "archive_dataset_title_unique" UNIQUE ("title");\n' }),
  {
    rule: 'security/definer-without-search-path', story: 'the trigger function was to run with the rights of its owner', level: 'warn',
    does(folder) {
      const file = sqlOf(folder, 'touch_dataset_updated_at');
      replaceIn(folder, file, "SET search_path = ''", 'SECURITY DEFINER');
      return `${file}:1`;
    },
  },
  {
    rule: 'security/grant-to-public', story: 'a report was to read the people', level: 'warn',
    does(folder) {
      return `${added(folder, 'let_reports_read', 'GRANT SELECT ON "agent_person" TO PUBLIC;\n')}:1`;
    },
  },
  {
    rule: 'security/policy-without-row-security', story: 'a policy was written and row level security left off',
    does(folder) {
      const file = added(folder, 'own_requests', `CREATE POLICY "access_request_own" ON "access_request" USING ("purpose" <> '');\n`);
      return `${file}:1`;
    },
  },
  {
    rule: 'security/row-security-without-policy', story: 'row level security was turned on, and nobody let through',
    does(folder) {
      replaceIn(folder, 'sluice.config.ts', "  rules: {\n", "  rules: {\n    'security/row-security-without-policy': 'error',\n");
      addMigration(folder, 'close_requests', 'ALTER TABLE "access_request" ENABLE ROW LEVEL SECURITY;\n');
      const access = 'src/db/schemas/access.ts';
      return `${access}:${lineOf(folder, access, 'accessRequest = pgTable(')}`;
    },
  },
  {
    rule: 'sql/unanalysed-body', story: 'a migration puts its statements together while it runs', level: 'warn',
    does(folder) {
      const file = added(folder, 'drop_old_indexes', `DO $$
DECLARE old text;
BEGIN
  FOR old IN SELECT indexname FROM pg_indexes WHERE indexname LIKE 'old_%' LOOP
    EXECUTE format('DROP INDEX %I', old);
  END LOOP;
END $$;
`);
      return `${file}:5`;
    },
  },
  {
    rule: 'sql/unparsable', story: 'a statement was mistyped by hand',
    does(folder) {
      const file = sqlOf(folder, 'backfill_dataset_licence');
      lead(folder, file, 'UPDATE "archive_dataset" SETT "licence" = NULL;\n');
      return `${file}:1`;
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

/** At least one for every rule, in the order of their names. */
export const breaks: readonly Break[] = [...ownBreaks, ...deployBreaks, ...designBreaks, ...historyBreaks, ...keyBreaks, ...migrationBreaks]
  .sort((one, other) => (one.rule < other.rule ? -1 : one.rule > other.rule ? 1 : 0));

/** What can go wrong where the migrations lie so. */
export function breaksIn(lie: Lie): readonly Break[] {
  return breaks.filter(({ lies }) => lies === undefined || lies === lie);
}
