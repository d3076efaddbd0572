-- What was told to whom, as it was written: personal data. `texts` is JSON, {language: {subject, body}}.
CREATE TABLE messages_messages (
    id UUID NOT NULL PRIMARY KEY,
    party UUID NOT NULL,
    template TEXT NOT NULL,
    language TEXT NOT NULL,
    texts TEXT NOT NULL,
    about TEXT NOT NULL,
    reference TEXT,
    agency TEXT,
    sent_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX messages_mailbox ON messages_messages (party, id);
CREATE INDEX messages_unread ON messages_messages (party) WHERE read_at IS NULL;
CREATE INDEX messages_reference ON messages_messages (reference, id) WHERE reference IS NOT NULL;

-- How far each has come on its way out of the house. No address: that is read when it is sent.
CREATE TABLE messages_deliveries (
    message UUID NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    reason TEXT,
    PRIMARY KEY (message, channel)
);
CREATE INDEX messages_undelivered ON messages_deliveries (state, changed_at) WHERE state <> 'delivered';
