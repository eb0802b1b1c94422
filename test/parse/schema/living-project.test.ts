import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import * as schemas from '../../../src/db/schemas/index.ts';
import { readSchema } from '../../../src/parse/schema/read-schema.ts';
import { is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';

const root = resolve(import.meta.dirname, '../../..');

it('the schema of this repository is read completely', () => {
  const schema = readSchema({
    entries: ['src/db/schemas/index.ts'], casing: null, resolve: () => null,
    read: (path) => (existsSync(resolve(root, path)) ? readFileSync(resolve(root, path), 'utf8') : null),
  });
  expect(schema.unresolved).toEqual([]);
  expect(schema.catalog.unexported).toEqual([]);
  expect([...schema.catalog.tables.values()].filter((table) => table.partial)).toEqual([]);
  expect(schema.catalog.tables.size).toBe(Object.values(schemas).filter((each) => is(each, PgTable)).length);
});
