/** Who may have what: access requests and their decisions. Tables start with `access_`. */
import { sql } from 'drizzle-orm';
import { bigint, check, index, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { agentPerson } from './agents.ts';
import { archiveDataset } from './archive.ts';

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
