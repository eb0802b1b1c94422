import type { HistoryProblem, JournalEntry } from '../../facts/history.ts';
import { memberOf, readJson, type JsonNode } from '../../text/json.ts';
import { conflictMarker } from './conflict-marker.ts';

export interface Journal {
  readonly entries: readonly JournalEntry[];
  readonly problems: readonly HistoryProblem[];
  /** With conflict markers there are no entries, and no problems but these. */
  readonly conflict: HistoryProblem | null;
}

/** Versions that drizzle-kit 0.20 to 0.31 wrote into PostgreSQL journals. */
const versions = new Set(['5', '6', '7']);
/** `pg` until drizzle-kit 0.20, never rewritten since. */
const dialects = new Set(['pg', 'postgresql']);

/**
 * `meta/_journal.json` (drizzle-kit 0.31, `prepareOutFolder`): entries in the order of the file, which is the order
 * drizzle-orm applies them in (0.45, migrator.js). Entries that cannot be read are left out and told of.
 */
export function readJournal(file: string, text: string): Journal {
  const conflict = conflictMarker(file, text);
  if (conflict !== null) return { entries: [], problems: [], conflict };
  const json = readJson(text);
  if (!json.ok) {
    const message = `${file} is not JSON: ${json.message}.`;
    return { entries: [], problems: [{ origin: { file, span: json.span }, message }], conflict };
  }
  const list = memberOf(json.node, 'entries');
  if (list?.kind !== 'array') return failed(file, json.node, `${file} has no list of entries.`);
  const read = list.items.map((item, position) => readEntry(file, item, position));
  return {
    conflict,
    entries: read.filter((entry) => 'tag' in entry),
    problems: [...headProblems(file, json.node), ...read.filter((entry) => 'message' in entry)],
  };
}

function headProblems(file: string, journal: JsonNode): readonly HistoryProblem[] {
  const version = memberOf(journal, 'version');
  const dialect = memberOf(journal, 'dialect');
  const problems: HistoryProblem[] = [];
  if (!dialects.has(stringOf(dialect) ?? '')) {
    const name = stringOf(dialect);
    const said = name === null ? 'no dialect' : `dialect ${name}`;
    problems.push(problem(file, dialect ?? journal, `${file} is of ${said}: only postgresql is checked.`));
  }
  if (!versions.has(stringOf(version) ?? '')) {
    const said = stringOf(version) ?? 'none';
    problems.push(problem(file, version ?? journal, `${file} has version ${said}: 5, 6 and 7 are known.`));
  }
  return problems;
}

function readEntry(file: string, node: JsonNode, position: number): JournalEntry | HistoryProblem {
  const tag = stringOf(memberOf(node, 'tag'));
  if (tag === null || tag === '') return problem(file, node, 'This entry of the journal has no tag, so no SQL file.');
  const time = memberOf(node, 'when');
  const when = numberOf(time);
  if (time === null || when === null) return problem(file, node, `The entry ${tag} of the journal has no time in "when".`);
  const breakpoints = memberOf(node, 'breakpoints');
  return {
    idx: numberOf(memberOf(node, 'idx')) ?? position,
    when,
    tag,
    breakpoints: breakpoints?.kind === 'scalar' && breakpoints.value === true,
    origin: { file, span: node.span },
    whenOrigin: { file, span: time.span },
  };
}

function failed(file: string, node: JsonNode, message: string): Journal {
  return { entries: [], problems: [problem(file, node, message)], conflict: null };
}

function problem(file: string, node: JsonNode, message: string): HistoryProblem {
  return { origin: { file, span: node.span }, message };
}

function stringOf(node: JsonNode | null): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}

function numberOf(node: JsonNode | null): number | null {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : null;
}
