-- What the folder of a service in the jurisdiction held when it was last published from there, so that a start puts nothing back that
-- was published or withdrawn since by other means.
CREATE TABLE citizen_services_folders (
    service TEXT NOT NULL PRIMARY KEY,
    revision TEXT NOT NULL,
    seen_at BIGINT NOT NULL
);
