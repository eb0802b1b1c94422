DROP INDEX CONCURRENTLY "archive_dataset_licence_id_index";
