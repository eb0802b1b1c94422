ALTER TABLE "archive_dataset" VALIDATE CONSTRAINT "archive_dataset_licence_id_archive_licence_id_fk";
--> statement-breakpoint
ALTER TABLE "archive_dataset" VALIDATE CONSTRAINT "archive_dataset_licence_id_stated";
