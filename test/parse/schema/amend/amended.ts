import type { Casing } from '../../../../src/facts/casing.ts';
import type { Origin } from '../../../../src/text/span.ts';
import { difference } from '../../../../src/catalog/difference.ts';
import { amendSchema, type SchemaAmendment } from '../../../../src/parse/schema/amend/amend-schema.ts';
import type { DeclaredSchema } from '../../../../src/parse/schema/read-schema.ts';
import { applyEdits } from '../../../../src/text/apply-edits.ts';
import { schemaOf, tableOf } from '../schema-of.ts';

export const file = 'src/schema.ts';

/** What a wish made of a file, and how what it declares has changed; null if it cannot be made. */
export interface Amended {
  readonly text: string;
  readonly changed: readonly string[];
  readonly after: DeclaredSchema;
}

export type Wish = (schema: DeclaredSchema) => SchemaAmendment;

export function amended(text: string, wish: Wish, casing?: Casing, others: Readonly<Record<string, string>> = {}): Amended | null {
  const read = (now: string): DeclaredSchema => schemaOf({ [file]: now, ...others }, casing === undefined ? {} : { casing });
  const before = read(text);
  const edits = amendSchema(file, text, wish(before));
  if (edits === null) return null;
  const now = applyEdits(text, edits);
  const after = read(now);
  if (after.unreadable.length > 0) throw new Error(`does not parse: ${now}`);
  const changed = difference(before.catalog, after.catalog).map(({ what, object, name }) =>
    `${what} ${object} ${name}`);
  return { text: now, changed, after };
}

/** An index on columns of a table, all by their names in the database. */
export function wishIndex(table: string, columns: readonly string[], name = `${table.replace('public.', '')}_${columns.join('_')}_idx`): Wish {
  return (schema) => {
    const found = tableOf(schema, table);
    return { kind: 'addIndex', table: placed(found.origin), name, columns: columns.map((column) =>
      placed(found.columns.find((one) => one.name === column)?.origin ?? null)) };
  };
}

export function wishColumn(table: string, from: string, to: string): Wish {
  return (schema) => ({
    kind: 'renameDeclared', at: placed(tableOf(schema, table).columns.find(({ name }) => name === from)?.origin ?? null), from, to,
  });
}

export function wishConstraint(table: string, from: string, to: string): Wish {
  return (schema) => ({
    kind: 'renameDeclared', at: placed(tableOf(schema, table).constraints.find(({ written }) => written === from)?.origin ?? null), from, to,
  });
}

/** Another name for a table, enum, view, sequence, schema, index or policy, of whatever schema. */
export function wishName(from: string, to: string): Wish {
  return ({ catalog }) => {
    const { schemas, tables, enums, views, sequences, indexes, policies } = catalog;
    const all = [schemas, tables, enums, views, sequences, indexes, policies].flatMap((map) =>
      [...(map as ReadonlyMap<string, { readonly name: string; readonly origin: Origin | null }>).values()]);
    return { kind: 'renameDeclared', at: placed(all.find(({ name }) => name === from)?.origin ?? null), from, to };
  };
}

function placed(origin: Origin | null): Origin {
  if (origin === null) throw new Error('the sample has no such thing');
  return origin;
}
