-- Whether the certificate of the decision was issued.
ALTER TABLE citizen_services_cases ADD COLUMN is_certified BOOLEAN NOT NULL DEFAULT FALSE;
