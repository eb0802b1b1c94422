import { coverage, type Coverage } from '../../../src/catalog/covering-index.ts';
import type { ForeignKey } from '../../../src/facts/catalog.ts';
import type { Database } from '../../../src/evidence/database.ts';
import { catalogOf, name } from '../../kit/catalog.ts';
import { lookupOf, type Lookup } from './foreign-key-query.ts';
import { servingGround, servingRows } from './ground.ts';
import type { Shape } from './shapes.ts';

/** Makes and fills the tables, on an empty database. */
export async function layServingGround(database: Database): Promise<void> {
  for (const sql of [servingGround, ...servingRows]) await database.exec(sql);
}

/** What is said of a shape, and what a planner does. */
export interface Answered {
  readonly said: Coverage;
  readonly done: Lookup;
  readonly columns: readonly string[];
}

/** The database is as before afterwards. */
export async function putToPlanner(database: Database, shape: Shape, major: number): Promise<Answered> {
  const table = shape.table ?? 'loan';
  // A partitioned table has its foreign keys validated (NOT VALID: from 18 on); of the others no row need have a parent.
  const constraint = `alter table ${table} add constraint fk foreign key (${shape.key}) references ${shape.references}`
    + `${shape.table === undefined ? ' not valid' : ''};`;
  const said = saidOf(`${constraint}${shape.indexes}`, table, major);
  await database.exec('begin');
  try {
    await database.exec(`${constraint}${shape.indexes}`);
    return { said, done: await lookupOf(database, table, 'fk'), columns: shape.key.split(', ') };
  } finally {
    await database.exec('rollback');
  }
}

const ground = catalogOf(servingGround);

function saidOf(sql: string, table: string, major: number): Coverage {
  const catalog = catalogOf(sql, ground);
  const key = catalog.tables.get(`public.${table}`)?.constraints.find((one): one is ForeignKey => one.kind === 'foreignKey');
  if (key === undefined) throw new Error(`No foreign key: ${sql}`);
  return coverage(catalog, name(table), key, major);
}

/** Where what is said and what is done part, or null. */
export function parted({ said, done, columns }: Answered): string | null {
  const isRight = agrees(said, done, columns);
  return isRight ? null : `said ${said.kind === 'partly' ? said.how : said.kind}; the plan is: ${done.words}`;
}

function agrees(said: Coverage, { found, compared, readsWhole }: Lookup, columns: readonly string[]): boolean {
  switch (said.kind) {
    case 'covered':
      return !readsWhole && found.length === columns.length;
    case 'partly':
      return partlyAgrees(said.how, { found, compared, readsWhole }, columns);
    case 'converted':
    case 'bare':
      return readsWhole;
    case 'unknown':
      return false;
    default:
      return said satisfies never;
  }
}

/** Of two indexes on one column each a planner makes one bitmap: then nothing is left to be compared row by row. */
function partlyAgrees(
  how: Extract<Coverage, { kind: 'partly' }>['how'], { found, compared, readsWhole }: Omit<Lookup, 'words'>, columns: readonly string[],
): boolean {
  switch (how) {
    case 'columnBetween':
      return !readsWhole && found.length === columns.length;
    case 'someColumns':
      return !readsWhole && found.length > 0 && found.length + compared.length === columns.length;
    case 'skipScan':
      return !readsWhole && found.length > 0;
    case 'longSkipScan':
      // How much of the index is read depends on the values in front.
      return found.length > 0;
    default:
      return how satisfies never;
  }
}
