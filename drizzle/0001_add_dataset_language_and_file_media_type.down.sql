ALTER TABLE "archive_file" DROP COLUMN "media_type";
--> statement-breakpoint
ALTER TABLE "archive_dataset" DROP COLUMN "language";
