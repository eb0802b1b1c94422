/** Where Drizzle records what it has applied, if drizzle.config names nothing else (drizzle-orm 0.45, pg-core/dialect.js). */
export const usualLedger = { schema: 'drizzle', table: '__drizzle_migrations' } as const;
