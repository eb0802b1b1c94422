-- The column comes back as the last one of the table, filled from the licences.
ALTER TABLE "archive_dataset" ADD COLUMN "licence" text;
--> statement-breakpoint
UPDATE "archive_dataset"
SET "licence" = nullif("archive_licence"."title", 'Not stated')
FROM "archive_licence"
WHERE "archive_licence"."id" = "archive_dataset"."licence_id";
--> statement-breakpoint
ALTER TABLE "archive_dataset" ADD CONSTRAINT "archive_dataset_licence_id_stated" CHECK ("archive_dataset"."licence_id" is not null);
--> statement-breakpoint
ALTER TABLE "archive_dataset" ALTER COLUMN "licence_id" DROP NOT NULL;
