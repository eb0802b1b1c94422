import { describe, expect, it } from 'vitest';
import { serverDatabase } from '../../src/gate/connection.ts';
import { Problem } from '../../src/text/problem.ts';

async function problemOf(url: string): Promise<Problem> {
  const thrown: unknown = await serverDatabase(url).catch((failure: unknown) => failure);
  if (!(thrown instanceof Problem)) throw new Error('No problem', { cause: thrown });
  return thrown;
}

describe('a DATABASE_URL', () => {
  it.each([
    ['library', 'DATABASE_URL is not the URL of a PostgreSQL database.'],
    ['host=localhost dbname=library password=secret', 'DATABASE_URL is not the URL of a PostgreSQL database.'],
    ['mysql://ada:secret@127.0.0.1/library', 'DATABASE_URL is not the URL of a PostgreSQL database.'],
    ['postgresql://ada:secret@127.0.0.1:543210/library', 'DATABASE_URL cannot be read: Invalid URL'],
    ['postgresql://ada:secret/@127.0.0.1/library', 'DATABASE_URL cannot be read: Invalid URL'],
    ['postgresql://ada:secret@127.0.0.1/library?sslrootcert=/none.pem', 'DATABASE_URL cannot be read: ENOENT: no such file or directory, open \'/none.pem\''],
  ])('%s is a problem, told without the password', async (url, message) => {
    const problem = await problemOf(url);
    expect(problem.message).toBe(message);
    expect(problem.hint).not.toContain('secret');
  });

  it.each([
    ['postgresql://ada:secret@127.0.0.1:1/library', '127.0.0.1:1/library', 'ECONNREFUSED'],
    ['postgres://ada:s%40cret@127.0.0.1:1/100%25zz', '127.0.0.1:1/100%zz', 'ECONNREFUSED'],
    ['postgresql://ada:secret@127.0.0.1:1/%zz', '127.0.0.1:1/%zz', 'ECONNREFUSED'],
    ['postgresql://ada:secret@/library?host=/no/such/folder', '/no/such/folder:5432/library', 'ENOENT'],
    ['postgresql://ada:secret@localhost/library?host=/no/such/folder&port=5433', '/no/such/folder:5433/library', 'ENOENT'],
    ['socket://ada:secret@/no/such/folder?db=library', '/no/such/folder:5432/library', 'ENOENT'],
  ])('%s names a server that is not there', async (url, place, reason) => {
    const { message, hint } = await problemOf(url);
    expect(message).toContain(`The database ${place} cannot be reached`);
    expect(message).toContain(reason);
    expect(message + hint).not.toMatch(/s.cret/);
  });
});
