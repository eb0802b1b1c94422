import { defineConfig } from './src/project/config.ts';

/** The gate's settings for this repository's own database package. */
export default defineConfig({
  postgres: 16,
  runner: 'sluice',
  embeddedDatabase: '.data/database',
  rules: {
    'naming/identifier-length': 'error',
    'naming/pattern': ['error', {
      preset: 'drizzle',
      patterns: { index: '{table}_{}_index', uniqueIndex: '{table}_{}_unique', foreignKey: ['{table}_{columns}_{parent}_{parent_columns}_fk', '{table}_{columns}_fk'] },
      columns: { foreignKey: '{parent}_id', timestamp: '{}_at' },
    }],
    'naming/table-prefix': ['error', {
      by: 'file',
      prefixes: {
        'src/db/schemas/agents.ts': 'agent_',
        'src/db/schemas/archive.ts': 'archive_',
        'src/db/schemas/access.ts': 'access_',
      },
    }],
    'indexes/redundant': 'error',
  },
});
