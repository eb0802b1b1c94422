import type { Break } from './living-breaks.ts';
import { lineOf, replaceIn } from './living-copy.ts';

const [agents, archive, access] = ['src/db/schemas/agents.ts', 'src/db/schemas/archive.ts', 'src/db/schemas/access.ts'];

/** One text of a schema file for another, under a rule that is off otherwise. */
function schemaBreak(
  rule: string, story: string, file: string, changes: readonly (readonly [before: string, after: string])[],
): Break {
  return {
    rule, story,
    does(folder) {
      replaceIn(folder, 'sluice.config.ts', '  rules: {\n', `  rules: {\n    '${rule}': 'error',\n`);
      for (const [before, after] of changes) replaceIn(folder, file, before, after);
      return `${file}:${lineOf(folder, file, changes.at(-1)?.[1] ?? '')}`;
    },
  };
}

/** What the rules of the family design/ find in a copy of the living project. */
export const designBreaks: readonly Break[] = [
  schemaBreak('design/identity-over-serial', 'contributors were numbered by a serial', archive, [
    ['pgView, primaryKey, text,', 'pgView, primaryKey, serial, text,'], ["position: integer('position').notNull()", "position: serial('position')"],
  ]),
  schemaBreak('design/jsonb-over-json', 'details became json', archive, [
    ['index, integer, jsonb,', 'index, integer, json, jsonb,'], ["details: jsonb('details')", "details: json('details')"],
  ]),
  {
    rule: 'design/primary-key', story: 'a table that joins two others lost its key', level: 'warn',
    does(folder) {
      replaceIn(folder, agents, '    primaryKey({ columns: [table.personId, table.organisationId] }),\n', '');
      return `${agents}:${lineOf(folder, agents, 'agentAffiliation = pgTable(')}`;
    },
  },
  schemaBreak('design/primary-key-capacity', 'contributors were numbered in integer', archive, [
    ["position: integer('position').notNull()", "position: integer('position').generatedAlwaysAsIdentity()"],
  ]),
  schemaBreak('design/timestamptz', 'a time lost its zone', access, [
    ["decidedAt: timestamp('decided_at', { withTimezone: true })", "decidedAt: timestamp('decided_at')"],
  ]),
];
