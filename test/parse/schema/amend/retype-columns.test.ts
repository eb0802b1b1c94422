import { describe, expect, it } from 'vitest';
import type { Retyping } from '../../../../src/facts/amendment.ts';
import { keyOf } from '../../../../src/facts/names.ts';
import { amended, file, type Wish } from './amended.ts';
import { amendSchema } from '../../../../src/parse/schema/amend/amend-schema.ts';

/** Columns as `table.column`. */
function wishType(to: Retyping, columns: readonly string[]): Wish {
  return ({ catalog }) => ({
    kind: 'retypeColumns', to,
    columns: columns.map((path) => {
      const [table = '', column] = path.split('.');
      const origin = catalog.tables.get(keyOf({ schema: 'public', name: table }))?.columns.find(({ name }) => name === column)?.origin;
      if (origin === null || origin === undefined) throw new Error(`the sample has no ${path}`);
      return origin;
    }),
  });
}

function retyped(text: string, to: Retyping, ...columns: readonly string[]): string | null {
  const made = amended(text, wishType(to, columns));
  if (made === null) return null;
  expect([...new Set(made.changed)].sort()).toEqual(columns.map((path) => `changed column ${path}`).sort());
  return made.text;
}

/** The column "at" of a table before and after, with its imports. */
function column(written: string, to: Retyping, names: string): readonly [string, string] | null {
  const text = retyped(`import { ${names} } from 'drizzle-orm/pg-core';\nexport const loan = pgTable('loan', {\n  at: ${written},\n});\n`, to, 'loan.at');
  const [, imports = '', now = ''] = /^import \{ (.*) \} from[^\n]*\n.*\n {2}at: ([\s\S]*),\n\}\);\n$/.exec(text ?? '') ?? [];
  return text === null ? null : [now, imports];
}

describe('a timestamp gets its time zone', () => {
  const names = 'pgTable, timestamp';
  it.each([
    ["timestamp('at')", "timestamp('at', { withTimezone: true })"],
    ['timestamp()', 'timestamp({ withTimezone: true })'],
    ["timestamp('at').notNull().defaultNow()", "timestamp('at', { withTimezone: true }).notNull().defaultNow()"],
    ["timestamp('at', {})", "timestamp('at', { withTimezone: true })"],
    ['timestamp({ precision: 3 })', 'timestamp({ precision: 3, withTimezone: true })'],
    ["timestamp('at', {\n    precision: 3,\n  })", "timestamp('at', {\n    precision: 3,\n    withTimezone: true,\n  })"],
    ["timestamp(\n    'at',\n  )", "timestamp(\n    'at',\n    { withTimezone: true },\n  )"],
    ['timestamp().array()', 'timestamp({ withTimezone: true }).array()'],
  ])('%s', (before, after) => {
    expect(column(before, 'timestamptz', names)).toEqual([after, names]);
  });

  it.each([
    ['an option that was chosen', "timestamp('at', { withTimezone: false })"],
    ['options that are spread', "timestamp('at', { ...{ precision: 3 } })"],
    ['text that the application reads', "timestamp('at', { mode: 'string' })"],
  ])('not with %s', (_, written) => {
    expect(column(written, 'timestamptz', names)).toBeNull();
  });

  it('under another name, of a namespace and of what a function is given', () => {
    expect(column('ts()', 'timestamptz', 'pgTable, timestamp as ts')).toEqual(['ts({ withTimezone: true })', 'pgTable, timestamp as ts']);
    expect(retyped("import * as pg from 'drizzle-orm/pg-core';\nexport const loan = pg.pgTable('loan', { at: pg.timestamp() });", 'timestamptz', 'loan.at'))
      .toContain('{ at: pg.timestamp({ withTimezone: true }) }');
    expect(retyped("import { pgTable } from 'drizzle-orm/pg-core';\nexport const loan = pgTable('loan', (t) => ({ at: t.timestamp() }));", 'timestamptz', 'loan.at'))
      .toContain('{ at: t.timestamp({ withTimezone: true }) }');
    expect(retyped("import { pgTable } from 'drizzle-orm/pg-core';\nexport const loan = pgTable('loan', ({ timestamp }) => ({ at: timestamp() }));", 'timestamptz', 'loan.at'))
      .toContain('{ at: timestamp({ withTimezone: true }) }');
  });

  it('in an object that several tables share, for all of them', () => {
    const text = `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
const times = { at: timestamp() };
export const loan = pgTable('loan', { ...times });
export const book = pgTable('book', { ...times });
`;
    expect(amended(text, wishType('timestamptz', ['loan.at']))).toMatchObject({
      text: text.replace('timestamp() }', 'timestamp({ withTimezone: true }) }'),
      changed: ['changed column book.at', 'changed column loan.at'],
    });
  });

  it('not where a function of the project makes it', () => {
    const text = `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
const at = () => timestamp();
export const loan = pgTable('loan', { at: at() });
`;
    expect(retyped(text, 'timestamptz', 'loan.at')).toBeNull();
  });
});

describe('json becomes jsonb', () => {
  it('with the import that it takes, in order, and without the one that nobody uses', () => {
    expect(column("json('at').$type<string[]>()", 'jsonb', 'json, pgTable')).toEqual(["jsonb('at').$type<string[]>()", 'jsonb, pgTable']);
    expect(column('json()', 'jsonb', 'pgTable, json')).toEqual(['jsonb()', 'pgTable, jsonb']);
    expect(column('json()', 'jsonb', 'integer, json, jsonb, pgTable')).toEqual(['jsonb()', 'integer, jsonb, pgTable']);
    expect(column('j()', 'jsonb', 'json as j, pgTable')).toEqual(['jsonb()', 'jsonb, pgTable']);
    expect(column('json()', 'jsonb', 'json, jsonb as b, pgTable')).toEqual(['b()', 'jsonb as b, pgTable']);
  });

  it('in an import of several lines', () => {
    const text = (name: string): string => `import {
  ${name},
  pgTable,
} from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', { terms: ${name}() });
`;
    expect(retyped(text('json'), 'jsonb', 'loan.terms')).toBe(text('jsonb'));
  });

  it('and keeps what others use', () => {
    const text = `import { json, pgTable } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', { json: json(), terms: json() });
`;
    expect(retyped(text, 'jsonb', 'loan.terms')).toBe(`import { json, jsonb, pgTable } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', { json: json(), terms: jsonb() });
`);
    expect(retyped(text, 'jsonb', 'loan.terms', 'loan.json')).toBe(`import { jsonb, pgTable } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', { json: jsonb(), terms: jsonb() });
`);
  });

  it('not where the name means something else', () => {
    expect(retyped("import { json, pgTable } from 'drizzle-orm/pg-core';\nconst jsonb = 1;\nexport const loan = pgTable('loan', { at: json() }, () => [] && jsonb);", 'jsonb', 'loan.at')).toBeNull();
    expect(retyped("import { pgTable } from 'drizzle-orm/pg-core';\nexport const loan = pgTable('loan', ({ json }) => ({ at: json() }));", 'jsonb', 'loan.at')).toBeNull();
  });
});

describe('a number gets room', () => {
  it('and stays a number in TypeScript', () => {
    expect(column("integer('at').notNull()", 'bigint', 'integer, pgTable')).toEqual(["bigint('at', { mode: 'number' }).notNull()", 'bigint, pgTable']);
    expect(column('smallint()', 'bigint', 'pgTable, smallint')).toEqual(["bigint({ mode: 'number' })", 'bigint, pgTable']);
    expect(column('serial().primaryKey()', 'bigint', 'pgTable, serial')).toEqual(["bigserial({ mode: 'number' }).primaryKey()", 'bigserial, pgTable']);
  });

  it('not while its identity ends where it is told to', () => {
    const identity = (options: string): string => `integer().generatedAlwaysAsIdentity(${options})`;
    expect(column(identity('{ startWith: 7 }'), 'bigint', 'integer, pgTable')?.[0])
      .toBe("bigint({ mode: 'number' }).generatedAlwaysAsIdentity({ startWith: 7 })");
    expect(column(identity('{ maxValue: 2147483647 }'), 'bigint', 'integer, pgTable')).toBeNull();
    expect(column(identity('{ ...{ maxValue: 9 } }'), 'bigint', 'integer, pgTable')).toBeNull();
  });

  it('with the columns that refer to it, in one go', () => {
    const text = `import { integer, pgTable, serial, text } from "drizzle-orm/pg-core";
export const book = pgTable("book", { id: serial().primaryKey(), pages: integer() });
export const loan = pgTable("loan", { book: integer().references(() => book.id), note: text() });
`;
    expect(amended(text, wishType('bigint', ['book.id', 'loan.book']))).toMatchObject({
      text: `import { bigint, bigserial, integer, pgTable, text } from "drizzle-orm/pg-core";
export const book = pgTable("book", { id: bigserial({ mode: "number" }).primaryKey(), pages: integer() });
export const loan = pgTable("loan", { book: bigint({ mode: "number" }).references(() => book.id), note: text() });
`,
      changed: ['changed column book.id', 'changed column loan.book'],
    });
    expect(retyped(text, 'bigint', 'book.id', 'loan.note')).toBeNull();
  });
});

describe('a serial becomes an identity', () => {
  it.each([
    ["serial('at').primaryKey()", "integer('at').primaryKey().generatedByDefaultAsIdentity()", 'pgTable, serial', 'integer, pgTable'],
    ['smallserial()', 'smallint().generatedByDefaultAsIdentity()', 'pgTable, smallserial', 'pgTable, smallint'],
    ["bigserial({ mode: 'bigint' }).notNull()", "bigint({ mode: 'bigint' }).notNull().generatedByDefaultAsIdentity()", 'bigserial, pgTable', 'bigint, pgTable'],
    ['serial()\n    .primaryKey()\n    .notNull()', 'integer()\n    .primaryKey()\n    .notNull()\n    .generatedByDefaultAsIdentity()', 'integer, pgTable, serial', 'integer, pgTable'],
  ])('%s', (before, after, imports, then) => {
    expect(column(before, 'identity', imports)).toEqual([after, then]);
  });

  it('not with a default of its own', () => {
    expect(column('serial().default(7)', 'identity', 'pgTable, serial')).toBeNull();
  });
});

it('nothing is retyped that is no such column', () => {
  expect(column('integer()', 'jsonb', 'integer, pgTable')).toBeNull();
  expect(amendSchema(file, 'const book = 1;', { kind: 'retypeColumns', columns: [{ file, span: { start: 6, end: 10 } }], to: 'jsonb' })).toBeNull();
});
