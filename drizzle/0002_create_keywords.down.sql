DROP TABLE "archive_dataset_keyword";
--> statement-breakpoint
DROP TABLE "archive_keyword";
