import fc from 'fast-check';
import type { Finding } from '../../src/rule/finding.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import type { Origin } from '../../src/text/span.ts';
import { findingAt, inputOf } from './finding-input.ts';

/** Names that somebody would give a table to speak through a report. */
export const nasties = [
  '"', "'", '`', '``', '```', '\n', '\r\n', '\r', '\t', '\u2028', '\u0085', '\u0000', '\u001b[2J', '\u001b]8;;https://library.example\u0007',
  '::error::loans are free', '\n::error file=a.sql::x', '::', '##[error]x', '##[add-mask]a', '%0A', '%0A::warning::', '%25', '%', ',', ':', '=', ';',
  '\u202e', '\u2066', '\u200b', '\ufeff', '\u00ad', '\ud800', '\udc00', '\ufffe', '\uffff', '&', '&amp;', '&#64;', '&lt;', '<', '>', '<!--', '-->',
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '</details>', '<b>', '<https://library.example>', ']]>', '<![CDATA[', '<?xml', '|', '\\', '\\|',
  '@everyone', '@ada', 'ada@library.example', '#123', 'GH-7', 'library/loans#5', ':tada:', ':+1:', 'https://library.example/x', 'www.library.example',
  '![cover](https://library.example/c.png)', '[book](https://library.example)', '[book](1)', '[^1]', '{0}', '{{1}}', '$x$', '~~', '**', '__', '_', '# ', '- ',
  '1. ', '> ', '---', '    ', '  ', ' ', '(naming/snake-case)', 'line 1: ', 'é', '書籍', 'كتاب', '👩‍🚀', 'loan', 'Book', '"Loan Day"',
];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nasties) },
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

export const hostileText: fc.Arbitrary<string> = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));

const hostileFile = hostileText.map((text) => `drizzle/${text.replaceAll(/\/+/g, '/')}.sql`);

const hostilePlace = fc.tuple(hostileFile, fc.nat(40), fc.nat(40)).map(([file, start, length]): Origin =>
  ({ file, span: { start, end: start + length } }));

const hostileFinding: fc.Arbitrary<Finding> = fc.record({
  at: hostilePlace,
  rule: fc.constantFrom('naming/snake-case', 'sql/unparsable', 'safety/index-without-concurrently'),
  level: fc.constantFrom('error' as const, 'warn' as const, 'info' as const),
  text: hostileText.map((text) => `Table ${text} is not snake_case.`),
  why: hostileText,
  instead: hostileText,
  related: fc.array(fc.record({ at: hostilePlace, text: hostileText }), { maxLength: 2 }),
}).map(({ at, ...more }) => findingAt(at, more));

/** Findings whose every word was chosen to break a report, in files whose text was chosen so too; some say the same. */
export const hostileInput: fc.Arbitrary<ReportInput> = fc.tuple(
  fc.array(hostileFinding, { maxLength: 5 }), hostileText, hostileText, fc.array(hostileText, { maxLength: 2 }), fc.boolean(),
).map(([findings, fileText, scope, notes, twice]) => {
  const all = twice ? [...findings, ...findings] : findings;
  const files = Object.fromEntries(all.flatMap(({ at, related }) => [at, ...related.map((each) => each.at)]).map(({ file }) => [file, fileText]));
  return { ...inputOf(all, files), scope: `3 new of ${scope}`, notes: notes.map((note) => `Taken for granted: ${note}`) };
});
