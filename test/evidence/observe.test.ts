import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { observe } from '../../src/evidence/observe.ts';
import type { Catalog, Expression } from '../../src/facts/catalog.ts';
import { repository } from './repository-sql.ts';

/** Expressions as Postgres prints them: their one spelling is another room's. */
const asPrinted = (sql: string): Expression => ({ text: sql, spelling: null, columns: null });

describe('observing a database', () => {
  let database: Database;
  let catalog: Catalog;

  beforeAll(async () => {
    database = await freshDatabase('citext', 'btree_gist');
    await database.exec(repository);
    catalog = await observe(database, {
      spell: asPrinted, without: [{ schema: 'drizzle', name: '__drizzle_migrations' }],
    });
  });
  afterAll(() => database.close());

  it('names types as format_type does; those that are not Postgres’s own with schema and without quotes', () => {
    const types = catalog.tables.get('public.dataset')?.columns.map((column) => `${column.name} ${column.type}`);
    expect(types).toEqual([
      'id integer', 'slug character varying(20)', 'title text', 'states public.state[]', 'price numeric(10,2)',
      'owner public.citext', 'shelf archive.Shelf Mark', 'published_at timestamp(3) with time zone', 'length bigint',
      'sort_title text',
    ]);
  });

  it('reads nullability, defaults, identity, generation and collation of columns', () => {
    const columns = new Map(catalog.tables.get('public.dataset')?.columns.map((column) => [column.name, column]));
    expect(columns.get('id')).toMatchObject({ notNull: true, identity: 'always', default: null });
    expect(columns.get('title')).toMatchObject({ notNull: false, collation: null, default: { text: `'untitled'::text` } });
    expect(columns.get('length')).toMatchObject({
      generated: { expression: { text: 'length(title)' }, stored: true }, default: null,
    });
    expect(columns.get('sort_title')).toMatchObject({ collation: 'C' });
    expect(catalog.tables.get('public.file')?.columns[0]).toMatchObject({
      name: 'id', default: { text: `nextval('file_id_seq'::regclass)` },
    });
  });

  it('reads constraints in full, without the NOT NULL ones of PostgreSQL 18', () => {
    const constraints = catalog.tables.get('public.file')?.constraints;
    expect(constraints?.map((one) => `${one.kind} ${one.name}`).sort()).toEqual([
      'check file_size_check', 'exclusion file_kept_excl', 'foreignKey file_dataset_id_fkey', 'primaryKey file_pkey',
      'unique file_path_dataset_id_size_key',
    ]);
    expect(constraints?.find((one) => one.kind === 'foreignKey')).toMatchObject({
      columns: ['dataset_id'], references: { schema: 'public', name: 'dataset' }, referencedColumns: ['id'],
      onDelete: 'cascade', onUpdate: 'no action', validated: false,
    });
    expect(constraints?.find((one) => one.kind === 'unique')).toMatchObject({
      columns: ['path', 'dataset_id'], include: ['size'], nullsNotDistinct: true,
    });
    expect(constraints?.find((one) => one.kind === 'exclusion')).toMatchObject({
      method: 'gist', elements: ['dataset_id with =', 'kept with &&'], columns: ['dataset_id', 'kept'],
      where: { text: '(size > 0)' },
    });
    expect(constraints?.find((one) => one.kind === 'check')).toMatchObject({
      expression: { text: '(size >= 0)' }, validated: true,
    });
  });

  it('reads indexes with keys, order, operator class, collation, predicate and included columns', () => {
    expect([...catalog.indexes.keys()]).toEqual(['public.dataset_search', 'public.dataset_titles']);
    expect(catalog.indexes.get('public.dataset_titles')).toMatchObject({
      table: { schema: 'public', name: 'dataset' }, unique: true, method: 'btree', include: ['id'],
      where: { text: '(title IS NOT NULL)' }, nullsNotDistinct: true,
      keys: [
        { column: null, expression: { text: 'lower(title)' }, order: 'asc', nulls: 'last', operatorClass: null },
        { column: 'slug', order: 'desc', nulls: 'last', operatorClass: 'text_pattern_ops', collation: null },
        { column: 'title', order: 'desc', nulls: 'first', operatorClass: null, collation: 'C' },
        { column: 'sort_title', order: 'asc', collation: null },
      ],
    });
    expect(catalog.indexes.get('public.dataset_search')).toMatchObject({
      method: 'gin', unique: false, keys: [{ column: null, expression: { text: `to_tsvector('simple'::regconfig, title)` } }],
    });
  });

  it('reads enums in their order, domains, composite types and sequences with their owners', () => {
    expect(catalog.enums.get('public.state')?.values).toEqual(['draft', 'review', 'published']);
    expect(catalog.domains.get('public.checksum')).toMatchObject({
      type: 'character(64)', notNull: true, checks: [{ name: 'hex', expression: { text: `(VALUE ~ '^[0-9a-f]+$'::text)` } }],
    });
    expect(catalog.compositeTypes.get('public.place')?.attributes).toEqual([
      { name: 'town', type: 'text' }, { name: 'states', type: 'public.state[]' },
    ]);
    expect([...catalog.compositeTypes.keys()]).toEqual(['public.place']);
    expect([...catalog.sequences.values()].map((one) => `${one.name} ${one.type} ${one.ownedBy?.column ?? '-'}`)).toEqual([
      'accession bigint -', 'dataset_id_seq integer id', 'file_id_seq bigint id',
    ]);
  });

  it('reads views, policies, routines and triggers', () => {
    expect([...catalog.views.values()].map((one) => `${one.name} ${String(one.materialized)}`)).toEqual([
      'published_dataset false', 'size_by_dataset true',
    ]);
    expect(catalog.policies.get('public.dataset.published_only')).toMatchObject({
      command: 'select', roles: ['public'], permissive: true, check: null,
      using: { text: `('published'::state = ANY (states))` },
    });
    expect(catalog.tables.get('public.dataset')?.rowSecurity).toBe(true);
    expect([...catalog.routines.keys()].sort()).toEqual([
      'public.archive_all()', 'public.bytes(bigint, public.state[])', 'public.longest(text)', 'public.touch()',
    ]);
    expect(catalog.triggers.get('public.file.file_touch')).toMatchObject({
      routine: { schema: 'public', name: 'touch' }, enabled: false,
    });
    expect([...catalog.triggers.keys()]).toEqual(['public.file.file_touch']);
  });

  it('knows partitions by their parent and reads copied keys once', () => {
    expect(catalog.tables.get('public.download')?.kind).toBe('partitioned');
    expect(catalog.tables.get('public.download_2026')).toMatchObject({
      kind: 'partition', partitionOf: { schema: 'public', name: 'download' },
    });
    expect(catalog.tables.get('public.receipt')?.constraints.map((one) => one.name)).toEqual(['receipt_download_fkey']);
  });

  it('leaves out what extensions own, and the ledger with its sequence and schema', () => {
    expect([...catalog.extensions.values()].map((one) => `${one.name} in ${one.schema ?? '-'}`)).toEqual([
      'btree_gist in public', 'citext in public',
    ]);
    expect([...catalog.schemas.keys()]).toEqual(['archive', 'public']);
    expect([...catalog.tables.keys()].filter((key) => key.startsWith('drizzle'))).toEqual([]);
  });

  it('puts the search path of the session back', async () => {
    await database.exec('set search_path = archive');
    await observe(database, { spell: asPrinted });
    expect(await database.query('show search_path')).toEqual([{ search_path: 'archive' }]);
  });
});
