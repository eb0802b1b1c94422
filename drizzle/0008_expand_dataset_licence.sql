CREATE TABLE "archive_licence" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "archive_licence_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"spdx_id" text,
	"url" text,
	CONSTRAINT "archive_licence_title_unique" UNIQUE("title"),
	CONSTRAINT "archive_licence_spdx_id_unique" UNIQUE("spdx_id")
);
--> statement-breakpoint
-- From this release on the application writes both "licence" and "licence_id"; it still reads "licence".
ALTER TABLE "archive_dataset" ADD COLUMN "licence_id" bigint;