DROP INDEX CONCURRENTLY "archive_version_released_by_id_index";
