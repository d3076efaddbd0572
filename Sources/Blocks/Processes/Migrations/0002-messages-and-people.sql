-- Messages that came before anything waited for them: kept for a time, consumed once.
CREATE TABLE processes_messages (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    correlation TEXT,
    message_values TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX processes_messages_name ON processes_messages (name, received_at, id);
CREATE INDEX processes_messages_expiry ON processes_messages (expires_at);

-- Whom a process is about, so that what it holds can be given to them, and erased.
ALTER TABLE processes_instances ADD COLUMN concerns UUID;
CREATE INDEX processes_instances_concerns ON processes_instances (concerns);
CREATE INDEX processes_tasks_assignee ON processes_tasks (assignee);
