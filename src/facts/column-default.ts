/**
 * `DEFAULT NULL` is no default to Postgres, save where a modifier makes it a cast: `varchar(20)` keeps
 * `NULL::character varying` (seen on PostgreSQL 17; `AddRelationNewConstraints` in src/backend/catalog/heap.c).
 */
export function isNoDefault(text: string, type: string): boolean {
  return text.trim().toLowerCase() === 'null' && !(type.includes('(') && !type.startsWith('interval'));
}
