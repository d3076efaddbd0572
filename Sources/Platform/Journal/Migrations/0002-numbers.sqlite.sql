-- Under the names that PostgreSQL has, where numbers stand apart.
CREATE VIEW journal_numbers AS SELECT number, id FROM journal_acts;
CREATE VIEW journal_numbered_acts AS SELECT * FROM journal_acts;
