-- What was asked for. The lines are a JSON array: they never change.
CREATE TABLE payments_requests (
    id UUID NOT NULL PRIMARY KEY,
    -- ISO 11649.
    reference TEXT NOT NULL UNIQUE,
    -- Of orders with one key there is one request.
    key TEXT UNIQUE,
    title TEXT NOT NULL,
    lines TEXT NOT NULL,
    payer UUID,
    due TEXT NOT NULL,
    about TEXT NOT NULL,
    about_path TEXT NOT NULL,
    about_office TEXT,
    agency TEXT NOT NULL,
    state TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    received BIGINT NOT NULL CHECK (received >= 0 AND received <= amount),
    refunded BIGINT NOT NULL CHECK (refunded >= 0 AND refunded <= received),
    requested_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX payments_payer ON payments_requests (payer, id) WHERE payer IS NOT NULL;
CREATE INDEX payments_about ON payments_requests (about);
CREATE INDEX payments_state ON payments_requests (state, id);
CREATE INDEX payments_owed ON payments_requests (due) WHERE state IN ('open', 'failed');

-- Tries to pay by card; never more than one at a time that may still be paid.
CREATE TABLE payments_attempts (
    id UUID NOT NULL PRIMARY KEY,
    request UUID NOT NULL REFERENCES payments_requests (id),
    provider TEXT NOT NULL,
    session TEXT,
    page TEXT,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    is_live BOOLEAN NOT NULL,
    failure TEXT,
    begun_at BIGINT NOT NULL,
    ended_at BIGINT,
    checks BIGINT NOT NULL,
    check_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX payments_attempts_live ON payments_attempts (request) WHERE is_live;
CREATE UNIQUE INDEX payments_attempts_session ON payments_attempts (provider, session) WHERE session IS NOT NULL;
CREATE INDEX payments_attempts_check ON payments_attempts (check_at) WHERE is_live;
CREATE INDEX payments_attempts_request ON payments_attempts (request, id);

-- Money that came in. The key names it once and for all.
CREATE TABLE payments_receipts (
    id UUID NOT NULL PRIMARY KEY,
    request UUID NOT NULL REFERENCES payments_requests (id),
    number TEXT NOT NULL UNIQUE,
    way TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    applied BIGINT NOT NULL CHECK (applied >= 0 AND applied <= amount),
    key TEXT NOT NULL UNIQUE,
    slip TEXT,
    at BIGINT NOT NULL,
    act UUID NOT NULL
);
CREATE INDEX payments_receipts_request ON payments_receipts (request, id);

CREATE TABLE payments_refunds (
    id UUID NOT NULL PRIMARY KEY,
    request UUID NOT NULL REFERENCES payments_requests (id),
    receipt UUID NOT NULL REFERENCES payments_receipts (id),
    key TEXT UNIQUE,
    kind TEXT NOT NULL,
    way TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposer UUID,
    approver UUID,
    slip TEXT,
    proposed_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX payments_refunds_request ON payments_refunds (request, id);
CREATE INDEX payments_refunds_open ON payments_refunds (id) WHERE state IN ('proposed', 'approved', 'failed');

-- The double-entry sub-ledger: added to, never changed (see the next step). Debits are above zero, credits below.
CREATE TABLE payments_entries (
    id UUID NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    request UUID NOT NULL REFERENCES payments_requests (id)
);
CREATE INDEX payments_entries_request ON payments_entries (request, id);

CREATE TABLE payments_postings (
    entry UUID NOT NULL REFERENCES payments_entries (id),
    number BIGINT NOT NULL,
    account TEXT NOT NULL,
    agency TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (entry, number)
);
CREATE INDEX payments_postings_account ON payments_postings (account, entry);

CREATE TABLE payments_incidents (
    id UUID NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    request UUID NOT NULL REFERENCES payments_requests (id),
    note TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolution TEXT
);
CREATE INDEX payments_incidents_open ON payments_incidents (id) WHERE resolved_at IS NULL;
