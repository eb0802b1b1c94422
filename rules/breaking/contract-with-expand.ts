import { copiedReplacements, isDeclaredIn, rule, show } from '#rule';
import type { CopiedReplacement, Report } from '#rule';

const given = 'create table dataset (id integer primary key, title text not null, licence text);';

export default rule({
  id: 'breaking/contract-with-expand',
  title: 'Expand and contract in deploys of their own',
  why: 'Code from before the deploy fails as soon as the old column is gone, code from after it before the new one is there: at no moment do both work. A warning where no base ref tells what the code in use declares.',
  instead: 'Add and fill the new column here, deploy code that writes both and reads the new one, and drop the old one in a later deploy. A team that stops its code for a deploy turns this rule off.',
  level: 'error',
  silent: [
    'A drop whose rows or values nothing of the same deploy copies to a new column or table; see `breaking/still-read-by-deployed-code`.',
    'What the schema at the base ref declares no more: the code in use can do without it.',
    'A second column or table that the same statement copies: one finding tells of all.',
    'A copy into what was there before the deploy, and one into a temporary table.',
    'A column or table that the same deploy made, and one that is there again after it under the same name.',
  ],
  examples: [
    {
      given,
      bad: 'alter table dataset add column terms text; update dataset set terms = licence; alter table dataset drop column licence;',
    },
    {
      given,
      bad: 'create table licence (id integer primary key generated always as identity, title text unique); insert into licence (title) select distinct licence from dataset; alter table dataset drop column licence;',
    },
    {
      given,
      bad: 'create table record (id integer primary key, title text); insert into record select id, title from dataset; drop table dataset;',
    },
    {
      given,
      bad: 'create table record (id integer primary key, name text, terms text); insert into record select id, title, licence from dataset; alter table dataset drop column title, drop column licence;',
    },
    { given, bad: 'create table record as select * from dataset; drop table dataset;' },
    { given, good: 'alter table dataset add column terms text; update dataset set terms = licence;' },
    { given, good: 'alter table dataset drop column licence;' },
    {
      given: 'create table dataset (id integer primary key, licence text, terms text);',
      good: 'update dataset set terms = licence; alter table dataset drop column licence;',
    },
    { given, good: 'create temporary table kept as select id, licence from dataset; alter table dataset drop column licence;' },
    {
      given,
      good: 'alter table dataset add column terms text; update dataset set terms = licence; alter table dataset drop column licence; alter table dataset rename column terms to licence;',
    },
  ],
  check: {
    deploy(_, on) {
      const found = copiedReplacements(on.moments())
        .filter(({ drop, from }) => on.isJudged(drop.migration) && isInUse(drop.deployed, from));
      return groups(found).map(reportOf);
    },
  },
});

/** What the schema at the base does not declare any longer, nobody asks for. Without a base nobody knows. */
function isInUse(deployed: CopiedReplacement['drop']['deployed'], from: CopiedReplacement['from']): boolean {
  return deployed === null || isDeclaredIn(deployed, from);
}

/** What one statement copies is one expand, however much of it is dropped. */
function groups(found: readonly CopiedReplacement[]): readonly Group[] {
  const byCopy = new Map<CopiedReplacement['copy'], Group>();
  for (const one of found) {
    const known = byCopy.get(one.copy);
    byCopy.set(one.copy, known === undefined ? [one] : [...known, one]);
  }
  return [...byCopy.values()];
}

type Group = readonly [CopiedReplacement, ...CopiedReplacement[]];

function reportOf(group: Group): Report {
  const [{ drop: { change, deployed }, copy, from, to }] = group;
  const [old, made] = [oldOf(group), shown(to)];
  const [is, it] = group.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return {
    at: change.origin,
    ...(deployed === null ? { level: 'warn' } : {}),
    text: `${from.column === null ? 'Table' : 'Column'} ${old} ${is} dropped in the deploy that makes ${made} of ${it}: no code works before and after.`,
    instead: `Keep ${it} in this deploy, let the code write both and read ${made}, and drop ${old} in a deploy of its own.`,
    related: [{ at: copy.change.origin, text: `The rows of ${show(from.table)} are copied here.` }],
  };
}

function oldOf([{ from }, ...others]: Group): string {
  return others.length === 0 ? shown(from) : `${shown(from)} and ${others.length} more`;
}

function shown({ table, column }: CopiedReplacement['from']): string {
  return column === null ? show(table) : `${show(table)}.${column}`;
}
