/** What was put to one Postgres. */
export interface Tally {
  readonly forms: number;
  /** Statements of the forms that ran or failed: those behind a failed one do not run. */
  readonly statements: number;
  /** Examples of rules that claim something. */
  readonly examples: number;
  /** Single facts of both. */
  readonly facts: number;
  readonly disagreements: number;
}

/** Nothing yet. */
export const noTally: Tally = { forms: 0, statements: 0, examples: 0, facts: 0, disagreements: 0 };

export interface Proof extends Tally {
  readonly name: string;
}

/** The text of docs/proof.md. No date, no time: the same run gives the same page. */
export function proofPage(proofs: readonly Proof[]): string {
  return `${introduction}
| put to | statement forms | statements | rules' examples | claims checked | disagreements |
| --- | --- | --- | --- | --- | --- |
${proofs.map((one) => `| ${[one.name, one.forms, one.statements, one.examples, one.facts, one.disagreements].join(' | ')} |`).join('\n')}
${limits}`;
}

const introduction = `# What is proven on Postgres

The page is written by \`npm run proof\`; the version matrix fails when its run counts differently.

Whatever a rule says of locks, rewrites, scans, builds and errors is predicted from the statement and the catalog
(\`src/catalog/effects\`), and whatever is predicted is put to Postgres:

- **Statement forms** (\`test/evidence/forms\`). Each runs in a transaction on a small library with rows, partitions, views,
  an enum and domains. Of every statement that runs, six things are compared with the prediction: that it does not fail;
  the strongest lock on every table, from ROW EXCLUSIVE on; that on every index, from SHARE UPDATE EXCLUSIVE on; tables
  whose file is written anew; tables read from end to end; indexes built. Of one that fails, the SQLSTATE. They are
  observed in \`pg_locks\`, \`pg_class.relfilenode\` and the statistics of the transaction.
- **Rules' examples**. The locks, rewrites, scans and errors that an example claims are observed while it runs after what
  it says was there before.
- **Blocking** (\`test/matrix/blocking.test.ts\`). For each of the eight lock modes, taken by LOCK TABLE and by a real
  statement, a reader and a writer on other connections of the server wait or do not, as the messages say; so for an
  ACCESS EXCLUSIVE lock on an index alone. CONCURRENTLY forms are held up by other transactions, and no lock that they
  hold or wait for is stronger than predicted.
`;

const limits = `
A form whose syntax is newer than a major is left out there. A claim is one fact: an aspect of a statement, or one lock,
rewrite, scan or error of an example.

Limits: statements that refuse a transaction can be watched only while they wait. Locks of tables that a
statement makes itself are not compared, nor ACCESS SHARE and ROW SHARE, which hinder no reader and no writer. Whether the
planner reads the far end of a foreign key from end to end or by its index depends on the rows: both are taken. The server
and PGlite have no traffic: how long a statement takes, or waits, is not told.
`;
