import { rule, rulePrefix, wordOf } from '#rule';
import type { Directive, DirectiveContext } from '#rule';

export default rule({
  id: 'suppression/reason',
  title: 'Say why a finding is suppressed',
  why: 'Whoever reads the comment in a year cannot tell a decision from an accident, and nobody dares to take it away.',
  instead: 'Write the reason behind two dashes: -- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows, loaded by hand.',
  level: 'error',
  silent: [
    'Comments of eslint-enable.',
    'In TypeScript, comments that name rules of others only, or no rule and take away nothing of ours.',
    'Comments that take nothing away, of which suppression/unused says why.',
  ],
  examples: [
    {
      given: 'create table dataset (id integer primary key, title text);',
      bad: `-- eslint-disable-next-line sluice/safety/index-without-concurrently
create index dataset_title_index on dataset (title);`,
    },
    {
      given: 'create table dataset (id integer primary key, title text);',
      bad: `-- eslint-disable-next-line
create index dataset_title_index on dataset (title);`,
    },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

// eslint-disable-next-line sluice/naming/snake-case
export const dataset = pgTable('Dataset', { id: integer('id').primaryKey() });` } },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

/* eslint-disable */
export const dataset = pgTable('Dataset', { id: integer('id').primaryKey() });` } },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

export const dataset = pgTable('Dataset', { id: integer('id').primaryKey() }); // eslint-disable-line` } },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

/* eslint-disable sluice/naming/snake-case, sluice/suppression/reason */
export const dataset = pgTable('Dataset', { id: integer('id').primaryKey() });` } },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

/* eslint sluice/naming/snake-case: "off" */
export const dataset = pgTable('Dataset', { id: integer('id').primaryKey() });` } },
    {
      given: 'create table dataset (id integer primary key, title text);',
      good: `-- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows, loaded by hand
create index dataset_title_index on dataset (title);`,
    },
    { good: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

/* eslint-disable @typescript-eslint/naming-convention */
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });` } },
    { good: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

/* eslint-disable */
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });` } },
    { good: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

/* eslint sluice/naming/snake-case: "off" -- the old tools ask for it */
export const dataset = pgTable('Dataset', { id: integer('id').primaryKey() });` } },
    {
      given: 'create table dataset (id integer primary key, title text);',
      good: `/* eslint sluice/safety/index-without-concurrently: "off" */
alter table dataset add column author text;`,
    },
  ],
  check: {
    directive(directive, on) {
      if (directive.kind === 'enable' || directive.reason !== null || !isOurs(directive, on)) return;
      const text = `${wordOf(directive)} ${saidOf(directive)} without a reason.`;
      return takesThisAway(directive) ? { at: on.line, isBeforeLine: true, text } : { at: directive.origin, text };
    },
  },
});

const self = `${rulePrefix}suppression/reason`;

/** Would the comment take away what is said of it here? It holds from where it begins, or for its whole line. */
function takesThisAway({ kind, rules, problem }: Directive): boolean {
  if (problem !== null || (kind !== 'disable' && kind !== 'disable-line')) return false;
  return rules.length === 0 || rules.some(({ id }) => id === self);
}

type Context = Pick<DirectiveContext<unknown>, 'language' | 'isUsed'>;

function isOurs({ kind, rules, problem }: Directive, { language, isUsed }: Context): boolean {
  if (kind === 'configure') return problem === null;
  if (rules.length === 0) return language === 'sql' || isUsed;
  return rules.some(({ id }) => id.startsWith(rulePrefix));
}

/** In SQL a comment without rule and reason does not work; see the reading of comments. */
function saidOf({ rules, problem }: Directive): string {
  if (problem !== null && rules.length === 0) return 'names no rule and takes nothing away';
  if (rules.length === 0) return 'takes every finding away';
  return `takes ${rules.filter(({ id }) => id.startsWith(rulePrefix)).map(({ id }) => id).join(' and ')} away`;
}
