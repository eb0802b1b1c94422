-- A constraint cannot be unvalidated: it is made again as it was.
ALTER TABLE "archive_version" DROP CONSTRAINT "archive_version_released_by_id_agent_person_id_fk";
--> statement-breakpoint
ALTER TABLE "archive_version" ADD CONSTRAINT "archive_version_released_by_id_agent_person_id_fk" FOREIGN KEY ("released_by_id") REFERENCES "public"."agent_person"("id") ON DELETE set null ON UPDATE no action NOT VALID;
