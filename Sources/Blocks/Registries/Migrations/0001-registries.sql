-- The texts of published definitions. Immutable.
CREATE TABLE registries_definitions (
    registry TEXT NOT NULL,
    version BIGINT NOT NULL,
    digest TEXT NOT NULL,
    source TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (registry, version)
);

CREATE TABLE registries_records (
    id UUID NOT NULL PRIMARY KEY,
    registry TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX registries_records_registry ON registries_records (registry, id);

-- What was true from valid_from until valid_until, as it was known from recorded_at until superseded_at. Both ends are the
-- largest integer where they are open. Only superseded_at is ever set, once.
CREATE TABLE registries_versions (
    id UUID NOT NULL PRIMARY KEY,
    record UUID NOT NULL,
    registry TEXT NOT NULL,
    definition BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    superseded_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_new BOOLEAN NOT NULL,
    act UUID NOT NULL
);
CREATE INDEX registries_versions_record ON registries_versions (record, superseded_at, valid_from);

-- Every value that an indexed field of a record ever had: finds candidates, the versions decide.
CREATE TABLE registries_index (
    registry TEXT NOT NULL,
    field TEXT NOT NULL,
    content TEXT NOT NULL,
    record UUID NOT NULL,
    PRIMARY KEY (registry, field, content, record)
);
CREATE INDEX registries_index_record ON registries_index (record);

-- Who looked at whose data: one row for each person and record.
CREATE TABLE registries_looks (
    person UUID NOT NULL,
    act UUID NOT NULL,
    record UUID NOT NULL,
    at BIGINT NOT NULL,
    registry TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT,
    agency TEXT,
    purpose TEXT NOT NULL,
    case_reference TEXT,
    case_path TEXT,
    fields TEXT,
    PRIMARY KEY (person, act, record)
);
