/** `casing` of drizzle.config (drizzle-kit 0.31): applied to columns without a name of their own. */
export type Casing = 'snake_case' | 'camelCase';
