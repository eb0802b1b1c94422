import type { Amendment } from '../facts/amendment.ts';
import type { Finding } from '../rule/finding.ts';
import { applyEdits, overlap, spanAfter } from '../text/apply-edits.ts';
import type { Edit } from '../text/edit.ts';
import type { Origin } from '../text/span.ts';

/** Files in another form than they have, by path. */
export type ChangedTexts = ReadonlyMap<string, string>;

/** What fixing needs of the project it works on. */
export interface Fixing {
  /** A file as it was before anything was fixed. */
  readonly textOf: (file: string) => string | null;
  /** What an amendment comes to in given texts, of which some are changed already; null where it cannot be made. */
  readonly editsOf: (amendment: Amendment, textOf: (file: string) => string | null, changed: ChangedTexts) => readonly Edit[] | null;
  /** Is the finding one to be fixed, and may the file be changed? */
  readonly mayFix: (finding: Finding) => boolean;
  readonly mayChange: (file: string) => boolean;
  /** Every finding of the project with some of its texts changed, or null if it cannot be read so. */
  readonly judge: (texts: ChangedTexts) => readonly Finding[] | null;
  /** Rules that tell of the next step after a change of the schema: their findings are no harm that a fix does. */
  readonly nextSteps: ReadonlySet<string>;
}

/** A suggestion that `sluice rewrite` can apply. */
export interface Rewrite {
  /** In the imperative. */
  readonly text: string;
  /** Its number among the suggestions of the finding, from 1. */
  readonly number: number;
}

export interface Fixes {
  readonly texts: ChangedTexts;
  /** The findings that are gone, as they were told. */
  readonly fixed: readonly Finding[];
  /** What is found in the changed texts. */
  readonly findings: readonly Finding[];
}

const mostRounds = 10;

/**
 * Applies safe fixes, judges again, and goes on with what is found then. A fix stays only if its finding is gone and no
 * other has come: of several that do harm together, those that do none alone stay. Pure but for what it is given.
 */
export function applyFixes(findings: readonly Finding[], fixing: Fixing): Fixes {
  const givenUp = new Set<string>();
  let state: Fixes = { texts: new Map(), fixed: [], findings };
  for (let round = 0; round < mostRounds; round++) {
    const before = state.fixed.length;
    state = attempt(state, fixableIn(state, fixing, givenUp), fixing, givenUp);
    if (state.fixed.length === before) break;
  }
  return state;
}

function fixableIn({ findings }: Fixes, { mayFix }: Fixing, givenUp: ReadonlySet<string>): readonly Finding[] {
  return findings.filter((finding) => finding.fix !== null && !givenUp.has(nameOf(finding)) && mayFix(finding));
}

/** What a finding is known again by, wherever in its file it has moved. */
function nameOf({ rule, at, text }: Finding): string {
  return JSON.stringify([rule, at.file, text]);
}

/** All of them at once, or if that does harm one half and then the other. */
function attempt(state: Fixes, wanted: readonly Finding[], fixing: Fixing, givenUp: Set<string>): Fixes {
  const { texts, fixed } = staged(state, wanted, fixing, givenUp);
  if (fixed.length === 0) return state;
  const findings = fixing.judge(texts);
  if (findings !== null && isCured(state.findings, findings, fixed, fixing)) {
    return { texts, findings, fixed: [...state.fixed, ...fixed] };
  }
  if (wanted.length === 1) {
    wanted.forEach((finding) => givenUp.add(nameOf(finding)));
    return state;
  }
  const half = Math.ceil(wanted.length / 2);
  const first = attempt(state, wanted.slice(0, half), fixing, givenUp);
  const second = new Set(wanted.slice(half).map(nameOf));
  return attempt(first, fixableIn(first, fixing, givenUp).filter((finding) => second.has(nameOf(finding))), fixing, givenUp);
}

/** As many findings of every rule are gone as were fixed, and none has come in their place. */
function isCured(
  before: readonly Finding[], after: readonly Finding[], fixed: readonly Finding[], { nextSteps }: Fixing,
): boolean {
  const [were, gone] = [countByRule(before), countByRule(fixed)];
  return [...countByRule(after)].every(([rule, count]) =>
    nextSteps.has(rule) || count <= (were.get(rule) ?? 0) - (gone.get(rule) ?? 0));
}

function countByRule(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

/** The edits of one fix in one file; those of the next are in the text that these made. */
type Layers = Map<string, (readonly Edit[])[]>;

/** Fixes applied one upon the other. One whose place another has changed waits for the next round. */
function staged(
  state: Fixes, wanted: readonly Finding[], fixing: Fixing, givenUp: Set<string>,
): Pick<Fixes, 'texts' | 'fixed'> {
  const texts = new Map(state.texts);
  const textOf = (file: string): string | null => texts.get(file) ?? fixing.textOf(file);
  const layers: Layers = new Map();
  const seen = new Set<string>();
  const fixed = wanted.filter((finding) => {
    if (finding.fix === null || seen.has(JSON.stringify(finding.fix.amendment))) return false;
    const amendment = moved(finding.fix.amendment, layers);
    const edits = amendment === null ? null : fixing.editsOf(amendment, textOf, texts);
    if (edits === null || edits.length === 0 || !edits.every(({ file }) => fixing.mayChange(file))) {
      if (!layers.has(finding.at.file)) givenUp.add(nameOf(finding));
      return false;
    }
    seen.add(JSON.stringify(finding.fix.amendment));
    for (const file of new Set(edits.map((edit) => edit.file))) {
      const own = edits.filter((edit) => edit.file === file);
      texts.set(file, applyEdits(textOf(file) ?? '', own));
      layers.set(file, [...layers.get(file) ?? [], own]);
    }
    return true;
  });
  return { texts, fixed };
}

/** An amendment as it reads in texts that others have changed since, or null if they have changed its very place. */
function moved(amendment: Amendment, layers: Layers): Amendment | null {
  switch (amendment.kind) {
    case 'addMigration':
    case 'edit': {
      const edits = amendment.edits.map((edit) => movedEdit(edit, layers));
      return edits.every((edit) => edit !== null) ? { ...amendment, edits } : null;
    }
    case 'addIndex': {
      const table = movedOrigin(amendment.table, layers);
      const columns = movedOrigins(amendment.columns, layers);
      return table === null || columns === null ? null : { ...amendment, table, columns };
    }
    case 'retypeColumns': {
      const columns = movedOrigins(amendment.columns, layers);
      return columns === null ? null : { ...amendment, columns };
    }
    default: {
      const at = movedOrigin(amendment.at, layers);
      return at === null ? null : { ...amendment, at };
    }
  }
}

function movedOrigins(origins: readonly Origin[], layers: Layers): readonly Origin[] | null {
  const moved = origins.map((origin) => movedOrigin(origin, layers));
  return moved.every((origin) => origin !== null) ? moved : null;
}

function movedOrigin(origin: Origin, layers: Layers): Origin | null {
  return (layers.get(origin.file) ?? []).reduce<Origin | null>((now, edits) => {
    const span = now === null ? null : spanAfter(now.span, edits);
    return span === null ? null : { ...origin, span };
  }, origin);
}

function movedEdit(edit: Edit, layers: Layers): Edit | null {
  return (layers.get(edit.file) ?? []).reduce<Edit | null>((now, edits) => {
    if (now === null || edits.some((other) => overlap(now, other))) return null;
    const span = spanAfter(now.span, edits);
    return span === null ? null : { ...now, span };
  }, edit);
}
