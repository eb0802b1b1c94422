ALTER TABLE "archive_dataset" DROP COLUMN "licence_id";
--> statement-breakpoint
DROP TABLE "archive_licence";
