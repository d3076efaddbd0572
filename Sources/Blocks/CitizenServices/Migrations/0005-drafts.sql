-- When the person was told that the draft ends soon; NULL again once it is saved.
ALTER TABLE citizen_services_drafts ADD COLUMN warned_at BIGINT;
CREATE INDEX citizen_services_drafts_saved ON citizen_services_drafts (service, saved_at);
