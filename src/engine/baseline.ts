import type { Finding } from '../rule/finding.ts';

/** A finding that was there when the baseline was written. It names no line: lines move. */
export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the folder of the baseline. */
  readonly file: string;
  readonly text: string;
  /** How many findings of that rule in that file say the same. */
  readonly count: number;
}

/** What was found when a team began, kept outside the files: an applied migration must not be edited. */
export interface Baseline {
  readonly version: 1;
  /** SHA-256 of every migration's text by its tag, line ends as `\n`. */
  readonly migrations: Readonly<Record<string, string>>;
  readonly findings: readonly BaselineEntry[];
}

/** A baseline, and where it lies. */
export interface FoundBaseline {
  /** Path of its file, as findings have paths. */
  readonly file: string;
  readonly baseline: Baseline;
  /** A file as the baseline names it. */
  readonly pathOf: (file: string) => string;
}

/** The entries of findings, by file, rule and text: the same findings always give the same entries. */
export function recordFindings(findings: readonly Finding[], pathOf: FoundBaseline['pathOf']): readonly BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const { rule, at, text } of findings) {
    const file = pathOf(at.file);
    const key = keyOf({ rule, file, text });
    entries.set(key, { rule, file, text, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  return [...entries.values()].sort((left, right) =>
    compare(left.file, right.file) || compare(left.rule, right.rule) || compare(left.text, right.text));
}

/** Findings, parted by a baseline. */
export interface Parted {
  /** Those that it does not know. */
  readonly findings: readonly Finding[];
  readonly known: readonly Finding[];
  /** Entries, or what of their count, that no finding answers to. */
  readonly stale: readonly BaselineEntry[];
}

/** Takes from findings those that are recorded. Where there are more than were recorded, the first are the known ones. */
export function withoutKnown(
  findings: readonly Finding[], recorded: readonly BaselineEntry[], pathOf: FoundBaseline['pathOf'],
): Parted {
  const left = new Map(recorded.map((entry) => [keyOf(entry), entry.count]));
  const known = findings.filter(({ rule, at, text }) => {
    const key = keyOf({ rule, file: pathOf(at.file), text });
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  });
  const isKnown = new Set(known);
  return {
    findings: findings.filter((finding) => !isKnown.has(finding)),
    known,
    stale: recorded.flatMap((entry): readonly BaselineEntry[] => {
      const count = left.get(keyOf(entry)) ?? 0;
      return count > 0 ? [{ ...entry, count }] : [];
    }),
  };
}

/** The baseline without what is stale, and without migrations that are gone. Nothing is added. */
export function pruned(baseline: Baseline, stale: readonly BaselineEntry[], tags: ReadonlySet<string>): Baseline {
  const gone = new Map(stale.map((entry) => [keyOf(entry), entry.count]));
  return {
    ...baseline,
    migrations: Object.fromEntries(Object.entries(baseline.migrations).filter(([tag]) => tags.has(tag))),
    findings: baseline.findings.flatMap((entry): readonly BaselineEntry[] => {
      const count = entry.count - (gone.get(keyOf(entry)) ?? 0);
      return count > 0 ? [{ ...entry, count }] : [];
    }),
  };
}

function keyOf({ rule, file, text }: Omit<BaselineEntry, 'count'>): string {
  return JSON.stringify([rule, file, text]);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
