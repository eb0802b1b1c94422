DROP VIEW "public"."archive_published_dataset";
