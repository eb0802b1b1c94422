import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { embeddedDatabase } from '../../src/evidence/embedded-database.ts';
import { observe } from '../../src/evidence/observe.ts';
import type { Catalog } from '../../src/facts/catalog.ts';
import { serverDatabase } from '../../src/gate/connection.ts';
import { readExpressionText } from '../../src/parse/sql/expression.ts';
import { repository } from '../evidence/repository-sql.ts';
import { majors, type Server, startServer } from './server.ts';

/** PostgreSQL 14 does not know NULLS NOT DISTINCT. */
const repositoryFor = (major: number): string => major < 15 ? repository.replaceAll('nulls not distinct', '') : repository;

async function catalogOf(database: Database, sql: string): Promise<Catalog> {
  await database.exec(sql);
  const catalog = await observe(database, { spell: readExpressionText });
  await database.close();
  return catalog;
}

/** The text is Postgres's own and differs between majors; what is compared is the spelling. */
function comparable(catalog: Catalog): unknown {
  return JSON.parse(JSON.stringify(catalog, (key, value: unknown) => {
    if (value instanceof Map) return [...value] as unknown;
    if (value instanceof Set) return [...value] as unknown;
    return key === 'text' ? undefined : value;
  }));
}

describe.each(majors)('PostgreSQL %i', (major) => {
  let server: Server;
  beforeAll(async () => { server = await startServer(major); });
  afterAll(() => server.stop());

  it('has the catalog that PGlite has', async () => {
    const observed = await catalogOf(await serverDatabase(await server.createDatabase('repository')), repositoryFor(major));
    const embedded = await catalogOf(await embeddedDatabase({ extensions: ['citext', 'btree_gist'] }), repositoryFor(major));
    expect(observed.tables.size).toBeGreaterThan(5);
    expect(comparable(observed)).toEqual(comparable(embedded));
  });
});
