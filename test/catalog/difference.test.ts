import { describe, expect, it } from 'vitest';

import { difference, showDifference } from '../../src/catalog/difference.ts';
import { currentCatalog } from '../../src/catalog/merge.ts';
import { endOfSession } from '../../src/catalog/replay.ts';
import type { Aspect, Catalog } from '../../src/facts/catalog.ts';
import { everyAspect } from '../../src/facts/catalog.ts';
import { catalogOf } from '../kit/catalog.ts';

function told(before: Catalog, after: Catalog): readonly string[] {
  return difference(before, after).map((one) => showDifference(one));
}

/** A catalog as a source would give it that does not see everything. */
function seeing(catalog: Catalog, without: readonly Aspect[]): Catalog {
  return { ...catalog, sees: new Set([...everyAspect].filter((aspect) => !without.includes(aspect))) };
}

const dataset = catalogOf(`
  create type state as enum ('draft', 'open');
  create table person (id int primary key);
  create table dataset (id serial primary key, title text default 'untitled', owner int references person, check (title <> ''));
  create index dataset_title on dataset (title) where title is not null;
`);

describe('in what two catalogs differ', () => {
  it.each([
    ['alter table dataset alter column title type varchar(200)', ['column dataset.title: type text before, character varying(200) after']],
    [`alter table dataset alter column title set default 'none'`, [`column dataset.title: default 'untitled' before, 'none' after`]],
    ['alter table dataset add column doi text', ['column dataset.doi is there only after']],
    ['alter table dataset drop column owner', [
      'column dataset.owner is there only before', 'constraint dataset_owner_fkey of dataset is there only before']],
    ['alter table dataset rename column owner to keeper', [
      'column dataset.keeper is there only after', 'column dataset.owner is there only before',
      'constraint dataset_owner_fkey of dataset: columns owner before, keeper after']],
    ['drop table dataset', ['table dataset is there only before']],
    ['create table version (id serial primary key, note text); create index on version (note)', ['table version is there only after']],
    [`alter type state add value 'closed'`, [`enum state: values 'draft', 'open' before, 'draft', 'open', 'closed' after`]],
    ['drop index dataset_title; create index dataset_title on dataset (title) where title is not null and id > 0', [
      'index dataset_title: where title is not null before, title is not null and id > 0 after']],
    ['drop index dataset_title; create unique index dataset_title on dataset (title desc) where title is not null', [
      'index dataset_title: unique no before, yes after',
      'index dataset_title: keys title asc nulls last before, title desc nulls first after']],
    ['alter table dataset drop constraint dataset_owner_fkey; alter table dataset add constraint dataset_owner_fkey foreign key (owner) references person on delete cascade not valid', [
      'constraint dataset_owner_fkey of dataset: on delete no action before, cascade after',
      'constraint dataset_owner_fkey of dataset: validated yes before, no after']],
    ['alter table dataset enable row level security', ['table dataset: row security off before, on after']],
    ['create function touch() returns trigger language plpgsql as $$ begin return new; end $$', ['function touch() is there only after']],
  ])('%s', (sql, expected) => {
    expect(told(dataset, catalogOf(sql, dataset))).toEqual(expected);
  });

  it('is nothing for one and the same', () => {
    expect(told(dataset, dataset)).toEqual([]);
  });

  it('takes two spellings of an expression for one, and one text with other white space', () => {
    const other = catalogOf('create table d (n int, check (n>0 AND (n) <  5)); create table e (n int default 1)');
    expect(told(catalogOf('create table d (n int, check (n > 0 and n < 5)); create table e (n int default (1))'), other)).toEqual([]);
  });

  it('leaves out what one side does not see', () => {
    const after = catalogOf(`
      create view titles as select title from dataset;
      alter table dataset drop constraint dataset_owner_fkey, add constraint dataset_owner_fkey foreign key (owner) references person not valid;
    `, dataset);
    expect(told(seeing(dataset, ['views', 'validity']), after)).toEqual([]);
    expect(told(dataset, seeing(after, ['views', 'validity']))).toEqual([]);
    expect(told(dataset, after)).toHaveLength(2);
  });

  it('lets a source leave out the sequences of serial columns', () => {
    const bare = { ...dataset, sequences: new Map() };
    expect(told(seeing(bare, ['ownedSequences']), dataset)).toEqual([]);
    expect(told(bare, dataset)).toEqual(['sequence dataset_id_seq is there only after']);
  });

  it('compares of a partial table only what both have', () => {
    const partial = catalogOf('alter table dataset add column doi text; create index dataset_doi on dataset (doi)');
    const whole = catalogOf('create table dataset (id int primary key, doi varchar(20)); create index dataset_doi on dataset (doi)');
    expect(told(partial, whole)).toEqual(['column dataset.doi: type text before, character varying(20) after']);
    expect(told(whole, partial)).toEqual(['column dataset.doi: type character varying(20) before, text after']);
  });
});

describe('the catalog as it is now', () => {
  const snapshot = catalogOf('create table dataset (id int primary key, title text, old text); create table gone (id int); create index old_idx on dataset (old)');
  const custom = catalogOf(`
    alter table dataset add column search tsvector;
    alter table dataset add constraint titled check (title <> '') not valid;
    create index dataset_search on dataset using gin (search);
    create index gone_idx on gone (id);
    create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
    create trigger touched before update on dataset for each row execute function touch();
    create table log (id serial primary key);
  `, snapshot);
  const declared = seeing(catalogOf('create table dataset (id int primary key, title varchar(200), doi text)'), ['functions', 'triggers']);

  it('is what TypeScript says, and what only SQL made; what TypeScript dropped stays away', () => {
    const now = currentCatalog(declared, custom, snapshot);
    expect([...now.tables.keys()]).toEqual(['public.dataset', 'public.log']);
    expect(now.tables.get('public.dataset')?.columns.map(({ name, type }) => `${name} ${type}`))
      .toEqual(['id integer', 'title character varying(200)', 'doi text', 'search tsvector']);
    expect(now.tables.get('public.dataset')?.constraints.map(({ name }) => name)).toEqual(['dataset_pkey', 'titled']);
    expect([...now.indexes.keys()]).toEqual(['public.dataset_search']);
    expect([...now.triggers.keys()]).toEqual(['public.dataset.touched']);
    expect([...now.sequences.keys()]).toEqual(['public.log_id_seq']);
    expect(now.routines.size).toBe(1);
  });

  it('is what the migrations made where nothing is declared', () => {
    expect(currentCatalog(null, custom, snapshot)).toBe(custom);
  });

  it('has everything the migrations made where there is no snapshot', () => {
    expect([...currentCatalog(declared, custom, null).tables.keys()]).toEqual(['public.dataset', 'public.gone', 'public.log']);
  });
});

it('forgets what is temporary at the end of a session', () => {
  const during = catalogOf('create temp table scratch (id serial primary key); create index on scratch (id); create temp view peek as select 1', dataset);
  expect(during.tables.size).toBe(dataset.tables.size + 1);
  expect(told(dataset, endOfSession(during))).toEqual([]);
});
