/** People and organisations: whoever deposits, publishes or asks for data. Tables start with `agent_`. */
import { sql } from 'drizzle-orm';
import {
  bigint, check, date, foreignKey, index, pgEnum, pgTable, primaryKey, text, timestamp, uniqueIndex,
} from 'drizzle-orm/pg-core';

export const agentOrganisationKind = pgEnum('agent_organisation_kind', [
  'university',
  'institute',
  'company',
  'funder',
]);

export const agentPerson = pgTable(
  'agent_person',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    fullName: text('full_name').notNull(),
    email: text('email').notNull(),
    orcid: text('orcid').unique(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('agent_person_email_unique').on(sql`lower(${table.email})`),
    check('agent_person_orcid_format', sql`${table.orcid} ~ '^([0-9]{4}-){3}[0-9]{3}[0-9X]$'`),
  ],
);

export const agentOrganisation = pgTable(
  'agent_organisation',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    name: text('name').notNull(),
    kind: agentOrganisationKind('kind').notNull(),
    rorId: text('ror_id').unique(),
    countryCode: text('country_code').notNull(),
    parentId: bigint('parent_id', { mode: 'number' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    foreignKey({
      name: 'agent_organisation_parent_id_fk',
      columns: [table.parentId],
      foreignColumns: [table.id],
    }).onDelete('set null'),
    index('agent_organisation_parent_id_index').on(table.parentId),
    check('agent_organisation_country_code_format', sql`${table.countryCode} ~ '^[A-Z]{2}$'`),
    check('agent_organisation_not_own_parent', sql`${table.parentId} <> ${table.id}`),
  ],
);

export const agentAffiliation = pgTable(
  'agent_affiliation',
  {
    personId: bigint('person_id', { mode: 'number' })
      .notNull()
      .references(() => agentPerson.id, { onDelete: 'cascade' }),
    organisationId: bigint('organisation_id', { mode: 'number' })
      .notNull()
      .references(() => agentOrganisation.id, { onDelete: 'cascade' }),
    startedOn: date('started_on').notNull(),
    endedOn: date('ended_on'),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.organisationId] }),
    index('agent_affiliation_organisation_id_index').on(table.organisationId),
    check('agent_affiliation_ends_after_start', sql`${table.endedOn} >= ${table.startedOn}`),
  ],
);
