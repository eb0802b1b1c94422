import { rule, rulePrefix, wordOf } from '#rule';
import type { Directive, DirectiveRule, DirectedLanguage, Remedy } from '#rule';

export default rule({
  id: 'suppression/unused',
  title: 'Take comments away that suppress nothing',
  why: 'A comment that has nothing to suppress today hides the next finding, which nobody has decided about.',
  instead: 'Delete the comment, or move it to the line above what it is about.',
  level: 'warn',
  presets: { strict: 'error' },
  silent: [
    'Rules that are off, and rules that ask for what is there only at times: they have said nothing.',
    'Migrations that are not judged, and rules of the history where a part of it is judged.',
    'Findings that were there before, or that the baseline knows: the comment takes them away all the same.',
    'Comments without a rule in TypeScript, and those that take suppression rules away.',
  ],
  examples: [
    {
      given: 'create table dataset (id integer primary key, title text);',
      bad: `-- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows, loaded by hand

create index concurrently dataset_title_index on dataset (title);`,
      runner: 'sluice',
    },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

// eslint-disable-next-line sluice/naming/snake-case -- the old tools ask for it
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });` } },
    {
      given: 'create table dataset (id integer primary key, title text);',
      good: `-- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows, loaded by hand
create index dataset_title_index on dataset (title);`,
    },
    {
      given: 'create table dataset (id integer primary key, title text);',
      bad: `-- eslint sluice/safety/index-without-concurrently: "off"
alter table dataset add column author text;`,
    },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

/* eslint sluice/naming/snake-case: "off" -- the old tools ask for it */
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });` } },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

/* eslint sluice/naming/snake-case: ["warn", { "ignore": ["Dataset"] }] */
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });` } },
    { good: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

// eslint-disable-next-line sluice/naming/snake-case -- the old tools ask for it
export const dataset = pgTable('Dataset', { id: integer('id').primaryKey() });` } },
  ],
  check: {
    directive(directive, { unused, language }) {
      const { problem, origin } = directive;
      const word = wordOf(directive);
      if (problem !== null && isOurs(directive, language)) return { at: origin, text: problem };
      if (unused === 'all') {
        if (language === 'typescript') return;
        return { at: origin, text: `${word} has nothing to take away here.`, suggestions: [deletes(origin)] };
      }
      return unused.map((named) => ({
        at: named.origin,
        text: `${named.id} has nothing to say here that ${word} could take away.`,
        suggestions: withoutRule(named, directive),
      }));
    },
  },
});

/** A comment without rule and reason is told for the reason. */
function isOurs({ rules, reason }: Directive, language: DirectedLanguage): boolean {
  if (rules.length === 0) return language === 'sql' && reason !== null;
  return rules.some(({ id }) => id.startsWith(rulePrefix));
}

/**
 * The only rule of a comment goes with it, another with the comma before it, or behind it if it is the first. A comment
 * that configures rules may hold those of others, and what is said of each.
 */
function withoutRule(named: DirectiveRule, { kind, rules, origin }: Directive): readonly Remedy[] {
  if (kind === 'configure') return [];
  const place = rules.indexOf(named);
  const [before, after] = [rules[place - 1], rules[place + 1]];
  const { file, span } = named.origin;
  if (before !== undefined) return [deletes({ file, span: { start: before.origin.span.end, end: span.end } }, named.id)];
  if (after !== undefined) return [deletes({ file, span: { start: span.start, end: after.origin.span.start } }, named.id)];
  return [deletes(origin)];
}

function deletes({ file, span }: Directive['origin'], name?: string): Remedy {
  return {
    text: name === undefined ? 'Delete the comment.' : `Take ${name} out of the comment.`,
    amendment: { kind: 'edit', edits: [{ file, span, text: '' }] },
  };
}
