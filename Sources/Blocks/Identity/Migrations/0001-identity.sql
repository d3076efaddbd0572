-- People who can sign in. The identifier is also that of the party in the Journal.
-- email_key is the address in lower case; both are NULL once the account is erased.
CREATE TABLE identity_accounts (
    id UUID PRIMARY KEY,
    email TEXT,
    email_key TEXT UNIQUE,
    name TEXT NOT NULL,
    search_key TEXT NOT NULL,
    language TEXT,
    is_resident BOOLEAN NOT NULL,
    is_officer BOOLEAN NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled', 'erased')),
    password TEXT,
    password_changed_at BIGINT,
    created_at BIGINT NOT NULL
);

-- Signed-in devices. Only the SHA-256 of the token is kept.
CREATE TABLE identity_sessions (
    id UUID PRIMARY KEY,
    token BYTEA NOT NULL UNIQUE,
    account UUID NOT NULL REFERENCES identity_accounts (id),
    device TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX identity_sessions_account ON identity_sessions (account);
CREATE INDEX identity_sessions_ends ON identity_sessions (ends_at);

-- A role in an agency, for a time.
CREATE TABLE identity_grants (
    id UUID PRIMARY KEY,
    account UUID NOT NULL REFERENCES identity_accounts (id),
    role TEXT NOT NULL,
    agency TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    granted_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX identity_grants_account ON identity_grants (account);
CREATE INDEX identity_grants_agency ON identity_grants (agency);

-- Single-use links sent by mail. Only the SHA-256 of the token is kept.
CREATE TABLE identity_links (
    token BYTEA PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('password', 'registration')),
    account UUID REFERENCES identity_accounts (id),
    email TEXT,
    name TEXT,
    language TEXT,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX identity_links_account ON identity_links (account);
CREATE INDEX identity_links_ends ON identity_links (ends_at);

-- Failed attempts to sign in, by the SHA-256 of whom and from where.
CREATE TABLE identity_attempts (
    key BYTEA PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    open_at BIGINT NOT NULL
);
CREATE INDEX identity_attempts_last ON identity_attempts (last_at);

-- What people asked for by mail and a job has yet to do: gone once it is done, so that no address stays in the queue.
CREATE TABLE identity_wishes (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('password', 'registration')),
    email TEXT NOT NULL,
    name TEXT,
    language TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
