-- What was reported. No contact data: that stands apart, so that it can be erased.
CREATE TABLE service_requests_requests (
    id UUID NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL,
    definition TEXT NOT NULL,
    agency TEXT NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    description TEXT NOT NULL,
    answers TEXT NOT NULL,
    longitude DOUBLE PRECISION,
    latitude DOUBLE PRECISION,
    address TEXT,
    address_id TEXT,
    postcode TEXT,
    language TEXT NOT NULL,
    source TEXT NOT NULL,
    is_public BOOLEAN NOT NULL,
    filed_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- The largest number where there is none, so that it sorts last on both engines.
    due_at BIGINT NOT NULL,
    closed_at BIGINT,
    assignee UUID,
    merged_into UUID,
    status_note TEXT,
    media_url TEXT,
    photos BIGINT NOT NULL,
    reminded_at BIGINT,
    -- SHA-256 of the key of the private page.
    private_hash BYTEA NOT NULL UNIQUE
);
CREATE INDEX service_requests_open ON service_requests_requests (id) WHERE closed_at IS NULL;
CREATE INDEX service_requests_queue ON service_requests_requests (agency, due_at, id) WHERE closed_at IS NULL;
CREATE INDEX service_requests_category ON service_requests_requests (category, id);
CREATE INDEX service_requests_updated ON service_requests_requests (updated_at, id);
CREATE INDEX service_requests_closed ON service_requests_requests (agency, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX service_requests_merged ON service_requests_requests (merged_into) WHERE merged_into IS NOT NULL;

-- How to reach who reported: personal data.
CREATE TABLE service_requests_contacts (
    request UUID NOT NULL PRIMARY KEY,
    party UUID,
    name TEXT,
    email TEXT,
    phone TEXT,
    language TEXT NOT NULL,
    private_key TEXT
);
CREATE INDEX service_requests_contact_party ON service_requests_contacts (party) WHERE party IS NOT NULL;

-- What happened to a request, as people read it.
CREATE TABLE service_requests_updates (
    id UUID NOT NULL PRIMARY KEY,
    request UUID NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    text TEXT,
    agency TEXT,
    actor UUID,
    is_public BOOLEAN NOT NULL,
    photo UUID,
    media_url TEXT
);
CREATE INDEX service_requests_updates_request ON service_requests_updates (request, id);

CREATE TABLE service_requests_photos (
    id UUID NOT NULL PRIMARY KEY,
    -- Null until the report that it belongs to is filed.
    request UUID,
    digest BYTEA NOT NULL,
    format TEXT NOT NULL,
    size BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    -- SHA-256 of the ticket by which the report in progress names it.
    ticket_hash BYTEA
);
CREATE INDEX service_requests_photos_request ON service_requests_photos (request, id);
CREATE INDEX service_requests_photos_ticket ON service_requests_photos (ticket_hash) WHERE ticket_hash IS NOT NULL;

-- Who wants to hear about a request: personal data.
CREATE TABLE service_requests_followers (
    id UUID NOT NULL PRIMARY KEY,
    request UUID NOT NULL,
    party UUID,
    email TEXT,
    language TEXT NOT NULL,
    is_confirmed BOOLEAN NOT NULL,
    -- SHA-256 of the token in the letters' links.
    token_hash BYTEA NOT NULL UNIQUE,
    token TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX service_requests_followers_email ON service_requests_followers (request, email);
CREATE UNIQUE INDEX service_requests_followers_party ON service_requests_followers (request, party);
CREATE INDEX service_requests_followers_of ON service_requests_followers (party) WHERE party IS NOT NULL;

-- The definitions of categories under which requests were filed; they never change.
CREATE TABLE service_requests_definitions (
    revision TEXT NOT NULL,
    category TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (category, revision)
);

-- Assignments of many requests at once, so that they can be undone.
CREATE TABLE service_requests_bulk_assignments (
    id UUID NOT NULL PRIMARY KEY,
    officer UUID NOT NULL,
    at BIGINT NOT NULL,
    assignee UUID,
    entries TEXT NOT NULL,
    undone_at BIGINT
);

-- Programs that may file or update over Open311.
CREATE TABLE service_requests_keys (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    key_hash BYTEA NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
