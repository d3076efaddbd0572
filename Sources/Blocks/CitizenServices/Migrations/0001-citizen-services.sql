-- What was published: the files of a service's folder, for ever.
CREATE TABLE citizen_services_revisions (
    service TEXT NOT NULL,
    -- SHA-256 of the files, hexadecimal.
    revision TEXT NOT NULL,
    -- JSON: base64 by path.
    files TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (service, revision)
);

-- Which revision of a service new applications follow.
CREATE TABLE citizen_services_current (
    service TEXT NOT NULL PRIMARY KEY,
    revision TEXT NOT NULL,
    since BIGINT NOT NULL
);

-- Applications in the making: personal data, deleted when they are submitted or given up.
CREATE TABLE citizen_services_drafts (
    id UUID NOT NULL PRIMARY KEY,
    party UUID NOT NULL,
    service TEXT NOT NULL,
    answers TEXT NOT NULL,
    -- What registries said when it was begun.
    facts TEXT NOT NULL,
    version BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX citizen_services_draft ON citizen_services_drafts (party, service);

-- Files that people added. The application has the identifier of its draft.
CREATE TABLE citizen_services_files (
    id UUID NOT NULL PRIMARY KEY,
    application UUID NOT NULL,
    digest BYTEA NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size BIGINT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX citizen_services_files_of ON citizen_services_files (application, id);

CREATE TABLE citizen_services_cases (
    id UUID NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    revision TEXT NOT NULL,
    agency TEXT NOT NULL,
    party UUID NOT NULL,
    language TEXT NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    answers TEXT NOT NULL,
    facts TEXT NOT NULL,
    -- In minor units of the government's currency.
    fee BIGINT NOT NULL,
    fee_paid_at BIGINT,
    -- The page on which it can be paid; null: at the counter.
    payment TEXT,
    submitted_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- The largest number where there is none, so that it sorts last on both engines.
    due_at BIGINT NOT NULL,
    -- While the clock stands still: since when, and how many days of the term are left.
    paused_at BIGINT,
    days_left BIGINT,
    decided_at BIGINT,
    closed_at BIGINT,
    decision TEXT,
    reasons TEXT NOT NULL,
    explanation TEXT NOT NULL,
    decided_by UUID,
    assignee UUID,
    appeal_until BIGINT,
    appeal_agency TEXT
);
CREATE INDEX citizen_services_queue ON citizen_services_cases (agency, due_at, id) WHERE closed_at IS NULL;
CREATE INDEX citizen_services_appeals ON citizen_services_cases (appeal_agency, due_at, id) WHERE status = 'appealed';
CREATE INDEX citizen_services_party ON citizen_services_cases (party, id);
CREATE INDEX citizen_services_service ON citizen_services_cases (service, decided_at);

-- What happened to a case, as people read it.
CREATE TABLE citizen_services_events (
    id UUID NOT NULL PRIMARY KEY,
    application UUID NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT,
    actor UUID,
    -- For officers only.
    is_internal BOOLEAN NOT NULL
);
CREATE INDEX citizen_services_events_of ON citizen_services_events (application, id);
