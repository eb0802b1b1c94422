import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Break } from './living-breaks.ts';
import { lineOf, replaceIn, switchOn } from './living-copy.ts';

const journal = 'drizzle/meta/_journal.json';

/** What went wrong in the history of the living project. */
export const historyBreaks: readonly Break[] = [
  {
    rule: 'history/conflict-markers', story: 'a merge was committed before it was finished',
    does(folder) {
      const file = 'drizzle/0016_create_published_dataset_view.sql';
      const line = 'CREATE VIEW';
      const first = lineOf(folder, file, line);
      replaceIn(folder, file, line, `<<<<<<< HEAD\n${line}\n=======\nCREATE OR REPLACE VIEW\n>>>>>>> views\n`);
      return `${file}:${first}`;
    },
  },
  {
    rule: 'history/journal-future', story: 'a migration was dated by hand, a digit too far',
    does(folder) {
      replaceIn(folder, journal, '"when": 1794924379049', '"when": 4794924379049');
      return `${journal}:${lineOf(folder, journal, '"idx": 16,') - 1}`;
    },
  },
  {
    rule: 'history/numbering', story: 'two branches numbered their migrations alike',
    does(folder) {
      replaceIn(folder, journal, '"idx": 16,', '"idx": 15,');
      return `${journal}:${lineOf(folder, journal, '"tag": "0016_create_published_dataset_view"') - 4}`;
    },
  },
  {
    rule: 'history/snapshot-chain', story: 'a snapshot was generated on another branch, and merged as it was',
    does(folder) {
      replaceIn(folder, 'drizzle/meta/0016_snapshot.json', '"prevId": "35a8dac3-41e1-4217-92fd-7bcb41fae14d"', '"prevId": "7460e9ee-a41a-43ce-9cfb-3a18518ca751"');
      return `${journal}:${lineOf(folder, journal, '"idx": 16,') - 1}`;
    },
  },
  {
    rule: 'history/snapshot-not-replayed', story: 'a snapshot was put together by hand when two branches were merged',
    does(folder) {
      replaceIn(folder, 'drizzle/meta/0016_snapshot.json', '"default": "\'en\'"', '"default": "\'de\'"');
      return 'drizzle/0016_create_published_dataset_view.sql:1';
    },
  },
  {
    rule: 'history/upgrade-readiness', story: 'an older snapshot was lost, and the team is about to go to drizzle-kit 1.0', level: 'warn',
    does(folder) {
      switchOn(folder, 'history/upgrade-readiness');
      rmSync(join(folder, 'drizzle/meta/0010_snapshot.json'));
      return `${journal}:${lineOf(folder, journal, '"idx": 10,') - 1}`;
    },
  },
];
