import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { showDifference } from '../../src/catalog/difference.ts';
import { extensionsNamedIn } from '../../src/evidence/embedded-database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { modelTrial } from '../../src/evidence/model-differences.ts';
import { readHistory } from '../../src/parse/drizzle/history.ts';
import { readExpressionText } from '../../src/parse/sql/expression.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';
import { spellType } from '../../src/parse/sql/types.ts';
import { workingTree } from '../../src/project/working-tree.ts';
import { refusesTransaction } from '../gate/history-of.ts';
import { outOf } from '../living-project/history.ts';

describe('the model', () => {
  it.each(['journal', 'folders, snapshot 8'] as const)('is what Postgres has, after every migration of the living project in %s', async (layout) => {
    const { migrations } = readHistory(workingTree(resolve(outOf(layout), '..')), 'drizzle', { readSql, spellType });
    expect(migrations.length).toBeGreaterThanOrEqual(10);
    const extensions = extensionsNamedIn(migrations.map(({ sql }) => sql?.text ?? ''));
    const database = await freshDatabase(...extensions);
    try {
      const { replayed, wrong } = await modelTrial(database, migrations, { refusesTransaction, spell: readExpressionText });
      expect(replayed.filter(({ application }) => application.outcome !== 'applied')).toEqual([]);
      expect(wrong.map(({ migration, differences }) => [migration.tag, ...differences.map((one) => showDifference(one))])).toEqual([]);
    } finally {
      await database.close();
    }
  });
});
