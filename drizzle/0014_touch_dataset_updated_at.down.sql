DROP TRIGGER "archive_dataset_touch_updated_at" ON "archive_dataset";
--> statement-breakpoint
DROP FUNCTION "archive_touch_updated_at"();
