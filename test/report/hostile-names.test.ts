import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignKeysServed } from '../../src/engine/foreign-keys-served.ts';
import { conventionsText } from '../../src/report/conventions.ts';
import { coverageTable } from '../../src/report/coverage-report.ts';
import { noPaint } from '../../src/report/pretty.ts';
import { visible, wellFormed } from '../../src/report/visible.ts';
import { factsOfProject, learnedOf } from '../naming/learned.ts';
import { hostileText } from './hostile.ts';
import { workflowCommands } from './readers.ts';

/** As a file of SQL can hold it and Postgres takes it: in UTF-8, without NUL, of 63 bytes. */
const name = hostileText.map((text) => wellFormed(text.slice(0, 12)).replaceAll(/[\0\ufffd]/g, '')).filter((text) => text !== '');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Seven tables, of which one is called otherwise. */
const project = fc.tuple(name, name).map(([table, column]) => {
  const tables = Array.from({ length: 6 }, (_, place) => `create table loan_${place} (id integer primary key);`);
  return `${tables.join(' ')} create table ${quoted(table)} (id integer primary key, ${quoted(`b${column}`)} integer references loan_1);`;
});

/** Every line can be shown as it is, and the runner of GitHub obeys none. */
function expectShown(text: string): void {
  expect(text.split('\n').map(visible)).toEqual(text.split('\n'));
  expect(workflowCommands(text)).toEqual([]);
}

test('whatever tables are called, lists of names keep their lines', () => {
  fc.assert(fc.property(project, (sql) => {
    const facts = factsOfProject(sql);
    expectShown(coverageTable(foreignKeysServed(facts), []));
    expect(coverageTable(foreignKeysServed(facts), []).split('\n')).toHaveLength(5);
    expectShown(conventionsText({
      learned: learnedOf(facts), counts: { tables: 7, columns: 8 }, notes: [], pathOf: (file) => file, positionOf: () => ({ line: 1, column: 1 }),
    }, noPaint));
  }), { numRuns: 200 });
});
