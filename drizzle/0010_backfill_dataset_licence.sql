-- Every licence text in use becomes a licence; a dataset that states none gets "Not stated".
INSERT INTO "archive_licence" ("title")
SELECT DISTINCT coalesce(nullif(trim("licence"), ''), 'Not stated')
FROM "archive_dataset"
WHERE "licence_id" IS NULL
ON CONFLICT ("title") DO NOTHING;
--> statement-breakpoint
-- Some thousand datasets, and only those that the application has not written since: one statement is short enough.
UPDATE "archive_dataset"
SET "licence_id" = "archive_licence"."id"
FROM "archive_licence"
WHERE "archive_dataset"."licence_id" IS NULL
  AND "archive_licence"."title" = coalesce(nullif(trim("archive_dataset"."licence"), ''), 'Not stated');
