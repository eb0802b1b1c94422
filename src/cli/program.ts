import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { visible } from '../report/visible.ts';
import { Problem } from '../text/problem.ts';
import type { BaselineFlags } from './baseline.ts';
import type { BreakingFlags } from './breaking.ts';
import type { CheckFlags } from './check.ts';
import type { RulesFlags } from './list-rules.ts';
import type { CoverageFlags } from './coverage.ts';
import type { SettingsFlags } from './project-flags.ts';
import type { MigrateFlags } from './migrate.ts';
import type { ConventionsFlags } from './conventions.ts';
import type { StatusFlags } from './status.ts';
import type { StatisticsFlags } from './statistics.ts';
import type { RebaseFlags } from './rebase.ts';
import type { RewriteFlags } from './rewrite.ts';
import type { TestRulesFlags } from './test-rules.ts';
import { formats } from './format.ts';
import { ownVersion } from '../project/own-version.ts';

/** The command line. Exit 0: clean, 1: findings or a refused deploy, 2: a problem with the set-up. */
const program = new Command('sluice')
  .description('The gate between drizzle-kit generate and migrate.')
  .version(ownVersion(), '-v, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .exitOverride()
  .addHelpText('after', '\nsluice <command> --help tells more of each. Exit 0: clean, 1: findings or a refusal, 2: a problem with the set-up.')
  .showHelpAfterError('  --help lists what there is.')
  .configureOutput({ outputError: (text, write) => { write(text.replace(/^error: /, 'sluice: ')); } });

forSchema(program.command('check'))
  .description('judge what is new in schema and migrations')
  .argument('[path...]', 'SQL migrations, schema files or folders to judge; without: what is new in the project')
  .addOption(new Option('--all', 'judge every migration, not only the new ones').conflicts('since'))
  .option('--since <ref>', 'judge what is new against a branch, tag or commit')
  .addOption(new Option('--staged', 'judge what the next commit changes: the git index, not the working tree').conflicts(['all', 'since']))
  .addOption(new Option('--latest <n>', 'judge the last n migrations').argParser(count).conflicts(['all', 'since', 'staged']))
  .option('--live-statistics', 'look at the database once, read-only, for the sizes of tables, in place of the statistics file')
  .option('--evaluate', 'execute the schema with drizzle-kit, which tells what it would generate, in place of reading it')
  .option('--no-baseline', 'judge as if there were no baseline')
  .addOption(new Option('--fix', 'apply the fixes that are safe, to the schema and to new migrations').conflicts('fixDryRun'))
  .option('--fix-dry-run', 'print what --fix would change, and write nothing')
  .addOption(new Option('--format <name>', 'how to print').choices(formats).default('pretty'))
  .option('-o, --output <file>', 'print into a file; format=file writes a format into a file; may be repeated', collect)
  .option('--rule <id=level>', 'level of a rule: error, warn, info or off; may be repeated', collectRule)
  .option('--max-warnings <n>', 'most warnings that still end with exit 0', wholeNumber)
  .option('--quiet', 'print errors only')
  .action(async (paths: string[], flags: CheckFlags) => {
    const { check } = await import('./check.ts');
    process.exitCode = await check(paths, flags);
  });

forSchema(program.command('rewrite'))
  .description('put what is suggested in place of the findings of a rule, new migrations too; all files or none are written')
  .argument('<rule>', 'id of the rule, such as safety/index-without-concurrently')
  .argument('[path...]', 'files or folders in which findings are rewritten; without: all that is judged')
  .addOption(new Option('--all', 'judge every migration, not only the new ones').conflicts('since'))
  .option('--since <ref>', 'judge what is new against a branch, tag or commit')
  .addOption(new Option('--latest <n>', 'judge the last n migrations').argParser(count).conflicts(['all', 'since']))
  .addOption(new Option('--suggestion <n>', 'which one, where a finding has several').argParser(count).default(1))
  .option('--dry-run', 'print what would change, and write nothing')
  .action(async (id: string, paths: string[], flags: RewriteFlags) => {
    const { rewrite } = await import('./rewrite.ts');
    process.exitCode = await rewrite(id, paths, flags);
  });

forSchema(program.command('rebase'))
  .description('move the branch’s own migrations behind those of the branch that it was or will be merged with; of migrations in folders, tell what of the two does not go together')
  .option('--onto <ref>', 'the other branch; without: the one that is being merged, or the default branch')
  .option('--dry-run', 'print what would move where, and write nothing')
  .action(async (flags: RebaseFlags) => {
    const { rebase } = await import('./rebase.ts');
    process.exitCode = await rebase(flags);
  });

forSchema(program.command('baseline'))
  .description('record what check --all finds today, so that only what comes after it counts')
  .option('--prune', 'only take out what is found no more')
  .action(async (flags: BaselineFlags) => {
    const { writeBaseline } = await import('./baseline.ts');
    writeBaseline(flags);
  });

forSchema(program.command('conventions'))
  .description('tell what the names of the project have in common, with the settings that hold new ones to it')
  .addOption(new Option('--format <name>', 'how to print').choices(['pretty', 'json']).default('pretty'))
  .action(async (flags: ConventionsFlags) => {
    const { conventions } = await import('./conventions.ts');
    conventions(flags);
  });

forProject(program.command('statistics'))
  .description('look at the database once, read-only, and record how large its tables are: small ones are not worth a finding')
  .option('-o, --output <file>', 'file to write, in place of sluice.statistics.json beside the settings')
  .action(async (flags: StatisticsFlags) => {
    const { writeStatistics } = await import('./statistics.ts');
    await writeStatistics(flags);
  });

forSchema(program.command('breaking'))
  .description('print the breaking changes of a release as notes in Markdown')
  .argument('[range]', 'a ref, or two as v1.0..v1.1; without: what is new against the default branch')
  .option('--all', 'of the whole history')
  .option('--since <ref>', 'of what is new against a branch, tag or commit')
  .addOption(new Option('--latest <n>', 'of the last n migrations').argParser(count))
  .option('-o, --output <file>', 'print into a file')
  .action(async (range: string | undefined, flags: BreakingFlags) => {
    const { breakingCommand } = await import('./breaking.ts');
    breakingCommand(range, flags);
  });

forSchema(program.command('coverage'))
  .description('print every foreign key with the index that serves it')
  .addOption(new Option('--format <name>', 'how to print').choices(['pretty', 'json']).default('pretty'))
  .action(async (flags: CoverageFlags) => {
    const { coverageCommand } = await import('./coverage.ts');
    coverageCommand(flags);
  });

forProject(program.command('status'))
  .description('tell where every migration stands: files, parents, base, database, what it breaks, findings')
  .option('--offline', 'tell what the files say, and ask no database what is applied')
  .addOption(new Option('--latest <n>', 'show the last n migrations').argParser(count))
  .addOption(new Option('--format <name>', 'how to print').choices(['pretty', 'json']).default('pretty'))
  .action(async (flags: StatusFlags) => {
    const { statusCommand } = await import('./status.ts');
    await statusCommand(flags);
  });

forProject(program.command('migrate'))
  .description('check the pending migrations, then apply them to the database in DATABASE_URL, or to the embedded one')
  .action(async (flags: MigrateFlags) => {
    const { migrateCommand } = await import('./migrate.ts');
    process.exitCode = await migrateCommand(flags);
  });

forProject(program.command('init-dev'))
  .description('mark a database on this machine as one for development, which sluice reset may empty')
  .argument('[database]', 'its name, where it holds tables already')
  .action(async (named: string | undefined, flags: MigrateFlags) => {
    const { initDev } = await import('./init-dev.ts');
    await initDev(named ?? null, flags);
  });

forProject(program.command('reset'))
  .description('empty the embedded database, or a marked one on this machine; apply every migration; run the seed of the settings')
  .action(async (flags: MigrateFlags) => {
    const { resetCommand } = await import('./reset.ts');
    process.exitCode = await resetCommand(flags);
  });

program.command('hook')
  .description('check every commit before git makes it')
  .command('install')
  .description('write the pre-commit hook of git, unless another is there')
  .option('--cwd <dir>', 'folder of the project', '.')
  .action(async (flags: { cwd: string }) => {
    const { hookInstall } = await import('./hook.ts');
    hookInstall(flags);
  });

forSettings(program.command('explain'))
  .description('tell what a rule is about')
  .argument('<rule>', 'id of the rule, such as naming/snake-case')
  .action(async (id: string, flags: SettingsFlags) => {
    const { explain } = await import('./explain.ts');
    explain(id, flags);
  });

forSettings(program.command('test-rules'))
  .description('put the project’s own rules to the proof: examples, fixes, claims about Postgres, words')
  .argument('[file...]', 'rule files or globs; without: those that the settings name')
  .addOption(new Option('--format <name>', 'how to print').choices(['pretty', 'json']).default('pretty'))
  .action(async (files: string[], flags: TestRulesFlags) => {
    const { testRules } = await import('./test-rules.ts');
    process.exitCode = await testRules(files, flags);
  });

forSettings(program.command('rules'))
  .description('list the rules, those of the project’s own too')
  .option('--docs <dir>', 'write a page in Markdown for each of the project’s own rules into a folder')
  .action(async (flags: RulesFlags) => {
    const { listRules } = await import('./list-rules.ts');
    listRules(flags);
  });

/** Which settings, and from where. */
function forSettings(command: Command): Command {
  return command.option('--cwd <dir>', 'folder to work in, as if started there', '.').option('--config <file>', 'settings, in place of sluice.config');
}

/** Which project. */
function forProject(command: Command): Command {
  return forSettings(command).option('--drizzle-config <file>', 'drizzle.config to read');
}

/** Which project, and where its schema and migrations lie. */
function forSchema(command: Command): Command {
  return forProject(command)
    .option('--schema <glob>', 'schema files, in place of those in drizzle.config; may be repeated', collect)
    .option('--out <dir>', 'folder of the migrations, in place of the one in drizzle.config');
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

type RuleLevels = Readonly<Record<string, 'error' | 'warn' | 'info' | 'off'>>;

function collectRule(text: string, before: RuleLevels = {}): RuleLevels {
  const [, id, level] = /^(.+)=(error|warn|info|off)$/.exec(text) ?? [];
  if (id === undefined || level === undefined) {
    throw new InvalidArgumentError('Write it as id=level, with error, warn, info or off.');
  }
  return { ...before, [id]: level as RuleLevels[string] };
}

function count(text: string): number {
  if (!/^0*[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Give a whole number above zero.');
  return Number(text);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}

process.stdout.on('error', endOfReader);
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Known problems end in one line and a hint; anything else is our bug and keeps its stack. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const problem = refusal(error) ?? error;
  if (!(problem instanceof Problem)) throw error;
  process.stderr.write(`sluice: ${visible(problem.message)}\n  ${visible(problem.hint)}\n`);
  return 2;
}

/** What the system does not let us read or write is a matter of the set-up. */
function refusal(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return null;
  if (error.code !== 'EACCES' && error.code !== 'EPERM') return null;
  return new Problem(`${String(error.path)} may not be read or written: ${error.message}.`, 'Give yourself the permission, and run again.');
}

/** Whoever reads our output has seen enough, as `head` has. */
function endOfReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}
