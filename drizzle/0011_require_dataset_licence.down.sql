ALTER TABLE "archive_dataset" DROP CONSTRAINT "archive_dataset_licence_id_stated";
--> statement-breakpoint
ALTER TABLE "archive_dataset" DROP CONSTRAINT "archive_dataset_licence_id_archive_licence_id_fk";
