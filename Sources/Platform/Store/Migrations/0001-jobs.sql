-- Work that outlives the process that asked for it. An open job is waiting (due_at: when it may start) or running
-- (due_at: when its lease ends, after which another worker takes it).
CREATE TABLE store_jobs (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    idempotency_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    maximum_attempts BIGINT NOT NULL,
    enqueued_at BIGINT NOT NULL,
    ended_at BIGINT,
    last_error TEXT
);

CREATE INDEX store_jobs_open ON store_jobs (due_at) WHERE state IN ('waiting', 'running');
CREATE INDEX store_jobs_dead ON store_jobs (ended_at) WHERE state = 'dead';
CREATE INDEX store_jobs_done ON store_jobs (ended_at) WHERE state = 'done';
CREATE UNIQUE INDEX store_jobs_key ON store_jobs (kind, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- What runs again and again.
CREATE TABLE store_recurrences (
    name TEXT NOT NULL PRIMARY KEY,
    next_at BIGINT NOT NULL,
    last_started_at BIGINT,
    last_ended_at BIGINT,
    last_error TEXT
);
