import { describe, expect, it } from 'vitest';
import { deploys } from '../../src/catalog/deploys.ts';
import { planOf } from '../../src/evidence/plan.ts';
import { historyOf, refusesTransaction } from '../gate/history-of.ts';

const alter = 'alter table author add column born date;';
const enlarge = 'alter table book add column pages integer;';
const index = 'create index concurrently book_author on book (author_id);';

/** The plan as a line of words; a statement in a transaction is in lower case, one that stays at once in capitals. */
function planned(sql: string): string {
  const [migration] = historyOf([{ tag: '0000_library', when: 1, sql }]).migrations;
  return planOf(migration?.sql?.statements ?? [], refusesTransaction).map((step) => {
    switch (step.kind) {
      case 'statement': {
        const word = { 'CREATE INDEX': 'index', 'ALTER TABLE': 'alter' }[step.statement.tag] ?? 'other';
        return step.keeps ? word.toUpperCase() : word;
      }
      case 'control': return `file:${step.command}`;
      case 'begin':
      case 'commit':
      case 'record': return step.kind;
      default: return step satisfies never;
    }
  }).join(' ');
}

describe('the plan of a migration', () => {
  it('is one transaction with the record in it', () => {
    expect(planned(alter + enlarge)).toBe('begin alter alter record commit');
  });

  it('runs what refuses a transaction alone, in its place', () => {
    expect(planned(index)).toBe('INDEX record');
    expect(planned(alter + index + enlarge)).toBe('begin alter commit INDEX begin alter record commit');
    expect(planned(alter + index)).toBe('begin alter commit INDEX record');
  });

  it('follows a COMMIT and a BEGIN of the file', () => {
    expect(planned(`${alter}commit;${enlarge}${alter}`)).toBe('begin alter file:commit ALTER ALTER record');
    expect(planned(`${alter}commit;${enlarge}begin;${alter}`)).toBe('begin alter file:commit ALTER file:begin alter record commit');
    expect(planned(`${alter}commit;${index}begin;${alter}`)).toBe('begin alter file:commit INDEX file:begin alter record commit');
    expect(planned(`${alter}rollback;${enlarge}`)).toBe('begin alter file:rollback ALTER record');
  });

  it('puts the record into a transaction that the file begins and ends', () => {
    expect(planned(`begin;${alter}commit;`)).toBe('file:begin alter record commit');
    expect(planned(`begin isolation level serializable;${alter}${enlarge}end;`)).toBe('file:begin alter alter record commit');
  });

  it('leaves a BEGIN out where a transaction is open: Postgres would only warn', () => {
    expect(planned(`${alter}begin;${enlarge}`)).toBe('begin alter alter record commit');
  });

  it('of a file without statements is the record', () => {
    expect(planned('-- nothing yet')).toBe('record');
  });

  it('has the transactions that the catalog says the runner makes', () => {
    const pieces = [alter, enlarge, index, 'begin;', 'commit;', 'rollback;'];
    for (const sql of sequences(pieces, 4)) {
      const { migrations } = historyOf([{ tag: '0000_library', when: 1, sql }]);
      const told = deploys(migrations, 'sluice', 'together', 14).flatMap(({ transactions }) => transactions)
        .flatMap(({ steps, alone }) => steps.map(({ statement }) => ({ statement, alone })))
        .filter(({ statement }) => statement.changes[0]?.kind !== 'transaction')
        .map(({ alone }) => alone);
      const done = planOf(migrations[0]?.sql?.statements ?? [], refusesTransaction)
        .flatMap((step) => (step.kind === 'statement' ? [step.keeps] : []));
      expect(done, sql).toEqual(told);
    }
  });
});

/** Every text of one to `length` pieces. */
function sequences(pieces: readonly string[], length: number): readonly string[] {
  if (length === 0) return [''];
  const shorter = sequences(pieces, length - 1);
  return [...new Set([...shorter, ...shorter.flatMap((start) => pieces.map((piece) => start + piece))])];
}
