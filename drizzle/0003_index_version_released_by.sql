-- Alone in its file: a concurrent build refuses a transaction.
CREATE INDEX CONCURRENTLY "archive_version_released_by_id_index" ON "archive_version" USING btree ("released_by_id");