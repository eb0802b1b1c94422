import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, serverDatabase } from '../../src/gate/connection.ts';
import { exclusively } from '../../src/gate/exclusively.ts';
import { failureText } from '../../src/gate/failure-text.ts';
import { usualLedger } from '../../src/facts/usual-ledger.ts';
import { readLedger } from '../../src/gate/ledger.ts';
import { migrate } from '../../src/gate/migrate.ts';
import { Problem } from '../../src/text/problem.ts';
import { type Chapter, filesOf, historyOf, refusesTransaction } from '../gate/history-of.ts';
import { migrateBefore1 } from '../kit/drizzle-before-1.ts';
import { majors, type Server, startServer } from './server.ts';

const story: readonly Chapter[] = [
  { tag: '0000_bootstrap', when: 100, sql: 'create table author (id integer primary key, name text not null);' },
  {
    tag: '0001_index_name', when: 200,
    sql: 'alter table author add column born date;\n--> statement-breakpoint\n'
      + 'create index concurrently author_name on author (name);\n--> statement-breakpoint\n'
      + `alter table author add constraint author_born check (born > '1400-01-01') not valid;`,
  },
  { tag: '0002_own_commit', when: 300, sql: 'insert into author values (1, \'Ada\'); commit; vacuum author;' },
];
const options = { ledger: usualLedger, refusesTransaction, judge: () => Promise.resolve([]) };

describe.each(majors)('migrate on PostgreSQL %i', (major) => {
  let server: Server;
  beforeAll(async () => { server = await startServer(major); });
  afterAll(() => server.stop());

  it('applies a history of every kind, and leaves drizzle-orm’s migrator nothing to do', async () => {
    const url = await server.createDatabase('library');
    const database = await connect({ url, folder: 'unused' });
    const root = mkdtempSync(join(tmpdir(), 'sluice-history-'));
    try {
      expect(await migrate(database, historyOf(story), options)).toMatchObject({ outcome: 'applied', migrations: [{}, {}, {}] });
      const before = await readLedger(database, usualLedger);
      await migrateBefore1(url, writeFiles(root));
      expect(await readLedger(database, usualLedger)).toEqual(before);
      expect(before?.rows.map(({ createdAt }) => createdAt)).toEqual([100, 200, 300]);
      expect(await migrate(database, historyOf(story), options)).toEqual({ outcome: 'upToDate' });
    } finally {
      await database.close();
      rmSync(root, { recursive: true });
    }
  });

  it('waits for another at work on the same database, and applies nothing twice', async () => {
    const url = await server.createDatabase('shared');
    const slow: Chapter = { tag: '0001_slow', when: 200, sql: 'insert into author values (1, \'Ada\'); select pg_sleep(0.6);' };
    const history = historyOf([...story.slice(0, 1), slow]);
    const databases = await Promise.all([serverDatabase(url), serverDatabase(url), serverDatabase(url)]);
    let waited = 0;
    const results = await Promise.all(databases.map((database) =>
      exclusively(database, () => migrate(database, history, options), { onWait: () => { waited += 1; } })));
    const [first] = databases;
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'upToDate', 'upToDate']);
    expect(waited).toBe(2);
    expect((first && await readLedger(first, usualLedger))?.rows.length).toBe(2);
    await Promise.all(databases.map((database) => database.close()));
  });

  it('gives up on another that is not done in time', async () => {
    const url = await server.createDatabase('held');
    const [holder, other] = await Promise.all([serverDatabase(url), serverDatabase(url)]);
    await exclusively(holder, async () => {
      await expect(exclusively(other, () => Promise.resolve(), { mostMs: 300 })).rejects.toThrow('Another sluice migrate or reset');
    });
    expect(await exclusively(other, () => Promise.resolve('done'), { mostMs: 0 })).toBe('done');
    await Promise.all([holder.close(), other.close()]);
  });

  it('tells a broken connection from an answer of Postgres', async () => {
    const url = await server.createDatabase('broken');
    const database = await serverDatabase(url);
    const suicide: Chapter = {
      tag: '0000_suicide', when: 100, sql: 'create table author (id integer); select pg_terminate_backend(pg_backend_pid());',
    };
    const result = await migrate(database, historyOf([suicide]), options);
    await database.close();
    if (result.outcome !== 'failed') throw new Error(result.outcome);
    expect(result).toMatchObject({ invalidIndexes: null, application: { kept: [], undone: [{ tag: 'CREATE TABLE' }] } });
    expect(failureText(result)).toContain('The connection broke: Postgres rolls back what was not committed.');
  });
});

describe('a server that is not there', () => {
  it('is a problem with the set-up, told without the password', async () => {
    const failure: unknown = await serverDatabase('postgresql://ada:secret@127.0.0.1:1/library').catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(Problem);
    expect(String(failure)).toContain('127.0.0.1:1/library');
    expect(String(failure)).not.toContain('secret');
  });
});

function writeFiles(root: string): string {
  for (const [file, text] of filesOf(story)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return join(root, 'drizzle');
}
