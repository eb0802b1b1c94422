/** What the repository keeps: datasets, their versions and files. Tables start with `archive_`. */
import { eq, max, sql } from 'drizzle-orm';
import {
  bigint, check, index, integer, jsonb, pgEnum, pgTable, pgView, primaryKey, text, timestamp, uniqueIndex, uuid,
} from 'drizzle-orm/pg-core';
import { agentOrganisation, agentPerson } from './agents.ts';

export const archiveLicence = pgTable('archive_licence', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  title: text('title').notNull().unique(),
  spdxId: text('spdx_id').unique(),
  url: text('url'),
});

export const archiveDatasetState = pgEnum('archive_dataset_state', ['draft', 'in_review', 'published', 'withdrawn']);

export const archiveDataset = pgTable(
  'archive_dataset',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    slug: text('slug').notNull().unique(),
    title: text('title').notNull(),
    abstract: text('abstract'),
    language: text('language').notNull().default('en'),
    state: archiveDatasetState('state').notNull().default('draft'),
    licenceId: bigint('licence_id', { mode: 'number' })
      .notNull()
      .references(() => archiveLicence.id, { onDelete: 'restrict' }),
    publisherId: bigint('publisher_id', { mode: 'number' })
      .notNull()
      .references(() => agentOrganisation.id, { onDelete: 'restrict' }),
    details: jsonb('details').notNull().default({}),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('archive_dataset_publisher_id_index').on(table.publisherId),
    index('archive_dataset_licence_id_index').on(table.licenceId).concurrently(),
    index('archive_dataset_details_index').using('gin', table.details.op('jsonb_path_ops')),
    index('archive_dataset_published_index').on(table.updatedAt.desc()).where(sql`${table.state} = 'published'`),
    check('archive_dataset_slug_format', sql`${table.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
  ],
);

export const archiveContributorRole = pgEnum('archive_contributor_role', ['author', 'curator', 'collector', 'contact']);

export const archiveContributor = pgTable(
  'archive_contributor',
  {
    personId: bigint('person_id', { mode: 'number' })
      .notNull()
      .references(() => agentPerson.id, { onDelete: 'restrict' }),
    datasetId: uuid('dataset_id')
      .notNull()
      .references(() => archiveDataset.id, { onDelete: 'cascade' }),
    role: archiveContributorRole('role').notNull(),
    position: integer('position').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.datasetId] }),
    index('archive_contributor_dataset_id_position_index').on(table.datasetId, table.position),
    check('archive_contributor_position_positive', sql`${table.position} > 0`),
  ],
);

export const archiveVersion = pgTable(
  'archive_version',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    datasetId: uuid('dataset_id')
      .notNull()
      .references(() => archiveDataset.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    doi: text('doi').unique(),
    notes: text('notes'),
    releasedById: bigint('released_by_id', { mode: 'number' })
      .references(() => agentPerson.id, { onDelete: 'set null' }),
    releasedAt: timestamp('released_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('archive_version_dataset_id_number_unique').on(table.datasetId, table.number),
    index('archive_version_released_by_id_index').on(table.releasedById).concurrently(),
    check('archive_version_number_positive', sql`${table.number} > 0`),
  ],
);

export const archiveFile = pgTable(
  'archive_file',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    versionId: bigint('version_id', { mode: 'number' })
      .notNull()
      .references(() => archiveVersion.id, { onDelete: 'cascade' }),
    path: text('path').notNull(),
    byteSize: bigint('byte_size', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    mediaType: text('media_type'),
  },
  (table) => [
    uniqueIndex('archive_file_version_id_path_unique').on(table.versionId, table.path),
    index('archive_file_sha256_index').on(table.sha256),
    check('archive_file_byte_size_not_negative', sql`${table.byteSize} >= 0`),
    check('archive_file_sha256_format', sql`${table.sha256} ~ '^[0-9a-f]{64}$'`),
  ],
);

export const archiveKeyword = pgTable('archive_keyword', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  term: text('term').notNull().unique(),
});

export const archiveDatasetKeyword = pgTable(
  'archive_dataset_keyword',
  {
    keywordId: bigint('keyword_id', { mode: 'number' })
      .notNull()
      .references(() => archiveKeyword.id, { onDelete: 'cascade' }),
    datasetId: uuid('dataset_id')
      .notNull()
      .references(() => archiveDataset.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.keywordId, table.datasetId] }),
    index('archive_dataset_keyword_dataset_id_index').on(table.datasetId),
  ],
);

/** What the public catalogue page lists: one row a published dataset. */
export const archivePublishedDataset = pgView('archive_published_dataset').as((query) =>
  query
    .select({
      id: archiveDataset.id,
      slug: archiveDataset.slug,
      title: archiveDataset.title,
      licence: sql<string>`${archiveLicence.title}`.as('licence'),
      latestVersion: max(archiveVersion.number).as('latest_version'),
    })
    .from(archiveDataset)
    .innerJoin(archiveLicence, eq(archiveLicence.id, archiveDataset.licenceId))
    .innerJoin(archiveVersion, eq(archiveVersion.datasetId, archiveDataset.id))
    .where(eq(archiveDataset.state, 'published'))
    .groupBy(archiveDataset.id, archiveLicence.id),
);
