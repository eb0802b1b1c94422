-- Clears what the licence text can give again; the licences stay, since a dataset may have been given one by hand.
UPDATE "archive_dataset"
SET "licence_id" = NULL
FROM "archive_licence"
WHERE "archive_licence"."id" = "archive_dataset"."licence_id"
  AND "archive_licence"."title" = coalesce(nullif(trim("archive_dataset"."licence"), ''), 'Not stated');
