import { rule, type Remedy, type Rule } from '../../src/rule/index.ts';

/** What is common to rules that only tests have. */
const words = {
  why: 'It is for tests.', instead: 'Do what is suggested.', level: 'error', silent: ['Elsewhere.'], examples: [],
} as const;

/** A foreign key that reads its table at once: NOT VALID here, and validated by a migration of its own. */
export const keyValidates: Rule = rule({
  ...words, id: 'test/key-validates', title: 'Validate a foreign key later',
  check: {
    addConstraint({ constraint, table, origin }, { statement }) {
      if (constraint.kind !== 'foreignKey' || !constraint.validated || constraint.name === null) return;
      const { file, span: { end } } = statement.origin;
      const [name, on] = [constraint.name, table.name];
      return { at: origin, text: `${name} reads ${on}.`, suggestions: [{
        text: 'Add it NOT VALID and validate it in a migration of its own.',
        amendment: {
          kind: 'addMigration', edits: [{ file, span: { start: end, end }, text: ' NOT VALID' }], name: `validate_${name}`,
          up: `ALTER TABLE "${on}" VALIDATE CONSTRAINT "${name}";`, down: `-- Nothing to undo: ${name} is dropped with its migration.`,
        },
      }] };
    },
  },
});

/** An index that is built while writes wait: out of here, into a migration of its own. */
export const indexWaits: Rule = rule({
  ...words, id: 'test/index-waits', title: 'Build an index alone',
  check: {
    createIndex({ index: { name, table }, concurrently, origin }, { statement, migration: { sql } }) {
      if (concurrently || name === null || sql === null) return;
      const { file, span: { start, end } } = statement.origin;
      const tail = /^;?\s*(?:--> statement-breakpoint\s*)?/.exec(sql.text.slice(end))?.[0].length ?? 0;
      const remedy: Remedy = { text: 'Build it CONCURRENTLY in a migration of its own.', amendment: {
        kind: 'addMigration', edits: [{ file, span: { start, end: end + tail }, text: '' }], name: `index_${name}`,
        up: `${sql.text.slice(start, end).replace('INDEX', 'INDEX CONCURRENTLY')};`, down: `DROP INDEX CONCURRENTLY "${name}";`,
      } };
      return { at: origin, text: `${name} stops writes to ${table.name}.`, suggestions: [remedy] };
    },
  },
});
