/** Who may have what: access requests and their decisions, policies, grants, downloads. Tables start with `access_`. */
import { sql } from 'drizzle-orm';
import { bigint, check, date, index, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { agentPerson } from './agents.ts';
import { archiveDataset, archiveFile } from './archive.ts';

export const accessLevel = pgEnum('access_level', ['open', 'registered', 'on_request', 'embargoed']);

export const accessPolicy = pgTable(
  'access_policy',
  {
    datasetId: uuid('dataset_id')
      .primaryKey()
      .references(() => archiveDataset.id, { onDelete: 'cascade' }),
    level: accessLevel('level').notNull().default('open'),
    embargoUntil: date('embargo_until'),
    terms: text('terms'),
  },
  (table) => [
    check('access_policy_embargo_dated', sql`(${table.level} = 'embargoed') = (${table.embargoUntil} is not null)`),
  ],
);

export const accessRequestState = pgEnum('access_request_state', ['pending', 'approved', 'refused']);

export const accessRequest = pgTable(
  'access_request',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    datasetId: uuid('dataset_id')
      .notNull()
      .references(() => archiveDataset.id, { onDelete: 'cascade' }),
    requesterId: bigint('requester_id', { mode: 'number' })
      .notNull()
      .references(() => agentPerson.id, { onDelete: 'cascade' }),
    purpose: text('purpose').notNull(),
    state: accessRequestState('state').notNull().default('pending'),
    submittedAt: timestamp('submitted_at', { withTimezone: true }).notNull().defaultNow(),
    decidedById: bigint('decided_by_id', { mode: 'number' }).references(() => agentPerson.id, { onDelete: 'restrict' }),
    decidedAt: timestamp('decided_at', { withTimezone: true }),
  },
  (table) => [
    index('access_request_dataset_id_state_index').on(table.datasetId, table.state),
    index('access_request_requester_id_index').on(table.requesterId),
    index('access_request_decided_by_id_index').on(table.decidedById),
    check('access_request_decided', sql`(${table.state} = 'pending') = (${table.decidedAt} is null)`),
  ],
);

export const accessGrant = pgTable(
  'access_grant',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    requestId: bigint('request_id', { mode: 'number' })
      .notNull()
      .unique()
      .references(() => accessRequest.id, { onDelete: 'cascade' }),
    grantedAt: timestamp('granted_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
  },
  (table) => [check('access_grant_expires_after_grant', sql`${table.expiresAt} > ${table.grantedAt}`)],
);

export const accessDownload = pgTable(
  'access_download',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    fileId: bigint('file_id', { mode: 'number' })
      .notNull()
      .references(() => archiveFile.id, { onDelete: 'cascade' }),
    personId: bigint('person_id', { mode: 'number' }).references(() => agentPerson.id, { onDelete: 'set null' }),
    grantId: bigint('grant_id', { mode: 'number' }).references(() => accessGrant.id, { onDelete: 'set null' }),
    downloadedAt: timestamp('downloaded_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('access_download_file_id_downloaded_at_index').on(table.fileId, table.downloadedAt),
    index('access_download_person_id_index').on(table.personId),
    index('access_download_grant_id_index').on(table.grantId).where(sql`${table.grantId} is not null`),
  ],
);
