import js from '@eslint/js';
import { ESLint, type Linter, type Rule } from 'eslint';
import { describe, expect, it } from 'vitest';
import sluice from '../../src/eslint/index.ts';
import { library } from '../cli/library.ts';
import { temporaryFolder } from '../project/folder.ts';
import { linted, placesIn, placesOf } from './linting.ts';

const index = 'sluice/safety/index-without-concurrently';
const reason = '-- forty rows, loaded by hand';
const sql = 'create index a on author (title);';

describe('SQL as a language of ESLint', () => {
  it('gives a finding the range of its statement', async () => {
    const text = 'create table book (id int primary key);\n\n  create index book_title on author (title) ;\n';
    expect(await placesIn(temporaryFolder(), 'titles.sql', text)).toEqual([`${index} 3:3-3:44`]);
  });

  it('counts no byte-order mark, which Postgres refuses, and lines of every kind', async () => {
    const text = '-- titles\r\n\r\ncreate index a on author (title);\rcreate index b on author (name);';
    const places = [`${index} 3:1-3:33`, `${index} 4:1-4:32`];
    expect(await placesIn(temporaryFolder(), 'titles.sql', text)).toEqual(places);
    expect(await placesIn(temporaryFolder(), 'titles.sql', `\uFEFF${text}`)).toEqual(['sluice/sql/unparsable 1:1-1:1', places[1]]);
  });

  it('counts UTF-16 units', async () => {
    const text = "/* 📚 é */ create index a on author (title); select '📚'; create index b on author (name);";
    expect(await placesIn(temporaryFolder(), 'titles.sql', text)).toEqual([`${index} 1:12-1:44`, `${index} 1:59-1:90`]);
  });

  it('reads what stands around a statement that Postgres refuses', async () => {
    const text = 'CREATE TABEL x;\n--> statement-breakpoint\ncreate index a on author (title);';
    expect(await placesIn(temporaryFolder(), 'titles.sql', text)).toEqual(['sluice/sql/unparsable 1:8-1:13', `${index} 3:1-3:33`]);
  });

  it('lints an empty file, and one that is no SQL at all', async () => {
    expect(await placesIn(temporaryFolder(), 'empty.sql', '')).toEqual([]);
    const [first] = await placesIn(temporaryFolder(), 'notes.sql', "Dear Ada, it's late.");
    expect(first).toMatch(/^sluice\/sql\/unparsable /);
  });

  it('shows its statements to rules of others, by their command tags', async () => {
    const seen: string[] = [];
    const others: Rule.RuleModule = {
      create: (context) => ({
        'SqlFile > CreateIndex': (node: Rule.Node) => { seen.push(`${context.sourceCode.getText(node)} in ${context.sourceCode.getAncestors(node).length}`); },
        'AlterTable:exit': (node: Rule.Node) => { seen.push(context.sourceCode.getText(node)); },
        Unparsable: () => { seen.push('unparsable'); },
      }),
    };
    await placesIn(temporaryFolder(), 'titles.sql', 'create index a on author (title); alter table author add b int; create tabel x;', [
      { files: ['**/*.sql'], plugins: { ours: { rules: { others } } }, rules: { 'ours/others': 'error' } },
    ]);
    expect(seen).toEqual(['create index a on author (title) in 1', 'alter table author add b int', 'unparsable']);
  });
});

describe('comments of SQL', () => {

  it.each([
    ['above', `-- eslint-disable-next-line ${index} ${reason}\ncreate index a on author (title);`],
    ['above, as a block', `/* eslint-disable-next-line ${index}\n   ${reason} */\ncreate index a on author (title);`],
    ['behind', `create index a on author (title); -- eslint-disable-line ${index} ${reason}`],
    ['for the rest of the file', `-- eslint-disable ${index} ${reason}\n\ncreate index a on author (title);`],
    ['between lines that end in CRLF', `select 1;\r\n-- eslint-disable-next-line ${index} ${reason}\r\ncreate index a on author (title);`],
  ])('take a finding away: %s', async (_, text) => {
    expect(await placesIn(temporaryFolder(), 'titles.sql', text)).toEqual([]);
    expect(await placesIn(temporaryFolder(), 'titles.sql', `\uFEFFselect 1; ${text}`)).toEqual(['sluice/sql/unparsable 1:1-1:7']);
  });

  it('give it back behind eslint-enable', async () => {
    const text = `-- eslint-disable ${index} ${reason}\ncreate index a on author (title);\n-- eslint-enable\ncreate index b on author (name);`;
    expect(await placesIn(temporaryFolder(), 'titles.sql', text)).toEqual([`${index} 4:1-4:32`]);
  });

  it('configure no rule of ours, and are told of', async () => {
    expect(await placesIn(temporaryFolder(), 'titles.sql', `/* eslint ${index}: "off" */ create index a on author (title);`)).toEqual([
      `sluice/suppression/unused 1:1-1:61`, `${index} 1:62-1:94`,
    ]);
    expect(await placesIn(temporaryFolder(), 'titles.sql', '/* eslint {: */ select 1;\n-- eslint rules: see the wiki')).toEqual([]);
  });

  it('configure rules of others', async () => {
    const others: Rule.RuleModule = { create: (context) => ({ SqlFile: (node: Rule.Node) => { context.report({ node, message: 'Seen.' }); } }) };
    const more: Linter.Config[] = [{ files: ['**/*.sql'], plugins: { ours: { rules: { others } } }, rules: { 'ours/others': 'error' } }];
    expect(await placesIn(temporaryFolder(), 'titles.sql', 'select 1;', more)).toEqual(['ours/others 1:1-1:10']);
    expect(await placesIn(temporaryFolder(), 'titles.sql', '-- eslint ours/others: off\nselect 1;', more)).toEqual([]);
  });

  it('are left where they are by eslint --fix, and told of once', async () => {
    const text = `-- eslint-disable-next-line ${index} ${reason}\nselect 1;\n`;
    const result = await linted(temporaryFolder(), 'titles.sql', text, [], { fix: true });
    expect(result).not.toHaveProperty('output');
    expect(placesOf(result)).toEqual([`sluice/suppression/unused 1:29-1:69`]);
  });

  it('are told of once where they name a rule that there is not', async () => {
    const named = (names: string): string => `-- eslint-disable-next-line ${names} ${reason}\ncreate index a on author (title);\n`;
    expect(await placesIn(temporaryFolder(), 'titles.sql', named('sluice/safety/indexes'))).toEqual(['sluice/suppression/unknown-rule 1:29-1:50', `${index} 2:1-2:33`]);
    for (const names of [`${index}, sluice/safety/indexes`, `sluice/sql/unparsable, sluice/safety/indexes, ${index}`, `sql/unparsable, ${index}`]) {
      const places = await placesIn(temporaryFolder(), 'titles.sql', named(names));
      expect(places.filter((place) => !place.startsWith('sluice/suppression/unused')), names).toEqual([expect.stringMatching(/^sluice\/suppression\/unknown-rule /)]);
    }
  });

  it('are taken out where somebody asks ESLint for it', async () => {
    const asked: Linter.Config[] = [{ files: ['**/*.sql'], linterOptions: { reportUnusedDisableDirectives: 'warn' } }];
    const text = `-- eslint-disable-next-line ${index} ${reason}\nselect 1;\n`;
    expect((await linted(temporaryFolder(), 'titles.sql', text, asked, { fix: true })).output).toBe(' \nselect 1;\n');
    const two = `/* eslint-disable-next-line sluice/sql/unparsable, ${index} ${reason} */\ncreate index a on author (title);\n`;
    expect((await linted(temporaryFolder(), 'titles.sql', two, asked, { fix: true })).output).toBe(
      `/* eslint-disable-next-line ${index} ${reason} */\ncreate index a on author (title);\n`,
    );
  });

  it('are told of where inline configuration is forbidden', async () => {
    const text = `-- eslint-disable-next-line ${index} ${reason}\ncreate index a on author (title);`;
    const places = await placesIn(temporaryFolder(), 'titles.sql', text, [{ linterOptions: { noInlineConfig: true } }]);
    expect(places[0]).toMatch(/^'-- eslint-disable-next-line .*' has no effect/);
  });
});

describe('beside other configurations', () => {

  it('survives rules of ESLint that are not scoped to files', async () => {
    expect(await placesIn(temporaryFolder(), 'titles.sql', sql, [js.configs.recommended])).toEqual([`${index} 1:1-1:33`]);
    expect(await placesIn(temporaryFolder(), 'meta/_journal.json', '{ "entries": [] }', [js.configs.recommended])).toEqual([]);
  });

  it.each([
    ['before', (json: Linter.Config[]) => [...json, ...sluice.configs.recommended]],
    ['behind', (json: Linter.Config[]) => [...sluice.configs.recommended, ...json]],
  ])('lints the journal %s a configuration of JSON', async (_, around) => {
    const rule: Rule.RuleModule = {
      meta: { languages: ['json/json'] } as Rule.RuleMetaData,
      create: ({ sourceCode }) => ((sourceCode.parserServices as { isJSON?: true }).isJSON === true ? {} : { Never: () => undefined }),
    };
    const json: Linter.Config[] = [{
      files: ['**/*.json'], plugins: { json: { meta: { namespace: 'json' }, rules: { rule }, languages: { json: sluice.languages['text'] } } },
      language: 'json/json', rules: { 'json/rule': 'error' },
    }] as Linter.Config[];
    const folder = temporaryFolder({ ...library, 'drizzle/meta/0009_snapshot.json': '{}' });
    const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: around(json) as Linter.Config[] });
    const [result] = await eslint.lintFiles(['drizzle/meta/_journal.json']);
    expect(result && placesOf(result)).toEqual(['sluice/history/files-complete 1:1-1:1']);
  });

  it('takes language options of others', async () => {
    const options = { languageOptions: { sourceType: 'module', ecmaVersion: 2025, globals: { a: true } } } as Linter.Config;
    expect(await placesIn(temporaryFolder(), 'titles.sql', sql, [options])).toEqual([`${index} 1:1-1:33`]);
  });

  it('works under another name', async () => {
    const eslint = new ESLint({
      cwd: temporaryFolder(), overrideConfigFile: true, overrideConfig: [{
        files: ['**/*.sql'], plugins: { gate: sluice }, language: 'gate/sql',
        rules: { 'gate/safety/index-without-concurrently': 'warn' },
      }],
    });
    const [result] = await eslint.lintText(sql, { filePath: 'titles.sql' });
    expect(result && placesOf(result)).toEqual(['gate/safety/index-without-concurrently 1:1-1:33']);
  });
});

