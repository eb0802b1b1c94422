-- A version whose "released_by_id" names nobody makes this fail, and changes nothing.
ALTER TABLE "archive_version" VALIDATE CONSTRAINT "archive_version_released_by_id_agent_person_id_fk";
