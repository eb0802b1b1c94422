DROP TABLE "archive_contributor";
--> statement-breakpoint
DROP TABLE "agent_affiliation";
--> statement-breakpoint
DROP TYPE "public"."archive_contributor_role";
