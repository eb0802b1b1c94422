-- breaking: a writer that leaves "licence_id" out; it must name a licence, as the application does since the expand
ALTER TABLE "archive_dataset" ALTER COLUMN "licence_id" SET NOT NULL;
--> statement-breakpoint
-- Only now: while it stands, the validated check spares SET NOT NULL its scan.
ALTER TABLE "archive_dataset" DROP CONSTRAINT "archive_dataset_licence_id_stated";
--> statement-breakpoint
-- breaking: a report that selects archive_dataset.licence; join archive_licence on licence_id and read its title
ALTER TABLE "archive_dataset" DROP COLUMN "licence";
