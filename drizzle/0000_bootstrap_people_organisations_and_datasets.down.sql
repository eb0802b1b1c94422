DROP TABLE "access_request";
--> statement-breakpoint
DROP TABLE "archive_file";
--> statement-breakpoint
DROP TABLE "archive_version";
--> statement-breakpoint
DROP TABLE "archive_dataset";
--> statement-breakpoint
DROP TABLE "agent_organisation";
--> statement-breakpoint
DROP TABLE "agent_person";
--> statement-breakpoint
DROP TYPE "public"."archive_dataset_state";
--> statement-breakpoint
DROP TYPE "public"."agent_organisation_kind";
--> statement-breakpoint
DROP TYPE "public"."access_request_state";
