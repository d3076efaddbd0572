-- An act's number is its place in the log, from 1; its leaf's index is one less. Many transactions commit at once, so
-- the sequencer gives the numbers afterwards: until then it is null.
CREATE TABLE journal_acts (
    number BIGINT UNIQUE,
    id UUID PRIMARY KEY,
    at BIGINT NOT NULL,
    verb TEXT NOT NULL,
    commitment BYTEA NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT,
    on_behalf_of UUID,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    agency TEXT,
    purpose TEXT,
    concerns TEXT NOT NULL,
    detail TEXT,
    salt BYTEA,
    erased_by UUID
);
CREATE INDEX journal_acts_subject ON journal_acts (subject_id, number);
-- What the sequencer has not numbered yet.
CREATE INDEX journal_acts_unnumbered ON journal_acts (at, id) WHERE number IS NULL;

-- Whom an act concerns: "who looked at my data".
CREATE TABLE journal_concerns (
    party UUID NOT NULL,
    act UUID NOT NULL,
    PRIMARY KEY (party, act)
);

CREATE TABLE journal_tiles (
    level BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    PRIMARY KEY (level, number)
);

CREATE TABLE journal_checkpoints (
    size BIGINT PRIMARY KEY,
    root BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    note TEXT NOT NULL
);

CREATE TABLE journal_cosignatures (
    size BIGINT NOT NULL,
    witness TEXT NOT NULL,
    at BIGINT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (size, witness)
);

-- One row: how many acts are integrated, which checkpoint is served, since when a newer one waits for witnesses.
CREATE TABLE journal_state (
    only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
    size BIGINT NOT NULL,
    published BIGINT NOT NULL,
    waiting_since BIGINT
);
INSERT INTO journal_state (only_row, size, published) VALUES (1, 0, 0);

CREATE TABLE journal_witnesses (
    witness TEXT PRIMARY KEY,
    size BIGINT NOT NULL,
    tried_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    error TEXT
);

CREATE TABLE journal_cursors (
    listener TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    failed_at BIGINT,
    error TEXT
);
