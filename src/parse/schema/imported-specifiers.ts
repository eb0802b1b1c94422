import type { Program } from './oxc.ts';

/** What the statements of a module import or export from, as it is written. `import()` and `require` are left out. */
export function importedSpecifiers({ body }: Program): readonly string[] {
  return body.flatMap((statement) =>
    ('source' in statement && statement.source !== null && statement.source !== undefined ? [statement.source.value] : []));
}
