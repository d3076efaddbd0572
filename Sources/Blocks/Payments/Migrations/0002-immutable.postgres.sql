CREATE FUNCTION payments_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% never changes and is never removed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER payments_entries_fixed BEFORE UPDATE OR DELETE ON payments_entries FOR EACH ROW EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_postings_fixed BEFORE UPDATE OR DELETE ON payments_postings FOR EACH ROW EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_receipts_fixed BEFORE UPDATE OR DELETE ON payments_receipts FOR EACH ROW EXECUTE FUNCTION payments_refuse();
