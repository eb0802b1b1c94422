import { describe, expect, it } from 'vitest';
import { declared, reasonsOf, schemaOf, tableOf } from './schema-of.ts';

describe('a table', () => {
  it('lies in a schema, or has its name from a creator', () => {
    const schema = declared(`
      export const press = pgSchema('press');
      const prefixed = pgTableCreator((name) => \`shop_\${name}\`);
      export const proof = press.table('proof', {});
      export const order = prefixed('order', {});`);
    expect([...schema.catalog.tables.keys()]).toEqual(['press.proof', 'public.shop_order']);
    expect([...schema.catalog.schemas.keys()]).toEqual(['public', 'press']);
  });

  it('whose name cannot be told is told of, and of no other', () => {
    const schema = declared(`
      const prefixed = pgTableCreator((name) => \`\${process.env.PREFIX}_\${name}\`);
      export const order = prefixed('order', { id: integer() });
      export const book = pgTable('book', { id: integer() });`);
    expect([...schema.catalog.tables.keys()]).toEqual(['public.book']);
    expect(reasonsOf(schema)).toEqual(['the name of a table cannot be told: process.env.PREFIX is known only when it runs']);
  });

  it.each([
    "process.env.LIBRARY || 'library'", "process.env.LIBRARY ?? 'library'", "process.env['LIBRARY'] ?? process.env.PRESS ?? 'library'",
    "LIBRARY || 'library'",
  ])('whose schema is %s has the default, and that is told', (name) => {
    const schema = declared(`const { LIBRARY } = process.env;
      export const library = pgSchema(${name});
      export const book = library.table('book', { id: integer() });`);
    expect([...schema.catalog.tables.keys()]).toEqual(['library.book']);
    expect(reasonsOf(schema)).toEqual([]);
    expect(schema.assumed.at(-1)?.reason).toMatch(/^process\.env\.\w+ is known only when it runs: its default is taken$/);
  });

  it.each([
    "process.env.LIBRARY && 'library'", "process.env.LIBRARY ? 'a' : 'b'", 'process.env.LIBRARY || nameOf()',
    "`${process.env.LIBRARY}` || 'library'", "process.env.LIBRARY + 'x' || 'library'",
  ])('whose schema is %s is not guessed', (name) => {
    const schema = declared(`export const library = pgSchema(${name});
      export const book = library.table('book', { id: integer() });`);
    expect(schema.catalog.tables.size).toBe(0);
    expect(reasonsOf(schema).length).toBeGreaterThan(0);
    expect(schema.assumed).toEqual([]);
  });

  it.each([
    ["pgTable('book', {}).enableRLS()", true], ["pgTable.withRLS('book', {})", true], ["pgTable('book', {})", false],
    ["pgTable('book', {}, () => [pgPolicy('all')])", true],
  ])('%s has row security: %s', (code, rowSecurity) => {
    expect(tableOf(declared(`export const book = ${code};`), 'public.book').rowSecurity).toBe(rowSecurity);
  });

  it('takes its columns from the function form', () => {
    const schema = declared("export const book = pgTable('book', (t) => ({ id: t.uuid().notNull(), title: t.varchar({ length: 9 }) }));");
    expect(tableOf(schema, 'public.book').columns.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'uuid'], ['title', 'character varying(9)'],
    ]);
  });
});

describe('what only TypeScript tells', () => {
  it('is a default that the application gives', () => {
    const book = tableOf(declared(`export const book = pgTable('book', {
      id: text().$defaultFn(() => crypto.randomUUID()), updated: timestamp().$onUpdate(() => new Date()), title: text().$type<string>(),
    });`), 'public.book');
    expect(book.columns.map(({ name, defaultInApplication }) => [name, defaultInApplication ?? false]))
      .toEqual([['id', 'uuid'], ['updated', 'now'], ['title', false]]);
  });

  it.each([
    ['() => randomUUID()', 'uuid'], ['() => crypto.randomUUID()', 'uuid'], ['() => v4()', 'uuid'], ['() => v7()', 'other'],
    ['function () { return new Date(); }', 'now'], ['() => new Date().toISOString()', 'now'], ['() => sql`now()`', 'now'],
    ['() => new Date(0)', 'other'], ['() => Date.now()', 'other'], ["() => 'draft'", 'constant'], ['() => -1', 'constant'],
    ['() => ({})', 'constant'], ['() => [1]', 'other'], ['() => nanoid()', 'other'], ['make', 'other'], ['now', 'now'],
  ])('is a default that is made by %s: %s', (made, kind) => {
    const file = `import { randomUUID } from 'node:crypto'; import { v4, v7 } from 'uuid'; import { nanoid } from 'nanoid';
      import { sql } from 'drizzle-orm'; import { pgTable, text } from 'drizzle-orm/pg-core'; import { make } from './make';
      const now = () => new Date();
      export const book = pgTable('book', { id: text().$defaultFn(${made}).$onUpdate(() => 1) });`;
    expect(tableOf(schemaOf({ 'book.ts': file }), 'public.book').columns[0]?.defaultInApplication).toBe(kind);
  });

  it('is that nobody chose what a foreign key does on delete', () => {
    const loan = tableOf(declared(`export const book = pgTable('book', { id: integer().primaryKey() });
      export const loan = pgTable('loan', {
        first: integer().references(() => book.id), second: integer().references(() => book.id, { onDelete: 'no action' }),
        third: integer(), fourth: integer(),
      }, (t) => [
        foreignKey({ columns: [t.third], foreignColumns: [book.id] }),
        foreignKey({ columns: [t.fourth], foreignColumns: [book.id] }).onDelete('cascade'),
      ]);`), 'public.loan');
    expect(loan.constraints.map((one) => (one.kind === 'foreignKey' ? [one.columns[0], one.onDelete, one.onDeleteLeftOut ?? false] : [])))
      .toEqual([['first', 'no action', true], ['second', 'no action', false], ['third', 'no action', true], ['fourth', 'cascade', false]]);
  });
});

describe('an enum', () => {
  it.each([
    ["['novel', 'poetry']", ['novel', 'poetry']],
    ['Genre', ['novel', 'poetry']],
    ['genres', ['novel', 'essay']],
    ['Object.values(Genre)', ['novel', 'poetry']],
    ['[...genres, Genre.Poetry] as const', ['novel', 'essay', 'poetry']],
    ["Object.keys({ novel: 1, essay: 2 }) as [string, ...string[]]", ['novel', 'essay']],
  ])('%s', (values, expected) => {
    const schema = declared(`enum Genre { Novel = 'novel', Poetry = 'poetry' }
      const genres = ['novel', 'essay'] as const;
      export const genre = pgEnum('genre', ${values});`);
    expect(schema.catalog.enums.get('public.genre')).toMatchObject({ values: expected, partial: false });
  });

  it('whose values cannot be told is partial', () => {
    const schema = declared("import { genres } from 'some-package'; export const genre = pgEnum('genre', genres);");
    expect(schema.catalog.enums.get('public.genre')).toMatchObject({ values: [], partial: true });
    expect(schema.unresolved).toHaveLength(1);
  });
});

describe('a view', () => {
  it('has its query where it is written as SQL', () => {
    const { views } = declared(`export const book = pgTable('book', { id: integer(), title: text() });
      export const titles = pgView('titles', { title: text() }).as(sql\`select \${book.title} from \${book} where \${book.id} > \${3}\`);
      export const built = pg.pgMaterializedView('built').as((qb) => qb.select().from(book));`).catalog;
    expect(views.get('public.titles')).toMatchObject({
      materialized: false, definition: { text: 'select "book"."title" from "book" where "book"."id" > 3' },
    });
    expect(views.get('public.built')).toMatchObject({ materialized: true, definition: null });
  });

  it('that exists already is not made by drizzle', () => {
    expect(declared("export const old = pgView('old', { id: integer() }).existing();").catalog.views.size).toBe(0);
  });
});

describe('a policy', () => {
  it('has roles in order, a command and clauses', () => {
    const schema = declared(`import { authUid, authenticatedRole } from 'drizzle-orm/supabase';
      export const book = pgTable('book', { owner: uuid() }, (t) => [
        pgPolicy('owners', { as: 'restrictive', for: 'update', to: ['editor', authenticatedRole], using: sql\`\${t.owner} = \${authUid}\`, withCheck: sql\`true\` })]);`);
    expect(schema.catalog.policies.get('public.book.owners')).toMatchObject({
      permissive: false, command: 'update', roles: ['authenticated', 'editor'],
      using: { text: '"book"."owner" = (select auth.uid())' }, check: { text: 'true' },
    });
  });

  it('may be linked to a table, and is none without one', () => {
    const schema = declared(`export const book = pgTable('book', {});
      export const linked = pgPolicy('linked').link(book);
      export const loose = pgPolicy('loose');`);
    expect([...schema.catalog.policies.keys()]).toEqual(['public.book.linked']);
    expect(tableOf(schema, 'public.book').rowSecurity).toBe(true);
  });

  it('comes four at a time from crudPolicy', () => {
    const schema = declared(`import { authenticatedRole, authUid, crudPolicy } from 'drizzle-orm/neon';
      export const book = pgTable('book', { owner: uuid() }, (t) => [
        crudPolicy({ role: authenticatedRole, read: true, modify: authUid(t.owner) })]);`);
    expect(reasonsOf(schema)).toEqual([]);
    expect([...schema.catalog.policies.values()].map(({ name, command }) => [name, command])).toEqual(
      ['select', 'insert', 'update', 'delete'].map((command) => [`crud-authenticated-policy-${command}`, command]));
  });
});

it('a foreign key may lead to a table of Supabase', () => {
  const schema = declared(`import { authUsers } from 'drizzle-orm/supabase';
    export const reader = pgTable('reader', { id: uuid().references(() => authUsers.id) });`);
  expect(tableOf(schema, 'public.reader').constraints).toMatchObject([
    { name: 'reader_id_users_id_fk', references: { schema: 'auth', name: 'users' } },
  ]);
});

it('sequences are declared, those of identities are not', () => {
  const schema = declared(`export const ticket = pgSequence('ticket');
    export const book = pgTable('book', { id: integer().generatedAlwaysAsIdentity() });`);
  expect([...schema.catalog.sequences.values()]).toMatchObject([{ name: 'ticket', type: 'bigint', ownedBy: null }]);
});

describe('what is not exported', () => {
  it('is no part of the schema, and is told', () => {
    const schema = declared(`const draft = pgTable('draft', {});
      export const nested = { note: pgTable('note', {}) };
      const genre = pgEnum('genre', ['novel']);
      export const book = pgTable('book', {}).enableRLS();`);
    expect([...schema.catalog.tables.keys()]).toEqual(['public.book']);
    expect(schema.catalog.unexported?.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['enum genre', 'table draft', 'table note']);
  });

  it('is no view that exists already, and nothing that a file gives on under a name that is taken', () => {
    const schema = schemaOf({
      'index.ts': "export * from './book'; export const shelf = undefined;",
      'book.ts': `import { integer, pgTable, pgView } from 'drizzle-orm/pg-core';
        export const shelf = pgTable('shelf', { id: integer() });
        const mark = pgTable('mark', { id: integer() });
        const old = pgView('old', { id: integer() }).existing();
        const ids = pgView('ids').as((query) => query.select().from(shelf));`,
    }, { resolve: () => 'book.ts' });
    expect(schema.catalog.unexported?.map(({ where, kind, name }) => `${where}: ${kind} ${name}`).sort())
      .toEqual(['elsewhere: table shelf', 'schema: table mark', 'schema: view ids']);
  });

  it('is a policy that is linked to a table, and none that is linked to nothing', () => {
    const schema = declared(`export const book = pgTable('book', {}, () => [pgPolicy('own')]);
      const linked = pgPolicy('linked').link(book);
      const loose = pgPolicy('loose');
      export const all = [pgPolicy('listed').link(book)];`);
    expect(schema.catalog.unexported).toMatchObject(['listed', 'linked'].map((name) => (
      { kind: 'policy', name, table: { schema: 'public', name: 'book' }, where: 'schema' })));
  });

  it('clashes with what another file exports by its name', () => {
    const table = (name: string): string => `import { integer, pgTable } from 'drizzle-orm/pg-core'; const book = pgTable('${name}', { id: integer() });`;
    const schema = schemaOf({
      'index.ts': "export * from './book'; export * from './copy';", 'book.ts': `${table('book')} export { book };`, 'copy.ts': table('copy'),
    }, { resolve: (specifier) => `${specifier.slice(2)}.ts` });
    expect(schema.catalog.unexported).toMatchObject([{ kind: 'table', name: 'copy', where: 'clashing' }]);
  });

  it('counts from the entries: a table of another file is seen and not exported', () => {
    const schema = schemaOf({
      'book.ts': `import { integer, pgTable } from 'drizzle-orm/pg-core'; import { shelf } from './shelf';
        export const book = pgTable('book', { shelf: integer().references(() => shelf.id) });`,
      'shelf.ts': "import { integer, pgTable } from 'drizzle-orm/pg-core'; export const shelf = pgTable('shelf', { id: integer() });",
    });
    expect([...schema.catalog.tables.keys()]).toEqual(['public.book']);
    expect(schema.catalog.unexported).toMatchObject([{ kind: 'table', name: 'shelf', origin: { file: 'shelf.ts' } }]);
  });
});
