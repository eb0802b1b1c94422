import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterMigrations } from '../../src/catalog/after-migrations.ts';
import { difference, showDifference } from '../../src/catalog/difference.ts';
import { newestSnapshot } from '../../src/catalog/newest-snapshot.ts';
import type { Catalog } from '../../src/facts/catalog.ts';
import type { History } from '../../src/facts/history.ts';
import { placeIn } from '../../src/intake/edits-of.ts';
import { newMigrationEdits } from '../../src/parse/drizzle/add-migration.ts';
import { readHistory } from '../../src/parse/drizzle/history.ts';
import { readExpressionText } from '../../src/parse/sql/expression.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';
import { spellType } from '../../src/parse/sql/types.ts';
import { memoryTexts } from '../kit/sample-project.ts';
import { kitProject, type KitProject } from './kit-project.ts';

const require = createRequire(import.meta.url);

type Files = Readonly<Record<string, string>>;
type Rebuilt = (snapshots: Readonly<Record<string, unknown>>, id: string) => Promise<{ readonly ddl: readonly unknown[] }>;
const { reconstruct } = require('drizzle-kit/api-postgres') as { readonly reconstruct: Rebuilt };

const imports = `import { sql } from 'drizzle-orm';
import { pgTable, pgEnum, pgSchema, integer, text, uuid, varchar, timestamp, serial, numeric, index, uniqueIndex, primaryKey,
  unique, check, pgView, pgMaterializedView, pgSequence, pgPolicy, pgRole } from 'drizzle-orm/pg-core';
export const reader = pgRole('reader');
`;

const library = `${imports}
export const state = pgEnum('state', ['draft', 'published']);
export const archive = pgSchema('archive');
export const author = pgTable('author', {
  id: serial('id').primaryKey(), name: varchar('name', { length: 200 }).notNull().unique(), tags: text('tags').array().default([]),
});
export const book = pgTable('book', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  authorId: integer('author_id').references(() => author.id, { onDelete: 'cascade' }), title: text('title').notNull(),
  price: numeric('price', { precision: 10, scale: 2 }).default('0.00'), state: state('state').default('draft').notNull(),
}, (t) => [
  index().on(t.authorId), index('book_title').on(t.title.desc().nullsLast(), t.state).where(sql\`\${t.price} > 0\`),
  uniqueIndex('book_lower').on(sql\`lower(\${t.title})\`), check('price_positive', sql\`\${t.price} >= 0\`),
  unique().on(t.title, t.authorId).nullsNotDistinct(), pgPolicy('readers', { for: 'select', to: reader, using: sql\`true\` }),
]);
export const loan = archive.table('loan', {
  book: integer('book').notNull().references(() => book.id), day: timestamp('day', { withTimezone: true }).defaultNow().notNull(),
  reader: uuid('reader').defaultRandom().notNull(),
}, (t) => [primaryKey({ columns: [t.book, t.day] })]);
export const titles = pgView('titles').as((qb) => qb.select({ title: book.title }).from(book));
export const counted = pgMaterializedView('counted').as((qb) => qb.select({ name: author.name }).from(author));
export const numbers = pgSequence('numbers', { startWith: 100 });
`;

const altered = library
  .replace('length: 200', 'length: 300').replace(`['draft', 'published']`, `['draft', 'review', 'published']`)
  .replace(`.default('0.00')`, '.notNull()').replace(`check('price_positive', sql\`\${t.price} >= 0\`)`, `check('price_positive', sql\`\${t.price} > 0\`)`)
  .replace(`{ onDelete: 'cascade' }`, `{ onDelete: 'set null' }`)
  .replace('title: text', `isbn: varchar('isbn', { length: 13 }), title: text`);

/** A table, a column and an enum under other names, and a schema. */
const renamed = altered
  .replace(`pgTable('author'`, `pgTable('writer'`).replace(`title: text('title')`, `title: text('heading')`)
  .replace(`pgEnum('state'`, `pgEnum('status'`).replace(`pgSchema('archive')`, `pgSchema('vault')`);
const renames = [
  { type: 'rename', kind: 'table', from: ['public', 'author'], to: ['public', 'writer'] },
  { type: 'rename', kind: 'column', from: ['public', 'book', 'title'], to: ['public', 'book', 'heading'] },
  { type: 'rename', kind: 'enum', from: ['public', 'state'], to: ['public', 'status'] },
  { type: 'rename', kind: 'schema', from: ['archive'], to: ['vault'] },
];

const shelf = `export const shelf = pgTable('shelf', { id: integer('id').primaryKey(), room: text('room') });\n`;
const born = (schema: string): string => schema.replace('tags: text', `born: timestamp('born'), tags: text`);
const both = `${born(renamed)}${shelf}`;
const dropped = born(renamed).replace(/export const (titles|counted|numbers)[^\n]*\n/g, '').replace(/export const loan[\s\S]*?\]\);\n/, '');

/** Migrations by tag, with what they were generated for. */
interface Story {
  readonly project: KitProject;
  readonly files: Files;
  /** The two branches, while nothing had merged them. */
  readonly open: Files;
  /** The same with an empty migration that merges them. */
  readonly merged: { readonly files: Files; readonly tag: string };
}

function told(): Story {
  const project = kitProject();
  project.generate(library, 'library');
  project.generate(altered, 'altered');
  project.generate(renamed, 'renamed', ['--hints', JSON.stringify(renames)]);
  project.generate(renamed, 'notes', ['--custom']);
  const putBack = project.without(project.generate(`${renamed}${shelf}`, 'shelf') ?? '');
  project.generate(born(renamed), 'born');
  putBack();
  project.write('src/schema.ts', both);
  const open = project.files();
  const tag = project.generate(both, 'merge', ['--custom']) ?? '';
  const merged = { files: project.files(), tag };
  project.generate(`${dropped}${shelf}`, 'dropped');
  return { project, files: project.files(), open, merged };
}

function historyOf(files: Files): History {
  return readHistory(memoryTexts(files), 'drizzle', { readSql, spellType, spellExpression: readExpressionText, snapshots: 'all' });
}

/** The state that drizzle-kit rebuilds, as a snapshot that is whole. */
async function rebuiltByKit(files: Files, id: string): Promise<Catalog | undefined> {
  const snapshots = Object.fromEntries(Object.entries(files).filter(([path]) => path.endsWith('/snapshot.json'))
    .map(([path, text]) => [path.split('/').at(-2) ?? '', JSON.parse(text) as unknown]));
  const { ddl } = await reconstruct(snapshots, id);
  const whole = JSON.stringify({ type: 'base', version: '9', dialect: 'postgres', id: 'whole', prevIds: [], footprints: [], ddl });
  return historyOf({ 'drizzle/20260101000000_whole/snapshot.json': whole }).migrations[0]?.snapshot?.catalog;
}

/** A snapshot says that a column is serial; how its sequence was called before its table got another name it does not say. */
const sequenceKept = /^column writer\.id: default nextval\('writer_id_seq'::regclass\) in the snapshot, nextval\('author_id_seq'::regclass\) in the SQL$/;

function differences(before: Catalog | undefined, after: Catalog): readonly string[] {
  if (before === undefined) return ['no catalog'];
  const found = difference(before, after).map((each) => showDifference(each, { before: 'in the snapshot', after: 'in the SQL' }));
  return found.filter((each) => !sequenceKept.test(each));
}

describe('snapshots that drizzle-kit 1.0 writes', () => {
  let story: Story;
  beforeAll(() => { story = told(); });
  afterAll(() => { story.project.end(); });

  it('are rebuilt as drizzle-kit rebuilds them', async () => {
    const { migrations, problems } = historyOf(story.files);
    expect(problems).toEqual([]);
    expect(migrations.map(({ tag }) => tag.replace(/^\d+_/, '')).sort()).toEqual(['altered', 'born', 'dropped', 'library', 'merge', 'notes', 'renamed', 'shelf']);
    for (const { tag, snapshot } of migrations) {
      expect([tag, snapshot?.catalog]).toEqual([tag, await rebuiltByKit(story.files, snapshot?.id ?? '')]);
    }
  });

  it('hold what the SQL makes', () => {
    const { migrations } = historyOf(story.files);
    const isBranch = (tag: string): boolean => /_(?:shelf|born)$/.test(tag);
    const found = migrations.map(({ tag, snapshot }, place) =>
      [tag, isBranch(tag) ? [] : differences(snapshot?.catalog, afterMigrations(migrations.slice(0, place + 1)))]);
    expect(found).toEqual(migrations.map(({ tag }) => [tag, []]));
  });

  it('are put together where branches are open, as the merge then does', async () => {
    const newest = newestSnapshot(historyOf(story.open));
    expect(newest?.snapshots).toHaveLength(2);
    const id = historyOf(story.merged.files).migrations.find(({ tag }) => tag === story.merged.tag)?.snapshot?.id ?? '';
    expect(newest?.catalog).toEqual(await rebuiltByKit(story.merged.files, id));
    expect(newestSnapshot(historyOf(story.files))?.snapshots.map(({ file }) => file)).toEqual([expect.stringContaining('_dropped/')]);
  });

  it.each(['open', 'files'] as const)('are gone on from by a migration of ours: %s', (which) => {
    const project = kitProject();
    try {
      const files = story[which];
      for (const [file, text] of Object.entries(files)) project.write(file, text);
      const place = placeIn(historyOf(files), null, new Map());
      const edits = place === null ? null : newMigrationEdits({ name: 'seed', up: 'SELECT 1;', down: 'SELECT 2;' }, place, (file) => files[file] ?? null);
      expect(edits?.map(({ file }) => file.replace(/\d{14}/, '…'))).toEqual(['migration', 'down', 'snapshot'].map((name) =>
        `drizzle/…_seed/${name}.${name === 'snapshot' ? 'json' : 'sql'}`));
      for (const { file, text } of edits ?? []) project.write(file, text);
      expect(project.check()).toEqual({ passed: true, said: expect.not.stringContaining('warnings') as string });
      const after = historyOf(project.files());
      expect(newestSnapshot(after)?.snapshots).toHaveLength(1);
      expect(newestSnapshot(after)?.catalog).toEqual(newestSnapshot(historyOf(files))?.catalog);
    } finally {
      project.end();
    }
  });

  it('are left alone where branches conflict, as drizzle-kit does', () => {
    const project = kitProject();
    try {
      project.generate(library, 'library');
      const putBack = project.without(project.generate(library.replace('length: 200', 'length: 250'), 'longer') ?? '');
      project.generate(library.replace('length: 200', 'length: 300'), 'longest');
      putBack();
      expect(project.check()).toMatchObject({ passed: false, said: expect.stringContaining('"conflicts"') as string });
      expect(newestSnapshot(historyOf(project.files()))).toBeNull();
    } finally {
      project.end();
    }
  });
});
