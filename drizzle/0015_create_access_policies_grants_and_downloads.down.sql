DROP TABLE "access_download";
--> statement-breakpoint
DROP TABLE "access_grant";
--> statement-breakpoint
DROP TABLE "access_policy";
--> statement-breakpoint
DROP TYPE "public"."access_level";
