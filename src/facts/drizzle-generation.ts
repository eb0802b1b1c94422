/**
 * Which drizzle-kit, with its drizzle-orm, makes the migrations: they read schemas differently and make other names of what is
 * left unnamed. `0.31` is drizzle-kit 0.31 with drizzle-orm 0.45, `1.0` is what is called so in both (read in 1.0.0-rc.5).
 */
export type DrizzleGeneration = '0.31' | '1.0';
