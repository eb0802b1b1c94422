import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { rule } from '../../src/rule/index.ts';
import { findingsIn, fixFiles } from '../kit/fixed-files.ts';
import { historyFiles } from '../kit/sample-project.ts';

const history = historyFiles({ '0000_none': { up: 'select 1;', down: 'select 1;' } });
const imports = "import { foreignKey, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';\n";

/** A rule of a team whose fix makes of every table called book what it is told. */
function renames(id: string, to: string): ReturnType<typeof rule> {
  return rule({
    id, title: 'Name it otherwise', why: 'So.', instead: 'Do.', level: 'error', examples: [],
    check: {
      table: (table) => (table.name !== 'book' || table.origin === null ? undefined : {
        at: table.origin, text: `${table.name} is a name for a team of one.`,
        fix: { text: 'Name it.', amendment: { kind: 'renameDeclared', at: table.origin, from: 'book', to } },
      }),
    },
  });
}

const shelf = { ...history, 'src/schema.ts': `${imports}export const book = pgTable('book', { id: integer('id').primaryKey(), shelfId: integer('shelfId') });\n` };

describe('a fix', () => {
  it('is taken back where it makes another finding, and the others stay', () => {
    const { texts, fixed } = fixFiles(shelf, { rules: [...rules, renames('team/short', 'Book')] });
    expect(texts.get('src/schema.ts')).toContain("pgTable('book', { id: integer('id').primaryKey(), shelfId: integer('shelf_id') })");
    expect(fixed.map((finding) => finding.rule)).toEqual(['naming/snake-case']);
  });

  it('is taken back where it does not cure', () => {
    const same = renames('team/same', 'book');
    expect(fixFiles(shelf, { rules: [same] })).toMatchObject({ fixed: [], findings: findingsIn(shelf, { rules: [same] }) });
  });

  it('waits where another has changed its place: the first in order wins', () => {
    const { texts, fixed } = fixFiles(shelf, { rules: [renames('team/first', 'volume'), renames('team/second', 'tome')] });
    expect(texts.get('src/schema.ts')).toContain("pgTable('volume',");
    expect(fixed.map((finding) => finding.rule)).toEqual(['team/first']);
  });

  it('of more than ten places in one table is one round', () => {
    const columns = Array.from({ length: 14 }, (_, at) => `  by${at}: integer('by_${at}').references((): any => author.id),\n`).join('');
    const files = { ...history, 'src/schema.ts': `${imports}export const author = pgTable('author', { id: integer('id').primaryKey() });
export const book = pgTable('book', {\n  id: integer('id').primaryKey(),\n${columns}});\n` };
    const { texts, fixed, findings } = fixFiles(files);
    expect(fixed).toHaveLength(14);
    expect(texts.get('src/schema.ts')?.match(/index\('book_by_\d+_idx'\)/g)).toHaveLength(14);
    expect(findings.filter((finding) => finding.rule === 'indexes/foreign-key-covered')).toEqual([]);
  });

  it('of a key that begins another one adds no index that the other makes needless', () => {
    const files = { ...history, 'src/schema.ts': `${imports}export const shelf = pgTable('shelf', { hall: integer('hall'), row: integer('row') },
  (t) => [primaryKey({ columns: [t.hall, t.row], name: 'shelf_pk' })]);
export const hall = pgTable('hall', { id: integer('id').primaryKey() });
export const book = pgTable('book', { hall: integer('hall').references(() => hall.id), row: integer('row') },
  (t) => [foreignKey({ columns: [t.hall, t.row], foreignColumns: [shelf.hall, shelf.row], name: 'book_shelf_fk' })]);
` };
    const { findings, fixed } = fixFiles(files);
    expect(fixed.length).toBeGreaterThan(0);
    expect(findings.filter((finding) => finding.rule === 'indexes/redundant')).toEqual([]);
  });
});
