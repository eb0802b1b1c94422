import { keyOf, quoted, rule, sameName, show } from '#rule';
import type { ChangeOf, DeployContext, Index, Moment, Report } from '#rule';

const given = 'create table author (id integer primary key, name text, born date); create index author_name_idx on author (name);';
const create = 'create index concurrently author_name_born_idx on author (name, born);';

export default rule({
  id: 'indexes/replace-in-order',
  title: 'Make the new index before the old one goes',
  why: 'From the DROP of the old index to the end of the build of the new one queries have neither; a unique one guards nothing either. In one transaction reads wait for the build as well, since DROP INDEX locks them out.',
  instead: 'Create the new one first, then drop the old one.',
  level: 'warn',
  silent: [
    'The new index is there before the old one is dropped.',
    'Another index that begins with the same columns is there all the time.',
    'Indexes of which neither begins with the first column of the other.',
    'A table that the deploy makes, or that statistics say is small.',
  ],
  examples: [
    { given, runner: 'sluice', bad: `drop index concurrently author_name_idx; ${create}` },
    { given, runner: 'neon-http', bad: `drop index author_name_idx; create index author_name_idx on author (name desc);` },
    { given, runner: 'drizzle', bad: 'drop index author_name_idx; create index author_name_born_idx on author (name, born);', claims: { locks: { author: 'AccessExclusive' }, scans: ['author'] } },
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
      return moments.flatMap((moment, at) => reportOf(moment, moments.slice(at + 1), on) ?? []);
    },
  },
});

function reportOf({ change, before, bornHere, isSmall }: Moment, later: readonly Moment[], on: DeployContext<unknown>): Report | null {
  const index = change.kind === 'dropRelation' && change.relation === 'index' ? before.indexes.get(keyOf(change.name)) : undefined;
  if (index === undefined || bornHere(index.table) === 'yes' || isSmall(index.table) === 'yes') return null;
  const next = later.map((moment) => moment.change).find((one): one is ChangeOf<'createIndex'> =>
    one.kind === 'createIndex' && isReplacement(one.index, index));
  const stays = [...before.indexes.values()].some((one) => one.name !== index.name && isReplacement(one, index));
  if (next === undefined || stays) return null;
  const name = next.index.name ?? 'the new one';
  const renaming = name === index.name
    ? `Create it under another name first, drop the old one, then ALTER INDEX … RENAME TO ${quoted(index.name)}.` : `Create ${name} first, then drop ${index.name}.`;
  const guard = index.unique ? ', and nothing keeps values unique' : '';
  const waits = on.runner === 'drizzle' ? ` Reads of ${show(index.table)} wait all that time.` : '';
  return {
    at: change.origin,
    text: `From here until ${name === index.name ? 'it is built again' : `${name} is built`} queries of ${show(index.table)} are without ${index.name}${guard}.${waits}`,
    instead: renaming,
  };
}

/** Both begin with the same column or expression, and are read by the same method. */
function isReplacement(one: Pick<Index, 'table' | 'method' | 'keys'>, index: Index): boolean {
  const [first, other] = [one.keys[0], index.keys[0]];
  return sameName(one.table, index.table) && one.method === index.method && first !== undefined && other !== undefined
    && first.column === other.column && first.expression?.spelling === other.expression?.spelling;
}
