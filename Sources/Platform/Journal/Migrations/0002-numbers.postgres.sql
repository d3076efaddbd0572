-- An act's number stands beside it, not in it: PostgreSQL writes a changed row, and its place in every index, anew.
CREATE TABLE journal_numbers (
    number BIGINT PRIMARY KEY,
    id UUID NOT NULL UNIQUE
);
INSERT INTO journal_numbers (number, id) SELECT number, id FROM journal_acts WHERE number IS NOT NULL ORDER BY number;

-- The acts that have no number yet. It is short, read whole and emptied, so it has no index.
CREATE TABLE journal_waiting (
    at BIGINT NOT NULL,
    id UUID NOT NULL
);
INSERT INTO journal_waiting (at, id) SELECT at, id FROM journal_acts WHERE number IS NULL;

DROP INDEX journal_acts_subject;
DROP INDEX journal_acts_unnumbered;
ALTER TABLE journal_acts DROP COLUMN number;
CREATE INDEX journal_acts_subject ON journal_acts (subject_id);

-- Acts with their numbers, as the only table of SQLite has them.
CREATE VIEW journal_numbered_acts AS SELECT * FROM journal_acts LEFT JOIN journal_numbers USING (id);
