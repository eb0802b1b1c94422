import { resolve } from 'node:path';
import { chooseRules } from '../engine/choose-rules.ts';
import { judge } from '../engine/judge.ts';
import { migrationStatuses } from '../engine/migration-status.ts';
import { hasEmbeddedDatabase } from '../evidence/embedded-database.ts';
import { connect } from '../gate/connection.ts';
import { readLedger, showLedger } from '../gate/ledger.ts';
import { positionOf } from '../gate/position.ts';
import { takeIn } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { workingFolder } from '../project/root.ts';
import { tally } from '../report/report-input.ts';
import type { AskedDatabase, StandingWord, StatusInput } from '../report/status-input.ts';
import { statusJson } from '../report/status-json.ts';
import { statusTable } from '../report/status-table.ts';
import { Problem } from '../text/problem.ts';
import { databaseNamed } from './database-of.ts';
import { deployedProject, type DeployedProject } from './deployed-project.ts';
import { pathUnder } from './path-under.ts';
import type { SettingsFlags } from './project-flags.ts';
import { terminalPaint } from './terminal-paint.ts';

/** What `sluice status` is given. */
export interface StatusFlags extends SettingsFlags {
  readonly drizzleConfig?: string;
  readonly offline?: true;
  /** Only the last so many are shown. */
  readonly latest?: number;
  readonly format: 'pretty' | 'json';
}

/** Prints where the migrations of a project stand. What is wrong with one fails nothing: `sluice check` does. */
export async function statusCommand({ format, offline, latest, ...flags }: StatusFlags): Promise<void> {
  preferBaselineCompiler();
  const cwd = workingFolder(flags.cwd);
  const intake = takeIn({ ...flags, cwd, scope: { kind: 'all' }, paths: [] });
  if (intake.location === null) throw new Problem('There is no project here.', 'Run it where drizzle.config is.');
  const rules = intake.rules();
  const chosen = chooseRules(rules, { ...intake.settings, pathOf: intake.pathInSettings });
  const { findings } = judge(intake.facts, chosen, { ruleIds: rules.map(({ id }) => id), baseline: intake.baseline });
  const asked = offline === undefined ? await askDatabase(deployedProject(intake)) : 'offline';
  const { layout, folder, strayFiles, straySnapshots } = intake.facts.history;
  const all = migrationStatuses(intake.facts, findings);
  const input: StatusInput = {
    layout, folder, all,
    shown: latest === undefined ? all : all.slice(-latest),
    strays: [...strayFiles, ...straySnapshots.map(({ file }) => file)],
    totals: tally(findings),
    database: typeof asked === 'string' ? null : asked,
    notes: typeof asked === 'string' && asked !== 'offline' ? [asked] : [],
    pathOf: (file) => pathUnder(cwd, resolve(intake.root, file)),
  };
  process.stdout.write(format === 'json' ? statusJson(input) : statusTable(input, terminalPaint()));
}

/** Reads the ledger and changes nothing; or says why there is none to read. @throws Problem if the database does not answer. */
async function askDatabase({ folder, location, ledger, intake, extensions }: DeployedProject): Promise<AskedDatabase | string> {
  const place = databaseNamed(folder, location);
  if (place === null) {
    return 'no database was asked what is applied: set DATABASE_URL, in .env too, or name an "embeddedDatabase" in the settings; --offline asks none.';
  }
  if (place.url === undefined && !hasEmbeddedDatabase(place.folder)) return `there is no embedded database in ${place.folder} yet: "sluice migrate" makes it.`;
  const database = await connect({ ...place, extensions });
  try {
    const read = await readLedger(database, ledger);
    const { applied, pending, skipped, repeated } = positionOf(intake.facts.history, read).standing;
    const told = { applied, pending, skipped, repeated: repeated.map(({ migration }) => migration) } satisfies Record<StandingWord, unknown>;
    const standing = (['applied', 'pending', 'skipped', 'repeated'] as const).flatMap((word) => told[word].map(({ tag }) => [tag, word] as const));
    return { place: database.place, ledger: showLedger(ledger), rows: read?.rows.length ?? null, standing: new Map(standing) };
  } finally {
    await database.close();
  }
}
