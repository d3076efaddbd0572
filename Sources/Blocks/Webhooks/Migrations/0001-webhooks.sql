-- Programs that are told of acts. The secret is not here: it is made of the site's key, the subscription and `secret_number`.
CREATE TABLE webhooks_subscriptions (
    id UUID NOT NULL PRIMARY KEY,
    client TEXT NOT NULL,
    address TEXT NOT NULL,
    -- Separated by spaces; `payments.*` means all that begin with `payments.`.
    verbs TEXT NOT NULL,
    secret_number BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Since when every delivery has failed.
    failing_since BIGINT
);

CREATE TABLE webhooks_deliveries (
    -- The `webhook-id`: the same in each attempt.
    id UUID NOT NULL PRIMARY KEY,
    subscription UUID NOT NULL,
    act UUID NOT NULL,
    verb TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    outcome TEXT,
    UNIQUE (subscription, act)
);
CREATE INDEX webhooks_deliveries_list ON webhooks_deliveries (subscription, id);
CREATE INDEX webhooks_deliveries_old ON webhooks_deliveries (changed_at) WHERE state <> 'waiting';
