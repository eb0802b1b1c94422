// A project that is made for a benchmark.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Of every table, besides its key. */
const columns = ['title', 'language', 'publisher', 'isbn', 'note', 'binding', 'call_number'];

/** Writes the files of a project into a folder of its own, which ends with the process. */
export function layOut(files) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  process.on('exit', () => { rmSync(folder, { recursive: true, force: true }); });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** As many tables in ten schema files; each has a migration that makes it, and one that gives it an index. */
export function projectFiles(count) {
  const tables = Array.from({ length: count }, (_, place) => `shelf_${String(place).padStart(3, '0')}`);
  const entries = Array.from({ length: 2 * count }, (_, idx) => ({ idx, version: '7', when: 1_700_000_000_000 + idx * 60_000, tag: `${prefix(idx)}_step`, breakpoints: true }));
  const steps = tables.flatMap((table, place) => [createTable(table, place === 0 ? null : tables[place - 1]), createIndex(table)]);
  const sql = entries.flatMap(({ tag }, idx) => [[`drizzle/${tag}.sql`, steps[idx]], [`drizzle/${tag}.down.sql`, 'SELECT 1;\n'], [`drizzle/meta/${prefix(idx)}_snapshot.json`, snapshot(tables.slice(0, Math.floor(idx / 2) + 1), idx)]]);
  const parts = Array.from({ length: 10 }, (_, part) => [`src/schema/part${part}.ts`, schemaPart(tables, part * (count / 10), (part + 1) * (count / 10))]);
  return {
    'package.json': '{ "name": "library", "type": "module", "workspaces": [] }',
    'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema/*.ts', out: './drizzle' };\n",
    'drizzle/meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries }, null, 2),
    ...Object.fromEntries([...sql, ...parts]),
  };
}

function prefix(idx) {
  return String(idx).padStart(4, '0');
}

function createTable(table, above) {
  const lines = ['"id" integer PRIMARY KEY NOT NULL', ...columns.map((column) => `"${column}" text NOT NULL`), '"above_id" integer', '"added_at" timestamp with time zone DEFAULT now() NOT NULL'];
  const made = `CREATE TABLE "${table}" (\n\t${lines.join(',\n\t')}\n);\n`;
  if (above === null) return made;
  return `${made}--> statement-breakpoint\nALTER TABLE "${table}" ADD CONSTRAINT "${table}_above_id_${above}_id_fk" FOREIGN KEY ("above_id") REFERENCES "public"."${above}"("id") ON DELETE no action ON UPDATE no action;\n`;
}

function createIndex(table) {
  return `CREATE INDEX "${table}_above_id_index" ON "${table}" USING btree ("above_id");\n`;
}

function schemaPart(tables, from, to) {
  const above = (place) => (place === 0 ? '' : `.references(() => ${tables[place - 1]}.id)`);
  const outside = from === 0 ? '' : `import { ${tables[from - 1]} } from './part${from / (to - from) - 1}';\n`;
  const declared = tables.slice(from, to).map((table, place) => `export const ${table} = pgTable('${table}', {
  id: integer('id').primaryKey(),
${columns.map((column) => `  ${column}: text('${column}').notNull(),`).join('\n')}
  above_id: integer('above_id')${above(from + place)},
  added_at: timestamp('added_at', { withTimezone: true }).notNull().defaultNow(),
}, (table) => [index('${table}_above_id_index').on(table.above_id)]);
`);
  return `import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';\n${outside}\n${declared.join('\n')}`;
}

function snapshot(tables, idx) {
  const id = (place) => `00000000-0000-0000-0000-${String(place).padStart(12, '0')}`;
  const entries = tables.map((name, place) => [`public.${name}`, {
    name, schema: '',
    columns: Object.fromEntries([
      ['id', { name: 'id', type: 'integer', primaryKey: true, notNull: true }],
      ...columns.map((column) => [column, { name: column, type: 'text', primaryKey: false, notNull: true }]),
      ['above_id', { name: 'above_id', type: 'integer', primaryKey: false, notNull: false }],
      ['added_at', { name: 'added_at', type: 'timestamp with time zone', primaryKey: false, notNull: true, default: 'now()' }],
    ]),
    indexes: place === tables.length - 1 && idx % 2 === 0 ? {} : { [`${name}_above_id_index`]: {
      name: `${name}_above_id_index`, columns: [{ expression: 'above_id', isExpression: false, asc: true, nulls: 'last' }],
      isUnique: false, concurrently: false, method: 'btree', with: {},
    } },
    foreignKeys: place === 0 ? {} : { [`${name}_above_id_${tables[place - 1]}_id_fk`]: {
      name: `${name}_above_id_${tables[place - 1]}_id_fk`, tableFrom: name, tableTo: tables[place - 1],
      columnsFrom: ['above_id'], columnsTo: ['id'], onDelete: 'no action', onUpdate: 'no action',
    } },
    compositePrimaryKeys: {}, uniqueConstraints: {}, policies: {}, checkConstraints: {}, isRLSEnabled: false,
  }]);
  return JSON.stringify({
    id: id(idx + 1), prevId: id(idx), version: '7', dialect: 'postgresql', tables: Object.fromEntries(entries),
    enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
  });
}
