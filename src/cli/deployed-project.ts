import { join } from 'node:path';
import { extensionsNamedIn } from '../evidence/embedded-database.ts';
import type { LedgerName } from '../gate/ledger.ts';
import type { Location } from '../intake/locate.ts';
import type { Intake } from '../intake/take-in.ts';
import { Problem } from '../text/problem.ts';

/** A project whose migrations a database has, or is to get. */
export interface DeployedProject {
  readonly intake: Intake;
  readonly location: Location;
  readonly ledger: LedgerName;
  /** Absolute: where drizzle.config is. */
  readonly folder: string;
  /** Extensions that an embedded database needs at hand. */
  readonly extensions: readonly string[];
}

/** @throws Problem where there is none, or its ledger cannot be told. */
export function deployedProject(intake: Intake): DeployedProject {
  const { location, facts: { history } } = intake;
  if (location === null) throw new Problem('There is no project here.', 'Run it where drizzle.config is.');
  const { ledger } = location;
  if ('computed' in ledger) {
    throw new Problem(ledger.computed, 'Write schema and table of the ledger as texts: what is applied is read there.');
  }
  return {
    intake, location, ledger,
    folder: join(intake.root, location.folder),
    extensions: extensionsNamedIn(history.migrations.map(({ sql }) => sql?.text ?? '')),
  };
}
