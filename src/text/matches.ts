import picomatch from 'picomatch';

/** Does a table match one of the globs, by `name` or by `schema.name`? */
export function matches(globs: readonly string[], table: { readonly schema: string; readonly name: string }): boolean {
  if (globs.length === 0) return false;
  const match = picomatch([...globs], { bash: true });
  return match(table.name) || match(`${table.schema}.${table.name}`);
}

/** Does a column match one of the globs, by `table.column` or by `schema.table.column`? */
export function matchesColumn(
  globs: readonly string[], table: { readonly schema: string; readonly name: string }, column: string,
): boolean {
  return matches(globs, { schema: table.schema, name: `${table.name}.${column}` });
}

/** Does a path match the glob? */
export function matchesPath(glob: string, path: string): boolean {
  return picomatch(glob.replace(/^\.\//, ''))(path);
}
