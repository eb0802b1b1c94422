import { leafMigrations, newestSnapshot } from '../catalog/newest-snapshot.ts';
import type { Judgement } from '../engine/judge.ts';
import type { Finding } from '../rule/finding.ts';
import { fixProject, outcomeIn, type FixedProject, type ProjectFixing } from './fix-project.ts';
import type { Request } from './request.ts';
import { takeIn, type Intake, type Source } from './take-in.ts';

/** Which suggestion of which findings is applied. */
export interface Rewriting extends ProjectFixing {
  readonly rule: string;
  /** From 1. */
  readonly suggestion: number;
}

/** A finding that stayed, and why. */
export interface LeftFinding {
  readonly finding: Finding;
  /** `harm`: other findings would come of it; `branches`: it takes a migration, and there are branches that none can go on from. */
  readonly because: 'impossible' | 'forbidden' | 'harm' | 'branches';
}

export interface RewrittenProject extends FixedProject {
  readonly left: readonly LeftFinding[];
}

/**
 * The project of a request with a suggestion in place of each finding of a rule, in memory. As with fixes one stays only
 * if its finding is gone and no other has come.
 */
export function rewriteProject(request: Request, source: Source, rewriting: Rewriting): RewrittenProject {
  const judged = (intake: Intake): Judgement => withSuggestions(rewriting.judged(intake), rewriting);
  const project = fixProject(request, source, { ...rewriting, judged });
  const wants = rewriting.wants ?? project.intake.wants;
  const before = takeIn(request, source);
  const outcome = outcomeIn(before);
  const left = project.findings.filter(({ rule, at }) => rule === rewriting.rule && wants(at.file)).map((finding): LeftFinding => {
    const told = finding.fix === null ? 'impossible' : outcome(finding.fix);
    if (told === 'impossible' && finding.fix?.amendment.kind === 'addMigration' && hasOpenBranches(before)) return { finding, because: 'branches' };
    return { finding, because: told === 'possible' ? 'harm' : told };
  });
  return { ...project, left };
}

/** In the layout of folders: several, which do not fit together. */
function hasOpenBranches({ facts: { history } }: Pick<Intake, 'facts'>): boolean {
  return history.layout === 'folders' && leafMigrations(history.migrations).length > 1 && newestSnapshot(history) === null;
}

/** The suggestion as if it were the fix, and no other fixes. */
function withSuggestions(judgement: Judgement, { rule, suggestion }: Rewriting): Judgement {
  const findings = judgement.findings.map((finding) => (
    { ...finding, fix: finding.rule === rule ? finding.suggestions[suggestion - 1] ?? null : null }));
  return { ...judgement, findings };
}
