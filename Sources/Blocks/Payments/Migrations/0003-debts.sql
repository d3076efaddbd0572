-- Whether it is asked for no more once it is long overdue; what is owed by law stays owed.
ALTER TABLE payments_requests ADD COLUMN expires BOOLEAN NOT NULL DEFAULT TRUE;
