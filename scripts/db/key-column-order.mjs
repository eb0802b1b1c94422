/**
 * Loaded into drizzle-kit's process before it starts (`node --import`). To read keys, drizzle-kit 0.31 asks
 * information_schema.constraint_column_usage, which has no order (bin.cjs, `fromDatabase` of PostgreSQL). So it takes a
 * composite key for changed and rebuilds it at every push, and pulls its columns in any order. This gives that one query
 * the order of the key; when drizzle-kit asks otherwise one day, nothing is changed.
 */
const keysQuery = /FROM information_schema\.table_constraints tc\s+JOIN information_schema\.constraint_column_usage AS ccu USING [^;]*;\s*$/;

const inOrderOfTheKey = `
  ORDER BY constraint_name, (
    SELECT array_position(k.conkey, a.attnum) FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_class t ON t.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
    WHERE k.conname = constraint_name AND n.nspname = tc.table_schema AND t.relname = tc.table_name
      AND a.attname = c.column_name)`;

function ordered(query) {
  if (typeof query === 'string') return keysQuery.test(query) ? query.replace(/;\s*$/, inOrderOfTheKey) : query;
  return typeof query?.text === 'string' ? { ...query, text: ordered(query.text) } : query;
}

function orderQueriesOf(client) {
  const { query } = client.prototype;
  client.prototype.query = function inOrder(text, ...rest) {
    return query.call(this, ordered(text), ...rest);
  };
}

for (const [driver, client] of [['pg', 'Client'], ['@electric-sql/pglite', 'PGlite']]) {
  const loaded = await import(driver).catch(() => null);
  if (loaded !== null) orderQueriesOf(loaded[client] ?? loaded.default[client]);
}
