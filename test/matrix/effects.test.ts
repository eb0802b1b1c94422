import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { serverDatabase } from '../../src/gate/connection.ts';
import { claimed, countOf, observedClaims } from '../evidence/claims.ts';
import { families } from '../evidence/forms/index.ts';
import { isOf, layGround, putToPostgres } from '../evidence/put-to-postgres.ts';
import { noTally, type Proof, proofPage, type Tally } from './proof-page.ts';
import { majors, startServer } from './server.ts';

/** Forms and claims each have a database of their own: both clear what they find. */
interface Started {
  readonly forms: Database;
  readonly claims: Database;
  readonly stop: () => Promise<void>;
}

/** A Postgres that is asked. */
interface Witness {
  readonly name: string;
  readonly major: number;
  readonly start: () => Promise<Started>;
}

/** PGlite 0.5 is PostgreSQL 18. */
const embedded: Witness = {
  name: 'PGlite', major: 18,
  start: async () => {
    const [forms, claims] = [await freshDatabase(), await freshDatabase()];
    return { forms, claims, stop: () => Promise.resolve() };
  },
};

const servers = majors.map((major): Witness => ({
  name: `PostgreSQL ${major}`, major,
  start: async () => {
    const server = await startServer(major);
    const forms = await serverDatabase(await server.createDatabase('forms'));
    const claims = await serverDatabase(await server.createDatabase('claims'));
    return { forms, claims, stop: () => server.stop() };
  },
}));

const everyForm = Object.entries(families).flatMap(([family, forms]) => forms.map((form) => ({ family, form })));
const proofs: Proof[] = [];

describe.each([embedded, ...servers])('$name does what is predicted', ({ name, major, start }) => {
  let witness: Started;
  let tally: Tally = noTally;
  beforeAll(async () => {
    witness = await start();
    await layGround(witness.forms);
  });
  afterAll(async () => {
    proofs.push({ name, ...tally });
    await witness.forms.close();
    await witness.claims.close();
    await witness.stop();
  });

  it.each(everyForm.filter(({ form }) => isOf(major)(form)).map(({ family, form }) => [family, form.sql, form] as const))(
    '%s: %s', async (_family, _sql, form) => {
      const { compared, claims, disagreements } = await putToPostgres(witness.forms, form, major);
      tally = {
        ...tally, forms: tally.forms + 1, statements: tally.statements + compared, facts: tally.facts + claims,
        disagreements: tally.disagreements + disagreements.length,
      };
      expect(disagreements).toEqual([]);
    });

  it.each(claimed.filter(({ since }) => since <= major).map((one) => [one.name, one] as const))(
    '%s claims the truth', async (_name, one) => {
      const observed = await observedClaims(witness.claims, one);
      const isRight = isDeepStrictEqual(observed, one.claims);
      tally = {
        ...tally, examples: tally.examples + 1, facts: tally.facts + countOf(one.claims),
        disagreements: tally.disagreements + (isRight ? 0 : 1),
      };
      expect(observed).toEqual(one.claims);
    });
});

describe('docs/proof.md', () => {
  it('has the numbers of this run', async () => {
    console.log(proofs.map(({ name, facts, disagreements }) => `${name}: ${facts} claims checked, ${disagreements} disagreements`).join('\n'));
    await expect(proofPage(proofs)).toMatchFileSnapshot('../../docs/proof.md');
  });
});
