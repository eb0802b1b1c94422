import { describe, expect, test } from 'vitest';
import { configJsonSchema, optionsJsonSchema, rulePage, ruleTable } from '../../src/report/docs.ts';
import { configSchema } from '../../src/project/config.ts';
import { rule, v } from '../../src/rule/index.ts';

const shown = rule({
  id: 'naming/short', title: 'Keep names short', why: 'Long names are cut.', instead: 'Shorten it.', level: 'warn', presets: { strict: 'error' },
  silent: ['Temporary tables.'],
  options: v.object({
    max: v.optional(v.pipe(v.number(), v.description('Most letters.')), 12),
    ignore: v.optional(v.array(v.string()), []),
  }),
  examples: [
    { given: 'create schema library;', bad: 'create table library.borrowed_books (id integer);', options: { max: 8 }, postgres: 16 },
    { good: { schema: "export const loan = pgTable('loan', {});", files: { 'drizzle.config.ts': 'export default {};', 'README.md': null } } },
    { good: { migrations: { '0000_loans': { up: 'create table loan ();', down: 'drop table loan;', when: 1 } } }, runner: 'sluice' },
  ],
  check: {},
});

const plain = rule({ id: 'sql/short', title: 'Be short', why: 'So.', instead: 'Cut it.', level: 'off', needs: ['git', 'database'], examples: [], check: {} });

describe('rulePage', () => {
  test('says what the rule says of itself', () => {
    expect(rulePage(shown)).toMatchInlineSnapshot(`
      "# naming/short

      **Keep names short.** Level: warn; error under \`strict\`. Runs in the command line and in the editor.

      ## Why

      Long names are cut.

      ## Instead

      Shorten it.

      ## Silent

      - Temporary tables.

      ## Examples

      Reported (PostgreSQL 16, options \`{"max":8}\`):

      \`\`\`sql
      -- already applied
      create schema library;
      \`\`\`

      \`\`\`sql
      create table library.borrowed_books (id integer);
      \`\`\`

      Silent:

      \`\`\`ts
      export const loan = pgTable('loan', {});
      \`\`\`

      \`drizzle.config.ts\`:

      \`\`\`ts
      export default {};
      \`\`\`

      \`README.md\` is not there.

      Silent (runner \`sluice\`):

      \`\`\`sql
      -- drizzle/0000_loans.sql, "when": 1
      create table loan ();
      \`\`\`

      \`\`\`sql
      -- drizzle/0000_loans.down.sql
      drop table loan;
      \`\`\`

      ## Options

      | option | default | what it does |
      | --- | --- | --- |
      | \`max\` | \`12\` | Most letters. |
      | \`ignore\` | \`[]\` |  |
      "
    `);
  });

  test('leaves out what a rule does not have', () => {
    expect(rulePage(plain)).toBe('# sql/short\n\n**Be short.** Level: off. Runs in the command line only, which can ask git and can reach a database.\n\n## Why\n\nSo.\n\n## Instead\n\nCut it.\n');
  });
});

test('ruleTable links every page', () => {
  expect(ruleTable([shown, plain], 'docs/rules/')).toBe(`| rule | level | |
| --- | --- | --- |
| [naming/short](docs/rules/naming/short.md) | warn | Keep names short |
| [sql/short](docs/rules/sql/short.md) | off | Be short |
`);
});

describe('JSON Schema', () => {
  test('of options knows their defaults and no other keys', () => {
    expect(optionsJsonSchema(plain.options)).toBeNull();
    expect(optionsJsonSchema(shown.options)).toMatchObject({
      properties: { max: { type: 'number', default: 12 }, ignore: { type: 'array', default: [] } }, additionalProperties: false,
    });
  });

  test('of the configuration has the settings, and the options of every rule', () => {
    const schema = configJsonSchema(configSchema, [shown, plain]);
    expect(Object.keys(schema.properties ?? {}).sort()).toEqual(Object.keys(configSchema.entries).sort());
    expect(schema.properties).toMatchObject({
      rules: { $ref: '#/definitions/rules' },
      overrides: { type: 'array', items: { additionalProperties: false, properties: { rules: { $ref: '#/definitions/rules' } } } },
    });
    expect(schema.definitions?.['rules']).toMatchObject({
      additionalProperties: false,
      properties: {
        'naming/short': { anyOf: [{ enum: ['error', 'warn', 'info', 'off'] }, { type: 'array', minItems: 1, maxItems: 2 }] },
        'sql/short': { anyOf: [{ enum: ['error', 'warn', 'info', 'off'] }, { type: 'array', minItems: 1, maxItems: 1 }] },
      },
    });
  });
});
