CREATE TYPE "public"."access_level" AS ENUM('open', 'registered', 'on_request', 'embargoed');--> statement-breakpoint
CREATE TABLE "access_download" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "access_download_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"file_id" bigint NOT NULL,
	"person_id" bigint,
	"grant_id" bigint,
	"downloaded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "access_grant" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "access_grant_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"request_id" bigint NOT NULL,
	"granted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "access_grant_request_id_unique" UNIQUE("request_id"),
	CONSTRAINT "access_grant_expires_after_grant" CHECK ("access_grant"."expires_at" > "access_grant"."granted_at")
);
--> statement-breakpoint
CREATE TABLE "access_policy" (
	"dataset_id" uuid PRIMARY KEY NOT NULL,
	"level" "access_level" DEFAULT 'open' NOT NULL,
	"embargo_until" date,
	"terms" text,
	CONSTRAINT "access_policy_embargo_dated" CHECK (("access_policy"."level" = 'embargoed') = ("access_policy"."embargo_until" is not null))
);
--> statement-breakpoint
ALTER TABLE "access_download" ADD CONSTRAINT "access_download_file_id_archive_file_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."archive_file"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_download" ADD CONSTRAINT "access_download_person_id_agent_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."agent_person"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_download" ADD CONSTRAINT "access_download_grant_id_access_grant_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."access_grant"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_request_id_access_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."access_request"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_policy" ADD CONSTRAINT "access_policy_dataset_id_archive_dataset_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."archive_dataset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_download_file_id_downloaded_at_index" ON "access_download" USING btree ("file_id","downloaded_at");--> statement-breakpoint
CREATE INDEX "access_download_person_id_index" ON "access_download" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "access_download_grant_id_index" ON "access_download" USING btree ("grant_id") WHERE "access_download"."grant_id" is not null;