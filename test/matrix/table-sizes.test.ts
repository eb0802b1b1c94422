import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverDatabase } from '../../src/gate/connection.ts';
import { tableSizes } from '../../src/gate/table-sizes.ts';
import { Problem } from '../../src/text/problem.ts';
import { rowsOfSizedLibrary, sizedLibrary } from '../gate/sized-library.ts';
import { majors, type Server, startServer } from './server.ts';

describe.each(majors)('the sizes of tables on PostgreSQL %i', (major) => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = await startServer(major);
    url = await server.createDatabase('library');
  });
  afterAll(() => server.stop());

  it('are read by a role that may do nothing, and not of a table that nobody can measure', async () => {
    const owner = await serverDatabase(url);
    try {
      await owner.exec(`${sizedLibrary}
        create role nobody login;
        create foreign data wrapper far; create server away foreign data wrapper far;
        create table shelf (id integer) partition by list (id); create foreign table shelf_far partition of shelf for values in (1) server away;`);
      const reader = await serverDatabase(url.replace('postgres@', 'nobody@'));
      const sizes = await tableSizes(reader);
      await reader.close();
      expect(Object.fromEntries([...sizes].map(([table, { rows }]) => [table, rows]))).toEqual(rowsOfSizedLibrary);
      expect(sizes.get('public.author')?.bytes).toBeGreaterThan(8192);
    } finally {
      await owner.close();
    }
  });

  it('are not waited for longer than ten seconds', { timeout: 30_000 }, async () => {
    const [owner, reader] = [await serverDatabase(url), await serverDatabase(url)];
    try {
      await owner.exec('begin; lock table author in access exclusive mode');
      await expect(tableSizes(reader)).rejects.toThrow(Problem);
    } finally {
      await Promise.all([owner.close(), reader.close()]);
    }
  });
});
