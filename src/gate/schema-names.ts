import type { History } from '../facts/history.ts';
import type { SchemaNames } from './empty-database.ts';

/** Reads what the migrations say of schemas. */
export function schemaNamesIn({ migrations }: Pick<History, 'migrations'>): SchemaNames {
  const files = migrations.flatMap(({ sql }) => sql ?? []);
  const makings = files.flatMap(({ statements }) => statements).flatMap(({ changes }) => changes).flatMap((change) => {
    switch (change.kind) {
      case 'createSchema': return [{ name: change.schema.name, once: change.tolerates === null && !change.conditional }];
      case 'renameSchema': return [{ name: change.to.name, once: !change.conditional }];
      default: return [];
    }
  });
  return {
    made: makings.map(({ name }) => name),
    madeOnce: makings.filter(({ once }) => once).map(({ name }) => name),
    named: [...new Set(files.flatMap(({ text }) => wordsIn(text)))],
  };
}

/** A word of a comment or a text is taken too: at worst an empty schema stays. */
function wordsIn(sql: string): readonly string[] {
  return Array.from(sql.matchAll(/"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu),
    ([word, quoted]) => quoted?.replaceAll('""', '"') ?? word.toLowerCase());
}
