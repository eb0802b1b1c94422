import { historyFiles } from '../kit/sample-project.ts';
import { clone, commit, git, repository } from '../project/folder.ts';

/**
 * A lending library that began before the gate: a column in camelCase and an index built without CONCURRENTLY stand
 * since long. Its snapshots say nothing, so the rule that compares them is off; it is closed while it deploys, so the one
 * about code in use is off too.
 */
export const library: Readonly<Record<string, string>> = {
  'drizzle.config.ts': `import { defineConfig } from 'drizzle-kit';

export default defineConfig({ dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' });
`,
  'sluice.config.json': '{ "rules": { "history/schema-not-generated": "off", "breaking/still-read-by-deployed-code": "off" } }',
  'src/schema.ts': `import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';

export const author = pgTable('author', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  bornOn: text('bornOn'),
});

export const book = pgTable(
  'book',
  {
    id: integer('id').primaryKey(),
    authorId: integer('author_id').notNull().references(() => author.id),
    title: text('title').notNull(),
  },
  (table) => [
    index('book_author_id_index').on(table.authorId),
    index('book_title_index').on(table.title),
  ],
);
`,
  ...historyFiles({
    '0000_authors_and_books': {
      up: `CREATE TABLE "author" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"bornOn" text
);
--> statement-breakpoint
CREATE TABLE "book" (
	"id" integer PRIMARY KEY NOT NULL,
	"author_id" integer NOT NULL,
	"title" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "book" ADD CONSTRAINT "book_author_id_author_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."author"("id");
--> statement-breakpoint
CREATE INDEX "book_author_id_index" ON "book" USING btree ("author_id");
`,
      down: 'DROP TABLE "book";\n--> statement-breakpoint\nDROP TABLE "author";\n',
    },
    '0001_index_titles': {
      up: 'CREATE INDEX "book_title_index" ON "book" USING btree ("title");\n', down: 'DROP INDEX "book_title_index";\n',
    },
  }),
};

/** What is wrong with it since long, as `rule file:line`. */
export const oldFindings = [
  'safety/index-without-concurrently drizzle/0001_index_titles.sql:1',
  'naming/snake-case src/schema.ts:6',
];

/** A clone of the library on a branch of its own, as somebody has it who works on a change. */
export function branchOf(files: Readonly<Record<string, string>> = library): string {
  const work = clone(repository(files));
  git(work, 'switch', '--quiet', '-c', 'loans');
  return work;
}

export { commit, git };
