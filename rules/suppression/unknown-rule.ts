import { closest, distance, rule, rulePrefix } from '#rule';
import type { Directive, DirectiveContext, DirectiveRule, Remedy } from '#rule';

export default rule({
  id: 'suppression/unknown-rule',
  title: 'Name rules that exist in a comment that suppresses findings',
  why: 'A name that no rule has takes nothing away: the finding it was written for stays, or comes back unseen.',
  instead: 'Write the id as "sluice rules" lists it, with sluice/ before it.',
  level: 'error',
  silent: [
    'In TypeScript, names without sluice/ before them: they are rules of others.',
    'Comments that configure rules and do nothing, of which suppression/unused says why.',
  ],
  examples: [
    {
      given: 'create table dataset (id integer primary key, title text);',
      bad: `-- eslint-disable-next-line sluice/safety/index-without-concurently -- 40 rows, loaded by hand
create index dataset_title_index on dataset (title);`,
    },
    { bad: `create table "Dataset" (id integer primary key); -- eslint-disable-line naming/snake-case -- the old tools ask for it` },
    { bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';

// eslint-disable-next-line sluice/naming/snakecase -- the old tools ask for it
export const dataset = pgTable('Dataset', { id: integer('id').primaryKey() });` } },
    {
      given: 'create table dataset (id integer primary key, title text);',
      good: `-- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows, loaded by hand
create index dataset_title_index on dataset (title);`,
    },
    { good: '/* eslint sluice/sql/unparseable: "off" */ select 1;' },
  ],
  check: {
    directive: (directive, on) => namedIn(directive).filter((named) => isUnknown(named, on)).map(({ id, origin }) => {
      const near = nearest(id, on.ruleIds);
      return {
        at: origin,
        text: `There is no rule "${id}"${near === null ? '.' : `; is "${near}" meant?`}`,
        suggestions: near === null ? [] : [writes(near, origin)],
      };
    }),
  },
});

/** Not those of a comment that configures nothing: it is told of as a whole. */
function namedIn({ kind, rules, problem }: Directive): Directive['rules'] {
  return kind === 'configure' && problem !== null ? [] : rules;
}

type Context = Pick<DirectiveContext<unknown>, 'ruleIds' | 'language'>;

/** In SQL nobody else has a rule with the name of one of ours. */
function isUnknown({ id }: DirectiveRule, { ruleIds, language }: Context): boolean {
  if (id.startsWith(rulePrefix)) return !ruleIds.has(id.slice(rulePrefix.length));
  return language === 'sql' && ruleIds.has(id);
}

/** Null: none is so near that it can be meant. */
function nearest(id: string, ruleIds: Context['ruleIds']): string | null {
  const bare = id.replace(rulePrefix, '');
  const near = closest(bare, [...ruleIds]);
  return distance(bare, near) <= Math.max(3, bare.length / 4) ? rulePrefix + near : null;
}

function writes(name: string, origin: Directive['origin']): Remedy {
  return {
    text: `Write ${name}.`,
    amendment: { kind: 'edit', edits: [{ file: origin.file, span: origin.span, text: name }] },
  };
}
