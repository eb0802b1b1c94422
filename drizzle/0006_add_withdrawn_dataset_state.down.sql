-- An enum value cannot be dropped: the type is made again without it. While a dataset is withdrawn this fails and
-- changes nothing; give such datasets another state first.
DROP INDEX "archive_dataset_published_index";
--> statement-breakpoint
ALTER TABLE "archive_dataset" ALTER COLUMN "state" DROP DEFAULT;
--> statement-breakpoint
ALTER TYPE "public"."archive_dataset_state" RENAME TO "archive_dataset_state_with_withdrawn";
--> statement-breakpoint
CREATE TYPE "public"."archive_dataset_state" AS ENUM('draft', 'in_review', 'published');
--> statement-breakpoint
ALTER TABLE "archive_dataset" ALTER COLUMN "state" SET DATA TYPE "public"."archive_dataset_state" USING "state"::text::"public"."archive_dataset_state";
--> statement-breakpoint
ALTER TABLE "archive_dataset" ALTER COLUMN "state" SET DEFAULT 'draft';
--> statement-breakpoint
DROP TYPE "public"."archive_dataset_state_with_withdrawn";
--> statement-breakpoint
CREATE INDEX "archive_dataset_published_index" ON "archive_dataset" USING btree ("updated_at" DESC NULLS LAST) WHERE "archive_dataset"."state" = 'published';
