import { configurationOf, type RuleEntry } from '../naming/learn/configuration.ts';
import { needed, type Convention, type Outlier, type Share } from '../naming/learn/convention.ts';
import type { Learned } from '../naming/learn/learn.ts';
import { showName } from '../facts/names.ts';
import { plural } from '../text/plural.ts';
import type { Origin, Position } from '../text/span.ts';
import { literal } from './literal.ts';
import type { Paint } from './pretty.ts';
import { visible } from './visible.ts';

/** What was learned of a project, and how its places are said. */
export interface ConventionsInput {
  readonly learned: Learned;
  readonly counts: { readonly tables: number; readonly columns: number };
  /** What the reader ought to know of what was not read, a sentence each. */
  readonly notes: readonly string[];
  readonly pathOf: (file: string) => string;
  readonly positionOf: (origin: Origin) => Position;
}

/** Outliers that are printed; `--format json` has all. */
const shownOutliers = 5;
const shownWays = 4;

const legend = '{} is anything, {table}, {columns} and {parent} are names of the thing’s own table, columns, and table referred to.';

/** For people: what is done here and by how many, who does otherwise, and the settings that hold new names to it. */
export function conventionsText(input: ConventionsInput, paint: Paint): string {
  const { learned, counts: { tables, columns }, notes } = input;
  const claimed = learned.conventions.filter(({ of, claim }) => claim !== null && of > 0);
  const open = learned.conventions.filter(({ of, claim, split }) => claim === null && of >= needed.things && isOfWays(split));
  const few = learned.conventions.filter(({ aspect, of, claim }) => aspect === 'pattern' && claim === null && of > 0 && of < needed.things);
  const blocks = [
    [paint.strong(`What the names of ${plural(tables, 'table')} and ${plural(columns, 'column')} have in common`)],
    claimed.length === 0 ? ['Nothing that so many names show that it could be called a convention.'] : rows(claimed, input, paint),
    open.length === 0 ? [] : [paint.strong('No convention'), ...rows(open, input, paint)],
    few.length === 0 ? [] : [`Too few to tell: ${few.map(({ about, of }) => `${about} (${of})`).join(', ')}.`],
    leftOut(learned),
    claimed.some(({ claim }) => claim?.way.includes('{') === true) ? [legend] : [],
    notes.map((note) => `Note: ${visible(note)}`),
    settings(learned, paint),
  ];
  return blocks.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** The same for programs, version 1. */
export function conventionsJson({ learned, pathOf, positionOf }: ConventionsInput): string {
  const placed = ({ name, origin }: Outlier): unknown => ({ name, file: pathOf(origin.file), ...positionOf(origin) });
  return `${JSON.stringify({
    version: 1,
    conventions: learned.conventions.filter(({ of }) => of > 0).map(({ about, of, claim, split }) => ({
      about, of,
      convention: claim === null ? null : {
        way: claim.way, following: claim.following, rule: claim.setting?.rule ?? null, outliers: claim.outliers.map(placed),
      },
      split,
    })),
    thirdParty: learned.thirdParty.map(({ table, of }) => ({ table: showName(table), of })),
    rules: configurationOf(learned),
  }, null, 2)}\n`;
}

/** That nothing is done alike is no way. */
function isOfWays(split: readonly Share[]): boolean {
  return split.some(({ way }) => way !== 'otherwise');
}

function rows(conventions: readonly Convention[], input: ConventionsInput, paint: Paint): readonly string[] {
  const cells = conventions.map((convention) => ({ ...convention, count: countOf(convention) }));
  const [first, second] = [Math.max(...cells.map(({ about }) => about.length)), Math.max(...cells.map(({ count }) => count.length))];
  return cells.flatMap(({ aspect, about, count, claim, split }) => {
    const indent = ' '.repeat(first + second + 6);
    const ways = (claim === null ? [splitWords(split)] : claim.way.split(', ')).map(visible);
    const [way = '', ...more] = ways;
    const outliers = claim === null ? [] : outlierLines(claim.outliers, aspect === 'columns' ? '' : 'not ', input).map((line) => paint.faint(visible(line)));
    return [`  ${about.padEnd(first)}  ${count.padStart(second)}  ${way}`, ...[...more, ...outliers].map((line) => indent + line)];
  });
}

function countOf({ of, claim }: Convention): string {
  return claim === null ? String(of) : `${claim.following} of ${of}`;
}

function splitWords(split: readonly Share[]): string {
  const shown = split.filter(({ way }) => way !== 'otherwise').slice(0, shownWays);
  const rest = split.filter((share) => !shown.includes(share)).reduce((sum, { count }) => sum + count, 0);
  return [...shown.map(({ way, count }) => `${way} ${count}`), ...(rest === 0 ? [] : [`otherwise ${rest}`])].join(', ');
}

function outlierLines(outliers: readonly Outlier[], before: string, { pathOf, positionOf }: ConventionsInput): readonly string[] {
  const shown = outliers.slice(0, shownOutliers).map(({ name, origin }) => `${before}${name} (${pathOf(origin.file)}:${positionOf(origin).line})`);
  const left = outliers.length - shown.length;
  return left === 0 ? shown : [...shown, `and ${left} more: --format json lists them`];
}

function leftOut({ thirdParty }: Learned): readonly string[] {
  const libraries = [...new Set(thirdParty.map(({ of }) => of))];
  return libraries.map((library) => {
    const tables = thirdParty.filter(({ of }) => of === library).map(({ table }) => showName(table));
    return visible(`Named by ${library}, and left out: ${tables.join(', ')}.`);
  });
}

function settings(learned: Learned, paint: Paint): readonly string[] {
  const entries: readonly (readonly [string, RuleEntry])[] = Object.entries(configurationOf(learned));
  if (entries.length === 0) return ['Nothing yet that new names could be held to: the rules stay as they are.'];
  const holds = entries.some(([, entry]) => entry !== 'off');
  return [
    paint.strong(holds ? 'To hold new names to it, in sluice.config:' : 'Rules that ask for what is no convention here, in sluice.config:'),
    '',
    '  rules: {',
    ...entries.flatMap(([id, entry]) => `${literal(id, 0)}: ${literal(entry, id.length + 8)},`.split('\n').map((line) => `    ${visible(line)}`)),
    '  },',
    ...(holds ? ['', 'Names that are not so today can stay: sluice baseline records them.'] : []),
  ];
}
