-- The process of a revision, as processes know it; none where the service has no process of its own.
ALTER TABLE citizen_services_revisions ADD COLUMN process TEXT;
ALTER TABLE citizen_services_revisions ADD COLUMN process_revision BIGINT;

-- The process of a case.
ALTER TABLE citizen_services_cases ADD COLUMN process UUID;
-- Whether what the decision changes stands in the registries, and whether the person was told.
ALTER TABLE citizen_services_cases ADD COLUMN is_written BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE citizen_services_cases ADD COLUMN is_told BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX citizen_services_process ON citizen_services_cases (process);
