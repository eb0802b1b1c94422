/**
 * Packages that schema files import from and that make no table: of what a project exports of their making nothing is missing from its
 * schema. Anything else from outside the project may be a table.
 */
const names: ReadonlySet<string> = new Set([
  'zod', 'zod-openapi', '@hono/zod-openapi', 'valibot', 'typebox', '@sinclair/typebox', 'arktype', 'yup', 'joi', 'superstruct', 'effect', '@effect/schema',
  'drizzle-zod', 'drizzle-valibot', 'drizzle-typebox', 'drizzle-arktype', 'drizzle-seed',
  'nanoid', '@paralleldrive/cuid2', 'cuid', 'uuid', 'uuidv7', 'ulid', 'ulidx', 'typeid-js', 'bcrypt', 'bcryptjs', 'ms', 'slugify',
  'date-fns', 'dayjs', 'luxon', 'lodash', 'lodash-es', 'radash', 'remeda', 'ts-pattern', 'type-fest', 'dotenv', '@t3-oss/env-core', '@t3-oss/env-nextjs',
  'crypto', 'path', 'fs', 'os', 'url', 'util', 'process', 'assert', 'events',
]);

export function isTableless(specifier: string): boolean {
  return /^node:/.test(specifier) || names.has(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '');
}
