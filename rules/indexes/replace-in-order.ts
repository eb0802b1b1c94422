import { keyOf, quoted, rule, sameName, show } from '#rule';
import type { Index, Moment, Report } from '#rule';

const given = 'create table author (id integer primary key, name text, born date); create index author_name_idx on author (name);';
const create = 'create index concurrently author_name_born_idx on author (name, born);';

export default rule({
  id: 'indexes/replace-in-order',
  title: 'Make the new index before the old one goes',
  why: 'From the DROP of the old index to the end of the build of the new one queries have neither, and read the whole table; what a unique one guards against gets in.',
  instead: 'Create the new one first, then drop the old one.',
  level: 'warn',
  silent: [
    'The new index is there before the old one is dropped.',
    'Another index that begins with the same columns is there all the time.',
    'Indexes of which neither begins with the first column of the other.',
    'A table that the deploy makes, or that statistics say is small.',
    'Both in one transaction: nobody sees the table without an index. That others wait is told by safety/index-without-concurrently.',
  ],
  examples: [
    { given, runner: 'sluice', bad: `drop index concurrently author_name_idx; ${create}` },
    { given, runner: 'neon-http', bad: `drop index author_name_idx; create index author_name_idx on author (name desc);` },
    { given, runner: 'sluice', bad: `drop index author_name_idx; ${create}` },
    { given, runner: 'drizzle', good: 'drop index author_name_idx; create index author_name_born_idx on author (name, born);' },
    { given, runner: 'sluice', good: 'drop index author_name_idx; create index author_name_born_idx on author (name, born);' },
    { given, runner: 'sluice', good: `${create} drop index concurrently author_name_idx;` },
    { given: `${given} create index author_name_id_idx on author (name, id);`, runner: 'sluice', good: `drop index concurrently author_name_idx; ${create}` },
    { given, runner: 'sluice', good: 'drop index concurrently author_name_idx; create index concurrently author_born_idx on author (born);' },
    { given, runner: 'sluice', statistics: { author: 40 }, good: `drop index concurrently author_name_idx; ${create}` },
    {
      given, runner: 'sluice',
      good: 'create table book (title text, n integer); create index book_title_idx on book (title); drop index book_title_idx; create index book_title_n_idx on book (title, n);',
    },
  ],
  check: {
    deploy(_deploy, on) {
      const moments = on.moments();
      return moments.flatMap((moment, at) => reportOf(moment, moments.slice(at + 1)) ?? []);
    },
  },
});

function reportOf({ change, before, bornHere, isSmall, transaction }: Moment, later: readonly Moment[]): Report | null {
  const index = change.kind === 'dropRelation' && change.relation === 'index' ? before.indexes.get(keyOf(change.name)) : undefined;
  if (index === undefined || bornHere(index.table) === 'yes' || isSmall(index.table) === 'yes') return null;
  const next = later.find((moment) => moment.change.kind === 'createIndex' && isReplacement(moment.change.index, index));
  const stays = [...before.indexes.values()].some((one) => one.name !== index.name && isReplacement(one, index));
  if (next?.change.kind !== 'createIndex' || next.transaction === transaction || stays) return null;
  const name = next.change.index.name ?? 'the new one';
  const guard = index.unique ? ', and nothing keeps values unique' : '';
  const again = name === index.name;
  return {
    at: change.origin,
    text: `From here until ${again ? 'it is built again' : `${name} is built`} queries of ${show(index.table)} are without ${index.name}${guard}.`,
    instead: again
      ? `Create it under another name first, drop the old one, then ALTER INDEX … RENAME TO ${quoted(index.name)}.`
      : `Create ${name} first, then drop ${index.name}.`,
  };
}

/** Both begin with the same column or expression, and are read by the same method. */
function isReplacement(one: Pick<Index, 'table' | 'method' | 'keys'>, index: Index): boolean {
  const [first, other] = [one.keys[0], index.keys[0]];
  return sameName(one.table, index.table) && one.method === index.method && first !== undefined && other !== undefined
    && first.column === other.column && first.expression?.spelling === other.expression?.spelling;
}
