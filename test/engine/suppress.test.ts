import { Linter, type Rule } from 'eslint';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { suppress } from '../../src/engine/suppress.ts';
import type { DirectedFile } from '../../src/facts/directive.ts';
import { parseModule } from '../../src/parse/schema/oxc.ts';
import { readDirectives } from '../../src/parse/directives/read-directives.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { findingAt } from '../report/finding-input.ts';

const file = 'src/schema.js';

function findingOf(rule: string, start: number): Finding {
  return findingAt({ file, span: { start, end: start + 1 } }, { rule });
}

function typescript(text: string): DirectedFile {
  return { file, text, language: 'typescript', directives: readDirectives(file, text, parseModule(file, text).comments, 'typescript') };
}

function sql(text: string): DirectedFile {
  return { file, text, language: 'sql', directives: readSql(file, text).directives };
}

/** Rules and offsets of what is left. */
function left(directed: DirectedFile, findings: readonly Finding[]): readonly string[] {
  return suppress(findings, [directed]).kept.map(({ rule, at }) => `${rule}:${at.span.start}`).sort();
}

/** ESLint's core with rules that report at the places of the findings. */
function leftByEslint(text: string, findings: readonly Finding[]): readonly string[] {
  const messages = new Linter({ configType: 'flat' }).verify(text, [{
    plugins: { sluice: { rules: Object.fromEntries(ruleIds.map((id) => [id, ruleThatReports(findings.filter(({ rule }) => rule === id))])) } },
    rules: Object.fromEntries(ruleIds.map((id) => [`sluice/${id}`, 'error'])),
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  }], file);
  const wrong = messages.find(({ ruleId, message }) => ruleId === null && !message.includes('should not span multiple lines'));
  if (wrong !== undefined) throw new Error(wrong.message);
  return messages.filter(({ message }) => /^\d+$/.test(message)).flatMap(({ ruleId, message }) => (ruleId === null ? [] : [`${ruleId.replace('sluice/', '')}:${message}`])).sort();
}

function ruleThatReports(findings: readonly Finding[]): Rule.RuleModule {
  return {
    create: (context) => ({
      Program() {
        for (const { at } of findings) context.report({ loc: context.sourceCode.getLocFromIndex(at.span.start), message: String(at.span.start) });
      },
    }),
  };
}

const ruleIds = ['naming/snake-case', 'safety/locks'];

const names = fc.constantFrom(
  '', ' sluice/naming/snake-case', ' sluice/safety/locks', " 'sluice/safety/locks' , sluice/naming/snake-case", ' no-undef',
  ' sluice/naming/snake-case -- agreed', ' -- agreed', ' sluice/naming/snake-case sluice/safety/locks', ' ,',
);
const labels = fc.constantFrom('eslint-disable', 'eslint-enable', 'eslint-disable-line', 'eslint-disable-next-line', 'eslint-disabled');
const comments = fc.tuple(fc.constantFrom('line', 'block', 'long'), labels, names).map(([style, label, list]) => {
  if (style === 'line') return `// ${label}${list}\n`;
  return style === 'block' ? `/* ${label}${list} */` : `/* ${label}${list}\n*/`;
});
const code = fc.constantFrom('x;', ' ', '\n', 'y;\n', '\r\n', 'z;\u2028', '"// eslint-disable-line";', '`\n/* eslint-disable */\n`;');
const program = fc.array(fc.oneof(code, comments), { maxLength: 14 }).map((pieces) => pieces.join(''));

describe('as ESLint', () => {
  test('whatever stands where', () => {
    fc.assert(fc.property(
      program, fc.array(fc.tuple(fc.constantFrom(...ruleIds), fc.nat(120)), { maxLength: 12 }),
      (text, places) => {
        const findings = places.map(([rule, place]) => findingOf(rule, Math.min(place, text.length)));
        expect(left(typescript(text), findings)).toEqual(leftByEslint(text, findings));
      },
    ), { numRuns: 400 });
  });

  test('the comparison sees comments at work', () => {
    const text = 'x; // eslint-disable-line sluice/safety/locks\nx;';
    const findings = [findingOf('safety/locks', 0), findingOf('naming/snake-case', 0), findingOf('safety/locks', text.length - 2)];
    expect(leftByEslint(text, findings)).toEqual(['naming/snake-case:0', `safety/locks:${text.length - 2}`]);
    expect(left(typescript(text), findings)).toEqual(['naming/snake-case:0', `safety/locks:${text.length - 2}`]);
  });
});

describe('in SQL', () => {
  const statement = 'create index on book (title);';

  it.each([
    `-- eslint-disable sluice/safety/locks -- small\n${statement}`,
    `-- eslint-disable-next-line sluice/safety/locks -- small\n${statement}`,
    `/* eslint-disable-next-line sluice/safety/locks\n   -- small\n */\n${statement}`,
    `${statement} -- eslint-disable-line sluice/safety/locks -- small`,
    `${statement} /* eslint-disable-line -- small */`,
  ])('taken away: %s', (text) => {
    expect(left(sql(text), [findingOf('safety/locks', text.indexOf('create'))])).toEqual([]);
  });

  it.each([
    `-- eslint-disable sluice/safety/locks -- small\n-- eslint-enable sluice/safety/locks\n${statement}`,
    `-- eslint-disable-next-line sluice/safety/locks -- small\n\n${statement}`,
    `/* eslint-disable-line sluice/safety/locks\n -- small */ ${statement}`,
    `-- eslint-disable-next-line safety/locks -- small\n${statement}`,
    `-- eslint-disable\n${statement}`,
  ])('left: %s', (text) => {
    expect(left(sql(text), [findingOf('safety/locks', text.indexOf('create'))])).toHaveLength(1);
  });
});

test('a comment above the file for every rule leaves nothing', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...ruleIds), fc.nat(40))), fc.constantFrom('-- ', '/* '), (places, open) => {
    const close = open === '/* ' ? ' */' : '';
    const head = `${open}eslint-disable ${ruleIds.map((id) => `sluice/${id}`).join(', ')} -- a dump${close}\n`;
    const findings = places.map(([rule, place]) => findingOf(rule, head.length + place));
    const { kept, suppressed } = suppress(findings, [sql(`${head}select 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;`)]);
    expect(kept).toEqual([]);
    expect(suppressed.map(({ justification }) => justification)).toEqual(findings.map(() => 'a dump'));
  }));
});

test('the last range is used, and a comment on the line only where there is no range', () => {
  const text = '-- eslint-disable sluice/safety/locks -- a\n-- eslint-disable -- b\n-- eslint-disable-next-line sluice/safety/locks -- c\nselect 1;';
  const directed = sql(text);
  const { used, suppressed } = suppress([findingOf('safety/locks', text.indexOf('select'))], [directed]);
  expect(suppressed[0]?.justification).toBe('b');
  expect([...used]).toEqual([[directed.directives[1], new Set([null])]]);
});

test('files without such comments stay as they are', () => {
  const findings = [findingOf('safety/locks', 3)];
  expect(suppress(findings, [])).toMatchObject({ kept: findings, suppressed: [] });
});
