CREATE TYPE "public"."access_request_state" AS ENUM('pending', 'approved', 'refused');--> statement-breakpoint
CREATE TYPE "public"."agent_organisation_kind" AS ENUM('university', 'institute', 'company', 'funder');--> statement-breakpoint
CREATE TYPE "public"."archive_dataset_state" AS ENUM('draft', 'in_review', 'published');--> statement-breakpoint
CREATE TABLE "access_request" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "access_request_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"dataset_id" uuid NOT NULL,
	"requester_id" bigint NOT NULL,
	"purpose" text NOT NULL,
	"state" "access_request_state" DEFAULT 'pending' NOT NULL,
	"submitted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_by_id" bigint,
	"decided_at" timestamp with time zone,
	CONSTRAINT "access_request_decided" CHECK (("access_request"."state" = 'pending') = ("access_request"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "agent_organisation" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "agent_organisation_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"kind" "agent_organisation_kind" NOT NULL,
	"ror_id" text,
	"country_code" text NOT NULL,
	"parent_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agent_organisation_ror_id_unique" UNIQUE("ror_id"),
	CONSTRAINT "agent_organisation_country_code_format" CHECK ("agent_organisation"."country_code" ~ '^[A-Z]{2}$'),
	CONSTRAINT "agent_organisation_not_own_parent" CHECK ("agent_organisation"."parent_id" <> "agent_organisation"."id")
);
--> statement-breakpoint
CREATE TABLE "agent_person" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "agent_person_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"full_name" text NOT NULL,
	"email" text NOT NULL,
	"orcid" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agent_person_orcid_unique" UNIQUE("orcid"),
	CONSTRAINT "agent_person_orcid_format" CHECK ("agent_person"."orcid" ~ '^([0-9]{4}-){3}[0-9]{3}[0-9X]$')
);
--> statement-breakpoint
CREATE TABLE "archive_dataset" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"abstract" text,
	"state" "archive_dataset_state" DEFAULT 'draft' NOT NULL,
	"licence" text,
	"publisher_id" bigint NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "archive_dataset_slug_unique" UNIQUE("slug"),
	CONSTRAINT "archive_dataset_slug_format" CHECK ("archive_dataset"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
--> statement-breakpoint
CREATE TABLE "archive_file" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "archive_file_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"version_id" bigint NOT NULL,
	"path" text NOT NULL,
	"byte_size" bigint NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "archive_file_byte_size_not_negative" CHECK ("archive_file"."byte_size" >= 0),
	CONSTRAINT "archive_file_sha256_format" CHECK ("archive_file"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "archive_version" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "archive_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"dataset_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"doi" text,
	"notes" text,
	"released_by_id" bigint,
	"released_at" timestamp with time zone,
	CONSTRAINT "archive_version_doi_unique" UNIQUE("doi"),
	CONSTRAINT "archive_version_number_positive" CHECK ("archive_version"."number" > 0)
);
--> statement-breakpoint
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_dataset_id_archive_dataset_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."archive_dataset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_requester_id_agent_person_id_fk" FOREIGN KEY ("requester_id") REFERENCES "public"."agent_person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_decided_by_id_agent_person_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."agent_person"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_organisation" ADD CONSTRAINT "agent_organisation_parent_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."agent_organisation"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archive_dataset" ADD CONSTRAINT "archive_dataset_publisher_id_agent_organisation_id_fk" FOREIGN KEY ("publisher_id") REFERENCES "public"."agent_organisation"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archive_file" ADD CONSTRAINT "archive_file_version_id_archive_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."archive_version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archive_version" ADD CONSTRAINT "archive_version_dataset_id_archive_dataset_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."archive_dataset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_request_dataset_id_state_index" ON "access_request" USING btree ("dataset_id","state");--> statement-breakpoint
CREATE INDEX "access_request_requester_id_index" ON "access_request" USING btree ("requester_id");--> statement-breakpoint
CREATE INDEX "access_request_decided_by_id_index" ON "access_request" USING btree ("decided_by_id");--> statement-breakpoint
CREATE INDEX "agent_organisation_parent_id_index" ON "agent_organisation" USING btree ("parent_id");--> statement-breakpoint
CREATE UNIQUE INDEX "agent_person_email_unique" ON "agent_person" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "archive_dataset_publisher_id_index" ON "archive_dataset" USING btree ("publisher_id");--> statement-breakpoint
CREATE INDEX "archive_dataset_details_index" ON "archive_dataset" USING gin ("details" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "archive_dataset_published_index" ON "archive_dataset" USING btree ("updated_at" DESC NULLS LAST) WHERE "archive_dataset"."state" = 'published';--> statement-breakpoint
CREATE UNIQUE INDEX "archive_file_version_id_path_unique" ON "archive_file" USING btree ("version_id","path");--> statement-breakpoint
CREATE INDEX "archive_file_sha256_index" ON "archive_file" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "archive_version_dataset_id_number_unique" ON "archive_version" USING btree ("dataset_id","number");