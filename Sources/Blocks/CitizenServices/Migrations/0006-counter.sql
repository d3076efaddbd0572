-- For which organisation somebody applies; NULL: for themselves.
ALTER TABLE citizen_services_drafts ADD COLUMN organisation UUID;
ALTER TABLE citizen_services_cases ADD COLUMN organisation UUID;
-- How an application comes in: 'online', 'counter' or 'paper'; when a paper came; the officer who sent it in the person's name.
ALTER TABLE citizen_services_drafts ADD COLUMN channel TEXT NOT NULL DEFAULT 'online';
ALTER TABLE citizen_services_drafts ADD COLUMN received_at BIGINT;
-- The officer at a counter who works on it.
ALTER TABLE citizen_services_drafts ADD COLUMN officer UUID;
ALTER TABLE citizen_services_cases ADD COLUMN channel TEXT NOT NULL DEFAULT 'online';
ALTER TABLE citizen_services_cases ADD COLUMN entered_by UUID;
-- One draft for each person, service and organisation.
DROP INDEX citizen_services_draft;
CREATE UNIQUE INDEX citizen_services_draft ON citizen_services_drafts (party, service, COALESCE(organisation, party));
