import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clone, commit, git, temporaryFolder } from '../project/folder.ts';
import {
  junitErrors, readGithub, readGitlab, readJunit, readMarkdown, readSarif, type ReadFinding,
} from '../report/readers.ts';
import { addMigration, livingCopy, replaceIn } from './living-copy.ts';
import type { End } from './sluice.ts';
import { install, outputsIn, ownAction, runScript, yamlOf, type Step } from './workflow.ts';

const forgets = 'ALTER TABLE "archive_dataset" ALTER COLUMN "language" DROP DEFAULT;\n';
const note = '-- breaking: whoever leaves the language out; say it\n';

/** The living project as a team's repository, with a branch that takes a default away and does not say so. */
function repositoryWithBranch(): string {
  const origin = livingCopy();
  onTestFinished(() => { rmSync(origin, { recursive: true, force: true }); });
  for (const link of ['node_modules', 'dist']) rmSync(join(origin, link));
  const { bin: _, exports: __, ...manifest } = JSON.parse(readFileSync(join(origin, 'package.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(origin, 'package.json'), JSON.stringify({ ...manifest, name: 'open-data' }, null, 2));
  writeFileSync(join(origin, '.gitignore'), 'node_modules/\nsluice.*\n!sluice.config.ts\ngl-code-quality-report.json\n');
  git(origin, 'init', '--quiet', '--initial-branch=main');
  commit(origin, 'The archive');
  git(origin, 'switch', '--quiet', '-c', 'said-languages');
  const tag = addMigration(origin, 'forget_language', forgets);
  forgetDefault(origin, tag);
  commit(origin, 'Forget the default language');
  git(origin, 'switch', '--quiet', 'main');
  return origin;
}

/** What drizzle-kit would have written, and somebody in TypeScript. */
function forgetDefault(origin: string, tag: string): void {
  replaceIn(origin, 'src/db/schemas/archive.ts', ".default('en')", '');
  const file = join(origin, `drizzle/meta/${tag.slice(0, 4)}_snapshot.json`);
  const snapshot = JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
  delete snapshot.tables['public.archive_dataset']?.columns['language']?.default;
  writeFileSync(file, JSON.stringify(snapshot, null, 2));
}

interface Snapshot {
  readonly tables: Readonly<Record<string, { readonly columns: Readonly<Record<string, { default?: string }>> }>>;
}

const file = 'drizzle/0017_forget_language.sql';
const found: ReadFinding = {
  rule: 'breaking/undocumented', level: 'error', file, line: 1,
  text: 'Column archive_dataset.language, which takes no null, loses its default, and no note says so.',
};

/** What is checked out for a pull request: the branch merged into its base, on no branch. */
function checkout(origin: string, ...options: readonly string[]): string {
  git(origin, 'switch', '--quiet', '--detach', 'main');
  git(origin, 'merge', '--quiet', '--no-ff', '-m', 'Merge', 'said-languages');
  git(origin, 'branch', '--force', 'pull', 'HEAD');
  git(origin, 'switch', '--quiet', 'main');
  const work = clone(origin, '--branch=pull', ...options);
  git(work, 'switch', '--quiet', '--detach');
  install(work);
  return work;
}

function fix(origin: string): void {
  git(origin, 'switch', '--quiet', 'said-languages');
  writeFileSync(join(origin, file), note + forgets);
  commit(origin, 'Say who breaks');
  git(origin, 'switch', '--quiet', 'main');
}

interface Workflow {
  readonly on: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: { readonly sluice: { readonly steps: readonly Step[] } };
}

interface GitlabJobs {
  readonly sluice: {
    readonly variables: Readonly<Record<string, string>>;
    readonly script: readonly string[];
    readonly artifacts: { readonly when: string; readonly reports: { readonly codequality: string; readonly junit: string } };
  };
}

const [workflow, actionSteps, gitlabJobs] = yamlOf('docs/pipeline.md') as unknown as readonly [Workflow, readonly Step[], GitlabJobs];
const steps = workflow.jobs.sluice.steps;
const named = (name: string): Step => {
  const step = steps.find((each) => each.name === name);
  if (step === undefined) throw new Error(`The recipe has no step ${name}`);
  return step;
};

const runner = (work: string): Readonly<Record<string, string>> => {
  mkdirSync(join(work, '../runner'), { recursive: true });
  return {
    GITHUB_ACTIONS: 'true', GITHUB_BASE_REF: 'main', GITHUB_REPOSITORY: 'ada/open-data', RUNNER_TEMP: join(work, '../runner'),
    GITHUB_STEP_SUMMARY: join(work, '../runner/summary.md'), GITHUB_OUTPUT: join(work, '../runner/output'),
  };
};

describe('the recipe for GitHub Actions', () => {
  const check = named('Check schema and migrations');
  const text = (work: string, path: string): string => readFileSync(join(work, path), 'utf8');

  test('annotates, sums up, and writes SARIF and a comment; the fixed branch passes', async () => {
    const origin = repositoryWithBranch();
    const work = checkout(origin);
    const refused = await runScript(check.run ?? '', work, runner(work));
    expect({ ...refused, findings: readGithub(refused.stdout) }).toMatchObject({ code: 1, findings: [found] });
    expect(refused.stdout).toContain('1 error, 0 warnings. Judged: 1 new of 18 migrations against origin/main');
    expect(readSarif(text(work, 'sluice.sarif'))).toEqual([found]);
    expect(readMarkdown(text(work, 'sluice.md')).findings).toEqual([found]);
    expect(text(work, '../runner/summary.md')).toBe(text(work, 'sluice.md'));

    fix(origin);
    const again = checkout(origin);
    const passed = await runScript(check.run ?? '', again, runner(again));
    expect({ ...passed, findings: readGithub(passed.stdout) }).toMatchObject({ code: 0, findings: [] });
    expect(readSarif(text(again, 'sluice.sarif'))).toEqual([]);
    expect(text(again, '../runner/summary.md')).toContain('### drizzle-sluice: 0 errors, 0 warnings');
  });

  test('fetches the whole history, and asks for no more rights than its steps need', () => {
    expect(steps[0]).toMatchObject({ uses: expect.stringMatching(/^actions\/checkout@/) as string, with: { 'fetch-depth': 0 } });
    expect(workflow.permissions).toEqual({ contents: 'read', 'security-events': 'write', 'pull-requests': 'write' });
    for (const step of steps) expect([step.uses, step.run].filter((each) => each !== undefined)).toHaveLength(1);
  });

  test('uploads and posts the files that were written', () => {
    const written = [...(check.run ?? '').matchAll(/-o \w+=(\S+)/g)].map(([, path]) => path);
    expect(written).toEqual(['sluice.sarif', 'sluice.md']);
    expect(named('Show alerts in code scanning').with).toMatchObject({ sarif_file: 'sluice.sarif' });
  });

  test.each([
    ['a first comment is posted', '', 'repos/ada/open-data/issues/7/comments'],
    ['a comment that is there is updated', '41\n42\n', 'repos/ada/open-data/issues/comments/41'],
  ])('%s', async (_, before, path) => {
    const folder = temporaryFolder({
      'sluice.md': '<!-- drizzle-sluice -->\n### drizzle-sluice: 1 error\n',
      before,
      // GitHub itself cannot be had here: this stands for its command, says which comments there are, and notes what it is asked.
      'bin/gh': '#!/bin/sh\nif [ "$2" = --paginate ]; then cat before; else echo "$@" >> asked; fi\n',
    });
    const step = named('Comment on the pull request');
    expect(Object.keys(step.env ?? {})).toEqual(['GH_TOKEN', 'PULL_REQUEST']);
    const script = `chmod +x bin/gh\nPATH="$PWD/bin:$PATH"\n${step.run ?? ''}`;
    expect(await runScript(script, folder, { GITHUB_REPOSITORY: 'ada/open-data', PULL_REQUEST: '7' })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'asked'), 'utf8').split(/\s+/)).toEqual(expect.arrayContaining([path, 'body=@sluice.md']));
    expect(step.run).toContain(readFileSync(join(folder, 'sluice.md'), 'utf8').split('\n', 1)[0]);
  });
});

describe('the action', () => {
  const action = ownAction();
  const [step] = action.runs.steps;
  const input = (name: string): string => action.inputs[name]?.default ?? '';

  /** Fills in `${{ inputs.… }}` and runs the step where it says. */
  function runAction(work: string, given: Readonly<Record<string, string>> = {}): Promise<End> {
    const filled = (value: string): string =>
      value.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => given[name] ?? input(name));
    const env = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, value]) => [name, filled(value)]));
    return runScript(step?.run ?? '', join(work, filled(step?.['working-directory'] ?? '')), { ...runner(work), ...env });
  }

  test('is composite, and the page uses it as it is', () => {
    expect(action.runs.using).toBe('composite');
    expect(action.runs.steps).toHaveLength(1);
    expect(step?.shell).toBe('bash');
    expect(actionSteps.map(({ uses }) => uses)).toEqual(['./node_modules/drizzle-sluice']);
    expect(Object.keys(actionSteps[0]?.with ?? {}).filter((name) => !(name in action.inputs))).toEqual([]);
    expect(step?.run).not.toContain('${{');
  });

  test('finds the base of the pull request, fails by the exit code, and says where its reports are', async () => {
    const origin = repositoryWithBranch();
    const work = checkout(origin);
    const refused = await runAction(work);
    expect({ ...refused, findings: readGithub(refused.stdout) }).toMatchObject({ code: 1, findings: [found] });
    const outputs = outputsIn(runner(work)['GITHUB_OUTPUT'] ?? '');
    expect(outputs).toEqual({
      'exit-code': '1', errors: '1', warnings: '0', sarif: join(work, 'sluice.sarif'), markdown: join(work, 'sluice.md'),
    });
    expect(Object.entries(action.outputs).map(([name, { value }]) => [name, value]))
      .toEqual(Object.keys(outputs).map((name) => [name, `\${{ steps.check.outputs.${name} }}`]));
    expect(readSarif(readFileSync(outputs['sarif'] ?? '', 'utf8'))).toEqual([found]);

    fix(origin);
    const again = checkout(origin);
    expect(await runAction(again)).toMatchObject({ code: 0 });
    expect(outputsIn(runner(again)['GITHUB_OUTPUT'] ?? '')).toMatchObject({ 'exit-code': '0', errors: '0' });
  });

  test('takes arguments, a ref and file names', async () => {
    const work = checkout(repositoryWithBranch());
    const end = await runAction(work, { since: 'HEAD', arguments: '--quiet\n  --max-warnings 0', sarif: 'my report.sarif' });
    expect(end).toMatchObject({ code: 0 });
    expect(end.stdout).toContain('Judged: 0 new of 18 migrations against HEAD');
    expect(outputsIn(runner(work)['GITHUB_OUTPUT'] ?? '')['sarif']).toBe(join(work, 'my report.sarif'));
  });

  test('a shallow clone ends with 2 and says what to fetch', async () => {
    const work = checkout(repositoryWithBranch(), '--depth=1');
    const end = await runAction(work);
    expect(end.code).toBe(2);
    expect(end.stderr).toContain(
      'sluice: This clone is shallow and does not hold "origin/main".\n  Fetch the whole history (fetch-depth: 0 in actions/checkout), or use --all.\n');
    expect(end.stdout).toContain('::error title=drizzle-sluice::The project could not be checked; the log of this step says why.');
    expect(outputsIn(runner(work)['GITHUB_OUTPUT'] ?? '')).toEqual({ 'exit-code': '2' });
  });

  test('without the package it says so', async () => {
    const folder = join(temporaryFolder({ 'work/package.json': '{}' }), 'work');
    const end = await runAction(folder);
    expect(end.code).toBe(2);
    expect(end.stdout).toContain('::error title=drizzle-sluice::drizzle-sluice is not installed here');
  });
});

describe('the job for GitLab', () => {
  const job = gitlabJobs.sluice;

  test('writes what GitLab asks for, in a merge request and on the default branch', async () => {
    const origin = repositoryWithBranch();
    const work = checkout(origin);
    git(work, 'switch', '--quiet', '--detach', 'origin/said-languages');
    const base = git(work, 'merge-base', 'HEAD', 'origin/main');
    const refused = await runScript(job.script.join('\n'), work, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
    expect(refused.code).toBe(1);
    const { codequality, junit } = job.artifacts.reports;
    expect(readGitlab(readFileSync(join(work, codequality), 'utf8'))).toEqual([found]);
    expect(readJunit(readFileSync(join(work, junit), 'utf8'))).toEqual([found]);
    expect(await junitErrors([readFileSync(join(work, junit), 'utf8')])).toEqual([]);

    git(work, 'switch', '--quiet', '--detach', 'origin/main');
    expect(await runScript(job.script.join('\n'), work, { CI_MERGE_REQUEST_DIFF_BASE_SHA: '' })).toMatchObject({ code: 0 });
    expect(readGitlab(readFileSync(join(work, codequality), 'utf8'))).toEqual([]);
    expect(existsSync(join(work, junit))).toBe(true);
  });

  test('fetches the whole history, and keeps reports of a failed job', () => {
    expect(job.variables).toEqual({ GIT_DEPTH: '0' });
    expect(job.artifacts.when).toBe('always');
  });
});
