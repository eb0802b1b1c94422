import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import { judge } from '../../src/engine/judge.ts';
import { factsOf, stateOf } from './library-facts.ts';

const asked = rules.filter(({ id }) => id === 'breaking/undocumented' || id === 'safety/index-without-concurrently');

function told(up: string): readonly string[] {
  return judge(factsOf(stateOf({ '0000_first': { up } })), chooseRules(asked, { rules: {} })).findings.map(({ text }) => text);
}

describe('the first migration of a history', () => {
  it('may do what it likes with what it makes', () => {
    expect(told(`
      create table book (id int, title text); insert into book values (1, 'Emma'); create index book_title on book (title);
      alter table book drop column title; alter table book rename to volume; drop table volume;
      do $$ begin if not exists (select 1 from pg_class where relname = 'loan') then create table loan (id int); end if; end $$;
      create index loan_id on loan (id); create type status as enum ('lent'); drop type status; drop table if exists author;
    `)).toEqual([]);
  });

  it('meets what is in use where the history lacks its beginning', () => {
    expect(told('create index book_title on book (title); alter table author drop column name; drop table loan;')).toEqual([
      'Building book_title blocks every write to book until it is done.',
      'Column author.name is dropped, and no note says so.',
      'Table loan is dropped, and no note says so.',
    ]);
  });
});
