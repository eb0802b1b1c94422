ALTER TABLE "archive_version" DROP CONSTRAINT "archive_version_released_by_id_agent_person_id_fk";
