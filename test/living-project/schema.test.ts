import { generateDrizzleJson } from 'drizzle-kit/api';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import config from '../../drizzle.config.ts';
import * as access from '../../src/db/schemas/access.ts';
import * as agents from '../../src/db/schemas/agents.ts';
import * as archive from '../../src/db/schemas/archive.ts';
import * as everything from '../../src/db/schemas/index.ts';
import { newestSnapshot } from './history.ts';

const tablesOf = (file: Readonly<Record<string, unknown>>): readonly PgTable[] =>
  Object.values(file).filter((value) => is(value, PgTable));

describe('the schema of the living project', () => {
  it('is what the newest snapshot says', () => {
    const newest = newestSnapshot();
    const declared = JSON.parse(JSON.stringify(generateDrizzleJson(everything))) as object;
    expect({ ...declared, id: newest['id'], prevId: newest['prevId'] }).toEqual(newest);
  });

  it('has fourteen tables', () => {
    expect(tablesOf(everything)).toHaveLength(14);
  });

  it.each([
    ['agent_', agents],
    ['archive_', archive],
    ['access_', access],
  ])('starts every table of a file with %s', (prefix, file) => {
    const names = tablesOf(file).map((table) => getTableConfig(table).name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !name.startsWith(prefix))).toEqual([]);
  });

  it('is the one that the configuration names', () => {
    expect(config).toMatchObject({ dialect: 'postgresql', schema: './src/db/schemas/index.ts', out: './drizzle' });
  });
});
