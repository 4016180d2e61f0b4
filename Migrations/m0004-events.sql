-- What the shop reported, as it came, and what the reports say of customers and orders.

CREATE TABLE customer (
    id BIGINT PRIMARY KEY,
    was_existing BIGINT NOT NULL CHECK (was_existing IN (0, 1))
);

-- Two accounts may share an email address or a phone number; a shop's id is one customer's.
CREATE TABLE customer_key (
    kind TEXT NOT NULL CHECK (kind IN ('id', 'email', 'phone')),
    value TEXT NOT NULL,
    customer BIGINT NOT NULL REFERENCES customer (id),
    PRIMARY KEY (kind, value, customer)
);

CREATE INDEX customer_key_customer ON customer_key (customer);

-- event_key: the sender's event_id. natural_key: the order, state or refund that stands for one.
CREATE TABLE event (
    id BIGINT PRIMARY KEY,
    type TEXT NOT NULL,
    event_key TEXT UNIQUE,
    natural_key TEXT UNIQUE,
    order_id TEXT,
    customer BIGINT REFERENCES customer (id),
    occurred_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    status BIGINT NOT NULL,
    reply TEXT NOT NULL
);

-- What came before its order; applied and removed when the order comes.
CREATE TABLE waiting_step (
    event BIGINT PRIMARY KEY REFERENCES event (id),
    order_id TEXT NOT NULL,
    state TEXT,
    amount BIGINT CHECK (amount > 0),
    at BIGINT NOT NULL
);

CREATE INDEX waiting_step_order ON waiting_step (order_id, event);

CREATE TABLE visitor_naming (
    visitor BIGINT NOT NULL,
    at BIGINT NOT NULL,
    customer BIGINT NOT NULL REFERENCES customer (id),
    PRIMARY KEY (visitor, at, customer)
);

CREATE INDEX visitor_naming_customer ON visitor_naming (customer);

CREATE TABLE code_entry (
    event BIGINT PRIMARY KEY REFERENCES event (id),
    customer BIGINT NOT NULL REFERENCES customer (id),
    code TEXT NOT NULL,
    referrer BIGINT REFERENCES referrer (id),
    program BIGINT REFERENCES program (id),
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    was_live BIGINT NOT NULL CHECK (was_live IN (0, 1))
);

CREATE INDEX code_entry_customer ON code_entry (customer);

CREATE TABLE shop_order (
    order_id TEXT PRIMARY KEY NOT NULL,
    event BIGINT NOT NULL REFERENCES event (id),
    customer BIGINT NOT NULL REFERENCES customer (id),
    state TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL,
    refunded BIGINT NOT NULL,
    occurred_at BIGINT NOT NULL,
    CHECK (refunded BETWEEN 0 AND amount)
);

CREATE INDEX shop_order_customer ON shop_order (customer);
