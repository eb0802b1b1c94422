import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseFailure } from '../evidence/database.ts';
import { appliedAmong } from '../gate/applied-among.ts';
import { connect } from '../gate/connection.ts';
import { presentMinute } from '../intake/present-minute.ts';
import { branchesOf, sidesOf, sidesOfNewest, type Sides } from '../intake/rebase/branches.ts';
import { misplaced } from '../intake/rebase/in-place.ts';
import { ownMigrations, straysOf, type Branches, type OwnMigration } from '../intake/rebase/own-migrations.ts';
import { rebasePlan, type RebasePlan } from '../intake/rebase/rebase-plan.ts';
import type { Location } from '../intake/locate.ts';
import { diskSource, placeOfProject } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { isAncestor, unresolved } from '../project/unfinished-work.ts';
import { workingFolder, type Standpoint } from '../project/root.ts';
import { writeAll } from '../project/write-files.ts';
import { visible } from '../report/visible.ts';
import { Problem } from '../text/problem.ts';
import { shellWord } from '../text/shell-word.ts';
import { branchConflicts, type BranchConflicts } from './branch-conflicts.ts';
import { databaseOf, type DatabasePlace } from './database-of.ts';
import { foldersRebase } from './folders-rebase.ts';
import { pathUnder } from './path-under.ts';
import { projectPaths, type ProjectFlags } from './project-flags.ts';
import { rebaseText, type Told } from './rebase-text.ts';

/** What `sluice rebase` is given. */
export interface RebaseFlags extends ProjectFlags {
  readonly onto?: string;
  readonly dryRun?: true;
}

type Moves = Extract<RebasePlan, { readonly kind: 'moves' }>;

/**
 * Moves the branch's own migrations behind those of another branch, and says what went where. Gives the exit code: 1 where the
 * two do not agree, or a migration is applied already.
 */
export async function rebase(flags: RebaseFlags): Promise<number> {
  preferBaselineCompiler();
  const cwd = workingFolder(flags.cwd);
  const source = diskSource(cwd);
  const { standing, location } = placeOfProject({ cwd, scope: { kind: 'all' }, paths: [], ...projectPaths(flags) }, source);
  const sides = sidesOf(standing, flags.onto);
  const branchesAt = (of: Sides): Branches => branchesOf(of, standing, source.texts, location.out, source.memory);
  const branches = branchesAt(sides);
  const pathOf = (file: string): string => visible(pathUnder(cwd, join(standing.root, file)));
  refuseWithoutJournal(branches, pathOf(location.out));
  if (layoutOf(branches) === 'folders') return foldersRebase(branches, sides, pathOf);
  const plan = rebasePlan(branches, { prefix: location.kit?.prefix ?? null, now: presentMinute() });
  switch (plan.kind) {
    case 'inPlace':
      print(`${inPlace(plan.own.map(({ tag }) => tag), sides.ref)}: there is nothing to move.`);
      if (tellStrays(branches, sides.ref, pathOf)) return 1;
      return plan.own.length > 0 || isNewestInPlace(sides, standing, location.out, branchesAt) ? 0 : 1;
    case 'conflicts':
      print(branchConflicts(plan, sides.ref, pathOf));
      print(`Nothing was written. Settle in the schema what holds, remove ${conflictingTags(plan).join(', ')} of this branch (SQL, down file, `
        + `snapshot, entry in the journal), run this again, and then drizzle-kit generate: it writes what is left to do behind ${sides.ref}.`);
      return 1;
    case 'moves': return await carryOut(plan, { branches, sides, location, root: standing.root, pathOf }, flags);
    default: return plan satisfies never;
  }
}

function conflictingTags({ conflicts, clashes }: BranchConflicts): readonly string[] {
  return [...new Set([...conflicts.map(({ ours: { migration } }) => migration.tag), ...clashes.map(({ tag }) => tag)])];
}

function inPlace(tags: readonly string[], ref: string): string {
  if (tags.length === 0) return `This branch has no migrations that ${ref} has not`;
  return `${tags.join(', ')} ${tags.length === 1 ? 'stands' : 'stand'} behind ${ref} already`;
}

/** SQL that is numbered like a migration and that no journal names, nor any that git remembers: was there any? */
function tellStrays(branches: Branches, ref: string, pathOf: (file: string) => string): boolean {
  const own = new Set(ownMigrations(branches).map(({ migration: { file } }) => file));
  const strays = straysOf(branches.here, branches.theirs).filter((file) => !own.has(file) && /(?:^|\/)\d+_[^/]*\.sql$/.test(file));
  if (strays.length === 0) return false;
  const [is, it] = strays.length === 1 ? ['is', 'it'] : ['are', 'them'];
  print(`But ${strays.map(pathOf).join(', ')} ${is} in no journal: neither in that of this branch or of ${ref}, nor in one that git's reflog `
    + `remembers. If ${it} ${strays.length === 1 ? 'is a migration' : 'are migrations'} of this branch, remove ${it}, and run drizzle-kit generate.`);
  return true;
}

interface Surroundings extends Told {
  readonly location: Location;
  readonly root: string;
}

async function carryOut(plan: Moves, at: Surroundings, flags: RebaseFlags): Promise<number> {
  const applied = await appliedHere(plan.own, at);
  if (applied !== null) {
    const [is, it] = applied.tags.length === 1 ? ['is', 'it'] : ['are', 'them'];
    const place = visible(applied.place);
    print(`${applied.tags.join(', ')} ${is} applied on the database ${place}, which would apply ${it} again behind ${at.sides.ref}.`);
    print(`Nothing was written. Take ${it} back there first, with the down files or a fresh database (sluice reset), and run again.`);
    return 1;
  }
  const isDry = flags.dryRun === true;
  if (!isDry) write(plan, at.root);
  print(rebaseText(plan, at, isDry ? 'planned' : 'done'));
  if (!isDry) print(nextSteps(at));
  return 0;
}

/** All of it or none. */
function write({ restored, writes, removes }: Moves, root: string): void {
  const written = writeAll(root, [...restored, ...writes], removes);
  if (written.ok) return;
  throw new Problem(`${written.path} cannot be written: ${written.message}. Nothing was written.`, 'Give yourself the permission, and run again.');
}

/**
 * Whoever stands on the branch that is asked for has nothing of their own; but what was merged into it last may stand wrongly,
 * and is said then.
 */
function isNewestInPlace(sides: Sides, { root }: Standpoint, out: string, branchesAt: (of: Sides) => Branches): boolean {
  const newest = sidesOfNewest(root, sides, out);
  if (newest === null) return true;
  const branches = branchesAt(newest);
  if (misplaced(branches, ownMigrations(branches)).length === 0) return true;
  print(`But this is ${sides.ref} itself, and what came in with ${newest.ref.replace(/\^$/, '')} does not stand behind what was there before. `
    + `As long as no database has it: sluice rebase --onto ${newest.ref}`);
  return false;
}

/** What is left to people: conflicts elsewhere, and what git waits for. */
function nextSteps({ sides, location, root, pathOf }: Surroundings): string {
  const add = `git add ${shellWord(pathOf(location.out))}`;
  const open = unresolved(root).filter((path) => !path.startsWith(`${location.out}/`)).map(pathOf);
  const first = open.length === 0 ? add : `resolve ${open.join(', ')} and git add ${open.length === 1 ? 'it' : 'them'}, ${add}`;
  switch (sides.unfinished) {
    case 'merge': return `Next: ${first}, and finish the merge.`;
    case 'squash': return `Next: ${first}, and git commit.`;
    case 'rebase': return `Next: ${first}, and git rebase --continue.`;
    case 'cherryPick': return `Next: ${first}, and git cherry-pick --continue.`;
    case null:
      return isAncestor(root, sides.theirs, 'HEAD') ? `Next: sluice check, and ${first}.`
        : `Next: ${first}, git commit, and git merge ${shellWord(sides.ref)}: its migrations are here now, its schema is not. `
          + 'If git finds a conflict in the journal then, run this again.';
    default: return sides.unfinished satisfies never;
  }
}

interface Applied {
  readonly tags: readonly string[];
  readonly place: string;
}

/** Own migrations that the project's database has. Null: none, there is no database, or it does not answer, which is said. */
async function appliedHere(own: readonly OwnMigration[], { branches, location, root }: Surroundings): Promise<Applied | null> {
  const { ledger } = location;
  const place = databaseThere(join(root, location.folder), location);
  if (place === null || 'computed' in ledger) return null;
  try {
    const database = await connect(place);
    try {
      const candidates = own.map(({ migration: { tag, when }, sql }) => ({ tag, when, sql }));
      const others = branches.theirs.history.migrations.flatMap(({ sql }) => sql?.text ?? []);
      const tags = await appliedAmong(database, ledger, candidates, others);
      return tags.length === 0 ? null : { tags, place: database.place };
    } finally {
      await database.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof Problem) && !(thrown instanceof DatabaseFailure)) throw thrown;
    print(`Whether these migrations are applied was not asked: ${visible(thrown.message)}. A database that has one of them would apply it again.`);
    return null;
  }
}

/** Null: none is named, or an embedded one is not made yet. */
function databaseThere(folder: string, location: Location): DatabasePlace | null {
  try {
    const place = databaseOf(folder, location, 'to ask');
    return place.url === undefined && !existsSync(place.folder) ? null : place;
  } catch (thrown) {
    if (thrown instanceof Problem) return null;
    throw thrown;
  }
}

function layoutOf({ theirs, here }: Branches): 'journal' | 'folders' | 'none' {
  return theirs.history.layout === 'none' ? here.history.layout : theirs.history.layout;
}

function refuseWithoutJournal(branches: Branches, out: string): void {
  if (layoutOf(branches) !== 'none') return;
  throw new Problem(`There are no migrations in ${out}: neither branch has a journal there.`, 'Mend "out" in drizzle.config, or give --out.');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
