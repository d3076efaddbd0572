-- What the folder of a service in the jurisdiction held when it was last published from there, so that a start puts nothing back that
-- was published or withdrawn since by other means.
CREATE TABLE citizen_services_folders (
    service TEXT NOT NULL PRIMARY KEY,
    revision TEXT NOT NULL,
    seen_at BIGINT NOT NULL
);

-- Keys with which programs of agencies read cases.
CREATE TABLE citizen_services_keys (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    agency TEXT NOT NULL,
    -- SHA-256 of the key's text.
    key_hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
