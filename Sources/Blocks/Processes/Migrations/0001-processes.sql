-- Published definitions: a revision never changes.
CREATE TABLE processes_definitions (
    process TEXT NOT NULL,
    revision BIGINT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (process, revision)
);

-- Start events of the newest revisions that wait: for a message, a signal or a time.
CREATE TABLE processes_starts (
    process TEXT NOT NULL,
    element TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    due_at BIGINT,
    fired BIGINT NOT NULL,
    PRIMARY KEY (process, element, kind, name)
);
CREATE INDEX processes_starts_due ON processes_starts (due_at);

CREATE TABLE processes_instances (
    id UUID NOT NULL PRIMARY KEY,
    process TEXT NOT NULL,
    revision BIGINT NOT NULL,
    business_key TEXT NOT NULL,
    about TEXT NOT NULL,
    agency TEXT,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    parent UUID,
    parent_key BIGINT,
    incidents BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX processes_instances_status ON processes_instances (status, id);
CREATE INDEX processes_instances_parent ON processes_instances (parent, parent_key);
CREATE INDEX processes_instances_business ON processes_instances (business_key);

-- What happened, a row a step: the history of an instance.
CREATE TABLE processes_steps (
    instance UUID NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    movements TEXT NOT NULL,
    PRIMARY KEY (instance, version)
);

CREATE TABLE processes_timers (
    instance UUID NOT NULL,
    key BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    element TEXT NOT NULL,
    PRIMARY KEY (instance, key)
);
CREATE INDEX processes_timers_due ON processes_timers (due_at, instance, key);

-- Messages and signals that instances wait for.
CREATE TABLE processes_subscriptions (
    instance UUID NOT NULL,
    key BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    correlation TEXT,
    element TEXT NOT NULL,
    PRIMARY KEY (instance, key)
);
CREATE INDEX processes_subscriptions_name ON processes_subscriptions (kind, name, correlation);

CREATE TABLE processes_tasks (
    id UUID NOT NULL PRIMARY KEY,
    instance UUID NOT NULL,
    key BIGINT NOT NULL,
    process TEXT NOT NULL,
    element TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    lane TEXT,
    agency TEXT,
    assignee UUID,
    form TEXT,
    priority BIGINT NOT NULL,
    due_at BIGINT,
    inputs TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX processes_tasks_instance ON processes_tasks (instance, key);
CREATE INDEX processes_tasks_state ON processes_tasks (state, agency, due_at, id);

-- Work for services that has been ordered and not been done.
CREATE TABLE processes_orders (
    instance UUID NOT NULL,
    key BIGINT NOT NULL,
    ordered TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    PRIMARY KEY (instance, key)
);

CREATE TABLE processes_incidents (
    instance UUID NOT NULL,
    key BIGINT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    element TEXT NOT NULL,
    since BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (instance, key)
);
CREATE INDEX processes_incidents_open ON processes_incidents (closed_at, since);
