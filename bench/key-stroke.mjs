// CPU of a key stroke in an editor: ESLint with our plugin against ESLint's own bare parse of the same text. An editor's
// server makes an ESLint for every validation, so each stroke does; the process, and what the plugin keeps, stays. The
// project is made here: 200 migrations, 100 tables in 10 files. The two take turns, and the ratio is taken stroke by stroke.
//   npm run build && node bench/key-stroke.mjs [strokes]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ESLint } from 'eslint';

const strokes = Number(process.argv[2] ?? 30);
const warmUp = 10;
/** Of every table, besides its key. */
const columns = ['title', 'language', 'publisher', 'isbn', 'note', 'binding', 'call_number'];
const { default: sluice } = await import(new URL('../dist/src/eslint/index.js', import.meta.url).href);
const files = projectFiles(100);
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
process.on('exit', () => { rmSync(folder, { recursive: true, force: true }); });
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const withPlugin = sluice.configs.recommended;
/** The same parsers and languages, and no rule. */
const bare = withPlugin.map(({ rules: _, settings: __, ...config }) => config);

const edits = {
  'the schema': ['src/schema/part9.ts', (text, at) => `${text}\n// ${at}`],
  'the newest migration': ['drizzle/0199_step.sql', (text, at) => `${text}\n-- ${at}`],
  'the oldest migration': ['drizzle/0000_step.sql', (text, at) => `-- ${at}\n${text}`],
};

console.log(`200 migrations, 100 tables, ${strokes} strokes after ${warmUp} to warm up, Node ${process.version}`);
for (const [name, [path, edit]] of Object.entries(edits)) {
  const rounds = [];
  for (let at = 0; at < warmUp + strokes; at += 1) {
    const text = edit(files[path], at);
    const [own, theirs] = [await cpuOf(withPlugin, path, text), await cpuOf(bare, path, text)];
    if (at >= warmUp) rounds.push({ own, theirs, ratio: own / theirs });
    await pause(at % 3 === 0 ? 320 : 20);
  }
  const figure = (key) => median(rounds.map((round) => round[key]));
  console.log(`${name.padEnd(22)} ${figure('own').toFixed(1).padStart(6)} ms, bare parse ${figure('theirs').toFixed(1).padStart(5)} ms, ratio ${figure('ratio').toFixed(1)}`);
}

/** Milliseconds of CPU that linting a text takes. */
async function cpuOf(config, path, text) {
  const before = process.cpuUsage();
  const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: config });
  const [result] = await eslint.lintText(text, { filePath: join(folder, path) });
  const { user, system } = process.cpuUsage(before);
  const fatal = result.messages.find((message) => message.fatal || message.ruleId === 'sluice/setup');
  if (fatal !== undefined) throw new Error(`${path}: ${fatal.message}`);
  return (user + system) / 1000;
}

/** Each table has a migration that makes it, and one that gives it an index. */
function projectFiles(count) {
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

function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}
