CREATE TYPE "public"."archive_contributor_role" AS ENUM('author', 'curator', 'collector', 'contact');--> statement-breakpoint
CREATE TABLE "agent_affiliation" (
	"person_id" bigint NOT NULL,
	"organisation_id" bigint NOT NULL,
	"started_on" date NOT NULL,
	"ended_on" date,
	CONSTRAINT "agent_affiliation_person_id_organisation_id_pk" PRIMARY KEY("person_id","organisation_id"),
	CONSTRAINT "agent_affiliation_ends_after_start" CHECK ("agent_affiliation"."ended_on" >= "agent_affiliation"."started_on")
);
--> statement-breakpoint
CREATE TABLE "archive_contributor" (
	"person_id" bigint NOT NULL,
	"dataset_id" uuid NOT NULL,
	"role" "archive_contributor_role" NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "archive_contributor_person_id_dataset_id_pk" PRIMARY KEY("person_id","dataset_id"),
	CONSTRAINT "archive_contributor_position_positive" CHECK ("archive_contributor"."position" > 0)
);
--> statement-breakpoint
ALTER TABLE "agent_affiliation" ADD CONSTRAINT "agent_affiliation_person_id_agent_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."agent_person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_affiliation" ADD CONSTRAINT "agent_affiliation_organisation_id_agent_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."agent_organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archive_contributor" ADD CONSTRAINT "archive_contributor_person_id_agent_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."agent_person"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archive_contributor" ADD CONSTRAINT "archive_contributor_dataset_id_archive_dataset_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."archive_dataset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agent_affiliation_organisation_id_index" ON "agent_affiliation" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "archive_contributor_dataset_id_position_index" ON "archive_contributor" USING btree ("dataset_id","position");