import { lineOf, replaceIn } from './living-copy.ts';
import type { Break } from './living-breaks.ts';

const archive = 'src/db/schemas/archive.ts';

/** For a rule that a team has to choose. */
function choose(folder: string, rule: string, setting = "'warn'"): void {
  replaceIn(folder, 'sluice.config.ts', '  rules: {\n', `  rules: {\n    '${rule}': ${setting},\n`);
}

/** Other words in the archive; the finding lies where `at` stands then. */
function written(folder: string, before: string, after: string, at = after): string {
  replaceIn(folder, archive, before, after);
  return `${archive}:${lineOf(folder, archive, at)}`;
}

/** Breaks of the rules about keys, uniques, exports and defaults. */
export const keyBreaks: readonly Break[] = [
  {
    rule: 'design/default-only-in-application', story: 'versions got a token that only the program makes', level: 'warn',
    does(folder) {
      choose(folder, 'design/default-only-in-application');
      const token = "    token: uuid('token').notNull().$defaultFn(() => crypto.randomUUID()),\n";
      return written(folder, "    doi: text('doi').unique(),\n", `${token}    doi: text('doi').unique(),\n`, token);
    },
  },
  {
    rule: 'design/explicit-on-delete', story: 'nobody said what becomes of datasets without a publisher', level: 'warn',
    does(folder) {
      choose(folder, 'design/explicit-on-delete');
      return written(folder, "agentOrganisation.id, { onDelete: 'restrict' })", 'agentOrganisation.id)');
    },
  },
  {
    rule: 'design/foreign-key-target', story: 'a key was pointed at a column that is not unique',
    does: (folder) => written(folder, 'agentOrganisation.id,', 'agentOrganisation.parentId,'),
  },
  {
    rule: 'design/foreign-key-type', story: 'a key was declared integer, and what it refers to is bigint', level: 'warn',
    does(folder) {
      written(folder, "publisherId: bigint('publisher_id', { mode: 'number' })", "publisherId: integer('publisher_id')");
      return `${archive}:${lineOf(folder, archive, '.references(() => agentOrganisation.id')}`;
    },
  },
  {
    rule: 'design/nullable-unique', story: 'versions were made unique by a date that most do not have yet', level: 'warn',
    does(folder) {
      const unique = "uniqueIndex('archive_version_dataset_id_number_unique')";
      return written(folder, `${unique}.on(table.datasetId, table.number)`, `${unique}.on(table.datasetId, table.releasedAt)`);
    },
  },
  {
    rule: 'design/required-columns', story: 'every table is to say since when a row is there', level: 'warn',
    does(folder) {
      choose(folder, 'design/required-columns', "['warn', { columns: { created_at: { type: 'timestamp with time zone', notNull: true } } }]");
      return `${archive}:${lineOf(folder, archive, 'archiveVersion = pgTable(')}`;
    },
  },
  {
    rule: 'design/table-not-exported', story: 'a table lost its export',
    does: (folder) => written(folder, 'export const archiveKeyword = ', 'const archiveKeyword = '),
  },
];
