CREATE TRIGGER payments_entries_fixed BEFORE UPDATE ON payments_entries BEGIN SELECT RAISE(ABORT, 'an entry of the ledger never changes'); END;
CREATE TRIGGER payments_entries_kept BEFORE DELETE ON payments_entries BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never removed'); END;
CREATE TRIGGER payments_postings_fixed BEFORE UPDATE ON payments_postings BEGIN SELECT RAISE(ABORT, 'a posting of the ledger never changes'); END;
CREATE TRIGGER payments_postings_kept BEFORE DELETE ON payments_postings BEGIN SELECT RAISE(ABORT, 'a posting of the ledger is never removed'); END;
CREATE TRIGGER payments_receipts_fixed BEFORE UPDATE ON payments_receipts BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
CREATE TRIGGER payments_receipts_kept BEFORE DELETE ON payments_receipts BEGIN SELECT RAISE(ABORT, 'a receipt is never removed'); END;
