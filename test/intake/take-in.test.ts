import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/intake/request.ts';
import { takeIn, type Intake } from '../../src/intake/take-in.ts';
import { Problem } from '../../src/text/problem.ts';
import { temporaryFolder } from '../project/folder.ts';
import { library } from '../cli/library.ts';

function intakeOf(folder: string, request: Partial<Request> = {}): Intake {
  return takeIn({ cwd: folder, scope: { kind: 'all' }, paths: [], ...request });
}

function config(entries: string): string {
  return `const database = process.env.DATABASE; export default { dialect: 'postgresql', ${entries} };`;
}

const paths = "schema: './src/schema.ts', out: './drizzle'";

describe('the place of a project', () => {
  test('is what drizzle.config says', () => {
    const { location } = intakeOf(temporaryFolder(library));
    expect(location).toMatchObject({
      folder: '', schemaPatterns: ['src/schema.ts'], schemaFiles: ['src/schema.ts'], out: 'drizzle', casing: null,
      ledger: { schema: 'drizzle', table: '__drizzle_migrations' },
    });
  });

  test('flags come before settings, settings before drizzle.config', () => {
    const folder = temporaryFolder({
      ...library, 'src/tables.ts': '', 'src/more.ts': '', 'sluice.config.json': '{ "schema": "src/tables.ts", "out": "migrations" }',
    });
    expect(intakeOf(folder).location).toMatchObject({ schemaFiles: ['src/tables.ts'], out: 'migrations' });
    expect(intakeOf(folder, { schema: ['src/more.ts'], out: 'drizzle' }).location).toMatchObject({ schemaFiles: ['src/more.ts'], out: 'drizzle' });
  });

  test('flags leave casing and ledger to drizzle.config', () => {
    const folder = temporaryFolder({
      ...library,
      'drizzle.config.ts': config(`${paths}, casing: 'snake_case', migrations: { schema: 'ledger', table: 'applied' }`),
    });
    expect(intakeOf(folder, { schema: ['src/schema.ts'], out: 'drizzle' }).location).toMatchObject({
      casing: 'snake_case', ledger: { schema: 'ledger', table: 'applied' },
    });
  });

  test.each(['migrations: database', 'migrations: { table: database }'])('with %s nobody can tell the ledger', (entry) => {
    const { location } = intakeOf(temporaryFolder({ ...library, 'drizzle.config.ts': config(`${paths}, ${entry}`) }));
    expect(location?.ledger).toEqual({ computed: expect.stringMatching(/^drizzle\.config\.ts: "migrations" is computed \(.+\)\.$/) as string });
  });

  test('a spread that cannot be read hides neither casing nor ledger', () => {
    const spread = `export default { ...JSON.parse(process.env.DATABASE), dialect: 'postgresql', ${paths} };`;
    const { location } = intakeOf(temporaryFolder({ ...library, 'drizzle.config.ts': spread }));
    expect(location).toMatchObject({ casing: null, ledger: { table: '__drizzle_migrations' } });
  });

  test('globs may be absolute', () => {
    const folder = temporaryFolder(library);
    expect(intakeOf(folder, { schema: [join(folder, 'src/*.ts')] }).location?.schemaFiles).toEqual(['src/schema.ts']);
  });
});

describe('what is judged', () => {
  test('with a base nobody knows every migration is a deploy of its own', () => {
    const { facts } = intakeOf(temporaryFolder(library), { scope: { kind: 'new' } });
    expect(facts).toMatchObject({ grouping: 'oneByOne', base: null, tagsAtBase: null });
    expect(facts.judged).toHaveLength(2);
  });

  test('paths are wanted, and the migrations among them judged', () => {
    const { facts, wants } = intakeOf(temporaryFolder(library), { paths: ['drizzle/0001_index_titles.down.sql'] });
    expect(facts.judged.map(({ tag }) => tag)).toEqual(['0001_index_titles']);
    expect(facts.grouping).toBe('oneByOne');
    expect([wants('drizzle/0001_index_titles.down.sql'), wants('src/schema.ts')]).toEqual([true, false]);
  });

  test('an SQL file alone is no first migration: nothing is known of what was there before', () => {
    const { facts, location } = intakeOf(temporaryFolder({ 'loans.sql': 'SELECT 1;' }), { paths: ['loans.sql'] });
    expect(location).toBeNull();
    expect(facts.judged.map(({ tag, position }) => [tag, position])).toEqual([['loans', 1]]);
  });

  test('a file that is no SQL needs a project', () => {
    const folder = temporaryFolder({ 'loans.sql': 'SELECT 1;', 'loans.ts': '' });
    expect(() => intakeOf(folder, { paths: ['loans.sql', 'loans.ts'] })).toThrow(Problem);
  });
});
