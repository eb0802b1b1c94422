import { defineConfig } from 'drizzle-kit';

const url = process.env.DATABASE_URL;

/** The server that `DATABASE_URL` names; without it a PGlite database of this checkout. */
const database = url
  ? { dbCredentials: { url } }
  : ({ driver: 'pglite', dbCredentials: { url: './.data/database' } } as const);

export default defineConfig({
  ...database,
  dialect: 'postgresql',
  schema: './src/db/schemas/index.ts',
  out: './drizzle',
});
