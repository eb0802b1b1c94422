-- A constraint cannot be unvalidated: both are made again as they were.
ALTER TABLE "archive_dataset" DROP CONSTRAINT "archive_dataset_licence_id_stated";
--> statement-breakpoint
ALTER TABLE "archive_dataset" DROP CONSTRAINT "archive_dataset_licence_id_archive_licence_id_fk";
--> statement-breakpoint
ALTER TABLE "archive_dataset" ADD CONSTRAINT "archive_dataset_licence_id_archive_licence_id_fk" FOREIGN KEY ("licence_id") REFERENCES "public"."archive_licence"("id") ON DELETE restrict ON UPDATE no action NOT VALID;
--> statement-breakpoint
ALTER TABLE "archive_dataset" ADD CONSTRAINT "archive_dataset_licence_id_stated" CHECK ("archive_dataset"."licence_id" is not null) NOT VALID;
