import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { embeddedDatabase } from '../../src/evidence/embedded-database.ts';
import { readLedger, type LedgerName } from '../../src/gate/ledger.ts';
import { freshDatabaseIn } from '../kit/fresh-database.ts';
import { historyFiles } from '../kit/sample-project.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { sluice } from './sluice.ts';

const ledger: LedgerName = { schema: 'deploys', table: 'applied' };
const authors = { up: 'create table author (id integer primary key, name text not null);', down: 'drop table author;' };
const names = { up: 'create index concurrently author_name_idx on author (name);', down: 'drop index author_name_idx;' };
const dropped = { up: 'alter table author drop column name;', down: 'alter table author add column name text;' };
const documented = { ...dropped, up: `-- breaking: exports that read author.name; read person.name\n${dropped.up}` };
const dynamic = {
  up: `do $$ begin execute 'comment on table author is ' || quote_literal(current_user); end $$;`, down: 'comment on table author is null;',
};

/** A library on an embedded database, with a ledger under a name of its own and no schema files. */
const settings = {
  'drizzle.config.ts': `export default { dialect: 'postgresql', out: './drizzle', migrations: { schema: 'deploys', table: 'applied' } };\n`,
  'sluice.config.json': '{ "embeddedDatabase": ".data/library", "rules": { "history/schema-not-generated": "off" } }',
};

/** How many migrations the embedded database has in its ledger; null without one. */
async function recorded(folder: string): Promise<number | null> {
  const database = await embeddedDatabase({ folder: join(folder, '.data/library') });
  try {
    return (await readLedger(database, ledger))?.rows.length ?? null;
  } finally {
    await database.close();
  }
}

describe('sluice migrate', () => {
  test('an error refuses what is pending, a warning does not, and what is applied stays', async () => {
    const folder = temporaryFolder({ ...settings, ...historyFiles({ '0000_authors': authors, '0001_names': names }) });
    expect(await sluice(folder, 'migrate')).toMatchObject({ code: 0, stdout: 'applied 0000_authors\napplied 0001_names\n2 applied.\n' });
    expect(await sluice(folder, 'migrate')).toEqual({ code: 0, stdout: 'Nothing is pending.\n', stderr: '' });

    write(folder, historyFiles({ '0000_authors': authors, '0001_names': names, '0002_drop': dropped, '0003_note': dynamic }));
    const refused = await sluice(folder, 'migrate');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('drizzle/0002_drop.sql:1:20  error  breaking/undocumented');
    expect(refused.stdout).not.toContain('applied');
    expect(refused.stderr).toBe('sluice: The pending migrations have 1 error.\n  Mend them as the findings above say; nothing was applied.\n');
    expect(await recorded(folder)).toBe(2);

    write(folder, historyFiles({ '0000_authors': authors, '0001_names': names, '0002_drop': documented, '0003_note': dynamic }));
    const warned = await sluice(folder, 'migrate', '--drizzle-config', 'drizzle.config.ts');
    expect(warned).toMatchObject({ code: 0, stderr: '' });
    expect(warned.stdout).toContain('warning  sql/unanalysed-body');
    expect(warned.stdout).toContain('applied 0002_drop\napplied 0003_note\n2 applied.\n');
    expect(await recorded(folder)).toBe(4);
  });

  test('settings may speak of a rule that migrate does not ask', async () => {
    const rules = { 'history/schema-not-generated': 'off', 'suppression/unused': 'error' };
    const own = { ...settings, 'sluice.config.json': JSON.stringify({ embeddedDatabase: '.data/library', rules }) };
    const folder = temporaryFolder({ ...own, ...historyFiles({ '0000_authors': authors }) });
    await freshDatabaseIn(join(folder, '.data/library'));
    expect(await sluice(folder, 'migrate')).toEqual({ code: 0, stdout: 'applied 0000_authors\n1 applied.\n', stderr: '' });
  });

  test('a statement that fails ends it with 1; what was applied before it is said and stays', async () => {
    const wrong = { up: 'insert into author values (1, null);', down: 'delete from author;' };
    const folder = temporaryFolder({ ...settings, ...historyFiles({ '0000_authors': authors, '0001_wrong': wrong }) });
    await freshDatabaseIn(join(folder, '.data/library'));
    const end = await sluice(join(folder, '..'), 'migrate', '--cwd', folder);
    expect(end).toMatchObject({ code: 1, stdout: 'applied 0000_authors\n' });
    expect(end.stderr).toMatch(/^0001_wrong failed at drizzle\/0001_wrong\.sql:1 {2}insert into author/);
    expect(end.stderr).toContain('SQLSTATE 23502');
    expect(await recorded(folder)).toBe(1);
  });

  test('a database that the settings do not name is never made', async () => {
    const folder = temporaryFolder({ ...settings, 'sluice.config.json': '{}', ...historyFiles({ '0000_authors': authors }) });
    expect(await sluice(folder, 'migrate')).toMatchObject({
      code: 2, stderr: expect.stringMatching(/^sluice: DATABASE_URL is not set.+\n {2}.+\n$/) as unknown,
    });
    expect(existsSync(join(folder, '.data'))).toBe(false);
  });

  test('DATABASE_URL is read from .env beside drizzle.config, and its password is not printed', async () => {
    const folder = temporaryFolder({
      ...settings, '.env': 'DATABASE_URL="postgresql://ada:secret@127.0.0.1:1/library" # development\n',
      ...historyFiles({ '0000_authors': authors }),
    });
    const end = await sluice(join(folder, 'drizzle'), 'migrate', '--cwd', '..');
    expect(end).toEqual({
      code: 2, stdout: '',
      stderr: 'sluice: The database 127.0.0.1:1/library cannot be reached: connect ECONNREFUSED 127.0.0.1:1\n'
        + '  Look at DATABASE_URL, and whether the server runs.\n',
    });
    expect(existsSync(join(folder, '.data'))).toBe(false);
  });

  test('a folder called .env is no .env', async () => {
    const folder = temporaryFolder({ ...settings, '.env/pyvenv.cfg': '', 'sluice.config.json': '{}', ...historyFiles({ '0000_authors': authors }) });
    expect((await sluice(folder, 'migrate')).stderr).toContain('DATABASE_URL is not set');
  });
});
