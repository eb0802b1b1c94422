ALTER TABLE "archive_dataset" ADD COLUMN "language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "archive_file" ADD COLUMN "media_type" text;