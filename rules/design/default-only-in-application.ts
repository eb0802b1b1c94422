import { isDeclared, keyOf, matches, rule, show, textsOption, thirdPartyTables, v } from '#rule';
import type { ApplicationDefault, Column, Remedy, Table } from '#rule';

const options = v.object({
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, into which Drizzle alone inserts.'),
});

export default rule({
  id: 'design/default-only-in-application',
  title: 'Give the database the default that the application has',
  why: '`$defaultFn` and `$onUpdate` are functions of the program: the database knows nothing of them, and every INSERT that does not go through Drizzle (psql, a COPY, another service, a backfill) fails with 23502 on a NOT NULL column.',
  instead: 'Add the default of the database beside it: `.defaultNow()`, `.defaultRandom()`, `.default(…)`.',
  level: 'off',
  presets: { strict: 'warn' },
  silent: [
    'A column that may be null, or has a default in the database.',
    'What the database cannot make: nanoid, cuid, ULID, whatever a function of the project does.',
    'Tables of Better Auth, Auth.js, Lucia and Supabase, into which the library inserts; tables that match `ignore`.',
  ],
  options,
  examples: [
    { bad: { schema: `import { pgTable, timestamp } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', { updatedAt: timestamp('updated_at').notNull().$onUpdate(() => new Date()) });` } },
    { bad: { schema: `import { pgTable, uuid } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', { id: uuid('id').primaryKey().$defaultFn(() => crypto.randomUUID()) });` } },
    { bad: { schema: `import { randomUUID } from 'node:crypto'; import { pgTable, text } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', { id: text('id').primaryKey().$defaultFn(() => randomUUID()) });` } },
    { bad: { schema: `import { pgTable, text } from 'drizzle-orm/pg-core';
export const book = pgTable('book', {
  state: text('state')
    .$default(() => 'draft')
    .notNull(),
});` } },
    { good: { schema: `import { createId } from '@paralleldrive/cuid2'; import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
export const loan = pgTable('loan', {
  id: text('id').primaryKey().$defaultFn(() => createId()),
  key: uuid('key').notNull().defaultRandom().$defaultFn(() => crypto.randomUUID()),
  seenAt: timestamp('seen_at').$onUpdate(() => new Date()),
  updatedAt: timestamp('updated_at').notNull().defaultNow().$onUpdate(() => new Date()),
});` } },
    { good: { schema: `import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const session = pgTable('session', { id: text('id').primaryKey(), at: timestamp('at').notNull().$defaultFn(() => new Date()) });` },
    options: { ignore: ['session'] } },
    { good: { schema: `import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const user = pgTable('user', { id: text('id').primaryKey(), email: text('email'), emailVerified: timestamp('email_verified'), image: text('image') });
export const account = pgTable('account', {
  id: text('id').primaryKey(), accountId: text('account_id'), providerId: text('provider_id'), userId: text('user_id').references(() => user.id),
  accessToken: text('access_token'), refreshToken: text('refresh_token'), idToken: text('id_token'),
  updatedAt: timestamp('updated_at').notNull().$onUpdate(() => new Date()),
});
export const session = pgTable('session', {
  id: text('id').primaryKey(), expiresAt: timestamp('expires_at'), ipAddress: text('ip_address'), userAgent: text('user_agent'),
  userId: text('user_id').references(() => user.id), token: text('token'),
});` } },
  ],
  check: {
    column(column, table, { catalog, options: { ignore } }) {
      const { origin: at, defaultInApplication: made } = column;
      if (made === undefined || at === null || !needsValue(column) || matches(ignore, table)) return;
      if (thirdPartyTables(catalog).has(keyOf(table))) return;
      const same = sameInDatabase(made, column);
      if (same === null) return;
      return {
        at,
        text: `Only Drizzle fills ${show(table)}.${column.name}: an INSERT from elsewhere that leaves it out fails with 23502.`,
        instead: `Give it ${same.words} beside the function.`,
        suggestions: suggestions(column, table, same),
      };
    },
  },
});

function needsValue({ notNull, default: own, identity, generated }: Column): boolean {
  return notNull && own === null && identity === null && generated === null;
}

/** What the database can do itself. */
interface Same {
  readonly words: string;
  /** Null where it takes SQL, which a file may not have at hand. */
  readonly value: 'now' | 'uuid' | 'constant' | null;
}

function sameInDatabase(made: ApplicationDefault, { type }: Column): Same | null {
  switch (made) {
    case 'now':
      return /^(?:timestamp|date$)/.test(type) ? { words: '`.defaultNow()`', value: 'now' } : null;
    case 'uuid':
      return type === 'uuid' ? { words: '`.defaultRandom()`', value: 'uuid' }
        : { words: '`.default(sql`gen_random_uuid()`)`', value: null };
    case 'constant':
      return { words: 'the same value with `.default(…)`', value: 'constant' };
    case 'other':
      return null;
    default:
      return made satisfies never;
  }
}

function suggestions({ origin: at }: Column, table: Table, { value, words }: Same): readonly Remedy[] {
  if (value === null || !isDeclared(at)) return [];
  return [{
    text: `Give it ${words}: the next migration sets the default, and touches no row of ${show(table)}.`,
    amendment: { kind: 'addDefault', at, value },
  }];
}
