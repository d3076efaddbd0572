-- The text of every template that a document was ordered with, by its digest.
CREATE TABLE documents_templates (
    digest TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    source TEXT NOT NULL
);

-- Documents that were ordered: drawn and signed soon after. What stood in them is kept only until then; the file holds it.
CREATE TABLE documents_documents (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    template TEXT NOT NULL REFERENCES documents_templates (digest),
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    agency TEXT NOT NULL,
    recipient UUID,
    about TEXT,
    about_path TEXT,
    contents TEXT,
    state TEXT NOT NULL,
    ordered_at BIGINT NOT NULL,
    issued_at BIGINT,
    valid_until BIGINT,
    file BYTEA,
    size BIGINT NOT NULL,
    act UUID,
    receipt TEXT,
    ended_at BIGINT,
    reason TEXT,
    replaced_by UUID
);
CREATE INDEX documents_documents_recipient ON documents_documents (recipient, id);
CREATE INDEX documents_documents_about ON documents_documents (about, id);
CREATE INDEX documents_documents_file ON documents_documents (file);

-- Files that people sent.
CREATE TABLE documents_uploads (
    id UUID PRIMARY KEY,
    file BYTEA NOT NULL,
    size BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    owner UUID,
    about TEXT,
    was_scanned BOOLEAN NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX documents_uploads_about ON documents_uploads (about, id);
CREATE INDEX documents_uploads_owner ON documents_uploads (owner, id);
CREATE INDEX documents_uploads_file ON documents_uploads (file);
