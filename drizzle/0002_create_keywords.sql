CREATE TABLE "archive_dataset_keyword" (
	"keyword_id" bigint NOT NULL,
	"dataset_id" uuid NOT NULL,
	CONSTRAINT "archive_dataset_keyword_keyword_id_dataset_id_pk" PRIMARY KEY("keyword_id","dataset_id")
);
--> statement-breakpoint
CREATE TABLE "archive_keyword" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "archive_keyword_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"term" text NOT NULL,
	CONSTRAINT "archive_keyword_term_unique" UNIQUE("term")
);
--> statement-breakpoint
ALTER TABLE "archive_dataset_keyword" ADD CONSTRAINT "archive_dataset_keyword_keyword_id_archive_keyword_id_fk" FOREIGN KEY ("keyword_id") REFERENCES "public"."archive_keyword"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archive_dataset_keyword" ADD CONSTRAINT "archive_dataset_keyword_dataset_id_archive_dataset_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."archive_dataset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "archive_dataset_keyword_dataset_id_index" ON "archive_dataset_keyword" USING btree ("dataset_id");