-- How sure the government is of who the person is.
ALTER TABLE identity_accounts ADD COLUMN assurance TEXT NOT NULL DEFAULT 'low'
    CHECK (assurance IN ('low', 'substantial', 'high'));
