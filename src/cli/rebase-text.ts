import type { Sides } from '../intake/rebase/branches.ts';
import type { Move } from '../intake/rebase/moved.ts';
import type { Branches, OwnMigration, Recalled } from '../intake/rebase/own-migrations.ts';
import type { RebasePlan } from '../intake/rebase/rebase-plan.ts';
import { isSameSql, type Twin } from '../intake/rebase/twins.ts';
import { plural } from '../text/plural.ts';

/** Where a plan is told: between which sides, and how a file is called there. */
export interface Told {
  readonly branches: Branches;
  readonly sides: Sides;
  readonly pathOf: (file: string) => string;
}

const verbs = {
  planned: { move: 'Would move', enter: 'Would write the journal with', remove: 'Would remove', take: 'Would take', set: 'Would set' },
  done: { move: 'Moved', enter: 'Wrote the journal with', remove: 'Removed', take: 'Took', set: 'Set' },
} as const;

/** What a rebase does or did, a line a file. */
export function rebaseText({ own, moves, twins, alike, restored }: Extract<RebasePlan, { readonly kind: 'moves' }>, told: Told, stage: keyof typeof verbs): string {
  const { sides: { ref }, pathOf } = told;
  const verb = verbs[stage];
  const lines = [
    ...headed(`${areKept(moves) ? verb.enter : verb.move} ${plural(moves.length, 'migration')} behind ${newestTag(told)} of ${ref}:`, moves.map((move) => moveLine(move, told))),
    ...headed(`${verb.remove} what ${ref} has already:`, twins.map((twin) => twinLine(twin, told))),
    ...alike.map(({ own: { migration }, theirs }) =>
      `${migration.tag} has the statements of ${theirs.tag} on ${ref}. Both stay and both run: remove one, unless they are meant to run twice.`),
    ...headed(`${verb.take} from ${ref}:`, restored.map(({ path }) => pathOf(path))),
    ...recalledLines(own),
  ];
  return lines.length > 0 ? lines.join('\n') : `${verb.set} the journal to that of ${ref}.`;
}

/** Nothing of nothing. */
function headed(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`)];
}

/** Then only the journal has to be written: nothing moves. */
function areKept(moves: readonly Move[]): boolean {
  return moves.every(({ own: { migration }, entry }) => migration.tag === entry.tag && migration.when === entry.when);
}

function newestTag({ branches: { theirs } }: Told): string {
  return theirs.history.migrations.at(-1)?.tag ?? 'nothing';
}

function moveLine({ own: { migration, down, snapshot }, entry, files: [sql] }: Move, { pathOf }: Told): string {
  const along = [...(down === null ? [] : ['down file']), ...(snapshot.kind === 'none' ? [] : ['snapshot'])];
  const where = migration.tag === entry.tag ? `${pathOf(migration.file)} stays` : `${pathOf(migration.file)} -> ${pathOf(sql?.path ?? '')}`;
  const time = migration.when === entry.when ? '' : `, in the journal at ${new Date(entry.when).toISOString()}`;
  return `${where}${along.length === 0 ? '' : ` (with ${along.join(' and ')})`}${time}`;
}

function twinLine({ own, theirs }: Twin, { pathOf }: Told): string {
  return `${pathOf(own.migration.file)}, there ${pathOf(theirs.file)}${isSameSql(own, theirs) ? '' : ' with other comments or white space'}`;
}

const wordsOf = { entry: 'its entry in the journal', sql: 'SQL', down: 'down file', snapshot: 'snapshot' } as const satisfies
  Readonly<Record<Recalled['what'], string>>;

/** What a rebase lost and git still remembers, by the commit that has it. */
function recalledLines(own: readonly OwnMigration[]): readonly string[] {
  const sources = [...new Set(own.flatMap(({ recalled }) => recalled.map(({ source }) => source)))];
  return sources.flatMap((source) => headed(`Lost in the rebase, and read from ${source}:`, own.flatMap(({ migration: { tag }, recalled }) => {
    const parts = recalled.flatMap((one) => (one.source === source ? wordsOf[one.what] : []));
    return parts.length === 0 ? [] : [`of ${tag}: ${parts.join(', ')}`];
  })));
}
